using System.Collections.Immutable;
using System.Text;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Indexing;

namespace MpnstApi.Filtering;

/// <summary>
/// Represents a filter of trials, from a query string, a GraphQL input or a link. All terms must hold; a term holds if any
/// of its values does. Values are canonical, as <see cref="FilterParameters"/> reads them.
/// </summary>
public sealed record TrialFilter(ImmutableArray<FilterTerm> Terms)
{
    /// <summary>Gets the empty filter, which selects the default scope.</summary>
    public static readonly TrialFilter Empty = new([]);

    /// <summary>Gets the links to targets that count for target, targetedProtein and immunotherapyTarget.</summary>
    public TargetLinks Links =>
        new(Of("targetRole")?.Values[0] == TargetRole.Primary.Key(), Flag("reviewed"));

    /// <summary>
    /// Gets whether trials that never enrolled anyone count; null if the filter does not say (in lists, but not in counts
    /// of drugs and targets).
    /// </summary>
    public bool? IncludeWithdrawn => Flag("includeWithdrawn");

    /// <summary>Returns the first term for a parameter; null if the filter has none.</summary>
    public FilterTerm? Of(string parameter) =>
        Terms.FirstOrDefault(term => term.Parameter == parameter);

    /// <summary>
    /// Returns this filter with one more condition. Conditions on one parameter that are equivalent to a single one are
    /// merged; a condition that contradicts the others gives a filter that selects nothing.
    /// </summary>
    public TrialFilter And(string parameter, params ImmutableArray<string> values) =>
        And(new FilterTerm(parameter, values));

    /// <summary>
    /// Returns this filter with one more condition, merged as by <see cref="And(string, ImmutableArray{string})"/>.
    /// </summary>
    public TrialFilter And(FilterTerm term)
    {
        var kept = Terms;
        foreach (var same in Terms)
        {
            if (same.Parameter != term.Parameter)
            {
                continue;
            }
            if (same.Implies(term))
            {
                return this;
            }
            if (term.Implies(same))
            {
                kept = kept.Remove(same);
            }
            else if (
                FilterParameters.Find(term.Parameter)!.Meet?.Invoke(same.Values, term.Values) is
                { } both
            )
            {
                if (both.IsEmpty)
                {
                    return Nothing();
                }
                kept = kept.Remove(same);
                term = term with { Values = both, Name = null };
            }
        }
        var place = 0;
        while (place < kept.Length && FilterTerm.Order.Compare(kept[place], term) <= 0)
        {
            place++;
        }
        return new TrialFilter(kept.Insert(place, term));
    }

    /// <summary>Returns this filter without the terms for a parameter.</summary>
    public TrialFilter Without(string parameter) =>
        new(Terms.RemoveAll(term => term.Parameter == parameter));

    /// <summary>
    /// Returns the filter as a canonical query string without "?"; empty for the empty filter. Returns null if a query
    /// string cannot express it: with two conditions on one parameter that each have several values without a common name.
    /// </summary>
    public string? ToQuery() => Write(out var isQuery) is var text && isQuery ? text : null;

    /// <summary>Returns a text that identifies the filter: the query string if there is one.</summary>
    public string ToKey() =>
        Write(out var isQuery) is var text && isQuery
            ? text
            : $"!{string.Join('&', Terms.Select(KeyOf))}";

    private static string KeyOf(FilterTerm term) =>
        $"{term.Parameter}={string.Join(',', term.Values.Select(Uri.EscapeDataString))}";

    private string Write(out bool isQuery)
    {
        isQuery = true;
        if (Terms.IsEmpty)
        {
            return "";
        }
        var query = new StringBuilder();
        for (var first = 0; first < Terms.Length; )
        {
            var parameter = FilterParameters.Find(Terms[first].Parameter)!;
            var last = first + 1;
            while (last < Terms.Length && Terms[last].Parameter == parameter.Name)
            {
                last++;
            }
            isQuery &= Write(query, parameter, Terms.AsSpan()[first..last]);
            first = last;
        }
        return query.ToString();
    }

    // A single condition is NAME=A,B. Of several, those with one word are joined in NAME.all=A,B, and one with several
    // words goes into NAME.
    private static bool Write(
        StringBuilder query,
        FilterParameter parameter,
        ReadOnlySpan<FilterTerm> terms
    )
    {
        if (terms.Length == 1)
        {
            Write(query, parameter, parameter.Name, terms[0].Values);
            return true;
        }
        // The form must not depend on whether a condition with several values has a name.
        var severalHaveSeveral = 0;
        foreach (var term in terms)
        {
            severalHaveSeveral += term.Values.Length > 1 ? 1 : 0;
        }
        var words = ImmutableArray.CreateBuilder<string>(terms.Length);
        var lists = 0;
        foreach (var term in terms)
        {
            if (
                parameter.HasAll
                && term.Word is { } word
                && (term.Values.Length == 1 || severalHaveSeveral > 1)
            )
            {
                words.Add(word);
            }
            else
            {
                Write(query, parameter, parameter.Name, term.Values);
                lists++;
            }
        }
        if (words.Count > 0)
        {
            words.Sort(StringComparer.Ordinal);
            Write(query, parameter, parameter.NameOfAll, words.ToImmutable());
        }
        return parameter.HasAll && lists <= 1;
    }

    private static void Write(
        StringBuilder query,
        FilterParameter parameter,
        string name,
        ImmutableArray<string> values
    )
    {
        var together =
            parameter.SplitsAtCommas
            && !values.Any(value => value.Contains(',', StringComparison.Ordinal));
        for (var place = 0; place < values.Length; place++)
        {
            if (place > 0 && together)
            {
                query.Append(',');
            }
            else
            {
                query.Append(query.Length > 0 ? "&" : "").Append(name).Append('=');
            }
            query.Append(Uri.EscapeDataString(values[place]));
        }
    }

    // Every trial has a scope.
    private TrialFilter Nothing() => Without("scope").And("scope", Facets.Unclassified);

    private bool? Flag(string parameter) =>
        Of(parameter) is { } term ? term.Values[0] == "true" : null;
}

/// <summary>A condition: a parameter of the filter and its values, any of which suffices.</summary>
public sealed record FilterTerm(string Parameter, ImmutableArray<string> Values)
{
    /// <summary>Gets the order of terms in a filter: by parameter, in the order of the table, then by values.</summary>
    public static Comparer<FilterTerm> Order { get; } =
        Comparer<FilterTerm>.Create(
            (left, right) =>
                left.Parameter != right.Parameter
                    ? FilterParameters
                        .PlaceOf(left.Parameter)
                        .CompareTo(FilterParameters.PlaceOf(right.Parameter))
                    : string.CompareOrdinal(
                        string.Join(',', left.Values),
                        string.Join(',', right.Values)
                    )
        );

    /// <summary>Gets the word for all these values, such as a family of proteins; null if there is none.</summary>
    public string? Name { get; init; }

    /// <summary>Gets the single word for this condition; null if it takes several.</summary>
    public string? Word => Values.Length == 1 ? Values[0] : Name;

    /// <summary>Returns whether this condition implies the other, by its values alone.</summary>
    public bool Implies(FilterTerm other)
    {
        foreach (var value in Values)
        {
            if (!other.Values.Contains(value))
            {
                return false;
            }
        }
        return true;
    }

    public bool Equals(FilterTerm? other) =>
        other is not null
        && Parameter == other.Parameter
        && Values.SequenceEqual(other.Values, StringComparer.Ordinal);

    public override int GetHashCode() =>
        Values.Aggregate(Parameter.GetHashCode(StringComparison.Ordinal), HashCode.Combine);
}
