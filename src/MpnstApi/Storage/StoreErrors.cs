using System.Data.Common;
using System.Diagnostics;
using System.Reflection;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace MpnstApi.Storage;

/// <summary>Errors of the store, whatever provider they come from.</summary>
public static class StoreErrors
{
    // SQLITE_CANTOPEN and SQLITE_NOTADB: no file there, or one that is no database.
    private static readonly int[] Lasting = [14, 26];

    // Drivers throw more than DbException: an exhausted pool, a protocol or way to authenticate that they lack here.
    private static readonly Assembly[] Drivers =
    [
        typeof(SqlConnection).Assembly,
        typeof(SqliteConnection).Assembly,
        typeof(NpgsqlConnection).Assembly,
    ];

    /// <summary>Whether the store, not the program, is what failed.</summary>
    public static bool Is(Exception exception) =>
        exception is DbException or RetryLimitExceededException
        || exception.InnerException is DbException
        || IsOfDriver(exception);

    /// <summary>What the database itself says, not those who wrapped it.</summary>
    public static string Reason(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            // Not the innermost exception: below the provider's there may be one of the system that says "Success".
            if (cause is DbException || IsOfDriver(cause))
            {
                return cause.Message;
            }
        }
        return exception.Message;
    }

    /// <summary>Whether trying again may mend it: a server that is away may come back, a file that is no database stays none.</summary>
    public static bool MayPass(Exception exception) =>
        exception is IOException or TimeoutException
        || (
            (exception is StoreException || Is(exception))
            && !(Sqlite(exception) is { } code && Lasting.Contains(code))
            // What the driver cannot do at all, or not with these settings.
            && exception is not (NotSupportedException or ArgumentException)
        );

    /// <summary>
    /// Whether it comes from a database driver, of whatever type it is: a driver's code threw it or let it pass, or
    /// handed it over from a command without throwing it.
    /// </summary>
    public static bool IsOfDriver(Exception exception) =>
        exception is not OperationCanceledException
        && (DriverErrors.IsMarked(exception) || CameThroughDriver(exception));

    private static bool CameThroughDriver(Exception exception) =>
        Array.Exists(
            new StackTrace(exception).GetFrames(),
            frame => frame.GetMethod() is { } method && Drivers.Contains(method.Module.Assembly)
        );

    private static int? Sqlite(Exception exception) =>
        (
            exception as SqliteException ?? exception.InnerException as SqliteException
        )?.SqliteErrorCode;
}
