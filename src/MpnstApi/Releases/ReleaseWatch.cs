using MpnstApi.Storage;

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
                    && (current.Value is not null || StoreFault.MayPass(exception))
                )
            {
                // The last release goes on answering; readiness tells why it may grow old. Before the first release
                // only what may pass is waited for: a wrong setting ends the start.
                if (current.Trouble != exception.Message)
                {
                    StoreUnreadable(
                        log,
                        current.Value?.Header.Version ?? "none yet; requests get 503",
                        exception
                    );
                }
                current.Report(exception.Message);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

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
        try
        {
            await loader.KeepHashAsync(release, cancellation);
        }
        catch (Exception exception) when (StoreFault.Is(exception))
        {
            // A store that cannot be written is served all the same; the next load keeps the hash.
            HashNotKept(log, exception.Message);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Release {Version:l} answers: {Trials} trials, content {ContentHash:l}"
    )]
    private static partial void Published(
        ILogger log,
        string version,
        int trials,
        string contentHash
    );

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The content hash could not be kept with its release: {Reason}"
    )]
    private static partial void HashNotKept(ILogger log, string reason);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The store cannot be read and is tried again; the release that answers: {Release:l}"
    )]
    private static partial void StoreUnreadable(ILogger log, string release, Exception exception);
}
