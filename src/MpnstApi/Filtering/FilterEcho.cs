namespace MpnstApi.Filtering;

/// <summary>A filter as an answer repeats it: every condition must hold, any of its values will do.</summary>
/// <param name="Parameter">Name of the condition, as in the filter.</param>
/// <param name="AnyOf">Values any of which will do.</param>
public sealed record FilterEcho(string Parameter, IReadOnlyList<string> AnyOf)
{
    /// <summary>The filter in words: "scope NAMED or SARCOMA; phase PHASE2".</summary>
    public static string Describe(TrialFilter filter) =>
        string.Join(
            "; ",
            Of(filter).Select(term => $"{term.Parameter} {string.Join(" or ", term.AnyOf)}")
        );

    /// <summary>The filter's conditions, the default scope written out.</summary>
    public static IReadOnlyList<FilterEcho> Of(TrialFilter filter)
    {
        var terms = filter.Terms.Select(term => new FilterEcho(term.Parameter, term.Values));
        return filter.Of("scope") is null && filter.Of("id") is null
            ? [new("scope", ["NAMED", "SARCOMA"]), .. terms]
            : [.. terms];
    }
}
