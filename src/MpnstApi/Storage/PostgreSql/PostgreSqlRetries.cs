using Microsoft.EntityFrameworkCore.Storage;
using Npgsql.EntityFrameworkCore.PostgreSQL;

namespace MpnstApi.Storage.PostgreSql;

/// <summary>
/// Tries again what failed for a passing reason, such as a server that is started anew, but not for long: of a server
/// that answers nothing each attempt alone costs its whole timeout, and somebody waits for a sentence.
/// </summary>
internal sealed class PostgreSqlRetries(
    ExecutionStrategyDependencies dependencies,
    TimeProvider time
) : NpgsqlRetryingExecutionStrategy(dependencies, Attempts, LongestDelay, null)
{
    private const int Attempts = 20;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private long start;

    protected override void OnFirstExecution()
    {
        base.OnFirstExecution();
        start = time.GetTimestamp();
    }

    protected override TimeSpan? GetNextDelay(Exception lastException) =>
        time.GetElapsedTime(start) < Patience ? base.GetNextDelay(lastException) : null;
}
