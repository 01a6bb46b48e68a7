using MpnstApi.Drugs;
using MpnstApi.Indexing;
using MpnstApi.Releases;
using MpnstApi.Targets;
using MpnstApi.Trials;

namespace MpnstApi.Graph.Schema;

/// <summary>
/// A node or link that a document has navigated to. Its content follows from its id and its release alone, whatever the
/// path to it, because normalised caches of clients keep one record for each id.
/// </summary>
internal abstract record Navigated(Release Release)
{
    /// <summary>Rows with the counts of the default scope.</summary>
    public CohortRows Rows => CohortRows.Default(Release);
}

/// <summary>A record with fields for drugs or targets.</summary>
internal sealed record Link(Release Release, object Row) : Navigated(Release)
{
    public static IEnumerable<Link> All(Release release, IEnumerable<object> records) =>
        records.Select(record => new Link(release, record));
}

/// <summary>A trial.</summary>
internal sealed record TrialNode(Release Release, ReleasedTrial Released) : Navigated(Release)
{
    private Trial? row;

    // The node's own, so that what a document has read of the trial goes with the request.
    public Trial Row => row ??= new Trial(Released);
}

/// <summary>A drug; its profile is queried for the first field that needs it.</summary>
internal sealed record DrugNode(Release Release, string Id) : Navigated(Release)
{
    public DrugProfile Profile => Rows.Drug(Id)!;
}

/// <summary>A target; its profile is queried for the first field that needs it.</summary>
internal sealed record TargetNode(Release Release, string Symbol) : Navigated(Release)
{
    public TargetProfile Profile => Rows.Target(Symbol)!;
}
