using MpnstApi.Storage;

namespace MpnstApi.Releases;

/// <summary>What makes the store ready, in order; a release that is there after a step is served.</summary>
public sealed record StorePreparation(IReadOnlyList<Func<CancellationToken, Task>> Steps);

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
    private string? logged;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var steps = new Queue<Func<CancellationToken, Task>>(preparation.Steps);
        using var timer = new PeriodicTimer(options.PollInterval, time);
        do
        {
            Exception? unprepared = null;
            while (unprepared is null && steps.TryPeek(out var step))
            {
                unprepared = await FaultAsync(step, stoppingToken);
                if (unprepared is null)
                {
                    steps.Dequeue();
                    if (steps.Count > 0)
                    {
                        // The next step may take minutes; what is there already answers meanwhile.
                        await FaultAsync(RefreshAsync, stoppingToken);
                    }
                }
                else
                {
                    Report(unprepared);
                }
            }
            // A store that cannot be made ready, such as one that cannot be written, may hold a release all the same.
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
                && (current.Value is not null || StoreErrors.IsTransient(exception))
            )
        {
            return exception;
        }
    }

    /// <summary>
    /// Readiness tells everyone why the release that answers may grow old; the log tells the operator, once, in the
    /// driver's words.
    /// </summary>
    private void Report(Exception? fault)
    {
        var reason = fault is null ? null : StoreErrors.Reason(fault);
        if (fault is not null && reason != logged)
        {
            StoreUnreadable(
                log,
                current.Value?.Header.Version ?? "none yet; requests get 503",
                fault
            );
        }
        logged = reason;
        current.Report(fault is null ? null : StoreErrorDescription.Of(fault));
    }

    private async Task RefreshAsync(CancellationToken cancellation)
    {
        if (
            await HistoryRead.RunAsync(loader.NewestAsync, time, cancellation) is not { } newest
            || (newest == current.Value?.Header.Sequence && IsWhole())
        )
        {
            return;
        }
        var release =
            newest == current.Value?.Header.Sequence
                ? current.Value
                : await loader.LoadAsync(newest, cancellation, near: current.Value);
        var before = InMemory(newest - 1);
        if (newest > 1 && before is null && release.History[1].ContentHash is null)
        {
            // Nobody has loaded the one before yet; its hash belongs into this one's history.
            before = await loader.LoadAsync(newest - 1, cancellation, near: release);
            await SaveHashAsync(before, cancellation);
            release = await loader.LoadAsync(newest, cancellation, near: release);
        }
        var isNew = release != current.Value;
        if (isNew)
        {
            current.Publish(release, before ?? current.Value);
            Published(log, release.Header.Version, release.Trials.Length, release.ContentHash);
        }
        if (newest > 1 && before is null)
        {
            // After a start the current release answers at once, the one before as soon as it is loaded.
            current.Publish(
                release,
                await loader.LoadAsync(newest - 1, cancellation, near: release)
            );
        }
        if (isNew)
        {
            await SaveHashAsync(release, cancellation);
        }
    }

    /// <summary>Whether the release before the current one is at hand too, where there is one.</summary>
    private bool IsWhole() =>
        current.Value is not { Header.Sequence: > 1 and var sequence }
        || current.Previous?.Header.Sequence == sequence - 1;

    private Release? InMemory(int sequence) =>
        current.Value?.Header.Sequence == sequence ? current.Value
        : current.Previous?.Header.Sequence == sequence ? current.Previous
        : null;

    private async Task SaveHashAsync(Release release, CancellationToken cancellation)
    {
        if (await loader.SaveHashAsync(release, cancellation) is { } error)
        {
            HashNotSaved(log, StoreErrors.Reason(error));
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
        Message = "The content hash could not be saved with its release: {Reason}"
    )]
    private static partial void HashNotSaved(ILogger log, string reason);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The store cannot be used and is tried again; the release that answers: {Release:l}"
    )]
    private static partial void StoreUnreadable(ILogger log, string release, Exception exception);
}
