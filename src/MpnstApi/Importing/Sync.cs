using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Registry;
using MpnstApi.Storage;

namespace MpnstApi.Importing;

/// <summary>
/// Brings the store up to date with the registry. All of it is downloaded and found whole before anything is staged; one
/// sync at a time, whatever number of services share the store. A trial leaves only when a sync brought it, a full pass
/// lacks it, and its own id, asked again, is gone or out of the scopes that are kept.
/// </summary>
public sealed partial class Sync(
    IDbContextFactory<MpnstDbContext> store,
    RegistryClient registry,
    RegistrySettings settings,
    Importer importer,
    Labelling labelling,
    SyncOptions options,
    TimeProvider time,
    ILogger<Sync> logger
)
{
    private static readonly TimeSpan FullPassEvery = TimeSpan.FromDays(7);

    /// <summary>The registry may publish while it is read; then it is read again, so often.</summary>
    private const int Rounds = 3;

    /// <summary>A sync that would drop a larger share is held back.</summary>
    private const double LargestDrop = 0.2;

    /// <summary>
    /// Asks for what is new, or for everything. Throws <see cref="RegistryException"/> where the registry could not be read
    /// whole, <see cref="SyncHeldBackException"/> where too many trials would go, <see cref="StoreBusyException"/> and
    /// <see cref="LeaseLostException"/> as an import does; nothing is published then.
    /// </summary>
    /// <param name="full">Ask for everything, even if the last full pass is young.</param>
    /// <param name="acceptShrink">Publish even if more than a fifth of the trials go; repeats as full a pass as was held back.</param>
    /// <param name="relabel">Make labels anew where another dictionary made them; else leave such a store to the programs that have that dictionary.</param>
    /// <param name="cancellation">Stops at once; nothing is published.</param>
    public async Task<SyncReport> RunAsync(
        bool full,
        bool acceptShrink,
        bool relabel,
        CancellationToken cancellation
    )
    {
        if (!relabel && await importer.IsOutdatedAsync(cancellation))
        {
            return new SyncReport(SyncOutcome.OtherDictionary, null, null);
        }
        await using var lease = await HeldLease.TakeAsync(
            store,
            time,
            Lease.Sync,
            TimeSpan.Zero,
            cancellation
        );
        return lease is null
            ? new SyncReport(SyncOutcome.Busy, null, null)
            : await lease.WhileHeldAsync(
                stopping => RunAsync(lease, full, acceptShrink, stopping),
                cancellation
            );
    }

    private async Task<SyncReport> RunAsync(
        HeldLease lease,
        bool full,
        bool acceptShrink,
        CancellationToken cancellation
    )
    {
        var timestamp = await registry.DataTimestampAsync(cancellation);
        var past = await PastAsync(cancellation);
        var basis = Basis();
        var sameQuestion = past.Newest?.SourceHash == basis;
        if (sameQuestion && timestamp < past.Newest!.SourceTimestamp)
        {
            LogOlder(timestamp, past.Newest.SourceTimestamp!.Value);
            return new SyncReport(SyncOutcome.OlderData, timestamp, null);
        }
        var held =
            past.HeldBack is { } back
            && back.SourceTimestamp == timestamp
            && back.SourceHash == basis
            && !(back.StartedAt < past.Full?.StartedAt)
                ? back
                : null;
        // Who confirms a full pass wants that one, not one that would see nothing go.
        full |= acceptShrink && held is { FullPass: true };
        if (!full && sameQuestion && timestamp == past.Newest!.SourceTimestamp)
        {
            return new SyncReport(SyncOutcome.NothingNew, timestamp, null);
        }
        if (!full && !acceptShrink && held is not null)
        {
            return new SyncReport(SyncOutcome.StillHeldBack, timestamp, null);
        }
        var isFull =
            full
            || !sameQuestion
            || past.Full is null
            || time.GetUtcNow().UtcDateTime - past.Full.StartedAt >= FullPassEvery;
        // The day before: what was posted late on the last day seen may be missing from that day's data.
        var since = isFull
            ? (DateOnly?)null
            : DateOnly.FromDateTime(past.Newest!.SourceTimestamp!.Value).AddDays(-1);
        LogAsking(timestamp, since?.ToString("O", CultureInfo.InvariantCulture) ?? "ever");

        var downloads = new List<RegistryDownload>();
        try
        {
            timestamp = await DownloadAsync(downloads, timestamp, since, cancellation);
            var asked = isFull ? await AskAgainAsync(downloads, cancellation) : [];
            var report = await importer.PublishSyncAsync(
                lease,
                new SyncPlan(timestamp, since, basis),
                new StagingRules(options.Scopes.Contains, DropsSynced: isFull),
                staging => StageAsync(staging, downloads, asked, acceptShrink, cancellation),
                cancellation
            );
            return new SyncReport(SyncOutcome.Done, timestamp, report);
        }
        finally
        {
            downloads.ForEach(download => download.Dispose());
        }
    }

    /// <summary>What decides which trials are read and kept: another question makes a full pass.</summary>
    private string Basis() =>
        StoredJson.Hash([
            settings.BaseAddress.AbsoluteUri,
            labelling.DictionaryVersion,
            .. options.Scopes.Select(scope => scope.Key()),
            .. SyncQueries.For(options.Scopes, null).Select(query => query.Term!),
            .. RegistryQuery.Fields,
        ]);

    private sealed record Past(ImportRun? Newest, ImportRun? Full, ImportRun? HeldBack);

    private async Task<Past> PastAsync(CancellationToken cancellation)
    {
        await using var db = await store.CreateDbContextAsync(cancellation);
        var runs = db
            .ImportRuns.AsNoTracking()
            .Where(run => run.Kind == RunKind.Sync)
            .OrderByDescending(run => run.StartedAt);
        var done = runs.Where(run => run.State == RunState.Done);
        return new Past(
            await done.FirstOrDefaultAsync(cancellation),
            await done.FirstOrDefaultAsync(run => run.FullPass, cancellation),
            await runs.FirstOrDefaultAsync(run => run.State == RunState.HeldBack, cancellation)
        );
    }

    /// <summary>Downloads every query's result, of one and the same state of the registry; answers with that state's timestamp.</summary>
    private async Task<DateTime> DownloadAsync(
        List<RegistryDownload> downloads,
        DateTime timestamp,
        DateOnly? since,
        CancellationToken cancellation
    )
    {
        for (var round = 1; ; round++)
        {
            foreach (var query in SyncQueries.For(options.Scopes, since))
            {
                downloads.Add(await registry.DownloadAsync(query, cancellation));
            }
            var now = await registry.DataTimestampAsync(cancellation);
            if (now == timestamp)
            {
                return timestamp;
            }
            downloads.ForEach(download => download.Dispose());
            downloads.Clear();
            if (round == Rounds)
            {
                throw new RegistryException(
                    $"The registry published new data {Rounds} times while it was read. Nothing was taken in; try again later."
                );
            }
            timestamp = now;
        }
    }

    /// <summary>Asks once more, by id, for the trials that syncs brought in and this full pass lacks; answers with their ids.</summary>
    private async Task<IReadOnlyList<string>> AskAgainAsync(
        List<RegistryDownload> downloads,
        CancellationToken cancellation
    )
    {
        var read = IdsOf(downloads);
        var missing = (await SyncedAsync(cancellation)).Where(id => !read.Contains(id)).ToList();
        if (missing.Count > 0)
        {
            downloads.Add(
                await registry.DownloadAsync(new RegistryQuery { Ids = missing }, cancellation)
            );
        }
        return missing;
    }

    private static HashSet<string> IdsOf(List<RegistryDownload> downloads) =>
        downloads
            .SelectMany(download => download.Pages)
            .SelectMany(page => page.Ids)
            .ToHashSet(StringComparer.Ordinal);

    private async Task<List<string>> SyncedAsync(CancellationToken cancellation)
    {
        await using var db = await store.CreateDbContextAsync(cancellation);
        return await db
            .CurrentTrials.Where(version => version.Origin == Origin.Sync)
            .Select(version => version.TrialId)
            .OrderBy(id => id)
            .ToListAsync(cancellation);
    }

    private async Task StageAsync(
        Staging staging,
        List<RegistryDownload> downloads,
        IReadOnlyList<string> asked,
        bool acceptShrink,
        CancellationToken cancellation
    )
    {
        var synced = await SyncedAsync(cancellation);
        var read = new HashSet<string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var page in downloads.SelectMany(download => download.Pages))
        {
            number++;
            await using var stream = page.Open();
            foreach (var record in StudyReader.Read(stream))
            {
                // Both queries may find a trial, and each tells the same of it.
                if (record.Id is null || read.Add(record.Id))
                {
                    await staging.AddAsync(
                        string.Create(CultureInfo.InvariantCulture, $"page {number}"),
                        record,
                        cancellation
                    );
                }
            }
        }
        await staging.FlushAsync(cancellation);
        // By the ids that came, not by the records that could be read: one set aside is not gone.
        var came = IdsOf(downloads);
        foreach (var id in asked.Intersect(synced).Where(id => !came.Contains(id)))
        {
            staging.Remove(id, "The registry does not have the trial any more.");
        }
        await staging.FlushAsync(cancellation);
        if (!acceptShrink)
        {
            await CheckAsync(staging, synced.Count, cancellation);
        }
    }

    private async Task CheckAsync(Staging staging, int synced, CancellationToken cancellation)
    {
        if (staging.Run.Removed > LargestDrop * synced)
        {
            throw HeldBack(
                $"{staging.Run.Removed} of the {synced} trials that syncs brought in would leave"
            );
        }
        await using var db = await store.CreateDbContextAsync(cancellation);
        var trials = await db.CurrentTrials.CountAsync(cancellation);
        if (staging.FellOut > LargestDrop * trials)
        {
            throw HeldBack($"{staging.FellOut} of {trials} trials would be of no scope any more");
        }
    }

    private static SyncHeldBackException HeldBack(string what) =>
        new(
            $"The sync is held back: {what}, more than a fifth, which looks like a fault of the registry rather than news. Look at it, and confirm with: sync --accept-shrink."
        );

    [LoggerMessage(
        LogLevel.Information,
        "The registry has data of {Timestamp:u}; asking for what was updated since {Since}"
    )]
    private partial void LogAsking(DateTime timestamp, string since);

    [LoggerMessage(
        LogLevel.Warning,
        "The registry gives data of {Timestamp:u}, older than those of {Newest:u} at hand; they are left alone"
    )]
    private partial void LogOlder(DateTime timestamp, DateTime newest);
}
