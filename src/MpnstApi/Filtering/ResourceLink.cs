namespace MpnstApi.Filtering;

/// <summary>Represents a resource that a response refers to. It is sent as an address, which the HTTP layer writes.</summary>
/// <param name="Path">Path below the root of the API, such as "drugs/selumetinib".</param>
/// <param name="Filter">Selects items of the resource; null for a single resource.</param>
public sealed record ResourceLink(string Path, TrialFilter? Filter = null)
{
    /// <summary>Returns a link to the list of exactly the trials that a filter selects.</summary>
    public static ResourceLink ToTrials(TrialFilter filter) => new("trials", filter);
}
