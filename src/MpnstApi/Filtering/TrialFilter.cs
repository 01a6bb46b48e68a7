using System.Collections.Immutable;
using System.Text;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Indexing;

namespace MpnstApi.Filtering;

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
    /// This filter with one more condition. Conditions on one parameter that say the same as a single one become that
    /// one; a condition that no trial can meet besides those there makes a filter that selects nothing.
    /// </summary>
    public TrialFilter And(string parameter, params ImmutableArray<string> values) =>
        And(new FilterTerm(parameter, values));

    /// <summary>This filter with one more condition, as <see cref="And(string, ImmutableArray{string})"/> joins it.</summary>
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

    /// <summary>This filter without any term for a parameter.</summary>
    public TrialFilter Without(string parameter) =>
        new(Terms.RemoveAll(term => term.Parameter == parameter));

    /// <summary>
    /// The filter in the one spelling of a query string, without "?"; empty for the empty filter, null where a query
    /// string cannot say it: two conditions on one parameter, each with several values that no name stands for.
    /// </summary>
    public string? ToQuery() => Write(out var isQuery) is var text && isQuery ? text : null;

    /// <summary>A text that differs for filters that differ: the query string where there is one.</summary>
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

    // A condition alone is NAME=A,B. Of several, those that one word names stand together in NAME.all=A,B, and one that
    // needs several words in NAME.
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
        // Which of two conditions has a name must not decide where the only one with several values stands.
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

    // No trial is without a scope.
    private TrialFilter Nothing() => Without("scope").And("scope", Facets.Unclassified);

    private bool? Flag(string parameter) =>
        Of(parameter) is { } term ? term.Values[0] == "true" : null;
}

/// <summary>One condition: a parameter of the filter and the values any of which will do.</summary>
public sealed record FilterTerm(string Parameter, ImmutableArray<string> Values)
{
    /// <summary>The order of terms in a filter: that of the parameters' table, then of the values.</summary>
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

    /// <summary>A word that stands for all these values, such as a family of proteins; null where there is none.</summary>
    public string? Name { get; init; }

    /// <summary>The one word that says this condition; null where it takes several.</summary>
    public string? Word => Values.Length == 1 ? Values[0] : Name;

    /// <summary>Whether every trial that meets this condition meets the other, by the values alone.</summary>
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
