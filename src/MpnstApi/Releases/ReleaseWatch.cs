using System.Data.Common;

namespace MpnstApi.Releases;

/// <summary>What happens to the store before the first release is loaded from it.</summary>
public sealed record StorePreparation(Func<CancellationToken, Task> RunAsync);

/// <summary>Loads the newest release when the service starts, and again whenever the store holds a newer one.</summary>
public sealed partial class ReleaseWatch(
    StorePreparation preparation,
    ReleaseLoader loader,
    CurrentRelease current,
    ReleaseOptions options,
    TimeProvider time,
    ILogger<ReleaseWatch> log
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var prepared = false;
        using var timer = new PeriodicTimer(options.PollInterval, time);
        do
        {
            try
            {
                if (!prepared)
                {
                    await preparation.RunAsync(stoppingToken);
                    prepared = true;
                }
                await RefreshAsync(stoppingToken);
                current.Report(null);
            }
            catch (Exception exception)
                when (exception is not OperationCanceledException
                    && (current.Value is not null || IsOfStore(exception))
                )
            {
                // The last release goes on answering; readiness tells why it may grow old.
                if (current.Trouble != exception.Message)
                {
                    StoreUnreadable(log, exception);
                }
                current.Report(exception.Message);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    // What a retry may mend. Before the first release anything else, such as a wrong setting, ends the start.
    private static bool IsOfStore(Exception exception) =>
        exception is DbException or IOException or TimeoutException
        || exception.InnerException is DbException;

    private async Task RefreshAsync(CancellationToken cancellation)
    {
        if (
            await loader.NewestAsync(cancellation) is not { } newest
            || newest == current.Value?.Header.Sequence
        )
        {
            return;
        }
        var before = current.Value;
        var release = await loader.LoadAsync(newest, cancellation);
        current.Publish(release, before);
        // After a start, or where several releases came at once, the one before is not the one that answered so far.
        if (newest > 1 && before?.Header.Sequence != newest - 1)
        {
            current.Publish(release, await loader.LoadAsync(newest - 1, cancellation));
        }
        Published(log, release.Header.Version, release.Trials.Length, release.ContentHash);
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Release {Version} answers: {Trials} trials, content {ContentHash}"
    )]
    private static partial void Published(
        ILogger log,
        string version,
        int trials,
        string contentHash
    );

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The store cannot be read; what is loaded goes on answering"
    )]
    private static partial void StoreUnreadable(ILogger log, Exception exception);
}
