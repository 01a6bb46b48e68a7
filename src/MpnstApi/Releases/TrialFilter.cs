using System.Collections.Immutable;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Releases;

/// <summary>
/// What a caller asks for, from a query string, a GraphQL input or a link we made ourselves. Every term must hold;
/// a term holds where any of its values does. Values are canonical: made by <see cref="FilterParameters"/>.
/// </summary>
public sealed record TrialFilter(ImmutableArray<FilterTerm> Terms)
{
    /// <summary>Everything in the default scope.</summary>
    public static readonly TrialFilter Empty = new([]);

    /// <summary>Which links to targets count for target, targetedProtein and immunotherapyTarget.</summary>
    public TargetLinks Links =>
        new(Of("targetRole")?.Values[0] == TargetRole.Primary.Key(), Flag("reviewed"));

    /// <summary>Whether trials that never enrolled anyone count; null where the caller did not say (in lists, not in drug and target counts).</summary>
    public bool? IncludeWithdrawn => Flag("includeWithdrawn");

    /// <summary>The first term for a parameter; null where the filter has none.</summary>
    public FilterTerm? Of(string parameter) =>
        Terms.FirstOrDefault(term => term.Parameter == parameter);

    /// <summary>
    /// This filter with one more term. A term that the filter has already, or that a single value of it implies, is not
    /// added; one that contradicts a parameter which may be given once only makes a filter that selects nothing.
    /// </summary>
    public TrialFilter And(string parameter, params ImmutableArray<string> values)
    {
        var same = Terms.Where(term => term.Parameter == parameter).ToList();
        if (
            same.Exists(term =>
                term.Values.SequenceEqual(values)
                || (term.Values.Length == 1 && values.Contains(term.Values[0]))
            )
        )
        {
            return this;
        }
        return same.Count > 0 && FilterParameters.Find(parameter) is { Repeatable: false }
            ? And("scope", Facets.Unclassified)
            : new TrialFilter(Terms.Add(new FilterTerm(parameter, values)));
    }

    /// <summary>This filter without any term for a parameter.</summary>
    public TrialFilter Without(string parameter) =>
        new(Terms.RemoveAll(term => term.Parameter == parameter));

    /// <summary>The filter as a query string, without "?"; empty for the empty filter.</summary>
    public string ToQuery() =>
        string.Join(
            '&',
            Terms.Select(term =>
                $"{term.Parameter}={string.Join(',', term.Values.Select(Uri.EscapeDataString))}"
            )
        );

    private bool? Flag(string parameter) =>
        Of(parameter) is { } term ? term.Values[0] == "true" : null;
}

/// <summary>One condition: a parameter of the filter and the values any of which will do.</summary>
public sealed record FilterTerm(string Parameter, ImmutableArray<string> Values)
{
    public bool Equals(FilterTerm? other) =>
        other is not null
        && Parameter == other.Parameter
        && Values.SequenceEqual(other.Values, StringComparer.Ordinal);

    public override int GetHashCode() =>
        Values.Aggregate(Parameter.GetHashCode(StringComparison.Ordinal), HashCode.Combine);
}
