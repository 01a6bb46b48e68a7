using System.Collections.Concurrent;
using MpnstApi.Changes;
using MpnstApi.Filtering;
using MpnstApi.Graph.Schema;
using MpnstApi.Http;
using MpnstApi.Releases;

namespace MpnstApi.Graph;

/// <summary>What the fields of one request share: the releases it may ask, and the rows it has asked for.</summary>
internal sealed class GraphRequest(
    CurrentRelease releases,
    ReleaseHistory history,
    ChangeQuery changes,
    Release current
) : Dictionary<string, object?>
{
    // Each takes a load of the store.
    private const int MostOlder = 4;
    private const int MostWrongFilters = 5;

    private readonly Dictionary<string, Release> asked = new(StringComparer.Ordinal);
    private readonly Dictionary<(Release Release, long After, int First), Task<ChangePage>> pages =
    [];
    private readonly Dictionary<
        (object Where, Release Release),
        (TrialFilter Filter, GraphError? Error)
    > filters = [];
    private int wrongFilters;
    private Task lastRead = Task.CompletedTask;

    private readonly ConcurrentDictionary<(Release Release, string Filter), CohortRows> cohorts =
        new();

    public Release Current => current;

    /// <summary>How many rows of cohorts other than the default one were asked of their queries.</summary>
    public int Asked => cohorts.Values.Sum(rows => rows.Asked);

    /// <summary>The rows of a cohort, the same for every field that asks for it.</summary>
    public CohortRows Rows(Release release, TrialFilter filter) =>
        filter.Terms.IsEmpty
            ? CohortRows.Default(release)
            : cohorts.GetOrAdd((release, filter.ToKey()), _ => new CohortRows(release, filter));

    /// <summary>
    /// The filter that a <c>where</c> holds, the empty one for none; read once however many fields come to it. Throws
    /// <see cref="GraphError"/>.
    /// </summary>
    public TrialFilter Filter(object? where, Release release)
    {
        if (where is null)
        {
            return TrialFilter.Empty;
        }
        lock (filters)
        {
            if (!filters.TryGetValue((where, release), out var read))
            {
                filters[(where, release)] = read = Read(where, release);
            }
            return read.Error is { } error ? throw error.ForAnotherField() : read.Filter;
        }
    }

    // To find what a wrong value was meant to be is much more work than to read a right one.
    private (TrialFilter Filter, GraphError? Error) Read(object where, Release release)
    {
        if (wrongFilters >= MostWrongFilters)
        {
            return (
                TrialFilter.Empty,
                new GraphError(
                    ProblemKind.InvalidValue.Code,
                    $"{MostWrongFilters} filters of the document have wrong values; the others are not read."
                )
            );
        }
        try
        {
            return (FilterInput.Read(where, release), null);
        }
        catch (GraphError error)
        {
            wrongFilters++;
            return (TrialFilter.Empty, error);
        }
    }

    /// <summary>The release of a version, the current one for none. Throws <see cref="GraphError"/>.</summary>
    public Release At(string? version) =>
        version is null
            ? current
            : asked.GetValueOrDefault(version)
                ?? throw GraphError.Of([ApiQuery.UnknownRelease("release", version, current)]);

    /// <summary>
    /// Brings the releases of these versions to hand, as far as they exist. Throws <see cref="GraphError"/> where the
    /// store does not give one in time, or where they are too many.
    /// </summary>
    public async Task LoadAsync(
        IReadOnlyCollection<string> versions,
        CancellationToken cancellation
    )
    {
        var known = versions.Where(IsKnown).ToList();
        var older = CountOlder(versions);
        if (older > MostOlder)
        {
            throw new GraphError(
                GraphCodes.TooCostly,
                $"The document asks for {older} older releases; {MostOlder} is the most.",
                ("cost", older),
                ("limit", MostOlder)
            );
        }
        // Those in memory too: another release may be published before the fields are resolved.
        foreach (var version in known)
        {
            if (
                await ReadAsync(() => history.FindAsync(version, cancellation).AsTask()) is
                { } release
            )
            {
                asked[version] = release;
            }
        }
    }

    /// <summary>How many of these releases are neither the current nor the previous one and must be loaded.</summary>
    public int CountOlder(IEnumerable<string> versions) =>
        versions.Count(version => IsKnown(version) && releases.Find(version) is null);

    private bool IsKnown(string version) =>
        current.History.Any(header => header.Version == version);

    /// <summary>
    /// Lines of the feed, the same for every field that asks for them. However many ask, one reads at a time: a document
    /// must not take every connection there is. Throws <see cref="GraphError"/> where the store does not give them in time.
    /// </summary>
    public async Task<ChangePage> ChangesAsync(
        Release release,
        long after,
        int first,
        CancellationToken cancellation
    )
    {
        Task<ChangePage>? page;
        lock (pages)
        {
            if (!pages.TryGetValue((release, after, first), out page))
            {
                page = ReadFeedAsync(lastRead, release, after, first, cancellation);
                pages.Add((release, after, first), page);
                lastRead = page;
            }
        }
        try
        {
            return await page;
        }
        catch (GraphError error)
        {
            throw error.ForAnotherField();
        }
    }

    private async Task<ChangePage> ReadFeedAsync(
        Task before,
        Release release,
        long after,
        int first,
        CancellationToken cancellation
    )
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await ReadAsync(() => changes.AfterAsync(release, after, first, cancellation));
    }

    private static async Task<T> ReadAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (HistoryUnavailableException exception)
        {
            throw new GraphError(ProblemKind.HistoryUnavailable.Code, exception.Message);
        }
    }

    /// <summary>The release a cursor belongs to. Throws <see cref="GraphError"/> where it is gone.</summary>
    public Release Of(PageCursor cursor) =>
        releases.Find(cursor.Version)
        ?? throw new GraphError(
            ProblemKind.CursorExpired.Code,
            $"The cursor belongs to release {cursor.Version}; the current one is {current.Header.Version}. Start again without a cursor."
        );
}
