using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Filtering;
using MpnstApi.Indexing;
using MpnstApi.Releases;

namespace MpnstApi.Statistics;

/// <summary>The definition of a panel of the letter's figure in this service.</summary>
/// <param name="Key">Its name in paths.</param>
/// <param name="Letter">A to G in the letter's figure.</param>
/// <param name="Title">Its title.</param>
/// <param name="Facet">The facet that it counts by.</param>
/// <param name="Notes">How to read it.</param>
public sealed record PanelDefinition(
    string Key,
    string Letter,
    string Title,
    Facet Facet,
    IReadOnlyList<string> Notes
)
{
    /// <summary>Gets whether only the first buckets are shown.</summary>
    public bool Top { get; init; }

    /// <summary>
    /// Gets the function that returns whether a key of the facet belongs to the panel, for a merged or split axis; null for
    /// all keys.
    /// </summary>
    public Func<Release, bool, string, bool>? Belongs { get; init; }

    /// <summary>Counts the trials that a filter selected.</summary>
    public PanelCount Count(Cohort selected, int top, bool mergedAxis)
    {
        var count = selected
            .Counting(Facet)
            .By(
                Facet,
                Belongs is null ? null : key => Belongs(selected.Release, mergedAxis, key),
                Top ? top : int.MaxValue
            );
        return new PanelCount(
            Key,
            Title,
            "trial",
            count.Total,
            count.Classified,
            count.Unclassified,
            count.Excluded,
            count.Overlapping,
            count.Buckets,
            count.Omitted,
            Notes
        );
    }
}

/// <summary>One panel of the figure, for a cohort.</summary>
/// <param name="Panel">phases, statuses, indications, treatments, chemotherapy-types, targets or immunotherapy-targets.</param>
/// <param name="Title">What the panel is about.</param>
/// <param name="Unit">What is counted: "trial".</param>
/// <param name="Total">Trials counted.</param>
/// <param name="Classified">Those in a bucket, shown or omitted.</param>
/// <param name="Unclassified">Those in none.</param>
/// <param name="Excluded">Trials that the filter selects and the panel does not count: other study types; in E, F and G also trials that never enrolled anyone.</param>
/// <param name="Overlapping">Whether a trial may be in several buckets.</param>
/// <param name="Buckets">The buckets shown.</param>
/// <param name="Omitted">Buckets left out because of top.</param>
/// <param name="Notes">How to read it.</param>
public record PanelCount(
    [property: ClosedVocabulary(ClosedVocabularyAttribute.PanelName)] string Panel,
    string Title,
    string Unit,
    int Total,
    int Classified,
    int Unclassified,
    int Excluded,
    bool Overlapping,
    IReadOnlyList<Bucket> Buckets,
    Omitted Omitted,
    IReadOnlyList<string> Notes
);

/// <summary>Defines the seven panels.</summary>
public static class Panels
{
    private const string Counted =
        "Interventional trials and those of unstated type are counted; others are excluded unless the filter has studyType.";
    private const string OfDrugs =
        "Trials withdrawn before the first participant are excluded unless includeWithdrawn=true.";

    public static IReadOnlyList<PanelDefinition> All { get; } =
    [
        new("phases", "A", "Clinical trial phases", Facets.Phase, [Counted]),
        new(
            "statuses",
            "B",
            "Clinical trial status",
            Facets.Status,
            [
                Counted,
                "A status is as of its own date (statusAsOf), not of today; statusFreshness says how old it is.",
            ]
        ),
        new("indications", "C", "Clinical trial indications", Facets.Indication, [Counted]),
        new(
            "treatments",
            "D",
            "Treatment",
            Facets.Treatment,
            [
                Counted,
                "A trial counts once for each different regimen of its arms. Unclassified: no interventions, none that is in the dictionary, or alternatives that cannot be separated.",
            ]
        ),
        new(
            "chemotherapy-types",
            "E",
            "Chemotherapy drug types",
            Facets.DrugType,
            [Counted, OfDrugs, "Unclassified: trials without a chemotherapy whose type is known."]
        )
        {
            Belongs = (release, _, key) =>
                release.Dictionary.FindDrugType(key)?.Modality is Modality.Chemotherapy,
        },
        new(
            "targets",
            "F",
            "Most targeted proteins",
            Facets.TargetedProtein,
            [
                Counted,
                OfDrugs,
                "Drugs that act as targeted therapy; a trial counts once per protein. targetRole=primary counts stated mechanisms only. Unclassified: trials without such a drug.",
            ]
        )
        {
            Top = true,
        },
        new(
            "immunotherapy-targets",
            "G",
            "Immunotherapy targets",
            Facets.ImmunotherapyTarget,
            [
                Counted,
                OfDrugs,
                "Immunotherapies, cell therapies and vaccines; PD-1 and PD-L1 are one axis unless immunoAxis=split. Unclassified: trials without such an agent.",
            ]
        )
        {
            Top = true,
            Belongs = (_, merged, key) => Facets.ShownOnAxis(key, merged),
        },
    ];

    /// <summary>Returns the panel with this name; null if there is none.</summary>
    public static PanelDefinition? Find(string key) =>
        All.FirstOrDefault(panel => panel.Key == key);
}
