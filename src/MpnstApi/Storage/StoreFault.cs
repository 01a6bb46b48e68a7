using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Storage;

namespace MpnstApi.Storage;

/// <summary>Faults of the store, whatever provider they come from.</summary>
public static class StoreFault
{
    // SQLITE_CANTOPEN and SQLITE_NOTADB: no file there, or one that is no database.
    private static readonly int[] Lasting = [14, 26];

    /// <summary>Whether the store, not the program, is what failed.</summary>
    public static bool Is(Exception exception) =>
        exception is DbException or RetryLimitExceededException
        || exception.InnerException is DbException;

    /// <summary>Whether trying again may mend it: a server that is away may come back, a file that is no database stays none.</summary>
    public static bool MayPass(Exception exception) =>
        exception is IOException or TimeoutException
        || (Is(exception) && !(Sqlite(exception) is { } code && Lasting.Contains(code)));

    private static int? Sqlite(Exception exception) =>
        (
            exception as SqliteException ?? exception.InnerException as SqliteException
        )?.SqliteErrorCode;
}
