using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace MpnstApi.Storage.SqlServer;

/// <summary>
/// Retries transient errors of SQL Server within the limits of <see cref="RetryPolicy"/>: those that EF Core regards as
/// transient, such as a failover or a deadlock, and lost connections.
/// </summary>
internal sealed class SqlServerRetries(
    ExecutionStrategyDependencies dependencies,
    TimeProvider time
)
    : SqlServerRetryingExecutionStrategy(
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

    protected override bool ShouldRetryOn(Exception exception) =>
        exception is SqlException error
            ? !SqlServerErrors.IsEncryptionError(error)
                && (SqlServerErrors.IsConnectionLost(error) || base.ShouldRetryOn(error))
            // A connection that breaks just before a statement is "not available" to the driver, as is a pool with none left;
            // one that breaks within a transaction may end in a null reference.
            : base.ShouldRetryOn(exception)
                || (
                    exception is InvalidOperationException or NullReferenceException
                    && StoreErrors.IsOfDriver(exception)
                );

    protected override TimeSpan? GetNextDelay(Exception lastException) =>
        policy.NextDelay(base.GetNextDelay(lastException));
}
