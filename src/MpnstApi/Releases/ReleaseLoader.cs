using Microsoft.EntityFrameworkCore;
using MpnstApi.Annotation.Dictionary;
using MpnstApi.Storage;

namespace MpnstApi.Releases;

/// <summary>Builds a release from the store.</summary>
public sealed class ReleaseLoader(
    IDbContextFactory<MpnstDbContext> store,
    DrugDictionary dictionary
)
{
    private const int BatchSize = 200;

    /// <summary>The queries of a load, apart so that tests can look at the SQL they become.</summary>
    public static IQueryable<TrialVersion> VersionsOf(MpnstDbContext db, int sequence) =>
        db
            .TrialVersions.AsNoTracking()
            .Where(version =>
                version.FromRelease <= sequence
                && (version.UntilRelease == null || version.UntilRelease > sequence)
            );

    /// <summary>All releases, newest first.</summary>
    public static IQueryable<Storage.ReleaseRow> Headers(MpnstDbContext db) =>
        db.Releases.AsNoTracking().OrderByDescending(release => release.Sequence);

    /// <summary>The newest release's sequence; null before the first.</summary>
    public async Task<int?> NewestAsync(CancellationToken cancellation)
    {
        await using var db = await store.CreateDbContextAsync(cancellation);
        return await db.Releases.MaxAsync(release => (int?)release.Sequence, cancellation);
    }

    /// <summary>
    /// The release with this sequence, read in batches of which no more than two are in memory. What it has in common
    /// with <paramref name="near"/> the two releases share.
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
            // The store reads while the batch before is worked on.
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
                // The context may not go before the read has ended.
                await next.ContinueWith(_ => { }, TaskScheduler.Default);
            }
            batch = await next;
        }
        return builder.Build();
    }

    // By key, not as one stream: with retries on, EF Core reads a whole stream before it gives the first row.
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
    /// Saves the content hash of a release where the store has none yet. A store that cannot be written is served all the
    /// same, so an error is returned and not thrown; the next load tries again.
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
