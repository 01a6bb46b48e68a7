using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace MpnstApi.Storage;

/// <summary>
/// Logs what EF Core reports of the database: a command that failed or was slow, with its SQL but not the values of its
/// parameters, and each retry with its reason.
/// </summary>
internal sealed partial class StoreLog(ILoggerFactory loggers, TimeSpan slow)
{
    /// <summary>The category of retries, which a command shows too: they may take half a minute.</summary>
    public const string Retries = "MpnstApi.Storage.Retries";

    private const string Commands = "MpnstApi.Storage.Commands";

    /// <summary>A batch of an import repeats its statement for each row.</summary>
    private const int LongestSql = 2_000;

    private readonly ILogger retries = loggers.CreateLogger(Retries);
    private readonly ILogger commands = loggers.CreateLogger(Commands);

    /// <summary>
    /// Makes contexts report here. Other warnings of EF Core are logged unchanged; errors that it reports before it throws
    /// them are not, since the code that catches the exception logs or retries it.
    /// </summary>
    public void Listen(DbContextOptionsBuilder options) =>
        options
            .UseLoggerFactory(loggers)
            .ConfigureWarnings(warnings =>
                warnings.Log(
                    (RelationalEventId.CommandError, LogLevel.Debug),
                    (RelationalEventId.ConnectionError, LogLevel.Debug),
                    (RelationalEventId.TransactionError, LogLevel.Debug),
                    (CoreEventId.QueryIterationFailed, LogLevel.Debug),
                    (CoreEventId.SaveChangesFailed, LogLevel.Debug)
                )
            )
            .LogTo(
                (id, _) =>
                    id == CoreEventId.ExecutionStrategyRetrying
                    || id == RelationalEventId.CommandError
                    || id == RelationalEventId.CommandExecuted,
                Write
            );

    private void Write(EventData data)
    {
        switch (data)
        {
            case ExecutionStrategyEventData retry:
                LogRetry(
                    retries,
                    retry.ExceptionsEncountered.Count,
                    retry.Delay.TotalSeconds,
                    StoreErrors.Reason(retry.ExceptionsEncountered[^1])
                );
                break;
            // The search for the table of migrations in a new database.
            case CommandErrorEventData
            {
                CommandSource: CommandSource.Migrations,
                Exception: PostgresException { SqlState: PostgresErrorCodes.UndefinedTable }
            }:
                break;
            case CommandErrorEventData failed:
                LogFailed(
                    commands,
                    failed.Duration.TotalMilliseconds,
                    StoreErrors.Reason(failed.Exception),
                    Sql(failed)
                );
                break;
            case CommandExecutedEventData done when done.Duration >= slow:
                LogSlow(commands, done.Duration.TotalMilliseconds, Sql(done));
                break;
        }
    }

    private static string Sql(CommandEventData command)
    {
        var sql = command.LogCommandText;
        return sql.Length <= LongestSql ? sql : sql[..LongestSql] + "…";
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The database failed; retry {Retry} follows in {Seconds:0.0} s: {Reason:l}"
    )]
    private static partial void LogRetry(ILogger log, int retry, double seconds, string reason);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "A command failed after {Elapsed:0} ms: {Reason:l}\n{Sql:l}"
    )]
    private static partial void LogFailed(ILogger log, double elapsed, string reason, string sql);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A command took {Elapsed:0} ms:\n{Sql:l}")]
    private static partial void LogSlow(ILogger log, double elapsed, string sql);
}
