using MpnstApi.Storage;

namespace MpnstApi.Releases;

/// <summary>The steps that prepare the store, in order. After each step a release that is available is served.</summary>
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
                unprepared = await TryAsync(step, stoppingToken);
                if (unprepared is null)
                {
                    steps.Dequeue();
                    if (steps.Count > 0)
                    {
                        // The next step may take minutes; an available release is served meanwhile.
                        await TryAsync(RefreshAsync, stoppingToken);
                    }
                }
                else
                {
                    Report(unprepared);
                }
            }
            // A store that cannot be prepared, such as a read-only one, may still hold a release.
            var unread = await TryAsync(RefreshAsync, stoppingToken);
            Report(unprepared ?? unread);
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>
    /// Runs a step. Returns its error if the step is to be retried, while the last release is served; otherwise null.
    /// Before the first release only transient errors are retried; others, such as an invalid setting, stop the service.
    /// </summary>
    private async Task<Exception?> TryAsync(
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
    /// Reports the state of the store: to readiness probes in words for any caller, to the log once, with the driver's
    /// message.
    /// </summary>
    private void Report(Exception? error)
    {
        var reason = error is null ? null : StoreErrors.Reason(error);
        if (error is not null && reason != logged)
        {
            StoreUnreadable(
                log,
                current.Value?.Header.Version ?? "none yet; requests get 503",
                error
            );
        }
        logged = reason;
        current.Report(error is null ? null : StoreErrorDescription.Of(error));
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
            // The previous release was never loaded, and this one's history includes its hash.
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
            // At start, the current release is served at once, and the previous one as soon as it is loaded.
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

    /// <summary>Returns whether the previous release is in memory too, if there is one.</summary>
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
        Message = "Serving release {Version:l}: {Trials} trials, content {ContentHash:l}"
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
        Message = "The store cannot be used and will be tried again; release served meanwhile: {Release:l}"
    )]
    private static partial void StoreUnreadable(ILogger log, string release, Exception exception);
}
