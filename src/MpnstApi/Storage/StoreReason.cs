using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Storage;
using MpnstApi.Storage.SqlServer;

namespace MpnstApi.Storage;

/// <summary>
/// Why the store cannot be used, in words for everyone. The driver's own words name hosts, files, schemas and accounts:
/// they go to the log.
/// </summary>
public static class StoreReason
{
    /// <summary>Error codes of SQLite and what they mean.</summary>
    private static readonly Dictionary<int, string> Sqlite = new()
    {
        [5] = "Another process keeps the store locked.",
        [6] = "Another process keeps the store locked.",
        [8] = "The store is read-only.",
        [10] = "The disk of the store fails.",
        [11] = "The store's file is damaged.",
        [13] = "The disk of the store is full.",
        [14] = "The store's file cannot be opened.",
        [26] = "The store's file is not a database.",
    };

    /// <summary>One sentence.</summary>
    public static string Of(Exception exception)
    {
        var causes = Causes(exception).ToList();
        return causes.OfType<SqliteException>().FirstOrDefault() is { } sqlite
                ? Sqlite.GetValueOrDefault(sqlite.SqliteErrorCode, "The store does not work.")
            // SqlClient gives no code of SQL.
            : causes.OfType<SqlException>().FirstOrDefault() is { } sqlServer
            && !SqlServerErrors.IsConnectionLost(sqlServer)
                ? "The store refuses what the service needs of it."
            // A server that refuses says so in an error code of SQL; without one it was not heard.
            : causes.OfType<DbException>().FirstOrDefault() is { SqlState: { Length: > 0 } }
                ? "The store refuses what the service needs of it."
            : causes.Exists(cause => cause is DbException or RetryLimitExceededException)
                ? "The store cannot be reached."
            // These say in our words already what went wrong.
            : causes.Find(cause => cause is StoreException) is { } told ? told.Message
            : causes.Exists(cause => cause is TimeoutException or OperationCanceledException)
                ? "The store does not answer in time."
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
