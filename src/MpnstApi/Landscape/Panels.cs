using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Releases;

namespace MpnstApi.Landscape;

/// <summary>A panel of the letter's figure as this service counts it.</summary>
/// <param name="Key">Its name in paths.</param>
/// <param name="Letter">A to G.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Facet">What it counts by.</param>
/// <param name="Notes">How to read it.</param>
public sealed record PanelDefinition(
    string Key,
    string Letter,
    string Title,
    Facet Facet,
    IReadOnlyList<string> Notes
)
{
    /// <summary>Shows the first buckets only.</summary>
    public bool Top { get; init; }

    /// <summary>Which of the facet's keys belong to the panel.</summary>
    public Func<Release, bool, string, bool> Shows { get; init; } = (_, _, _) => true;

    /// <summary>Counts a slice.</summary>
    public PanelCount Count(Release release, TrialFilter filter, int top, bool mergedAxis)
    {
        var slice = Slice.Of(release, filter, Facet);
        var count = slice.By(Facet, key => Shows(release, mergedAxis, key));
        var shown = Top ? count.Buckets.Take(top).ToList() : count.Buckets;
        var index = release.Index(Facets.InRole(Facet, filter.TargetRole));
        var inShown = slice.Union(shown.Select(bucket => index[bucket.Key]));
        var cut = slice.Union(count.Buckets.Skip(shown.Count).Select(bucket => index[bucket.Key]));
        return new PanelCount(
            Key,
            Title,
            "trial",
            count.Total,
            count.Classified,
            count.Unclassified,
            count.Excluded,
            count.Overlapping,
            shown,
            new Omitted(
                count.Buckets.Count - shown.Count,
                cut.Except(inShown).CountWith(slice.Trials)
            ),
            Notes
        );
    }
}

/// <summary>The seven panels.</summary>
public static class Panels
{
    private const string Counted =
        "Interventional trials and those of unstated type are counted; others are excluded unless studyType asks for them.";
    private const string OfDrugs =
        "Trials withdrawn before the first participant are excluded unless includeWithdrawn asks for them.";

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
                "A status is as of its own date (statusAsOf), not of today; statusFreshness tells how old it is.",
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
                "A trial counts once for each different regimen of its arms. Unclassified: no interventions, none the dictionary knows, or sides that cannot be told apart.",
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
            Shows = (release, _, key) =>
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
                "Drugs that act as targeted therapy; a trial counts once per protein. targetRole=primary counts stated mechanisms alone. Unclassified: trials without such a drug.",
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
            Shows = (_, merged, key) => Facets.ShownOnAxis(key, merged),
        },
    ];

    /// <summary>The panel of this name; null where there is none.</summary>
    public static PanelDefinition? Find(string key) =>
        All.FirstOrDefault(panel => panel.Key == key);
}
