using MpnstApi.Storage;

namespace MpnstApi.Importing;

/// <summary>Runs a sync when the service has started and after every interval of the schedule. Errors are logged; the next run follows as scheduled.</summary>
public sealed partial class SyncSchedule(
    Sync sync,
    StoreInitializer initializer,
    SyncOptions options,
    ImportMetrics metrics,
    TimeProvider time,
    ILogger<SyncSchedule> logger
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Schedule is not { } interval)
        {
            return;
        }
        await initializer.Completed.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(interval, time);
        do
        {
            try
            {
                // Two versions of the program on one database must not annotate it in turns.
                var report = await sync.RunAsync(
                    full: false,
                    acceptShrink: false,
                    annotateAgain: false,
                    stoppingToken
                );
                metrics.CountSync(report.Outcome);
                if (report.Outcome == SyncOutcome.StillHeldBack)
                {
                    LogStillHeldBack();
                }
                else
                {
                    LogEnded(report.Outcome, report.Timestamp);
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                metrics.CountSync(outcome: null);
                // Whatever the error is, the service continues with what it has.
                LogFailed(
                    StoreErrors.Reason(exception),
                    StoreErrors.Is(exception) ? null : exception
                );
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(
        LogLevel.Information,
        "The sync ended: {Outcome}, registry data of {Timestamp:u}"
    )]
    private partial void LogEnded(SyncOutcome outcome, DateTime? timestamp);

    [LoggerMessage(
        LogLevel.Warning,
        "The registry's data has not changed since the sync that was held back; confirm with: sync --accept-shrink"
    )]
    private partial void LogStillHeldBack();

    [LoggerMessage(
        LogLevel.Error,
        "The sync failed and is repeated at its next scheduled time: {Reason}"
    )]
    private partial void LogFailed(string reason, Exception? exception);
}
