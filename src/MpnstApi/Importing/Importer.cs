using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using MpnstApi.Registry;
using MpnstApi.Storage;

namespace MpnstApi.Importing;

/// <summary>
/// Imports records into the store and publishes them as a release. Records are written as staged rows of the run, batch by
/// batch, which readers do not see until one short transaction publishes all of them. A run that is killed leaves only staged
/// rows, which the next one deletes.
/// </summary>
public sealed partial class Importer(
    IDbContextFactory<MpnstDbContext> store,
    TrialAnnotator annotator,
    TimeProvider time,
    ILogger<Importer> logger
)
{
    private static readonly TimeSpan LeaseTimeout = 2 * HeldLease.Duration;

    /// <summary>Rows of a run that are deleted in one transaction.</summary>
    private const int ClearedAtOnce = 1000;

    /// <summary>
    /// Imports a source: the trials that name MPNST, include sarcomas as a class or concern NF1, or all of them. Throws
    /// <see cref="ImportException"/> if the source cannot be imported at all.
    /// </summary>
    public async Task<ImportReport> ImportAsync(
        ImportSource source,
        bool keepAll,
        IProgress<ImportProgress>? progress,
        CancellationToken cancellation
    )
    {
        await using var lease = await TakeLeaseAsync(cancellation);
        await ClearUnfinishedAsync(lease, cancellation);
        // A release names one dictionary for all its labels, so a store of another dictionary is annotated again first.
        await AnnotateAgainAsync(lease, cancellation);
        return await RunAsync(
            [lease],
            NewRun(lease, source.Kind, source.Name),
            StagingRules.Of(keepAll),
            staging => StageAsync(staging, source, progress, cancellation),
            cancellation
        );
    }

    /// <summary>Imports what was downloaded from the registry, under the lease of the sync that downloaded it.</summary>
    internal async Task<ImportReport> ImportSyncAsync(
        HeldLease sync,
        SyncPlan plan,
        IAsyncEnumerable<SourceRecord> records,
        CancellationToken cancellation
    )
    {
        await using var lease = await TakeLeaseAsync(cancellation);
        await ClearUnfinishedAsync(lease, cancellation);
        await AnnotateAgainAsync(lease, cancellation);
        IReadOnlyList<string> notInRegistry = [];
        var report = await RunAsync(
            [lease, sync],
            NewRun(lease, RunKind.Sync, SyncPlan.SourceName, plan),
            plan.Rules,
            async staging =>
            {
                await foreach (var (part, record) in records)
                {
                    await staging.AddAsync(part, record, cancellation);
                }
                notInRegistry = await staging.RemoveMissingAsync(plan, cancellation);
            },
            cancellation
        );
        return report with { NotInRegistry = notInRegistry };
    }

    /// <summary>Annotates all trials again if the labels of the newest release are from another dictionary. Returns null if they are not.</summary>
    public async Task<ImportReport?> AnnotateAgainAsync(CancellationToken cancellation)
    {
        if (!await IsOutdatedAsync(cancellation))
        {
            return null;
        }
        await using var lease = await TakeLeaseAsync(cancellation);
        await ClearUnfinishedAsync(lease, cancellation);
        return await AnnotateAgainAsync(lease, cancellation);
    }

    /// <summary>Deletes the staged rows of killed runs, unless a run is in progress.</summary>
    public async Task ClearUnfinishedAsync(CancellationToken cancellation)
    {
        await using (var db = await store.CreateDbContextAsync(cancellation))
        {
            if (!await db.ImportRuns.AnyAsync(run => run.State == RunState.Running, cancellation))
            {
                return;
            }
        }
        await using var lease = await HeldLease.TakeAsync(
            store,
            time,
            Lease.Writer,
            TimeSpan.Zero,
            cancellation
        );
        if (lease is not null)
        {
            await ClearUnfinishedAsync(lease, cancellation);
        }
    }

    /// <summary>Returns whether a snapshot with this hash was imported before.</summary>
    public async Task<bool> HasImportedSnapshotAsync(string hash, CancellationToken cancellation)
    {
        await using var db = await store.CreateDbContextAsync(cancellation);
        return await db.ImportRuns.AnyAsync(
            run =>
                run.SourceHash == hash
                && run.Kind == RunKind.Snapshot
                && run.State == RunState.Done,
            cancellation
        );
    }

    private async Task<HeldLease> TakeLeaseAsync(CancellationToken cancellation) =>
        await HeldLease.TakeAsync(store, time, Lease.Writer, LeaseTimeout, cancellation)
        ?? throw new StoreBusyException(
            "Another import is running on this database; try again when it has ended."
        );

    /// <summary>Deletes all staged rows: only the holder of the lease stages any, and this holder has not begun.</summary>
    private async Task ClearUnfinishedAsync(HeldLease lease, CancellationToken cancellation)
    {
        List<Guid> unfinished;
        await using (var db = await store.CreateDbContextAsync(cancellation))
        {
            unfinished = await db
                .ImportRuns.Where(run => run.State == RunState.Running)
                .Select(run => run.Id)
                .ToListAsync(cancellation);
        }
        var rows = 0;
        foreach (var id in unfinished)
        {
            while (
                await InTransactionAsync(
                    lease,
                    (db, token) => ClearSomeAsync(db, id, token),
                    cancellation
                )
                    is > 0
                        and var cleared
            )
            {
                rows += cleared;
            }
            var now = Now();
            await InTransactionAsync(
                lease,
                (db, token) =>
                    db
                        .ImportRuns.Where(run => run.Id == id && run.State == RunState.Running)
                        .ExecuteUpdateAsync(
                            set =>
                                set.SetProperty(run => run.State, RunState.Abandoned)
                                    .SetProperty(run => run.EndedAt, now),
                            token
                        ),
                cancellation
            );
        }
        if (unfinished.Count > 0)
        {
            LogCleared(rows, unfinished.Count);
        }
    }

    /// <summary>Makes a change in a transaction that also renews the lease, so that a holder that stalled cannot delete the rows of its successor.</summary>
    private async Task<int> InTransactionAsync(
        HeldLease lease,
        Func<MpnstDbContext, CancellationToken, Task<int>> change,
        CancellationToken cancellation
    )
    {
        await using var any = await store.CreateDbContextAsync(cancellation);
        return await any
            .Database.CreateExecutionStrategy()
            .ExecuteAsync(
                async token =>
                {
                    await using var db = await store.CreateDbContextAsync(token);
                    await using var transaction = await db.Database.BeginTransactionAsync(token);
                    await lease.RenewAsync(db, token);
                    var changed = await change(db, token);
                    await transaction.CommitAsync(token);
                    return changed;
                },
                cancellation
            );
    }

    /// <summary>
    /// Deletes some of the rows that a run staged, and returns how many. All rows of a large run at once would lock the tables
    /// that readers of history use, and fill the database's log. Both keys have the run, so that no table is scanned.
    /// </summary>
    private static async Task<int> ClearSomeAsync(
        MpnstDbContext db,
        Guid run,
        CancellationToken cancellation
    )
    {
        var changes = db.Changes.Where(change => change.RunId == run && change.Sequence == null);
        if (await changes.MinAsync(change => (int?)change.Ordinal, cancellation) is { } first)
        {
            var end = first + ClearedAtOnce;
            return await changes
                .Where(change => change.Ordinal < end)
                .ExecuteDeleteAsync(cancellation);
        }
        var versions = db.TrialVersions.Where(version =>
            version.RunId == run && version.FromRelease == null
        );
        var last = await versions
            .OrderBy(version => version.TrialId)
            .Select(version => version.TrialId)
            .Skip(ClearedAtOnce - 1)
            .FirstOrDefaultAsync(cancellation);
        return await (
            last is null
                ? versions
                : versions.Where(version => version.TrialId.CompareTo(last) <= 0)
        ).ExecuteDeleteAsync(cancellation);
    }

    private ImportRun NewRun(HeldLease lease, RunKind kind, string source, SyncPlan? plan = null) =>
        new()
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            Kind = kind,
            Source = StoredText.Clean(source.Length <= 400 ? source : source[..400]),
            SourceHash = plan?.Basis,
            SourceTimestamp = plan?.Timestamp,
            FullPass = plan?.Full ?? false,
            StartedAt = Now(),
            State = RunState.Running,
            FencingToken = lease.Token,
        };

    /// <summary>Starts a run, stages its rows and publishes them. On an error the rows are deleted, and the run records the error.</summary>
    private async Task<ImportReport> RunAsync(
        IReadOnlyList<HeldLease> leases,
        ImportRun run,
        StagingRules rules,
        Func<Staging, Task> stage,
        CancellationToken cancellation
    )
    {
        LogStarted(run.Id, run.Kind, run.Source);
        await using (var db = await store.CreateDbContextAsync(cancellation))
        {
            db.ImportRuns.Add(run);
            await db.SaveChangesAsync(cancellation);
        }
        try
        {
            await using var db = await store.CreateDbContextAsync(cancellation);
            var staging = new Staging(run, db, leases[0], annotator, rules);
            await stage(staging);
            var release = await Publication.PublishAsync(
                store,
                run,
                leases,
                annotator.DictionaryVersion,
                time,
                cancellation
            );
            LogDone(
                run.Id,
                run.Read,
                run.Added,
                run.Changed,
                run.Removed,
                run.Rejected,
                release?.Version
            );
            return new ImportReport(run, release, staging.Rejected);
        }
        catch (Exception exception)
        {
            await FailAsync(run, exception);
            throw;
        }
    }

    private async Task FailAsync(ImportRun run, Exception exception)
    {
        LogFailed(run.Id, StoreErrors.Reason(exception));
        var now = Now();
        var state = exception is SyncHeldBackException ? RunState.HeldBack : RunState.Failed;
        var error = StoredText.Clean(StoreErrors.Reason(exception));
        try
        {
            await using var db = await store.CreateDbContextAsync();
            while (await ClearSomeAsync(db, run.Id, CancellationToken.None) > 0) { }
            // Not a run that is DONE: its commit may have succeeded although its response was lost.
            await db
                .ImportRuns.Where(other => other.Id == run.Id && other.State == RunState.Running)
                .ExecuteUpdateAsync(set =>
                    set.SetProperty(other => other.State, state)
                        .SetProperty(other => other.EndedAt, now)
                        .SetProperty(other => other.Error, error)
                        .SetProperty(other => other.Read, run.Read)
                );
        }
        catch (Exception second) when (StoreErrors.Is(second))
        {
            // The database cannot be reached; the next run deletes what this one left.
            LogNotCleared(run.Id, second.Message);
        }
    }

    private static async Task StageAsync(
        Staging staging,
        ImportSource source,
        IProgress<ImportProgress>? progress,
        CancellationToken cancellation
    )
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var total = source.Length;
        var bytes = 0L;
        foreach (var part in source.Parts)
        {
            await using var stream = new HashingStream(part.Open(), hash, cancellation);
            foreach (var record in Records(part, stream, alone: source.Parts.Count == 1))
            {
                await staging.AddAsync(part.Name, record, cancellation);
                progress?.Report(
                    new ImportProgress(staging.Run.Read, bytes + stream.BytesRead, total)
                );
            }
            bytes += stream.BytesRead;
        }
        await staging.FlushAsync(cancellation);
        staging.Run.SourceHash = Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Reads the records of a part. One that is not JSON ends the import if it is alone, and is one rejected record among others.</summary>
    internal static IEnumerable<StudyRecord> Records(ImportPart part, Stream stream, bool alone)
    {
        using var records = StudyReader.Read(stream).GetEnumerator();
        while (true)
        {
            StudyRecord record;
            try
            {
                if (!records.MoveNext())
                {
                    yield break;
                }
                record = records.Current;
            }
            catch (NotJsonException exception) when (alone)
            {
                throw new ImportException($"{part.Name} cannot be imported: {exception.Message}");
            }
            catch (NotJsonException exception)
            {
                record = new StudyRecord(
                    1,
                    0,
                    null,
                    null,
                    $"The file cannot be imported: {exception.Message}"
                );
            }
            yield return record;
        }
    }

    /// <summary>Returns whether the labels of the newest release are from another dictionary than this program's.</summary>
    internal async Task<bool> IsOutdatedAsync(CancellationToken cancellation)
    {
        await using var db = await store.CreateDbContextAsync(cancellation);
        var version = await db
            .Releases.OrderByDescending(release => release.Sequence)
            .Select(release => release.DictionaryVersion)
            .FirstOrDefaultAsync(cancellation);
        return version is not null && version != annotator.DictionaryVersion;
    }

    /// <summary>
    /// Annotates every current trial again from its stored facts and texts. Only trials whose labels change get a new version:
    /// for the others an equal hash proves that both dictionaries give the same labels. The release names the dictionary that
    /// all its labels agree with.
    /// </summary>
    private async Task<ImportReport?> AnnotateAgainAsync(
        HeldLease lease,
        CancellationToken cancellation
    )
    {
        if (!await IsOutdatedAsync(cancellation))
        {
            return null;
        }
        return await RunAsync(
            [lease],
            NewRun(lease, RunKind.Dictionary, $"dictionary {annotator.DictionaryVersion}"),
            StagingRules.Of(keepAll: true),
            async staging =>
            {
                await staging.AnnotateAgainAsync(cancellation);
                staging.Run.SourceHash = StoredJson.Hash(annotator.DictionaryVersion);
            },
            cancellation
        );
    }

    private DateTime Now() => time.GetUtcNow().UtcDateTime;

    [LoggerMessage(LogLevel.Information, "Run {RunId} ({Kind}) of {Source} started")]
    private partial void LogStarted(Guid runId, RunKind kind, string source);

    [LoggerMessage(
        LogLevel.Information,
        "Run {RunId} is done: {Read} read, {Added} added, {Changed} changed, {Removed} removed, {Rejected} rejected, release {Release}"
    )]
    private partial void LogDone(
        Guid runId,
        int read,
        int added,
        int changed,
        int removed,
        int rejected,
        string? release
    );

    [LoggerMessage(LogLevel.Error, "Run {RunId} failed, and nothing of it was published: {Reason}")]
    private partial void LogFailed(Guid runId, string reason);

    [LoggerMessage(LogLevel.Error, "The staged rows of run {RunId} could not be deleted: {Reason}")]
    private partial void LogNotCleared(Guid runId, string reason);

    [LoggerMessage(
        LogLevel.Warning,
        "Deleted {Rows} staged rows of {Runs} runs that had been interrupted"
    )]
    private partial void LogCleared(int rows, int runs);
}
