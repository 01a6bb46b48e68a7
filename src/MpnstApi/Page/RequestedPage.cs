using MpnstApi.Filtering;
using MpnstApi.Http;
using MpnstApi.Releases;
using MpnstApi.Statistics;

namespace MpnstApi.Page;

/// <summary>A request for a page, for its components.</summary>
/// <param name="Query">The query.</param>
/// <param name="Root">The beginning of whole addresses, for what is cited or loaded elsewhere.</param>
/// <param name="Newer">Version of the current release if the request names an older one; otherwise null.</param>
public sealed record RequestedPage(ApiQuery Query, string Root, string? Newer)
{
    private Cohort? selected;

    public PageLinks Links { get; } = new(Query);

    /// <summary>Gets the trials that the filter selects; they are selected once for all parts of the page.</summary>
    public Cohort Selected => selected ??= Cohort.Selected(Release, Filter);

    /// <summary>What makes a link a whole address: the root without the prefix that links begin with.</summary>
    public string Origin { get; } =
        Root.EndsWith(LocalAddress.Prefix, StringComparison.Ordinal)
            ? Root[..^LocalAddress.Prefix.Length]
            : Root;

    public Release Release => Query.Release;

    public TrialFilter Filter => Query.Filter;

    public static RequestedPage Of(ApiQuery query, string root, CurrentRelease current) =>
        new(
            query,
            root,
            current.Value is { } newest && newest.Header.Sequence > query.Release.Header.Sequence
                ? newest.Header.Version
                : null
        );
}
