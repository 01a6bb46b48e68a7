using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Storage;
using MpnstApi.Storage.SqlServer;

namespace MpnstApi.Storage;

/// <summary>
/// Describes why the store cannot be used, in a sentence that anyone may read. Messages of drivers name hosts, files,
/// schemas and accounts, and are for the log alone.
/// </summary>
public static class StoreErrorDescription
{
    /// <summary>Error codes of SQLite and what they mean.</summary>
    private static readonly Dictionary<int, string> Sqlite = new()
    {
        [5] = "Another process has locked the store.",
        [6] = "Another process has locked the store.",
        [8] = "The store is read-only.",
        [10] = "The disk of the store has an error.",
        [11] = "The store's file is damaged.",
        [13] = "The disk of the store is full.",
        [14] = "The store's file cannot be opened.",
        [26] = "The store's file is not a database.",
    };

    /// <summary>Returns one sentence.</summary>
    public static string Of(Exception exception)
    {
        var causes = Causes(exception).ToList();
        return causes.OfType<SqliteException>().FirstOrDefault() is { } sqlite
                ? Sqlite.GetValueOrDefault(sqlite.SqliteErrorCode, "The store cannot be used.")
            // SqlClient gives no code of SQL.
            : causes.OfType<SqlException>().FirstOrDefault() is { } sqlServer
            && !SqlServerErrors.IsConnectionLost(sqlServer)
                ? "The store rejects a command of the service."
            // A server that rejects a command gives an error code of SQL; without one it was not reached.
            : causes.OfType<DbException>().FirstOrDefault() is { SqlState: { Length: > 0 } }
                ? "The store rejects a command of the service."
            : causes.Exists(cause => cause is DbException or RetryLimitExceededException)
                ? "The store cannot be reached."
            // The messages of these are for anyone already; the innermost says what happened.
            : causes.FindLast(cause => cause is StoreException) is { } own ? own.Message
            : causes.Exists(cause => cause is TimeoutException or OperationCanceledException)
                ? "The store does not respond in time."
            : causes.Exists(cause => cause is IOException or UnauthorizedAccessException)
                ? "The store's files cannot be used."
            : "The store cannot be used.";
    }

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
