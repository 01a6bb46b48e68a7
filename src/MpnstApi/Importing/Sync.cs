using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Registry;
using MpnstApi.Storage;

namespace MpnstApi.Importing;

/// <summary>
/// Brings the store up to date with the registry. All of it is downloaded and found whole before anything is staged; one
/// sync at a time, whatever number of services share the store. A full pass brings every stored trial up to date: those
/// that its questions lack are asked for by their ids. A trial that a sync brought leaves when its id is gone. One that a
/// sync or the snapshot brought leaves when by its own record it is out of the scopes that are kept; one that somebody
/// imported from a file stays, with the facts of today. What the registry does not have keeps its record, and the report
/// names it.
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

    /// <summary>The registry may publish while it is read; then it is read again, so often.</summary>
    private const int Rounds = 3;

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
        using var activity = Activities.StartActivity("sync");
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

    /// <summary>What decides which trials are read and kept: another question makes a full pass.</summary>
    private string Basis() =>
        StoredJson.Hash([
            settings.BaseAddress.AbsoluteUri,
            annotator.DictionaryVersion,
            .. options.Scopes.Select(scope => scope.Key()),
            .. SyncQueries.For(options.Scopes).Select(question => question.Term),
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
            foreach (var question in SyncQueries.For(options.Scopes))
            {
                await DownloadAsync(downloads, question, since, cancellation);
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

    /// <summary>Downloads a question's result; in halves where the registry finds it too complicated.</summary>
    private async Task DownloadAsync(
        List<RegistryDownload> downloads,
        SyncQuestion question,
        DateOnly? since,
        CancellationToken cancellation
    )
    {
        IReadOnlyList<SyncQuestion> halves;
        try
        {
            downloads.Add(await registry.DownloadAsync(question.ToQuery(since), cancellation));
            return;
        }
        catch (RegistryException refused)
            when (refused.IsTooComplicated && question.Halves() is not null)
        {
            halves = question.Halves()!;
            LogHalved(question.Area, question.Phrases.Count);
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
        "The registry has data of {Timestamp:u}; asking for what was updated since {Since}"
    )]
    private partial void LogAsking(DateTime timestamp, string since);

    [LoggerMessage(
        LogLevel.Information,
        "The registry finds {Phrases} phrases in {Area} too complicated; asking in halves"
    )]
    private partial void LogHalved(string area, int phrases);

    [LoggerMessage(
        LogLevel.Warning,
        "The registry does not have {Count} trials of the snapshot or of files, which keep their records, such as {TrialIds}"
    )]
    private partial void LogNotInRegistry(int count, IEnumerable<string> trialIds);

    [LoggerMessage(
        LogLevel.Warning,
        "The registry gives data of {Timestamp:u}, older than those of {Newest:u} at hand; they are left alone"
    )]
    private partial void LogOlder(DateTime timestamp, DateTime newest);
}
