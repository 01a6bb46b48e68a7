using System.Globalization;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Registry;

namespace MpnstApi.Importing;

/// <summary>Represents a query of a sync: any of some phrases in one search area of the registry.</summary>
/// <param name="Area">The registry's name of the area or piece.</param>
/// <param name="Phrases">Essie expressions without OR: words, or words joined by AND in parentheses.</param>
internal sealed record SyncQuery(string Area, IReadOnlyList<string> Phrases)
{
    public string Term => $"AREA[{Area}]({string.Join(" OR ", Phrases)})";

    /// <param name="since">Only records updated on or after this day; null for all.</param>
    public RegistryQuery ToQuery(DateOnly? since) =>
        new()
        {
            Term = Term,
            Advanced = since is { } day
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"AREA[LastUpdatePostDate]RANGE[{day:yyyy-MM-dd},MAX]"
                )
                : null,
        };

    /// <summary>Returns the query as two; null for one of a single phrase.</summary>
    public IReadOnlyList<SyncQuery>? Halves() =>
        Phrases.Count < 2
            ? null
            :
            [
                this with
                {
                    Phrases = [.. Phrases.Take(Phrases.Count / 2)],
                },
                this with
                {
                    Phrases = [.. Phrases.Skip(Phrases.Count / 2)],
                },
            ];
}

/// <summary>
/// The queries of a sync: the terms that annotation looks for, in the areas that it reads. A plain query.term searches
/// BasicSearch, which lacks eligibility criteria and detailed descriptions. The queries find more than is kept; annotation
/// decides.
/// </summary>
internal static class SyncQueries
{
    /// <summary>The most phrases of a query: long expressions over many pieces are too complicated for the registry.</summary>
    public const int MostPhrases = 10;

    // The registry matches synonyms and inflections of many words, not of all, so spellings and plurals are listed.
    // Single words, or two of which both must occur, instead of whole terms: markup between the words of a term, such as
    // "&nbsp;", does not matter then, nor does their order.
    private static readonly string[] MpnstTerms =
    [
        "MPNST",
        "MPNSTs",
        "PNST",
        "PNSTs",
        "neurofibrosarcoma",
        "neurofibrosarcomas",
        "schwannoma",
        "schwannomas",
        "neurilemmoma",
        "neurilemmomas",
        "neurilemoma",
        "neurilemomas",
        "neurilemmosarcoma",
        "neurilemmosarcomas",
        "neurilemosarcoma",
        "neurilemosarcomas",
        "triton",
        "(neurogenic AND sarcoma)",
        "(neurogenic AND sarcomas)",
        "(nerve AND sheath)",
        "(nerve AND sheaths)",
        "(nerves AND sheath)",
        "(nerves AND sheaths)",
        "(nervous AND sheath)",
        "(nervous AND sheaths)",
    ];

    private static readonly string[] MpnstAreas =
    [
        "BasicSearch",
        "EligibilitySearch",
        "DetailedDescription",
    ];

    // A trial of sarcomas as a class need not say "soft tissue"; annotation reads titles, conditions and keywords.
    private static readonly string[] SarcomaTerms = ["sarcoma", "sarcomas", "NRSTS", "NRST", "STS"];

    private static readonly string[] Nf1Terms =
    [
        "neurofibromatosis",
        "neurofibromatosis1",
        "NF1",
        "(NF AND 1)",
        "Recklinghausen",
        "neurofibroma",
        "neurofibromas",
        "ANNUBP",
        "ANNUBPs",
    ];

    /// <summary>Conditions, titles, keywords, and the MeSH terms of conditions.</summary>
    private const string Conditions = "ConditionSearch";

    /// <summary>Returns the queries for the scopes that are kept.</summary>
    public static IReadOnlyList<SyncQuery> For(IReadOnlyList<Scope> scopes)
    {
        var queries = MpnstAreas.SelectMany(area => InArea(area, MpnstTerms));
        if (scopes.Any(scope => scope is not (Scope.Named or Scope.Nf1)))
        {
            queries = queries.Concat(InArea(Conditions, SarcomaTerms));
        }
        if (scopes.Any(scope => scope is Scope.Nf1 or Scope.Other))
        {
            queries = queries.Concat(InArea(Conditions, Nf1Terms));
        }
        return [.. queries];
    }

    private static IEnumerable<SyncQuery> InArea(string area, string[] terms) =>
        terms.Chunk(MostPhrases).Select(phrases => new SyncQuery(area, phrases));
}
