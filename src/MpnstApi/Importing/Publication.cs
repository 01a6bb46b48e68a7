using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MpnstApi.Storage;

namespace MpnstApi.Importing;

/// <summary>Makes staged rows current, all at once, as the next release.</summary>
internal static class Publication
{
    /// <summary>One short transaction. Answers null, and makes no release, where nothing changed.</summary>
    public static async Task<Release?> PublishAsync(
        IDbContextFactory<MpnstDbContext> store,
        ImportRun run,
        WriterLease lease,
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
                    // A fresh context for each attempt: a failed one leaves its changes tracked.
                    await using var db = await store.CreateDbContextAsync(token);
                    return await PublishOnceAsync(db, run, lease, dictionaryVersion, time, token);
                },
                cancellation
            );
    }

    private static async Task<Release?> PublishOnceAsync(
        MpnstDbContext db,
        ImportRun run,
        WriterLease lease,
        string dictionaryVersion,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // Locks the lease's row until the end: no other writer can take over half-way.
        await lease.RenewAsync(db, cancellation);
        var stored = await db
            .ImportRuns.AsNoTracking()
            .SingleAsync(other => other.Id == run.Id, cancellation);
        if (stored.State == RunState.Done)
        {
            // An earlier attempt did commit, only its answer was lost.
            return await db.Releases.SingleOrDefaultAsync(
                release => release.Sequence == stored.ReleaseSequence,
                cancellation
            );
        }
        var now = time.GetUtcNow().UtcDateTime;
        run.State = RunState.Done;
        run.EndedAt = now;
        Release? release = null;
        // New labels are always a release: it says that all of them agree with the new dictionary, even if none changed.
        if (run.Added + run.Changed > 0 || run.Kind == RunKind.Dictionary)
        {
            release = await NextReleaseAsync(db, run, dictionaryVersion, now, cancellation);
            db.Releases.Add(release);
            run.ReleaseSequence = release.Sequence;
        }
        db.ImportRuns.Update(run);
        await db.SaveChangesAsync(cancellation);
        if (release is not null)
        {
            await ApplyAsync(db, run.Id, release.Sequence, cancellation);
        }
        await transaction.CommitAsync(cancellation);
        return release;
    }

    private static async Task<Release> NextReleaseAsync(
        MpnstDbContext db,
        ImportRun run,
        string dictionaryVersion,
        DateTime now,
        CancellationToken cancellation
    )
    {
        var last = await db.Releases.MaxAsync(other => (int?)other.Sequence, cancellation) ?? 0;
        var day = now.ToString("yyyy-MM-dd.", CultureInfo.InvariantCulture);
        var versions = await db
            .Releases.Where(other => other.Version.StartsWith(day))
            .Select(other => other.Version)
            .ToListAsync(cancellation);
        var ofDay = versions
            .Select(version => int.Parse(version.AsSpan(day.Length), CultureInfo.InvariantCulture))
            .DefaultIfEmpty()
            .Max();
        return new Release
        {
            Sequence = last + 1,
            Version = day + (ofDay + 1).ToString(CultureInfo.InvariantCulture),
            Source = run.Source,
            PublishedAt = now,
            DictionaryVersion = dictionaryVersion,
            Trials = await db.CurrentTrials.CountAsync(cancellation) + run.Added,
            Added = run.Added,
            Changed = run.Changed,
            Removed = 0,
        };
    }

    /// <summary>Closes first, then opens: at no moment does a trial have two current versions.</summary>
    private static async Task ApplyAsync(
        MpnstDbContext db,
        Guid runId,
        int sequence,
        CancellationToken cancellation
    )
    {
        var staged = db.TrialVersions.Where(version =>
            version.RunId == runId && version.FromRelease == null
        );
        await db
            .CurrentTrials.Where(version => staged.Any(next => next.TrialId == version.TrialId))
            .ExecuteUpdateAsync(
                set => set.SetProperty(version => version.UntilRelease, sequence),
                cancellation
            );
        await staged.ExecuteUpdateAsync(
            set => set.SetProperty(version => version.FromRelease, sequence),
            cancellation
        );
    }
}
