using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MpnstApi.Filtering;
using MpnstApi.Releases;
using MpnstApi.Storage;

namespace MpnstApi.Changes;

/// <summary>
/// Queries about the change feed, shared by REST, GraphQL and exports. The feed ends with the release it is read for,
/// so that no change is served before its trial can be queried. Throws <see cref="HistoryUnavailableException"/>
/// where the store does not answer in time.
/// </summary>
public sealed class ChangeQuery(IDbContextFactory<MpnstDbContext> store, TimeProvider time)
{
    private const int BatchSize = 500;
    private const int MostBatches = 20;

    /// <summary>Lines after a sequence, as many as asked for. Who has read everything costs no read of the store.</summary>
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
                    lines =>
                        lines
                            .Where(line => line.Sequence > after)
                            .OrderBy(line => line.Sequence)
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
    /// Lines after a sequence about the trials that a filter selects in the release, and about trials that are not in it
    /// any more; every line for the empty filter. A page may have fewer lines than asked for, or none, before the end of
    /// the feed, since only so many are looked through at a time; the next begins where it ended.
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
    /// The newest lines, together by trial and release, newest first, as a filter chooses them, with the sequence to go on
    /// before; null where there are none before.
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
            var lines = await ReadAsync(
                release,
                all =>
                    all.Where(line => line.Sequence > after && line.Sequence < place)
                        .OrderByDescending(line => line.Sequence)
                        .Take(BatchSize),
                cancellation
            );
            foreach (var line in lines)
            {
                before = line.Sequence;
                if (!isAbout(line))
                {
                    continue;
                }
                if (entries is [.., [.., var last]] && IsSameEntry(last, line))
                {
                    entries[^1].Add(line);
                }
                else if (entries.Count < limit)
                {
                    entries.Add([line]);
                }
                else
                {
                    return (InOrder(entries), line.Sequence + 1);
                }
            }
            if (lines.Count < BatchSize)
            {
                return (InOrder(entries), null);
            }
        }
        // The rest of the last entry may lie before.
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
        entries.ForEach(lines => lines.Reverse());
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

    /// <summary>All lines after a sequence, as the filter chooses them, read as they are taken.</summary>
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
    /// Lines of one trial before a sequence, newest first. Null where the feed and the release know no such trial.
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
        // A database may find another trial under what only looks like its id: padded, or with wide letters.
        List<ChangeItem> items = StoredText.IsTrialId(trialId)
            ? await ReadAsync(release, lines => Before(lines, trialId, before, limit), cancellation)
            : [];
        // A trial that left may live on as an alias of another: its own lines come first.
        if (items.Count == 0 && known is not null && known.Id != trialId)
        {
            trialId = known.Id;
            items = await ReadAsync(
                release,
                lines => Before(lines, trialId, before, limit),
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

    // One more than asked for, to see whether there are more.
    private static IQueryable<Change> Before(
        IQueryable<Change> lines,
        string trialId,
        long before,
        int limit
    ) =>
        lines
            .Where(line => line.TrialId == trialId && line.Sequence < before)
            .OrderByDescending(line => line.Sequence)
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
                var lines = await choose(
                        db.Changes.AsNoTracking().Where(line => line.Sequence <= last)
                    )
                    .ToListAsync(stop);
                var headers = release.History.ToDictionary(header => header.Sequence);
                return lines.ConvertAll(line => Item(line, headers[line.ReleaseSequence!.Value]));
            },
            time,
            cancellation
        );

    private static ChangeItem Item(Change line, ReleaseHeader header) =>
        new(
            line.Sequence!.Value,
            header.PublishedAt,
            header.Version,
            line.TrialId,
            line.Kind,
            line.Field,
            Json(line.Old),
            Json(line.New),
            line.Reason
        );

    private static JsonElement? Json(string? text) =>
        text is null ? null : JsonSerializer.Deserialize<JsonElement>(text);
}
