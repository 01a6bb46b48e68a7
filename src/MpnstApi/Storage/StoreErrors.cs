using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace MpnstApi.Storage;

/// <summary>Faults of the store, whatever provider they come from.</summary>
public static class StoreErrors
{
    // SQLITE_CANTOPEN and SQLITE_NOTADB: no file there, or one that is no database.
    private static readonly int[] Lasting = [14, 26];

    // Drivers throw more than DbException: an exhausted pool, a protocol or way to authenticate that they lack here.
    private static readonly string?[] Drivers =
    [
        .. new[]
        {
            typeof(SqlConnection),
            typeof(SqliteConnection),
            typeof(NpgsqlConnection),
        }.Select(type => type.Assembly.GetName().Name),
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

    /// <summary>Whether a database driver threw it, of whatever type it is.</summary>
    public static bool IsOfDriver(Exception exception) =>
        exception is not OperationCanceledException
        && (
            Drivers.Contains(exception.Source)
            || DriverErrors.IsMarked(exception)
            || BeganInDriver(exception)
        );

    // The source is lost when a task throws its exception anew; where it was first thrown stands in the trace. Disposing
    // of a transaction whose connection was cut is a NullReferenceException to SqlClient at times.
    private static bool BeganInDriver(Exception exception) =>
        exception.StackTrace?.TrimStart() is { } trace
        && Array.Exists(
            Drivers,
            driver => trace.StartsWith($"at {driver}.", StringComparison.Ordinal)
        );

    private static int? Sqlite(Exception exception) =>
        (
            exception as SqliteException ?? exception.InnerException as SqliteException
        )?.SqliteErrorCode;
}
