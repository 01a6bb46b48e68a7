using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Registry;
using MpnstApi.Storage;

namespace MpnstApi.Importing;

/// <summary>Collects the records of one run in batches and writes those that bring something new as staged rows.</summary>
internal sealed class Staging(
    ImportRun run,
    MpnstDbContext db,
    WriterLease lease,
    Labelling labelling
)
{
    /// <summary>Of records set aside beyond these only the number is kept: they could be as many as the file has bytes.</summary>
    public const int SetAsideLimit = 10_000;

    private const int BatchSize = 200;

    /// <summary>Characters of facts and texts: 200 of the longest records allowed would need gigabytes.</summary>
    private const int BatchLength = 8_000_000;

    private readonly Dictionary<string, string> firstSeen = new(StringComparer.Ordinal);
    private readonly List<SetAsideRecord> setAside = [];
    private readonly List<(TrialVersion Version, bool OutOfScope)> batch = new(BatchSize);
    private int batchLength;

    public ImportRun Run => run;
    public IReadOnlyList<SetAsideRecord> SetAside => setAside;

    /// <summary>Takes a record in, whatever it is, and counts it as exactly one of the report's kinds.</summary>
    public async Task AddAsync(
        string part,
        StudyRecord record,
        bool keepAll,
        CancellationToken cancellation
    )
    {
        cancellation.ThrowIfCancellationRequested();
        run.Read++;
        var position = string.Create(
            CultureInfo.InvariantCulture,
            $"{part}, record {record.Number}, byte {record.Offset}"
        );
        if (record.Study is null)
        {
            PutAside(position, record.Id, record.Problem!);
        }
        else if (!firstSeen.TryAdd(record.Id!, position))
        {
            PutAside(
                position,
                record.Id,
                $"{record.Id} was read before, at {firstSeen[record.Id!]}; an import holds each trial once."
            );
        }
        else
        {
            Label(position, record.Study, keepAll);
        }
        // Also where the batch is empty, after many records that were left out: flushing keeps the lease.
        if (batchLength >= BatchLength || run.Read % BatchSize == 0)
        {
            await FlushAsync(cancellation);
        }
    }

    /// <summary>Compares the batch with what is current and writes what differs.</summary>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        await lease.RenewAsync(db, cancellation);
        var ids = batch.Select(item => item.Version.TrialId).ToList();
        var current = await db
            .CurrentTrials.Where(version => ids.Contains(version.TrialId))
            .Select(version => new
            {
                version.TrialId,
                version.Origin,
                version.FactsHash,
                version.LabelsHash,
            })
            .ToDictionaryAsync(version => version.TrialId, StringComparer.Ordinal, cancellation);
        foreach (var (version, outOfScope) in batch)
        {
            if (!current.TryGetValue(version.TrialId, out var known))
            {
                if (outOfScope)
                {
                    run.LeftOut++;
                    continue;
                }
                run.Added++;
                db.TrialVersions.Add(version);
            }
            else if (
                (version.FactsHash == known.FactsHash && version.LabelsHash == known.LabelsHash)
                // A snapshot is older than whatever somebody imported or the registry sent.
                || (version.Origin == Origin.Snapshot && known.Origin != Origin.Snapshot)
            )
            {
                run.Unchanged++;
            }
            else
            {
                run.Changed++;
                db.TrialVersions.Add(version);
            }
        }
        await db.SaveChangesAsync(cancellation);
        db.ChangeTracker.Clear();
        batch.Clear();
        batchLength = 0;
    }

    /// <summary>Stages a new version of each current trial whose labels come out different now.</summary>
    public async Task RelabelAsync(CancellationToken cancellation)
    {
        var last = "";
        while (true)
        {
            await lease.RenewAsync(db, cancellation);
            var page = await db
                .CurrentTrials.AsNoTracking()
                .Where(version => version.TrialId.CompareTo(last) > 0)
                .OrderBy(version => version.TrialId)
                .Take(BatchSize)
                .ToListAsync(cancellation);
            if (page.Count == 0)
            {
                return;
            }
            foreach (var version in page)
            {
                run.Read++;
                var labels = labelling.Label(
                    StoredJson.Read<TrialFacts>(version.Facts),
                    StoredJson.Read<TrialTexts>(version.Texts)
                );
                if (labels.Hash == version.LabelsHash)
                {
                    run.Unchanged++;
                    continue;
                }
                run.Changed++;
                db.TrialVersions.Add(
                    new TrialVersion
                    {
                        TrialId = version.TrialId,
                        RunId = run.Id,
                        Origin = version.Origin,
                        FactsHash = version.FactsHash,
                        Facts = version.Facts,
                        Texts = version.Texts,
                        Labels = labels.Json,
                        LabelsHash = labels.Hash,
                        DictionaryVersion = labelling.DictionaryVersion,
                        RetrievedAt = version.RetrievedAt,
                    }
                );
            }
            last = page[^1].TrialId;
            await db.SaveChangesAsync(cancellation);
            db.ChangeTracker.Clear();
        }
    }

    private void Label(string position, Study study, bool keepAll)
    {
        var facts = TrialMapping.Facts(study);
        var texts = TrialMapping.LongTexts(study);
        StoredLabels labels;
        try
        {
            labels = labelling.Label(facts, texts);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Rules run over any text that strangers write: one record they stumble over must not cost the others.
            PutAside(position, facts.Id, $"The record could not be labelled: {exception.Message}");
            return;
        }
        var factsJson = StoredJson.Write(facts);
        var textsJson = StoredJson.Write(texts);
        batchLength += factsJson.Length + textsJson.Length;
        // A trial the store holds already is brought up to date whatever its scope is now; see FlushAsync.
        var outOfScope = !keepAll && labels.Scope == Scope.Other;
        batch.Add(
            (
                new TrialVersion
                {
                    TrialId = facts.Id,
                    RunId = run.Id,
                    Origin = run.Kind == RunKind.Snapshot ? Origin.Snapshot : Origin.File,
                    FactsHash = StoredJson.Hash(factsJson, textsJson),
                    Facts = factsJson,
                    Texts = textsJson,
                    Labels = labels.Json,
                    LabelsHash = labels.Hash,
                    DictionaryVersion = labelling.DictionaryVersion,
                    RetrievedAt = run.StartedAt,
                },
                outOfScope
            )
        );
    }

    private void PutAside(string position, string? trialId, string reason)
    {
        run.SetAside++;
        if (run.SetAside > SetAsideLimit)
        {
            return;
        }
        var record = new SetAsideRecord
        {
            RunId = run.Id,
            Ordinal = run.SetAside,
            Position = position.Length <= 400 ? position : position[^400..],
            TrialId = trialId,
            Reason = reason,
        };
        setAside.Add(record);
        db.SetAsideRecords.Add(record);
    }
}
