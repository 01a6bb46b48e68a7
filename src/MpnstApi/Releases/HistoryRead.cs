using MpnstApi.Storage;

namespace MpnstApi.Releases;

/// <summary>
/// Limits the time that reads of history and checks for a newer release wait for the store, which may be slow or
/// unavailable.
/// </summary>
public static class HistoryRead
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Runs a read of the store. Throws <see cref="HistoryUnavailableException"/> if it fails or takes longer than
    /// <see cref="Limit"/>.
    /// </summary>
    public static async Task<T> RunAsync<T>(
        Func<CancellationToken, Task<T>> read,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            // On a thread-pool thread: a provider may block instead of awaiting.
            return await Task.Run(() => read(stop.Token), cancellation)
                .WaitAsync(Limit, time, cancellation);
        }
        catch (TimeoutException)
        {
            await stop.CancelAsync();
            throw new HistoryUnavailableException(
                $"The store did not respond within {Limit.TotalSeconds:0} seconds."
            );
        }
        catch (Exception exception)
            when (StoreErrors.Is(exception)
                || (
                    exception is OperationCanceledException && !cancellation.IsCancellationRequested
                )
            )
        {
            throw new HistoryUnavailableException("The store does not respond.", exception);
        }
    }
}

/// <summary>
/// The exception thrown when the store cannot return history. The current and the previous release can still be read.
/// </summary>
public sealed class HistoryUnavailableException(string message, Exception? inner = null)
    : StoreException(message, inner);
