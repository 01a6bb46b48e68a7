using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Annotation.Rules;

/// <summary>Determines whether entry requires a molecular finding, and which. Neither a clinical diagnosis of NF1 nor a finding that is only measured is one.</summary>
internal static class BiomarkerRule
{
    private const string Label = "biomarkerSelection";

    public static (
        Annotated<BiomarkerSelection> Selection,
        IReadOnlyList<Annotated<Biomarker>> Biomarkers
    ) Of(AnnotationInput trial, Passages passages, bool nf1, DrugDictionary dictionary)
    {
        var titles = In(passages.Titles, dictionary);
        var conditions = In(passages.Conditions, dictionary);
        // A mutation of NF1 is part of the diagnosis of NF1; in trials of that disease it is not a separate finding.
        var criteria = BiomarkerDemands
            .In(passages, dictionary)
            .Where(d => !nf1 || d.Found.Biomarker.Gene != "NF1")
            .ToList();
        // Keywords state a trial's subject; its requirements are read from the criteria if the record has them.
        var keywords = HasCriteria(trial) ? [] : In(passages.Keywords, dictionary);
        FoundMarker[] all =
        [
            .. titles,
            .. conditions,
            .. keywords,
            .. criteria.Select(d => d.Found),
        ];
        var named = all.DistinctBy(f => f.Biomarker.Name)
            .Select(f => new Annotated<Biomarker>(
                f.Biomarker,
                EvidenceFactory.Says(
                    "biomarker",
                    f.Biomarker.Name,
                    "biomarker-named",
                    f.Passage,
                    f.Hit
                )
            ))
            .ToList();
        if (all.Length == 0)
        {
            return (Absent(trial, passages, dictionary), named);
        }

        var ofSome = criteria.Take(DemandScope.MostWeighed).All(d => d.OfSome);
        var partial =
            titles.Count > 0 ? DemandScope.IsAlternative(titles[0], titles)
            : conditions.Count > 0 ? ofSome && TumorsWithoutFinding(passages, conditions)
            : keywords.Count == 0 && ofSome;
        var value = partial ? BiomarkerSelection.Partial : BiomarkerSelection.Yes;
        var rule = partial ? "biomarker-partial" : "biomarker-required";
        return (
            new(value, EvidenceFactory.Says(Label, value.Key(), rule, all[0].Passage, all[0].Hit)),
            named
        );
    }

    private static List<FoundMarker> In(IEnumerable<Passage> passages, DrugDictionary dictionary) =>
        [.. passages.SelectMany(p => new MarkerReader(p, dictionary).Found())];

    private static bool HasCriteria(AnnotationInput trial) =>
        !string.IsNullOrWhiteSpace(trial.EligibilityCriteria);

    private static Annotated<BiomarkerSelection> Absent(
        AnnotationInput trial,
        Passages passages,
        DrugDictionary dictionary
    )
    {
        var hasCriteria = HasCriteria(trial);
        if (hasCriteria && BiomarkerDemands.NotUnderstood(passages, dictionary) is { } demand)
        {
            return new(
                BiomarkerSelection.NotAssessable,
                EvidenceFactory.Of(
                    Label,
                    BiomarkerSelection.NotAssessable.Key(),
                    "biomarker-demand-not-understood",
                    Certainty.Text,
                    "eligibilityCriteria.inclusion",
                    demand
                )
            );
        }

        var value = hasCriteria ? BiomarkerSelection.No : BiomarkerSelection.NotAssessable;
        return new(
            value,
            EvidenceFactory.Of(
                Label,
                value.Key(),
                hasCriteria ? "biomarker-not-in-criteria" : "biomarker-without-criteria",
                Certainty.Text,
                "eligibilityCriteria"
            )
        );
    }

    private static bool TumorsWithoutFinding(
        Passages passages,
        IReadOnlyList<FoundMarker> conditions
    ) =>
        passages.Conditions.Any(c =>
            !conditions.Any(f => ReferenceEquals(f.Passage, c))
            && TumorFamilies.In(c.Words).Any(t => t.Family != TumorFamily.Nf1Benign)
        );
}
