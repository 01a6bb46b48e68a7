using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql.EntityFrameworkCore.PostgreSQL;

namespace MpnstApi.Storage.PostgreSql;

/// <summary>Retries passing errors of PostgreSQL within the bounds of <see cref="RetryPolicy"/>.</summary>
internal sealed class PostgreSqlRetries(
    ExecutionStrategyDependencies dependencies,
    TimeProvider time
)
    : NpgsqlRetryingExecutionStrategy(
        dependencies,
        RetryPolicy.Attempts,
        RetryPolicy.LongestDelay,
        null
    )
{
    private long start;

    public override Task<TResult> ExecuteAsync<TState, TResult>(
        TState state,
        Func<DbContext, TState, CancellationToken, Task<TResult>> operation,
        Func<DbContext, TState, CancellationToken, Task<ExecutionResult<TResult>>>? verifySucceeded,
        CancellationToken cancellationToken = default
    ) =>
        RetryPolicy.CancellableAsync(
            base.ExecuteAsync(state, operation, verifySucceeded, cancellationToken),
            cancellationToken
        );

    protected override void OnFirstExecution()
    {
        base.OnFirstExecution();
        start = time.GetTimestamp();
    }

    protected override TimeSpan? GetNextDelay(Exception lastException) =>
        time.GetElapsedTime(start) < RetryPolicy.Patience ? base.GetNextDelay(lastException) : null;
}
