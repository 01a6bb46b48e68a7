using Microsoft.EntityFrameworkCore;
using MpnstApi.Annotation.Dictionary;
using MpnstApi.Storage;

namespace MpnstApi.Releases;

/// <summary>Loads releases from the store.</summary>
public sealed class ReleaseLoader(
    IDbContextFactory<MpnstDbContext> store,
    DrugDictionary dictionary
)
{
    private const int BatchSize = 200;

    /// <summary>Returns the queries of a load, separate so that tests can inspect their SQL.</summary>
    public static IQueryable<TrialVersion> VersionsOf(MpnstDbContext db, int sequence) =>
        db
            .TrialVersions.AsNoTracking()
            .Where(version =>
                version.FromRelease <= sequence
                && (version.UntilRelease == null || version.UntilRelease > sequence)
            );

    /// <summary>Returns all releases, newest first.</summary>
    public static IQueryable<Storage.ReleaseRow> Headers(MpnstDbContext db) =>
        db.Releases.AsNoTracking().OrderByDescending(release => release.Sequence);

    /// <summary>Returns the sequence of the newest release; null if there is none.</summary>
    public async Task<int?> NewestAsync(CancellationToken cancellation)
    {
        await using var db = await store.CreateDbContextAsync(cancellation);
        return await db.Releases.MaxAsync(release => (int?)release.Sequence, cancellation);
    }

    /// <summary>
    /// Loads the release with this sequence, in batches of which at most two are in memory. It shares equal trials with
    /// <paramref name="near"/>.
    /// </summary>
    public async Task<Release> LoadAsync(
        int sequence,
        CancellationToken cancellation,
        Release? near = null
    )
    {
        await using var db = await store.CreateDbContextAsync(cancellation);
        var history = await Headers(db)
            .Where(release => release.Sequence <= sequence)
            .Select(release => new ReleaseHeader(
                release.Sequence,
                release.Version,
                release.Source,
                release.SourceTimestamp,
                release.PublishedAt,
                release.DictionaryVersion,
                release.Trials,
                release.Added,
                release.Changed,
                release.Removed,
                release.LastChange,
                release.ContentHash
            ))
            .ToListAsync(cancellation);
        using var builder = new ReleaseBuilder([.. history], dictionary, near);
        var batch = await BatchAsync(db, sequence, "", cancellation);
        while (batch.Count > 0)
        {
            // The next batch is read while the previous one is processed.
            var next =
                batch.Count < BatchSize
                    ? Task.FromResult<List<StoredTrial>>([])
                    : Task.Run(
                        () => BatchAsync(db, sequence, batch[^1].Id, cancellation),
                        cancellation
                    );
            try
            {
                builder.Add(batch, cancellation);
            }
            finally
            {
                // The context must not be disposed before the read has ended.
                await next.ContinueWith(_ => { }, TaskScheduler.Default);
            }
            batch = await next;
        }
        return builder.Build();
    }

    // Page by key instead of streaming: with retries enabled, EF Core buffers the whole result before it returns the first
    // row.
    private static Task<List<StoredTrial>> BatchAsync(
        MpnstDbContext db,
        int sequence,
        string after,
        CancellationToken cancellation
    ) =>
        VersionsOf(db, sequence)
            .Where(version => version.TrialId.CompareTo(after) > 0)
            .OrderBy(version => version.TrialId)
            .Take(BatchSize)
            .Select(version => new StoredTrial(
                version.TrialId,
                version.Facts,
                version.Labels,
                version.FactsHash,
                version.LabelsHash,
                version.Origin,
                version.RetrievedAt,
                version.FromRelease!.Value
            ))
            .ToListAsync(cancellation);

    /// <summary>
    /// Saves the content hash of a release if the store has none yet. A store that cannot be written is served
    /// nevertheless, so an error is returned, not thrown; the next load tries again.
    /// </summary>
    public async Task<Exception?> SaveHashAsync(Release release, CancellationToken cancellation)
    {
        try
        {
            await using var db = await store.CreateDbContextAsync(cancellation);
            await db
                .Releases.Where(other =>
                    other.Sequence == release.Header.Sequence && other.ContentHash == null
                )
                .ExecuteUpdateAsync(
                    set => set.SetProperty(other => other.ContentHash, release.ContentHash),
                    cancellation
                );
            return null;
        }
        catch (Exception exception) when (StoreErrors.Is(exception))
        {
            return exception;
        }
    }
}
