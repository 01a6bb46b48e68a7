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
            // A store that cannot be made ready, such as one that cannot be written, may hold a release all the same.
            var unprepared = prepared
                ? null
                : await FaultAsync(preparation.RunAsync, stoppingToken);
            prepared = unprepared is null;
            if (unprepared is not null)
            {
                Report(unprepared);
            }
            var unread = await FaultAsync(RefreshAsync, stoppingToken);
            Report(unprepared ?? unread);
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>
    /// What went wrong and is tried again; null where nothing did. The last release goes on answering meanwhile. Before the
    /// first only what may pass is waited for: a wrong setting ends the start.
    /// </summary>
    private async Task<Exception?> FaultAsync(
        Func<CancellationToken, Task> step,
        CancellationToken stoppingToken
    )
    {
        try
        {
            await step(stoppingToken);
            return null;
        }
        catch (Exception exception)
            when (!stoppingToken.IsCancellationRequested
                && (current.Value is not null || StoreFault.MayPass(exception))
            )
        {
            return exception;
        }
    }

    /// <summary>Readiness tells why the release that answers may grow old; the log tells it once.</summary>
    private void Report(Exception? fault)
    {
        var trouble = fault is null ? null : StoreFault.Reason(fault);
        if (fault is not null && trouble != current.Trouble)
        {
            StoreUnreadable(
                log,
                current.Value?.Header.Version ?? "none yet; requests get 503",
                fault
            );
        }
        current.Report(trouble);
    }

    private async Task RefreshAsync(CancellationToken cancellation)
    {
        if (
            await HistoryRead.RunAsync(loader.NewestAsync, time, cancellation) is not { } newest
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
            before = await loader.LoadAsync(newest - 1, cancellation);
            current.Publish(release, before);
        }
        Published(log, release.Header.Version, release.Trials.Length, release.ContentHash);
        try
        {
            // Whoever published the one before may have been gone before its hash was kept.
            if (before is { Header.ContentHash: null })
            {
                await loader.KeepHashAsync(before, cancellation);
            }
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
        Message = "The store cannot be used and is tried again; the release that answers: {Release:l}"
    )]
    private static partial void StoreUnreadable(ILogger log, string release, Exception exception);
}
