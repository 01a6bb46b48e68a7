using System.Data.Common;
using System.Diagnostics;
using System.Reflection;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Storage;
using MpnstApi.Storage.Sqlite;
using Npgsql;

namespace MpnstApi.Storage;

/// <summary>Classifies the errors of the store, whatever provider they come from.</summary>
public static class StoreErrors
{
    // SQLITE_CANTOPEN and SQLITE_NOTADB: there is no file, or it is not a database.
    private static readonly int[] Lasting = [14, 26];

    // Drivers throw more than DbException: for an exhausted pool, or a protocol or authentication that they lack here.
    private static readonly Assembly[] Drivers =
    [
        typeof(SqlConnection).Assembly,
        typeof(SqliteConnection).Assembly,
        typeof(NpgsqlConnection).Assembly,
    ];

    /// <summary>Returns whether an exception is an error of the store and not of the program.</summary>
    public static bool Is(Exception exception) =>
        exception is DbException or RetryLimitExceededException or StoreFileReplacedException
        || exception.InnerException is DbException
        || IsOfDriver(exception);

    /// <summary>Returns the message of the database itself, not of an exception around it.</summary>
    public static string Reason(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            // Not the innermost exception: below the provider's there may be one of the system with the message "Success".
            if (cause is DbException || IsOfDriver(cause))
            {
                return cause.Message;
            }
        }
        return exception.Message;
    }

    /// <summary>Returns whether a later attempt may succeed: a server may come back, while a file that is not a database stays as it is.</summary>
    public static bool IsTransient(Exception exception) =>
        exception is IOException or TimeoutException
        || (
            (exception is StoreException || Is(exception))
            && !(Sqlite(exception) is { } code && Lasting.Contains(code))
            // What the driver does not support at all, or not with these settings.
            && exception is not (NotSupportedException or ArgumentException)
        );

    /// <summary>
    /// Returns whether an exception of any type comes from a database driver, whose code threw it, or set it on a task of a
    /// command without throwing it.
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
