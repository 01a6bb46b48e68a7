using System.Collections.Concurrent;
using MpnstApi.Changes;
using MpnstApi.Filtering;
using MpnstApi.Graph.Schema;
using MpnstApi.Http;
using MpnstApi.Releases;

namespace MpnstApi.Graph;

/// <summary>State that the fields of one request share: the releases it may read and the rows it has queried.</summary>
internal sealed class GraphRequest(
    CurrentRelease releases,
    ReleaseHistory history,
    ChangeQuery changes,
    Release current
) : Dictionary<string, object?>
{
    // Each is loaded from the store.
    private const int MaxOlder = 4;
    private const int MaxWrongValues = 5;

    private readonly Dictionary<string, Release> loaded = new(StringComparer.Ordinal);
    private readonly Dictionary<(Release Release, long After, int First), Task<ChangePage>> pages =
    [];
    private readonly Dictionary<
        (object Where, Release Release),
        (TrialFilter Filter, GraphError? Error)
    > filters = [];
    private int wrongValues;
    private Task lastRead = Task.CompletedTask;

    private readonly ConcurrentDictionary<(Release Release, string Filter), CohortRows> cohorts =
        new();

    public Release Current => current;

    /// <summary>
    /// Gets the function that charges the caller the estimated cost before the document is executed; null if requests are
    /// not charged.
    /// </summary>
    public Func<long, ValueTask>? Pay { get; init; }

    /// <summary>Gets the number of rows of cohorts other than the default one that were queried.</summary>
    public int Queried => cohorts.Values.Sum(rows => rows.Queried);

    /// <summary>Returns the rows of a cohort, shared by all fields of the request.</summary>
    public CohortRows Rows(Release release, TrialFilter filter) =>
        filter.Terms.IsEmpty
            ? CohortRows.Default(release)
            : cohorts.GetOrAdd((release, filter.ToKey()), _ => new CohortRows(release, filter));

    /// <summary>
    /// Returns the filter of a <c>where</c>, the empty one for none; read once for all fields that share the value. Throws
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

    // Finding suggestions for a wrong value is much more work than reading a right one.
    private (TrialFilter Filter, GraphError? Error) Read(object where, Release release)
    {
        if (wrongValues >= MaxWrongValues)
        {
            return (
                TrialFilter.Empty,
                new GraphError(
                    ProblemKind.InvalidValue.Code,
                    $"{MaxWrongValues} values or more of the document's filters are wrong; its other filters are not read."
                )
            );
        }
        try
        {
            return (FilterInput.Read(where, release), null);
        }
        catch (GraphError error)
        {
            wrongValues += error.WrongValues;
            return (TrialFilter.Empty, error);
        }
    }

    /// <summary>Returns the release of a version, the current one if it is null. Throws <see cref="GraphError"/>.</summary>
    public Release At(string? version) =>
        version is null
            ? current
            : loaded.GetValueOrDefault(version)
                ?? throw GraphError.Of([ApiQuery.UnknownRelease("release", version, current)]);

    /// <summary>
    /// Loads the releases of these versions, as far as they exist. Throws <see cref="GraphError"/> if the store does
    /// not return one in time, or if they are too many.
    /// </summary>
    public async Task LoadAsync(
        IReadOnlyCollection<string> versions,
        CancellationToken cancellation
    )
    {
        var known = versions.Where(IsKnown).ToList();
        var older = CountOlder(versions);
        if (older > MaxOlder)
        {
            throw new GraphError(
                GraphCodes.TooCostly,
                $"The document names {older} older releases; name at most {MaxOlder}.",
                ("cost", older),
                ("limit", MaxOlder)
            );
        }
        // Also those in memory: another release may be published before the fields are resolved.
        foreach (var version in known)
        {
            if (
                await ReadAsync(() => history.FindAsync(version, cancellation).AsTask()) is
                { } release
            )
            {
                loaded[version] = release;
            }
        }
    }

    /// <summary>
    /// Returns the number of these releases that are neither the current nor the previous one and must be loaded.
    /// </summary>
    public int CountOlder(IEnumerable<string> versions) =>
        versions.Count(version => IsKnown(version) && releases.Find(version) is null);

    private bool IsKnown(string version) =>
        current.History.Any(header => header.Version == version);

    /// <summary>
    /// Returns a page of the change feed, shared by all fields of the request. Pages are read one at a time, so that one document
    /// cannot take all connections. Throws <see cref="GraphError"/> if the store does not return it in time.
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

    /// <summary>Returns the release that a cursor belongs to. Throws <see cref="GraphError"/> if it is no longer in memory.</summary>
    public Release Of(PageCursor cursor) =>
        releases.Find(cursor.Version)
        ?? throw new GraphError(
            ProblemKind.CursorExpired.Code,
            $"The cursor belongs to release {cursor.Version}; the current one is {current.Header.Version}. Start again without a cursor."
        );
}
