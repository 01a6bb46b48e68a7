using System.Globalization;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Registry;

namespace MpnstApi.Importing;

/// <summary>
/// What a sync asks the registry, in its Essie expressions: MPNST terms anywhere, sarcoma among the conditions. Both ask
/// for more than is kept; annotation decides.
/// </summary>
internal static class SyncQueries
{
    // The registry matches words and their inflections; spellings and orders of the words stand here each.
    private static readonly string[] MpnstTerms =
    [
        "MPNST",
        "malignant peripheral nerve sheath tumor",
        "malignant peripheral nerve sheath tumour",
        "malignant peripheral nerve sheath neoplasm",
        "malignant peripheral nerve sheath sarcoma",
        "malignant nerve sheath tumor",
        "malignant nerve sheath tumour",
        "malignant nerve sheath neoplasm",
        "peripheral nerve sheath tumor, malignant",
        "nerve sheath tumor",
        "nerve sheath tumour",
        "nerve sheath neoplasm",
        "neurofibrosarcoma",
        "malignant schwannoma",
        "malignant neurilemmoma",
        "malignant neurilemoma",
        "neurilemmosarcoma",
        "neurogenic sarcoma",
        "malignant triton tumor",
        "malignant triton tumour",
        "triton tumor",
        "triton tumour",
    ];

    // "Sarcoma" alone too: a trial of sarcomas as a class need not say "soft tissue".
    private static readonly string[] SarcomaConditions = ["soft tissue sarcoma", "sarcoma"];

    /// <summary>The queries for the scopes that are kept, all records or those updated on or after a day.</summary>
    public static IReadOnlyList<RegistryQuery> For(IReadOnlyList<Scope> scopes, DateOnly? since)
    {
        var updated = since is { } day
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"AREA[LastUpdatePostDate]RANGE[{day:yyyy-MM-dd},MAX]"
            )
            : null;
        var queries = new List<RegistryQuery>
        {
            new() { Term = AnyOf(MpnstTerms), Advanced = updated },
        };
        if (scopes.Any(scope => scope is not Scope.Named))
        {
            queries.Add(
                new() { Term = $"AREA[Condition]({AnyOf(SarcomaConditions)})", Advanced = updated }
            );
        }
        return queries;
    }

    private static string AnyOf(string[] terms) =>
        string.Join(" OR ", terms.Select(term => term.Contains(' ') ? $"\"{term}\"" : term));
}
