using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MpnstApi.Filtering;
using MpnstApi.Releases;
using MpnstApi.Storage;

namespace MpnstApi.Changes;

/// <summary>
/// Queries about the change feed, shared by REST, GraphQL and exports. The feed ends with the release it is read for, so
/// that no change is served before its trial can be queried. Throws <see cref="HistoryUnavailableException"/> if the store
/// does not respond in time.
/// </summary>
public sealed class ChangeQuery(IDbContextFactory<MpnstDbContext> store, TimeProvider time)
{
    private const int BatchSize = 500;
    private const int MostBatches = 20;

    /// <summary>
    /// Returns at most <paramref name="limit"/> changes after a sequence. Does not read the store if there are none.
    /// </summary>
    public async Task<ChangePage> AfterAsync(
        Release release,
        long after,
        int limit,
        CancellationToken cancellation
    )
    {
        var items =
            after >= release.Header.LastChange
                ? []
                : await ReadAsync(
                    release,
                    changes =>
                        changes
                            .Where(change => change.Sequence > after)
                            .OrderBy(change => change.Sequence)
                            .Take(limit),
                    cancellation
                );
        return new ChangePage(
            items,
            items.Count > 0 ? items[^1].Sequence : after,
            DatasetInfo.Of(release)
        );
    }

    /// <summary>
    /// Returns changes after a sequence of the trials that a filter selects in the release, and of trials that are no
    /// longer in it; all changes for the empty filter. The number of changes examined for one page is limited, so a page
    /// may have fewer than requested, or none, before the end of the feed; the next page continues where it ended.
    /// </summary>
    public async Task<ChangePage> AfterAsync(
        Release release,
        TrialFilter filter,
        long after,
        int limit,
        CancellationToken cancellation
    )
    {
        if (filter.Terms.IsEmpty)
        {
            return await AfterAsync(release, after, limit, cancellation);
        }
        var isAbout = About(release, filter);
        var items = new List<ChangeItem>();
        for (var batch = 0; batch < MostBatches && items.Count < limit; batch++)
        {
            var page = await AfterAsync(release, after, BatchSize, cancellation);
            foreach (var item in page.Items)
            {
                after = item.Sequence;
                if (isAbout(item))
                {
                    items.Add(item);
                    if (items.Count == limit)
                    {
                        break;
                    }
                }
            }
            if (page.Items.Count < BatchSize)
            {
                break;
            }
        }
        return new ChangePage(items, after, DatasetInfo.Of(release));
    }

    /// <summary>
    /// Returns the newest changes that a filter selects, grouped by trial and release, newest first, with the sequence
    /// before which the next page begins; null if there is no next page.
    /// </summary>
    public async Task<(IReadOnlyList<IReadOnlyList<ChangeItem>> Entries, long? Next)> NewestAsync(
        Release release,
        TrialFilter filter,
        long after,
        long before,
        int limit,
        CancellationToken cancellation
    )
    {
        var isAbout = About(release, filter);
        var entries = new List<List<ChangeItem>>();
        for (var batch = 0; batch < MostBatches; batch++)
        {
            var place = before;
            var changes = await ReadAsync(
                release,
                all =>
                    all.Where(change => change.Sequence > after && change.Sequence < place)
                        .OrderByDescending(change => change.Sequence)
                        .Take(BatchSize),
                cancellation
            );
            foreach (var change in changes)
            {
                before = change.Sequence;
                if (!isAbout(change))
                {
                    continue;
                }
                if (entries is [.., [.., var last]] && IsSameEntry(last, change))
                {
                    entries[^1].Add(change);
                }
                else if (entries.Count < limit)
                {
                    entries.Add([change]);
                }
                else
                {
                    return (InOrder(entries), change.Sequence + 1);
                }
            }
            if (changes.Count < BatchSize)
            {
                return (InOrder(entries), null);
            }
        }
        // The last group may be incomplete.
        if (entries.Count > 1)
        {
            before = entries[^1][0].Sequence + 1;
            entries.RemoveAt(entries.Count - 1);
        }
        return (InOrder(entries), before);
    }

