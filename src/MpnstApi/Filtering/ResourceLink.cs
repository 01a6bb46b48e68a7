namespace MpnstApi.Filtering;

/// <summary>Represents a resource that a response refers to. What is sent is its address, which the edge of the service writes.</summary>
/// <param name="Path">Path below the root of the API, such as "drugs/selumetinib".</param>
/// <param name="Filter">Which of the resource's items are meant; null for a single resource.</param>
public sealed record ResourceLink(string Path, TrialFilter? Filter = null)
{
    /// <summary>The list of exactly the trials that a filter selects.</summary>
    public static ResourceLink ToTrials(TrialFilter filter) => new("trials", filter);
}
