using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Registry;
using MpnstApi.Storage;

namespace MpnstApi.Importing;

/// <summary>
/// Brings the store up to date with the registry. Everything is downloaded and checked before anything is staged. One sync
/// runs at a time, however many services share the store. A full pass updates every stored trial: those that its queries do
/// not find are requested by their ids. A trial from a sync is removed when the registry no longer has its id. One from a
/// sync or the snapshot is removed when its record is out of the scopes that are kept; one that was imported from a file
/// stays, with the facts of today. Trials of the snapshot and of files that the registry does not have keep their records,
/// and the report names them.
/// </summary>
public sealed partial class Sync(
    IDbContextFactory<MpnstDbContext> store,
    RegistryClient registry,
    RegistryOptions settings,
    Importer importer,
    TrialAnnotator annotator,
    SyncOptions options,
    TimeProvider time,
    ILogger<Sync> logger
)
{
    private static readonly ActivitySource Activities = new("MpnstApi.Importing");

    private static readonly TimeSpan FullPassEvery = TimeSpan.FromDays(7);

    /// <summary>How often the registry is read, at most, when it publishes new data meanwhile.</summary>
    private const int Rounds = 3;

    /// <summary>
    /// Downloads and imports what is new, or everything. Throws <see cref="RegistryException"/> if the registry could not
    /// be read completely, <see cref="SyncHeldBackException"/> where too many trials would be removed, and
    /// <see cref="StoreBusyException"/> and <see cref="LeaseLostException"/> as an import does; nothing is published then.
    /// </summary>
    /// <param name="full">Whether to download everything, even if the last full pass is recent.</param>
    /// <param name="acceptShrink">Whether to publish even if more than a fifth of the trials is removed; a full pass that was held back is repeated.</param>
    /// <param name="annotateAgain">Whether to annotate a store again that another dictionary annotated; otherwise nothing is done there.</param>
    /// <param name="cancellation">Stops the sync; nothing is published.</param>
    public async Task<SyncReport> RunAsync(
        bool full,
        bool acceptShrink,
        bool annotateAgain,
        CancellationToken cancellation
    )
    {
        using var activity = Activities.StartActivity("sync");
        if (!annotateAgain && await importer.IsOutdatedAsync(cancellation))
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
        var sameBasis = past.Newest?.SourceHash == basis;
        if (sameBasis && timestamp < past.Newest!.SourceTimestamp)
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
        // What is confirmed is the full pass that was held back; a smaller one would remove nothing.
        full |= acceptShrink && held is { FullPass: true };
        if (!full && sameBasis && timestamp == past.Newest!.SourceTimestamp)
        {
            return new SyncReport(SyncOutcome.NothingNew, timestamp, null);
        }
        if (!full && !acceptShrink && held is not null)
        {
            return new SyncReport(SyncOutcome.StillHeldBack, timestamp, null);
        }
        var isFull =
            full
            || !sameBasis
            || past.Full is null
            || time.GetUtcNow().UtcDateTime - past.Full.StartedAt >= FullPassEvery;
        // From the day before: what was posted late on the last day may be missing from that day's data.
        var since = isFull
            ? (DateOnly?)null
            : DateOnly.FromDateTime(past.Newest!.SourceTimestamp!.Value).AddDays(-1);
        LogDownloading(
            timestamp,
            since?.ToString("O", CultureInfo.InvariantCulture) ?? "the beginning"
        );

        var downloads = new List<RegistryDownload>();
        try
        {
            timestamp = await DownloadAsync(downloads, timestamp, since, cancellation);
            var requested = isFull ? await DownloadMissingAsync(downloads, cancellation) : [];
            var received = IdsOf(downloads);
            var plan = new SyncPlan(
                timestamp,
                since,
                basis,
                new StagingRules(options.Scopes.Contains, DropsOthers: isFull),
                acceptShrink
            )
            {
                Received = received,
                Missing = [.. requested.Where(id => !received.Contains(id))],
            };
            var report = await importer.ImportSyncAsync(
                lease,
                plan,
                RecordsAsync(downloads, cancellation),
                cancellation
            );
            if (report.NotInRegistry.Count > 0)
            {
                LogNotInRegistry(report.NotInRegistry.Count, report.NotInRegistry.Take(10));
            }
            return new SyncReport(SyncOutcome.Done, timestamp, report);
        }
        finally
        {
            downloads.ForEach(download => download.Dispose());
        }
    }

    /// <summary>Returns a hash of what decides which trials are downloaded and kept; when it changes, a full pass follows.</summary>
    private string Basis() =>
        StoredJson.Hash([
            settings.BaseAddress.AbsoluteUri,
            annotator.DictionaryVersion,
            .. options.Scopes.Select(scope => scope.Key()),
            .. SyncQueries.For(options.Scopes).Select(query => query.Term),
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

    /// <summary>Downloads the results of all queries from one state of the registry. Returns the timestamp of that state.</summary>
    private async Task<DateTime> DownloadAsync(
        List<RegistryDownload> downloads,
        DateTime timestamp,
        DateOnly? since,
        CancellationToken cancellation
    )
    {
        for (var round = 1; ; round++)
        {
            foreach (var query in SyncQueries.For(options.Scopes))
            {
                await DownloadAsync(downloads, query, since, cancellation);
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
                    $"The registry published new data {Rounds} times while it was read. Nothing was imported; try again later."
                );
            }
            timestamp = now;
        }
    }

    /// <summary>Downloads the result of a query; in halves if the query is too complicated for the registry.</summary>
    private async Task DownloadAsync(
        List<RegistryDownload> downloads,
        SyncQuery query,
        DateOnly? since,
        CancellationToken cancellation
    )
    {
        IReadOnlyList<SyncQuery> halves;
        try
        {
            downloads.Add(await registry.DownloadAsync(query.ToQuery(since), cancellation));
            return;
        }
        catch (RegistryException rejected)
            when (rejected.IsTooComplicated && query.Halves() is not null)
        {
            halves = query.Halves()!;
            LogHalved(query.Area, query.Phrases.Count);
        }
        foreach (var half in halves)
        {
            await DownloadAsync(downloads, half, since, cancellation);
        }
    }

    /// <summary>
    /// Downloads by their ids the stored trials that the queries of this full pass lack, whatever their origin, so that none
    /// keeps an outdated status. Returns their ids.
    /// </summary>
    private async Task<IReadOnlyList<string>> DownloadMissingAsync(
        List<RegistryDownload> downloads,
        CancellationToken cancellation
    )
    {
        var received = IdsOf(downloads);
        await using var db = await store.CreateDbContextAsync(cancellation);
        var stored = await db
            .CurrentTrials.Select(version => version.TrialId)
            .ToListAsync(cancellation);
        var missing = stored
            .Where(id => !received.Contains(id))
            .Order(StringComparer.Ordinal)
            .ToList();
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

    /// <summary>Reads the records of all pages; of a trial that several queries found, the first, since they are equal.</summary>
    private static async IAsyncEnumerable<SourceRecord> RecordsAsync(
        List<RegistryDownload> downloads,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var read = new HashSet<string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var page in downloads.SelectMany(download => download.Pages))
        {
            var part = string.Create(CultureInfo.InvariantCulture, $"page {++number}");
            await foreach (var record in StudyReader.ReadAsync(page, cancellation))
            {
                if (record.Id is null || read.Add(record.Id))
                {
                    yield return new SourceRecord(part, record);
                }
            }
        }
    }

    [LoggerMessage(
        LogLevel.Information,
        "The registry has data of {Timestamp:u}; downloading what was updated since {Since}"
    )]
    private partial void LogDownloading(DateTime timestamp, string since);

    [LoggerMessage(
        LogLevel.Information,
        "A query for {Phrases} phrases in {Area} is too complicated for the registry; downloading it in halves"
    )]
    private partial void LogHalved(string area, int phrases);

    [LoggerMessage(
        LogLevel.Warning,
        "The registry does not have {Count} trials of the snapshot or of files, which keep their records, such as {TrialIds}"
    )]
    private partial void LogNotInRegistry(int count, IEnumerable<string> trialIds);

    [LoggerMessage(
        LogLevel.Warning,
        "The registry has data of {Timestamp:u}, older than the data of {Newest:u} in the store; it is ignored"
    )]
    private partial void LogOlder(DateTime timestamp, DateTime newest);
}