    private static bool IsSameEntry(ChangeItem one, ChangeItem other) =>
        one.Release == other.Release && one.TrialId == other.TrialId;

    private static List<List<ChangeItem>> InOrder(List<List<ChangeItem>> entries)
    {
        entries.ForEach(changes => changes.Reverse());
        return entries;
    }

    private static Func<ChangeItem, bool> About(Release release, TrialFilter filter)
    {
        if (filter.Terms.IsEmpty)
        {
            return _ => true;
        }
        var selected = FilterParameters.Select(release, filter);
        return item =>
            item.TrialId is { } id
            && (release.Find(id) is not { } trial || selected.Contains(trial.Position));
    }

    /// <summary>
    /// Returns all changes after a sequence that the filter selects, read from the store as they are enumerated.
    /// </summary>
    public async IAsyncEnumerable<ChangeItem> AllAfterAsync(
        Release release,
        TrialFilter filter,
        long after,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var isAbout = About(release, filter);
        while (true)
        {
            var page = await AfterAsync(release, after, BatchSize, cancellation);
            if (page.Items.Count == 0)
            {
                yield break;
            }
            foreach (var item in page.Items.Where(isAbout))
            {
                yield return item;
            }
            after = page.NextAfter;
        }
    }

    /// <summary>
    /// Returns changes of one trial before a sequence, newest first; null if neither the feed nor the release has the
    /// trial.
    /// </summary>
    public async Task<TrialChanges?> OfTrialAsync(
        Release release,
        string id,
        long before,
        int limit,
        CancellationToken cancellation
    )
    {
        var known = release.Find(id);
        var trialId = id.ToUpperInvariant();
        // A database may match a text that is not the id, such as a padded one or one with full-width letters.
        List<ChangeItem> items = StoredText.IsTrialId(trialId)
            ? await ReadAsync(
                release,
                changes => Before(changes, trialId, before, limit),
                cancellation
            )
            : [];
        // The id of a removed trial may be an alias of another trial; changes of the removed trial take precedence.
        if (items.Count == 0 && known is not null && known.Id != trialId)
        {
            trialId = known.Id;
            items = await ReadAsync(
                release,
                changes => Before(changes, trialId, before, limit),
                cancellation
            );
        }
        if (known is null && items.Count == 0)
        {
            return null;
        }
        var shown = items.Take(limit).ToList();
        return new TrialChanges(
            trialId,
            shown,
            items.Count > limit ? shown[^1].Sequence : null,
            DatasetInfo.Of(release)
        );
    }

    // One more than requested, to see whether there are more.
    private static IQueryable<Change> Before(
        IQueryable<Change> changes,
        string trialId,
        long before,
        int limit
    ) =>
        changes
            .Where(change => change.TrialId == trialId && change.Sequence < before)
            .OrderByDescending(change => change.Sequence)
            .Take(limit + 1);

    private Task<List<ChangeItem>> ReadAsync(
        Release release,
        Func<IQueryable<Change>, IQueryable<Change>> choose,
        CancellationToken cancellation
    ) =>
        HistoryRead.RunAsync(
            async stop =>
            {
                await using var db = await store.CreateDbContextAsync(stop);
                var last = release.Header.LastChange;
                var changes = await choose(
                        db.Changes.AsNoTracking().Where(change => change.Sequence <= last)
                    )
                    .ToListAsync(stop);
                var headers = release.History.ToDictionary(header => header.Sequence);
                return changes.ConvertAll(change =>
                    Item(change, headers[change.ReleaseSequence!.Value])
                );
            },
            time,
            cancellation
        );

    private static ChangeItem Item(Change change, ReleaseHeader header) =>
        new(
            change.Sequence!.Value,
            header.PublishedAt,
            header.Version,
            change.TrialId,
            change.Kind,
            change.Field,
            Json(change.Old),
            Json(change.New),
            change.Reason
        );

    private static JsonElement? Json(string? text) =>
        text is null ? null : JsonSerializer.Deserialize<JsonElement>(text);
}
