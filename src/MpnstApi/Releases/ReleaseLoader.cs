using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MpnstApi.Annotation;
using MpnstApi.Annotation.Dictionary;
using MpnstApi.Indexing;
using MpnstApi.Storage;

namespace MpnstApi.Releases;

/// <summary>Builds a release from the store.</summary>
public sealed class ReleaseLoader(
    IDbContextFactory<MpnstDbContext> store,
    DrugDictionary dictionary
)
{
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

    /// <summary>The release with this sequence.</summary>
    public async Task<Release> LoadAsync(int sequence, CancellationToken cancellation)
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
        var header = history[0];
        var versions = history.ToDictionary(
            release => release.Sequence,
            release => release.Version
        );
        var released = DateOnly.FromDateTime(header.PublishedAt);

        // Positions are in ordinal order, which no database's own order is sure to be.
        var rows = await VersionsOf(db, sequence)
            .Select(version => new
            {
                version.TrialId,
                version.Facts,
                version.Labels,
                version.FactsHash,
                version.LabelsHash,
                version.Origin,
                version.RetrievedAt,
                From = version.FromRelease!.Value,
            })
            .ToListAsync(cancellation);
        rows.Sort((left, right) => string.CompareOrdinal(left.TrialId, right.TrialId));

        var trials = rows.Select(
            (row, position) =>
            {
                var facts = StoredJson.Read<TrialFacts>(row.Facts);
                var labels = StoredJson.Read<TrialLabels>(row.Labels);
                var completion = PartialDate.Parse(facts.PrimaryCompletionDate);
                var freshness = ReleasedTrial.Freshness(facts.StatusAsOf, released);
                return new ReleasedTrial
                {
                    Position = position,
                    Facts = facts,
                    Labels = labels,
                    Origin = row.Origin,
                    RetrievedAt = row.RetrievedAt,
                    RecordHash = FirstHalf(row.FactsHash),
                    LabelsHash = FirstHalf(row.LabelsHash),
                    ChangedInSequence = row.From,
                    ChangedIn = versions[row.From],
                    StartDate = PartialDate.Parse(facts.StartDate),
                    PrimaryCompletionDate = completion,
                    StatusFreshness = freshness,
                    OpenNow = ReleasedTrial.IsOpen(labels.Status, freshness, completion, released),
                    Countries = ReleasedTrial.CountriesOf(facts),
                };
            }
        );
        return new Release(header, [.. trials], dictionary, [.. history]);
    }

    private static UInt128 FirstHalf(string hash) =>
        UInt128.Parse(
            hash.AsSpan(0, hash.Length / 2),
            NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture
        );

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
