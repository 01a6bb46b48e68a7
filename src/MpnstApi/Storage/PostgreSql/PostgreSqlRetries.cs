using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql.EntityFrameworkCore.PostgreSQL;

namespace MpnstApi.Storage.PostgreSql;

/// <summary>Retries transient errors of PostgreSQL within the limits of <see cref="RetryPolicy"/>.</summary>
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
    private readonly RetryPolicy policy = new(time);

    public override Task<TResult> ExecuteAsync<TState, TResult>(
        TState state,
        Func<DbContext, TState, CancellationToken, Task<TResult>> operation,
        Func<DbContext, TState, CancellationToken, Task<ExecutionResult<TResult>>>? verifySucceeded,
        CancellationToken cancellationToken = default
    ) =>
        RetryPolicy.CancellableAsync(
            base.ExecuteAsync(state, policy.Timed(operation), verifySucceeded, cancellationToken),
            cancellationToken
        );

    protected override void OnFirstExecution()
    {
        base.OnFirstExecution();
        policy.Reset();
    }

    protected override TimeSpan? GetNextDelay(Exception lastException) =>
        policy.NextDelay(base.GetNextDelay(lastException));
}
