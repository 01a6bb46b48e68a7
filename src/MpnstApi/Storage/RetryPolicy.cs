using Microsoft.EntityFrameworkCore;

namespace MpnstApi.Storage;

/// <summary>
/// Represents what the retries of all database servers have in common. They retry transient errors, such as those of a
/// server that restarts, but not for long: with a server that does not respond each attempt takes its whole timeout, and a
/// caller waits. Each execution strategy has its own.
/// </summary>
internal sealed class RetryPolicy(TimeProvider time)
{
    public const int Attempts = 20;

    /// <summary>The longest wait between two attempts.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    /// <summary>The time from the first failure to the end of the last attempt, as far as that can be foreseen.</summary>
    public static readonly TimeSpan RetryTimeout = TimeSpan.FromSeconds(30);

    private long attemptStart;
    private long? firstFailure;

    /// <summary>Starts to count from the beginning, for an operation that has not been tried yet.</summary>
    public void Reset() => (attemptStart, firstFailure) = (time.GetTimestamp(), null);

    /// <summary>Returns the operation, which records the start of each attempt.</summary>
    public Func<DbContext, TState, CancellationToken, Task<TResult>> Timed<TState, TResult>(
        Func<DbContext, TState, CancellationToken, Task<TResult>> operation
    ) =>
        (db, state, cancellation) =>
        {
            attemptStart = time.GetTimestamp();
            return operation(db, state, cancellation);
        };

    /// <summary>
    /// Returns the wait before the next attempt; null if there is none. The first retry is always made: work may have run
    /// for minutes before its connection broke. Another one is made if it ends within <see cref="RetryTimeout"/> when it takes
    /// as long as the last, which it does where the driver waits for its timeout each time.
    /// </summary>
    public TimeSpan? NextDelay(TimeSpan? delay)
    {
        if (delay is not { } wait)
        {
            return null;
        }
        if (wait > LongestDelay)
        {
            wait = LongestDelay;
        }
        var now = time.GetTimestamp();
        if (firstFailure is not { } first)
        {
            firstFailure = now;
            return wait;
        }
        var lastAttempt = time.GetElapsedTime(attemptStart, now);
        return time.GetElapsedTime(first, now) + wait + lastAttempt <= RetryTimeout ? wait : null;
    }

    /// <summary>
    /// Waits for work on the store. Drivers report a cancelled statement as one of their own errors; whatever they throw,
    /// a cancelled token is a cancellation.
    /// </summary>
    public static async Task<T> CancellableAsync<T>(Task<T> work, CancellationToken cancellation)
    {
        try
        {
            return await work;
        }
        catch (Exception exception)
            when (cancellation.IsCancellationRequested && StoreErrors.Is(exception))
        {
            throw new OperationCanceledException(exception.Message, exception, cancellation);
        }
    }
}
