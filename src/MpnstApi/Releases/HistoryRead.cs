using MpnstApi.Storage;

namespace MpnstApi.Releases;

/// <summary>Reads of history, and the look for a newer release, go to the store, which may be away or slow; nobody waits for it longer than this.</summary>
public static class HistoryRead
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>
    /// What the store answers within the limit. Throws <see cref="HistoryUnavailableException"/> where it fails or does
    /// not answer in time.
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
            // On a thread of its own: a provider may block it instead of waiting.
            return await Task.Run(() => read(stop.Token), cancellation)
                .WaitAsync(Limit, time, cancellation);
        }
        catch (TimeoutException)
        {
            await stop.CancelAsync();
            throw new HistoryUnavailableException(
                $"The store did not answer within {Limit.TotalSeconds:0} seconds."
            );
        }
        catch (Exception exception)
            when (StoreErrors.Is(exception)
                || (
                    exception is OperationCanceledException && !cancellation.IsCancellationRequested
                )
            )
        {
            throw new HistoryUnavailableException("The store does not answer.", exception);
        }
    }
}

/// <summary>The store does not give what only it holds. Reads of the current and the previous release go on.</summary>
public sealed class HistoryUnavailableException(string message, Exception? inner = null)
    : StoreException(message, inner);
