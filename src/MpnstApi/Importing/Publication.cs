using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MpnstApi.Storage;

namespace MpnstApi.Importing;

/// <summary>Publishes the staged rows of a run, all at once, as the next release.</summary>
internal static class Publication
{
    /// <summary>Publishes a run in one short transaction. Returns null, without a release, where nothing changed.</summary>
    public static async Task<ReleaseRow?> PublishAsync(
        IDbContextFactory<MpnstDbContext> store,
        ImportRun run,
        IReadOnlyList<HeldLease> leases,
        string dictionaryVersion,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        await using var any = await store.CreateDbContextAsync(cancellation);
        return await any
            .Database.CreateExecutionStrategy()
            .ExecuteAsync(
                async token =>
                {
                    // A new context for each attempt: a failed one leaves its changes tracked.
                    await using var db = await store.CreateDbContextAsync(token);
                    return await PublishOnceAsync(db, run, leases, dictionaryVersion, time, token);
                },
                cancellation
            );
    }

    private static async Task<ReleaseRow?> PublishOnceAsync(
        MpnstDbContext db,
        ImportRun run,
        IReadOnlyList<HeldLease> leases,
        string dictionaryVersion,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // Locks the rows of the leases until the end, so that no other writer can take over meanwhile.
        foreach (var lease in leases)
        {
            await lease.RenewAsync(db, cancellation);
        }
        var stored = await db
            .ImportRuns.AsNoTracking()
            .SingleAsync(other => other.Id == run.Id, cancellation);
        if (stored.State == RunState.Done)
        {
            // An earlier attempt was committed, and only its response was lost.
            return await db.Releases.SingleOrDefaultAsync(
                release => release.Sequence == stored.ReleaseSequence,
                cancellation
            );
        }
        var now = time.GetUtcNow().UtcDateTime;
        run.State = RunState.Done;
        run.EndedAt = now;
        ReleaseRow? release = null;
        // A new dictionary always makes a release: all labels agree with it, even if none changed.
        if (run.Added + run.Changed + run.Removed > 0 || run.Kind == RunKind.Dictionary)
        {
            var last = await NewestFirst(db).FirstOrDefaultAsync(cancellation);
            var changes = await CountChangesAsync(db, run, last is null, cancellation);
            release = await NextReleaseAsync(
                db,
                run,
                last,
                changes,
                dictionaryVersion,
                now,
                cancellation
            );
            db.Releases.Add(release);
            run.ReleaseSequence = release.Sequence;
        }
        db.ImportRuns.Update(run);
        await db.SaveChangesAsync(cancellation);
        if (release is not null)
        {
            await ApplyAsync(db, run.Id, release, cancellation);
        }
        await transaction.CommitAsync(cancellation);
        return release;
    }

    private static IQueryable<ReleaseRow> NewestFirst(MpnstDbContext db) =>
        db.Releases.AsNoTracking().OrderByDescending(release => release.Sequence);

    /// <summary>Returns the number of entries that the release adds to the change feed; without any, adds one for the release itself.</summary>
    private static async Task<int> CountChangesAsync(
        MpnstDbContext db,
        ImportRun run,
        bool first,
        CancellationToken cancellation
    )
    {
        var ordinals = db
            .Changes.Where(change => change.RunId == run.Id)
            .Select(change => change.Ordinal);
        var changes = await ordinals.CountAsync(cancellation);
        var complete = first || run.Added + run.Changed + run.Removed == 0 || changes > 0;
        if (!complete || (changes > 0 && await ordinals.MaxAsync(cancellation) != changes))
        {
            // Another process deleted what this run staged; a change feed with gaps could never be repaired.
            throw new LeaseLostException();
        }
        if (changes > 0)
        {
            return changes;
        }
        db.Changes.Add(
            new Change
            {
                RunId = run.Id,
                Ordinal = 1,
                Kind = ChangeKind.Released,
                Reason = first
                    ? $"The first release, from {run.Source}."
                    : $"Published from {run.Source}; no trial changed.",
            }
        );
        return 1;
    }

    private static async Task<ReleaseRow> NextReleaseAsync(
        MpnstDbContext db,
        ImportRun run,
        ReleaseRow? last,
        int changes,
        string dictionaryVersion,
        DateTime now,
        CancellationToken cancellation
    )
    {
        var day = now.ToString("yyyy-MM-dd.", CultureInfo.InvariantCulture);
        var versions = await db
            .Releases.Where(other => other.Version.StartsWith(day))
            .Select(other => other.Version)
            .ToListAsync(cancellation);
        var ofDay = versions
            .Select(version => int.Parse(version.AsSpan(day.Length), CultureInfo.InvariantCulture))
            .DefaultIfEmpty()
            .Max();
        return new ReleaseRow
        {
            Sequence = (last?.Sequence ?? 0) + 1,
            Version = day + (ofDay + 1).ToString(CultureInfo.InvariantCulture),
            Source = run.Kind == RunKind.Dictionary ? "dictionary" : run.Source,
            SourceTimestamp = run.SourceTimestamp ?? last?.SourceTimestamp,
            PublishedAt = now,
            DictionaryVersion = dictionaryVersion,
            Trials = await db.CurrentTrials.CountAsync(cancellation) + run.Added - run.Removed,
            Added = run.Added,
            Changed = run.Changed,
            Removed = run.Removed,
            LastChange = (last?.LastChange ?? 0) + changes,
        };
    }

    /// <summary>Ends the former versions first and then makes the new ones current, so that no trial ever has two.</summary>
    private static async Task ApplyAsync(
        MpnstDbContext db,
        Guid runId,
        ReleaseRow release,
        CancellationToken cancellation
    )
    {
        var sequence = release.Sequence;
        var staged = db.TrialVersions.Where(version =>
            version.RunId == runId && version.FromRelease == null
        );
        var changes = db.Changes.Where(change => change.RunId == runId);
        await db
            .CurrentTrials.Where(version =>
                staged.Any(next => next.TrialId == version.TrialId)
                || changes.Any(change =>
                    change.Kind == ChangeKind.LeftScope && change.TrialId == version.TrialId
                )
            )
            .ExecuteUpdateAsync(
                set => set.SetProperty(version => version.UntilRelease, sequence),
                cancellation
            );
        await staged.ExecuteUpdateAsync(
            set => set.SetProperty(version => version.FromRelease, sequence),
            cancellation
        );
        var number = await changes.CountAsync(cancellation);
        var before = release.LastChange - number;
        await changes.ExecuteUpdateAsync(
            set =>
                set.SetProperty(change => change.Sequence, change => before + change.Ordinal)
                    .SetProperty(change => change.ReleaseSequence, sequence),
            cancellation
        );
    }
}
