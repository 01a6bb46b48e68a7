using MpnstApi.Filtering;
using MpnstApi.Http;
using MpnstApi.Indexing;

namespace MpnstApi.Page;

/// <summary>
/// Creates the addresses that a page links to. A page has the address of the operation whose data it shows, without
/// /api/v1, and the same query; a link changes one part of it and keeps the rest.
/// </summary>
/// <param name="query">The request.</param>
public sealed class PageLinks(ApiQuery query)
{
    private const string WithoutWithdrawn = "includeWithdrawn";

    /// <summary>The operation with this page's data.</summary>
    public string Data =>
        Write(
            HttpRegistration.ApiRoot + (Path == "/" ? "/landscape" : Path),
            query.Filter,
            Options()
        );

    /// <summary>Returns the address of an operation with this page's filter and release, by its path below /api/v1.</summary>
    public string Api(string path, params (string Name, string? Value)[] options) =>
        Write(
            $"{HttpRegistration.ApiRoot}/{path}",
            query.Filter,
            options
                .Select(option => KeyValuePair.Create(option.Name, option.Value))
                .Concat(Release())
        );

    /// <summary>Returns the address of another page with the same filter and release.</summary>
    public string To(string path) => Write(path, query.Filter, Release());

    /// <summary>Returns the address of another page without the filter, for the same release.</summary>
    public string Unfiltered(string path) => Write(path, TrialFilter.Empty, Release());

    /// <summary>
    /// Returns the page of a resource that a response refers to; null if a query string cannot express its filter.
    /// </summary>
    public string? To(ResourceLink? link) =>
        link is null ? null
        : link.Filter is { } filter
            ? filter.ToQuery() is null ? null
                : Write($"/{link.Path}", filter, Release())
        : Write($"/{link.Path}", TrialFilter.Empty, Release());

    /// <summary>Returns this page with other values of parameters that are not part of the filter; null removes one.</summary>
    public string Here(params (string Name, string? Value)[] changes) =>
        Write(
            Path,
            query.Filter,
            Options(changes.ToDictionary(change => change.Name, change => change.Value))
        );

    /// <summary>Returns this page with a filter and without its position in the list.</summary>
    public string First(TrialFilter filter) => Write(Path, filter, Options(With("cursor", null)));

    /// <summary>Gets the canonical address of this page, in the current release.</summary>
    public string Canonical => Here();

    /// <summary>Gets this page in the release that it was made from.</summary>
    public string OfThisRelease =>
        Here(("release", query.Release.Header.Version), ("cursor", null));

    /// <summary>Gets this page in the current release.</summary>
    public string OfCurrentRelease => Here(("release", null), ("cursor", null));

    /// <summary>How the release is cited.</summary>
    public string Citation => Unfiltered("/about") + "#cite";

    /// <summary>This page without one condition of the filter.</summary>
    public string Without(FilterTerm term) => First(new(query.Filter.Terms.Remove(term)));

    /// <summary>Gets this page without the filter.</summary>
    public string WithoutFilter => First(TrialFilter.Empty);

    /// <summary>
    /// Returns this page with a value added, or removed if the filter has it; null if a query string cannot express that.
    /// Panels of drugs do not count trials that never enrolled anyone, so their links select the same.
    /// </summary>
    public string? Toggle(Facet facet, string key)
    {
        var filter = query.Filter;
        var terms = filter.Terms.Where(term => term.Parameter == facet.Name).ToList();
        // A text means "contains"; in quotes it means exactly this name.
        var value = facet == Facets.Sponsor && key != Facets.Unclassified ? $"\"{key}\"" : key;
        var toggled = terms.Find(term => term.Values.Contains(value)) switch
        {
            { } term => Taken(filter, term, value),
            null when terms is [var only] => new TrialFilter(filter.Terms.Remove(only)).And(
                facet.Name,
                [.. only.Values.Append(value).Order(StringComparer.Ordinal)]
            ),
            _ => filter.And(facet.Name, value),
        };
        var ofDrugs = toggled.Terms.Any(term =>
            FilterParameters.Find(term.Parameter)?.Facet is { OfDrugs: true }
        );
        if (facet.OfDrugs && ofDrugs && toggled.IncludeWithdrawn is null)
        {
            toggled = toggled.And(WithoutWithdrawn, "false");
        }
        else if (facet.OfDrugs && !ofDrugs && toggled.IncludeWithdrawn is false)
        {
            toggled = toggled.Without(WithoutWithdrawn);
        }
        return toggled.ToQuery() is null ? null : First(toggled);
    }

    /// <summary>Returns this page with a true or false condition set, or removed if it is already set so.</summary>
    public string ToggleFlag(string parameter, string value) =>
        First(
            query.Filter.Of(parameter)?.Values[0] == value
                ? query.Filter.Without(parameter)
                : query.Filter.Without(parameter).And(parameter, value)
        );

    /// <summary>Returns the hidden fields of a form that keep the rest of the query.</summary>
    public IEnumerable<(string Name, string Value)> Rest(
        params IReadOnlyCollection<string> fields
    ) =>
        query
            .Filter.Terms.Where(term => !fields.Contains(term.Parameter))
            .GroupBy(term => term.Parameter)
            .SelectMany(Fields)
            .Concat(
                query
                    .Texts.Where(option => option.Key != "cursor" && !fields.Contains(option.Key))
                    .Select(option => (option.Key, option.Value))
            );

    // Several conditions on one parameter are NAME.all if each has one word, as in a query string.
    private static IEnumerable<(string Name, string Value)> Fields(
        IGrouping<string, FilterTerm> terms
    )
    {
        var several = terms.Count() > 1;
        foreach (var term in terms)
        {
            if (several && term.Word is { } word)
            {
                yield return ($"{terms.Key}{FilterParameter.AllSuffix}", word);
                continue;
            }
            foreach (var value in term.Values)
            {
                yield return (terms.Key, value);
            }
        }
    }

    private static TrialFilter Taken(TrialFilter filter, FilterTerm term, string value)
    {
        var rest = new TrialFilter(filter.Terms.Remove(term));
        return term.Values.Length == 1 ? rest : rest.And(term.Parameter, term.Values.Remove(value));
    }

    // Without the prefix, which every address gets when it is written.
    private string Path =>
        query.Path.Length == LocalAddress.Prefix.Length
            ? "/"
            : query.Path[LocalAddress.Prefix.Length..];

    private IEnumerable<KeyValuePair<string, string?>> Options(
        Dictionary<string, string?>? changes = null
    )
    {
        changes ??= [];
        return query
            .Texts.Where(option => !changes.ContainsKey(option.Key))
            .Select(option => KeyValuePair.Create(option.Key, (string?)option.Value))
            .Concat(changes)
            .OrderBy(option => option.Key, StringComparer.Ordinal);
    }

    private IEnumerable<KeyValuePair<string, string?>> Release() =>
        query.NamesRelease ? [new("release", query.Release.Header.Version)] : [];

    private static Dictionary<string, string?> With(string name, string? value) =>
        new() { [name] = value };

    private static string Write(
        string path,
        TrialFilter filter,
        IEnumerable<KeyValuePair<string, string?>> options
    )
    {
        var text = string.Join(
            '&',
            options
                .Where(option => option.Value is not null)
                .Select(option => $"{option.Key}={Uri.EscapeDataString(option.Value!)}")
                .Prepend(filter.ToQuery() ?? "")
                .Where(part => part.Length > 0)
        );
        return LocalAddress.Of(text.Length == 0 ? path : $"{path}?{text}");
    }
}
