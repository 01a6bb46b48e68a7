using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Filtering;
using MpnstApi.Indexing;
using MpnstApi.Releases;
using MpnstApi.Statistics;
using MpnstApi.Storage;

namespace MpnstApi.Landscape;

/// <summary>The gaps that the letter names, each as a share of a cohort.</summary>
public static class Gaps
{
    private sealed record Definition(
        string Key,
        string Label,
        string Text,
        Func<TrialFilter, TrialFilter> Counts,
        Func<ReleasedTrial, bool> Known
    );

    private static readonly Definition[] Definitions =
    [
        new(
            "BIOMARKER_SELECTED",
            "Biomarker-selected",
            "Trials whose entry requires a molecular finding, wholly or for a cohort, among those whose record lets one tell. A record without eligibility text lets one tell only where it names a finding, so that a share of few records is biased upwards.",
            filter => filter.And("biomarkerSelection", "YES", "PARTIAL"),
            trial => trial.Labels.BiomarkerSelection is not BiomarkerSelection.NotAssessable
        ),
        new(
            "LATE_PHASE",
            "Late phase",
            "Phase II/III, III and IV among trials that state a phase.",
            filter => filter.And("phase", "PHASE2_PHASE3", "PHASE3", "PHASE4"),
            trial => trial.Labels.Phase is not Phase.NotStated
        ),
        new(
            "MPNST_DEDICATED",
            "For MPNST alone",
            "Treatment trials whose patients all have MPNST, among all.",
            filter => filter.And("mpnstDedicated", "true"),
            _ => true
        ),
        new(
            "NF1",
            "NF1 named",
            "Trials whose record names neurofibromatosis type 1 as a disease of its patients, among all.",
            filter => filter.And("nf1", "true"),
            _ => true
        ),
        new(
            "IMMUNOTHERAPY",
            "Immunotherapy",
            "Trials that give an immunotherapy, cell therapy or vaccine, among those whose treatment is known.",
            filter => filter.And("modality", "IMMUNOTHERAPY", "CELL_THERAPY", "VACCINE"),
            trial => trial.Labels.Modalities.Count > 0 || trial.Labels.Treatments.Count > 0
        ),
        new(
            "OPEN_NOW",
            "Open now",
            "Trials open or planned by a status of the last 12 months whose primary completion is not past, among those whose status tells; the others were last seen open, or have no known status.",
            filter => filter.And("openNow", "true"),
            trial => trial.OpenNow is not null
        ),
    ];

    /// <summary>The gaps of a cohort.</summary>
    public static IReadOnlyList<Gap> Of(Release release, TrialFilter filter)
    {
        var cohort = Cohort.Of(release, filter);
        var statement = Holds(release);
        return [.. Definitions.Select(gap => Measure(gap, cohort, statement))];
    }

    /// <summary>Proteins with a place in MPNST biology that no trial of the cohort targets.</summary>
    public static IReadOnlyList<TargetWithoutTrials> Untargeted(Release release, TrialFilter filter)
    {
        var cohort = Cohort.Of(release, filter, Facets.Target);
        var index = release.Index(Facets.Target, filter.Links);
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
        var known = cohort.Trials.And(cohort.Release.Where(gap.Known));
        var counted = gap.Counts(cohort.Filter);
        var numerator = FilterParameters.Select(cohort.Release, counted).Count;
        var unknown = cohort.Trials.Count - known.Count;
        return new Gap(
            gap.Key,
            gap.Label,
            gap.Text,
            numerator,
            known.Count,
            unknown,
            known.Count < unknown ? null : Percentages.Of(numerator, known.Count),
            NoteOf(known.Count, unknown),
            new Completeness(statement, unknown, cohort.Trials.Count),
            ResourceLink.ToTrials(counted)
        );
    }

    // A share of few records describes the records that state it, not the trials.
    private static string? NoteOf(int known, int unknown) =>
        known < unknown
            ? $"No share is given: only {known} of {known + unknown} records state it, and a share of so few would mislead."
        : known == 0 ? "No share is given: the cohort has no trials."
        : null;

    private static string Holds(Release release)
    {
        var gathered = release.Trials.Count(trial => trial.Origin is Origin.Snapshot);
        return gathered == 0
            ? $"All {release.Trials.Length} records of this release are the registry's own; what the registry holds beyond them is not counted."
            : $"{gathered} of the {release.Trials.Length} records of this release were gathered from stored copies of registry pages, without eligibility texts; the registry holds more trials than these.";
    }
}
