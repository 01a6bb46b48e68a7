namespace MpnstApi.Storage;

/// <summary>
/// What the retries of every database server have in common. They retry what failed for a passing reason, such as a
/// server that restarts, but not for long: with a server that does not respond each attempt alone costs its whole
/// timeout, and somebody waits for a sentence.
/// </summary>
internal static class RetryPolicy
{
    public const int Attempts = 20;

    /// <summary>The longest wait between two attempts.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    /// <summary>No attempt begins later than this after the first one.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

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
