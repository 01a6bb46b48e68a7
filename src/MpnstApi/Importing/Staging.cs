using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MpnstApi.Annotation;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Registry;
using MpnstApi.Storage;

namespace MpnstApi.Importing;

/// <summary>Specifies which trials a run keeps, by their scope.</summary>
/// <param name="Keeps">Returns whether trials of a scope are kept.</param>
/// <param name="DropsOthers">Whether stored trials of other scopes are removed, except those imported from a file.</param>
internal sealed record StagingRules(Func<Scope, bool> Keeps, bool DropsOthers = false)
{
    /// <summary>Returns the rules that keep every scope, or every scope but OTHER.</summary>
    public static StagingRules Of(bool keepAll) => new(scope => keepAll || scope != Scope.Other);
}

/// <summary>
/// Collects the records of one run in batches, and writes those that differ from what is stored as staged rows, with the
/// entries of the change feed.
/// </summary>
internal sealed class Staging(
    ImportRun run,
    MpnstDbContext db,
    HeldLease lease,
    TrialAnnotator annotator,
    StagingRules rules
)
{
    /// <summary>The most rejected records that are stored; of further ones only the number is: there could be as many as the file has bytes.</summary>
    public const int RejectedLimit = 10_000;

    private const int BatchSize = 200;

    /// <summary>A sync that would drop a larger share of the trials is held back.</summary>
    private const double LargestDrop = 0.2;

    /// <summary>The most characters of facts and texts in a batch: 200 of the longest records allowed would need gigabytes.</summary>
    private const int BatchLength = 8_000_000;

    private readonly Dictionary<string, string> firstSeen = new(StringComparer.Ordinal);
    private readonly List<RejectedRecord> rejected = [];
    private readonly List<(TrialVersion Version, Scope Scope)> batch = new(BatchSize);

    // The ids that records had before, each with the id that it has now.
    private readonly Dictionary<string, string> renamed = new(StringComparer.Ordinal);

    // Trials that were in a scope before and are in none now.
    private int leftAllScopes;
    private int batchLength;
    private int changes;
    private bool? isFirst;

    public ImportRun Run => run;
    public IReadOnlyList<RejectedRecord> Rejected => rejected;

    /// <summary>Adds a record, readable or not, and counts it as exactly one of the report's kinds.</summary>
    public async Task AddAsync(string part, StudyRecord record, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        run.Read++;
        var position = string.Create(
            CultureInfo.InvariantCulture,
            $"{part}, record {record.Number}, byte {record.Offset}"
        );
        if (record.Study is null)
        {
            Reject(position, record.Id, record.Problem!);
        }
        else if (!firstSeen.TryAdd(record.Id!, position))
        {
            Reject(
                position,
                record.Id,
                $"{record.Id} was read before, at {firstSeen[record.Id!]}; an import holds each trial once."
            );
        }
        else
        {
            Annotate(position, record.Study);
        }
        // Also where the batch is empty, after many records that were left out: flushing renews the lease.
        if (batchLength >= BatchLength || run.Read % BatchSize == 0)
        {
            await FlushAsync(cancellation);
        }
    }

    /// <summary>Compares the batch with the current trials, and writes what differs.</summary>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        await lease.RenewAsync(db, cancellation);
        isFirst ??= !await db.Releases.AnyAsync(cancellation);
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
        var added = new List<TrialVersion>();
        var changed = new List<TrialVersion>();
        foreach (var (version, scope) in batch)
        {
            var keeps = rules.Keeps(scope);
            if (!current.TryGetValue(version.TrialId, out var known))
            {
                if (keeps)
                {
                    added.Add(version);
                }
                else
                {
                    run.LeftOut++;
                }
            }
            else if (!keeps && rules.DropsOthers && known.Origin != Origin.File)
            {
                run.LeftOut++;
                Remove(
                    version.TrialId,
                    $"By its current record the trial is in scope {scope.Key()}, which is not kept."
                );
            }
            else if (
                // It was imported on purpose, whatever its scope: it stays a trial from a file, with the facts of today.
                !keeps
                && version.Origin == Origin.Sync
                && known.Origin == Origin.File
            )
            {
                if (version.FactsHash == known.FactsHash && version.LabelsHash == known.LabelsHash)
                {
                    run.Unchanged++;
                }
                else
                {
                    version.Origin = Origin.File;
                    changed.Add(version);
                }
            }
            else if (
                (
                    version.FactsHash == known.FactsHash
                    && version.LabelsHash == known.LabelsHash
                    // A trial that a sync finds unchanged is a trial of the registry from now on.
                    && (version.Origin != Origin.Sync || known.Origin == Origin.Sync)
                )
                // A snapshot is older than what was imported from a file or the registry.
                || (version.Origin == Origin.Snapshot && known.Origin != Origin.Snapshot)
            )
            {
                run.Unchanged++;
            }
            else
            {
                changed.Add(version);
            }
        }
        await AddNewAsync(added, cancellation);
        await ChangeAsync(changed, cancellation);
        await db.SaveChangesAsync(cancellation);
        db.ChangeTracker.Clear();
        batch.Clear();
        batchLength = 0;
    }

    /// <summary>Stages a new version of each current trial whose labels come out different now.</summary>
    public async Task AnnotateAgainAsync(CancellationToken cancellation)
    {
        isFirst = false;
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
                var labels = annotator.TryLabel(
                    StoredJson.Read<TrialFacts>(version.Facts),
                    StoredJson.Read<TrialNarrative>(version.Texts),
                    out var problem
                );
                if (labels is null)
                {
                    // It keeps the labels that it has; the others get new ones.
                    Reject("", version.TrialId, problem!);
                    continue;
                }
                if (labels.Hash == version.LabelsHash)
                {
                    run.Unchanged++;
                    continue;
                }
                run.Changed++;
                var annotated = new TrialVersion
                {
                    TrialId = version.TrialId,
                    RunId = run.Id,
                    Origin = version.Origin,
                    FactsHash = version.FactsHash,
                    Facts = version.Facts,
                    Texts = version.Texts,
                    Labels = labels.Json,
                    LabelsHash = labels.Hash,
                    DictionaryVersion = annotator.DictionaryVersion,
                    RetrievedAt = version.RetrievedAt,
                };
                db.TrialVersions.Add(annotated);
                AddChanges(version, annotated);
            }
            last = page[^1].TrialId;
            await db.SaveChangesAsync(cancellation);
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>
    /// Ends a sync: removes the stored trials that the registry has under another id now, and those from a sync that it no
    /// longer has. Returns those that it does not have and that are kept: trials of the snapshot and of files. Throws
    /// <see cref="SyncHeldBackException"/> where too many trials would be removed.
    /// </summary>
    public async Task<IReadOnlyList<string>> RemoveMissingAsync(
        SyncPlan plan,
        CancellationToken cancellation
    )
    {
        await FlushAsync(cancellation);
        var stored = await db
            .CurrentTrials.Select(version => new { version.TrialId, version.Origin })
            .ToDictionaryAsync(
                version => version.TrialId,
                version => version.Origin,
                StringComparer.Ordinal,
                cancellation
            );
        var moved = 0;
        foreach (var (former, now) in renamed)
        {
            // By the ids that were received, not by the records that could be read: one that was rejected is not gone.
            if (!plan.Received.Contains(former) && stored.Remove(former))
            {
                Remove(former, $"The registry has the trial as {now} now.");
                moved++;
            }
        }
        var missing = plan
            .Missing.Where(stored.ContainsKey)
            .ToLookup(id => stored[id] == Origin.Sync);
        foreach (var id in missing[true])
        {
            Remove(id, "The registry does not have the trial any more.");
        }
        await FlushAsync(cancellation);
        if (!plan.AcceptShrink)
        {
            CheckShrink(
                run.Removed - moved,
                stored.Values.Count(origin => origin != Origin.File),
                stored.Count
            );
        }
        return [.. missing[false]];
    }

    private void CheckShrink(int leaving, int fromRegistry, int stored)
    {
        var shrink =
            leaving > LargestDrop * fromRegistry
                ? $"{leaving} of the {fromRegistry} trials from the registry would leave"
            : leftAllScopes > LargestDrop * stored
                ? $"{leftAllScopes} of {stored} trials would no longer be in a scope"
            : null;
        if (shrink is not null)
        {
            throw new SyncHeldBackException(
                $"The sync is held back: {shrink}, more than a fifth, which looks like an error of the registry. Check it, and confirm with: sync --accept-shrink."
            );
        }
    }

    /// <summary>Removes a current trial: no version follows the one it has.</summary>
    private void Remove(string trialId, string reason)
    {
        run.Removed++;
        AddChange(ChangeKind.LeftScope, trialId, reason);
    }

    private async Task AddNewAsync(List<TrialVersion> versions, CancellationToken cancellation)
    {
        var ids = versions.Select(version => version.TrialId).ToList();
        var left = (
            await db
                .TrialVersions.Where(version =>
                    ids.Contains(version.TrialId) && version.UntilRelease != null
                )
                .Select(version => version.TrialId)
                .Distinct()
                .ToListAsync(cancellation)
        ).ToHashSet(StringComparer.Ordinal);
        var former = renamed
            .Where(pair => ids.Contains(pair.Value))
            .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        var formerIds = former.Keys.ToList();
        List<string> stored =
            formerIds.Count == 0
                ? []
                : await db
                    .CurrentTrials.Where(version => formerIds.Contains(version.TrialId))
                    .Select(version => version.TrialId)
                    .ToListAsync(cancellation);
        var predecessors = stored.ToLookup(id => former[id], StringComparer.Ordinal);
        foreach (var version in versions)
        {
            var returns = left.Contains(version.TrialId);
            if (returns && version.Origin == Origin.Snapshot)
            {
                // An older copy does not bring back what the registry removed.
                run.LeftOut++;
                continue;
            }
            run.Added++;
            db.TrialVersions.Add(version);
            AddChange(
                returns ? ChangeKind.Returned : ChangeKind.Added,
                version.TrialId,
                predecessors[version.TrialId].FirstOrDefault() is { } predecessor
                    ? $"Read from {run.Source}; it was {predecessor} before."
                    : $"Read from {run.Source}."
            );
        }
    }

    private async Task ChangeAsync(List<TrialVersion> versions, CancellationToken cancellation)
    {
        var ids = versions.Select(version => version.TrialId).ToList();
        var before = await db
            .CurrentTrials.AsNoTracking()
            .Where(version => ids.Contains(version.TrialId))
            .ToDictionaryAsync(version => version.TrialId, StringComparer.Ordinal, cancellation);
        foreach (var version in versions)
        {
            run.Changed++;
            db.TrialVersions.Add(version);
            AddChanges(before[version.TrialId], version);
        }
    }

    /// <summary>Adds an entry of the change feed for each member that differs.</summary>
    private void AddChanges(TrialVersion before, TrialVersion after)
    {
        var (old, now) = (TrialState.Of(before), TrialState.Of(after));
        if (now.Labels.Scope == Scope.Other && old.Labels.Scope != Scope.Other)
        {
            leftAllScopes++;
        }
        // Equal facts with other labels: the rules have changed, not the record.
        var cause =
            before.FactsHash == after.FactsHash && before.LabelsHash != after.LabelsHash
                ? $"The dictionary or a rule changed, from {before.DictionaryVersion} to {after.DictionaryVersion}."
                : $"The record differs, read from {run.Source}.";
        var count = 0;
        foreach (var difference in TrialDifference.Between(old, now))
        {
            count++;
            AddChange(
                difference.Kind,
                after.TrialId,
                difference.Why is null ? cause : $"{cause} {difference.Why}",
                difference.Field,
                difference.Old,
                difference.New
            );
        }
        if (count == 0)
        {
            AddChange(
                ChangeKind.Changed,
                after.TrialId,
                $"{cause} No member of a response shows the difference."
            );
        }
    }

    // The first release is one entry.
    private void AddChange(
        ChangeKind kind,
        string trialId,
        string reason,
        string? field = null,
        string? old = null,
        string? now = null
    )
    {
        if (isFirst == true)
        {
            return;
        }
        db.Changes.Add(
            new Change
            {
                RunId = run.Id,
                Ordinal = ++changes,
                Kind = kind,
                TrialId = trialId,
                Field = field,
                Old = old,
                New = now,
                Reason = StoredText.Clean(reason),
            }
        );
    }

    private void Annotate(string position, Study study)
    {
        var facts = TrialMapping.Facts(study);
        var texts = TrialMapping.LongTexts(study);
        var labels = annotator.TryLabel(facts, texts, out var problem);
        if (labels is null)
        {
            Reject(position, facts.Id, problem!);
            return;
        }
        foreach (
            var alias in facts.Ids.Where(id =>
                id.Type == TrialMapping.AliasType && StoredText.IsTrialId(id.Value)
            )
        )
        {
            renamed[alias.Value] = facts.Id;
        }
        var factsJson = StoredJson.Write(facts);
        var textsJson = StoredJson.Write(texts);
        batchLength += factsJson.Length + textsJson.Length;
        // A trial that is stored already is updated whatever its scope is now; see FlushAsync.
        batch.Add(
            (
                new TrialVersion
                {
                    TrialId = facts.Id,
                    RunId = run.Id,
                    Origin = run.Kind switch
                    {
                        RunKind.Snapshot => Origin.Snapshot,
                        RunKind.Sync => Origin.Sync,
                        _ => Origin.File,
                    },
                    FactsHash = StoredJson.Hash(factsJson, textsJson),
                    Facts = factsJson,
                    Texts = textsJson,
                    Labels = labels.Json,
                    LabelsHash = labels.Hash,
                    DictionaryVersion = annotator.DictionaryVersion,
                    RetrievedAt = run.StartedAt,
                },
                labels.Scope
            )
        );
    }

    private void Reject(string position, string? trialId, string reason)
    {
        run.Rejected++;
        if (run.Rejected > RejectedLimit)
        {
            return;
        }
        var record = new RejectedRecord
        {
            RunId = run.Id,
            Ordinal = run.Rejected,
            Position = StoredText.Clean(position.Length <= 400 ? position : position[^400..]),
            TrialId = trialId,
            Reason = StoredText.Clean(reason),
        };
        rejected.Add(record);
        db.RejectedRecords.Add(record);
    }
}
