using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Filtering;
using MpnstApi.Indexing;
using MpnstApi.Releases;
using MpnstApi.Statistics;

namespace MpnstApi.Landscape;

/// <summary>Computes the gaps that the letter names, as shares of a cohort.</summary>
public static class Gaps
{
    private sealed record Definition(
        string Key,
        string Label,
        string Text,
        FilterTerm Counted,
        Func<TrialIndexes, TrialSet> Known
    );

    private static readonly Definition[] Definitions =
    [
        new(
            "BIOMARKER_SELECTED",
            "Biomarker-selected",
            "Trials whose entry requires a molecular finding, for all patients or for a cohort, among those for which this is known. Without eligibility text it is known only if the record names a finding, so a share of few records is biased upwards.",
            new("biomarkerSelection", ["YES", "PARTIAL"]),
            indexes =>
                indexes.All.Except(
                    indexes[Facets.BiomarkerSelection][BiomarkerSelection.NotAssessable.Key()]
                )
        ),
        new(
            "LATE_PHASE",
            "Late phase",
            "Phase II/III, III and IV among trials that state a phase.",
            new("phase", ["PHASE2_PHASE3", "PHASE3", "PHASE4"]),
            indexes => indexes.All.Except(indexes[Facets.Phase].Unclassified)
        ),
        new(
            "MPNST_DEDICATED",
            "For MPNST alone",
            "Treatment trials whose patients all have MPNST, among all.",
            new("mpnstDedicated", ["true"]),
            indexes => indexes.All
        ),
        new(
            "NF1",
            "NF1 named",
            "Trials whose record names neurofibromatosis type 1 as a disease of its patients, among all.",
            new("nf1", ["true"]),
            indexes => indexes.All
        ),
        new(
            "IMMUNOTHERAPY",
            "Immunotherapy",
            "Trials that give an immunotherapy, cell therapy or vaccine, among those whose treatment is known.",
            new("modality", ["IMMUNOTHERAPY", "CELL_THERAPY", "VACCINE"]),
            indexes =>
                indexes.All.Except(
                    indexes[Facets.Modality]
                        .Unclassified.And(indexes[Facets.Treatment].Unclassified)
                )
        ),
        new(
            "OPEN_NOW",
            "Open now",
            "Trials open or planned by a status of the last 12 months whose primary completion is not past, among those for which this is known; the others were last seen open, or have no known status.",
            new("openNow", ["true"]),
            indexes => indexes.OpenNow.True.Or(indexes.OpenNow.False)
        ),
    ];

    /// <summary>Returns the gaps of the trials that a filter selected.</summary>
    public static IReadOnlyList<Gap> Of(Cohort selected)
    {
        var cohort = selected.Counting();
        var statement = Holds(selected.Release);
        return [.. Definitions.Select(gap => Measure(gap, cohort, statement))];
    }

    /// <summary>Returns the proteins with a role in MPNST biology that no selected trial targets.</summary>
    public static IReadOnlyList<TargetWithoutTrials> Untargeted(Cohort selected)
    {
        var cohort = selected.Counting(Facets.Target);
        var release = cohort.Release;
        var index = release.Index(Facets.Target, cohort.Filter.Links);
        return
        [
            .. release
                .Dictionary.Targets.Where(target =>
                    target.Biology is not null && index[target.Symbol].CountWith(cohort.Trials) == 0
                )
                .OrderBy(target => target.Symbol, StringComparer.Ordinal)
                .Select(target => new TargetWithoutTrials(
                    target.Symbol,
                    target.Name,
                    target.Biology!.Statement,
                    target.Biology.Reference,
                    new ResourceLink($"targets/{target.Symbol}")
                )),
        ];
    }

    private static Gap Measure(Definition gap, Cohort cohort, string statement)
    {
        var known = gap.Known(cohort.Release.Indexes).CountWith(cohort.Trials);
        var numerator = FilterParameters
            .Select(cohort.Release, cohort.Filter, gap.Counted)
            .CountWith(cohort.Trials);
        var unknown = cohort.Trials.Count - known;
        return new Gap(
            gap.Key,
            gap.Label,
            gap.Text,
            numerator,
            known,
            unknown,
            known < unknown ? null : Percentages.Of(numerator, known),
            NoteOf(known, unknown),
            new Completeness(statement, unknown, cohort.Trials.Count),
            ResourceLink.ToTrials(cohort.Filter.And(gap.Counted))
        );
    }

    // A share of few records describes those records, not the trials.
    private static string? NoteOf(int known, int unknown) =>
        known < unknown
            ? $"No share is given: it is known for only {known} of {known + unknown} records, and a share of so few would be misleading."
        : known == 0 ? "No share is given: the cohort has no trials."
        : null;

    private static string Holds(Release release)
    {
        var gathered = release.OfSnapshot;
        return gathered == 0
            ? $"All {release.Trials.Length} records of this release are the registry's own; other trials of the registry are not counted."
            : $"{gathered} of the {release.Trials.Length} records of this release were gathered from stored copies of registry pages, without eligibility texts; the registry has more trials than these.";
    }
}
