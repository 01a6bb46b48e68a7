namespace MpnstApi.Filtering;

/// <summary>A condition of the filter as responses repeat it. Every condition must hold; any of its values suffices.</summary>
/// <param name="Parameter">Name of the condition, as in the filter.</param>
/// <param name="AnyOf">Values, any of which suffices.</param>
public sealed record FilterEcho(string Parameter, IReadOnlyList<string> AnyOf)
{
    /// <summary>Returns the filter in words: "scope NAMED or SARCOMA; phase PHASE2".</summary>
    public static string Describe(TrialFilter filter) =>
        string.Join(
            "; ",
            Of(filter).Select(term => $"{term.Parameter} {string.Join(" or ", term.AnyOf)}")
        );

    /// <summary>Returns the conditions of the filter, including the default scope.</summary>
    public static IReadOnlyList<FilterEcho> Of(TrialFilter filter)
    {
        var terms = filter.Terms.Select(term => new FilterEcho(term.Parameter, term.Values));
        return filter.Of("scope") is null && filter.Of("id") is null
            ? [new("scope", ["NAMED", "SARCOMA"]), .. terms]
            : [.. terms];
    }
}
