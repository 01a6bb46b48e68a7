using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using MpnstApi.Storage;

namespace MpnstApi.Importing;

/// <summary>
/// Represents the metrics of imports and syncs. Runs and leases are read from the store at an interval, so that every service
/// that shares the store reports them, whichever process they are of; attempts to sync are those of this process.
/// </summary>
public sealed class ImportMetrics : BackgroundService
{
    private const string Failed = nameof(Failed);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly IDbContextFactory<MpnstDbContext> store;
    private readonly StoreInitializer initializer;
    private readonly TimeProvider time;
    private readonly Counter<long> attempts;
    private ImmutableArray<NewestRun> runs = [];
    private ImmutableArray<Lease> leases = [];

    public ImportMetrics(
        IDbContextFactory<MpnstDbContext> store,
        StoreInitializer initializer,
        TimeProvider time,
        IMeterFactory meters
    )
    {
        this.store = store;
        this.initializer = initializer;
        this.time = time;
        var meter = meters.Create("MpnstApi.Importing");
        meter.CreateObservableGauge(
            "mpnst.run.age",
            () => runs.Select(run => run.Measure((Now - run.StartedAt).TotalSeconds)),
            "s",
            "Time since the newest run of each kind and state started."
        );
        meter.CreateObservableGauge(
            "mpnst.run.records.rejected",
            () => runs.Select(run => run.Measure(run.Rejected)),
            "{record}",
            "Records that the newest run of each kind and state could not read."
        );
        meter.CreateObservableGauge(
            "mpnst.lease.held",
            () => leases.Select(Measure),
            description: "1 while a process holds the lease, with its machine and process id; 0 otherwise."
        );
        attempts = meter.CreateCounter<long>(
            "mpnst.sync.attempts",
            "{attempt}",
            "Attempts of this process to sync, by their outcome."
        );
        // An alert can compare with a value that is there from the start.
        foreach (var outcome in Enum.GetNames<SyncOutcome>().Append(Failed))
        {
            attempts.Add(0, Tag(outcome));
        }
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Counts an attempt to sync; null if it failed.</summary>
    public void CountSync(SyncOutcome? outcome) =>
        attempts.Add(1, Tag(outcome?.ToString() ?? Failed));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await initializer.Completed.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await ReadAsync(stoppingToken);
            }
            catch (Exception) when (!stoppingToken.IsCancellationRequested)
            {
                // Readiness and the log say that the store cannot be used; the last values stay.
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        await using var db = await store.CreateDbContextAsync(cancellation);
        var newest = await db
            .ImportRuns.GroupBy(run => new { run.Kind, run.State })
            .Select(same =>
                same.OrderByDescending(run => run.StartedAt)
                    .Select(run => new NewestRun(run.Kind, run.State, run.StartedAt, run.Rejected))
                    .First()
            )
            .ToListAsync(cancellation);
        runs = [.. newest];
        leases = [.. await db.Leases.AsNoTracking().ToListAsync(cancellation)];
    }

    private Measurement<int> Measure(Lease lease)
    {
        var isHeld = lease.Holder is not null && lease.ExpiresAt > Now;
        return new(
            isHeld ? 1 : 0,
            new("lease", lease.Name),
            new("holder", isHeld ? ProcessOf(lease.Holder!) : "")
        );
    }

    // Machine and process id; what follows differs with every run.
    private static string ProcessOf(string holder) => string.Join('/', holder.Split('/').Take(2));

    private static KeyValuePair<string, object?> Tag(string outcome) => new("outcome", outcome);

    private sealed record NewestRun(RunKind Kind, RunState State, DateTime StartedAt, int Rejected)
    {
        public Measurement<T> Measure<T>(T value)
            where T : struct =>
            new(value, new("kind", Kind.ToString()), new("state", State.ToString()));
    }
}
