using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Language;
using MpnstApi.Annotation.Matching;
using MpnstApi.Annotation.Rules;
using MpnstApi.Annotation.Vocabulary;
using Match = MpnstApi.Annotation.Matching.Match;

namespace MpnstApi.Annotation;

/// <summary>
/// Derives a trial's labels, with their evidence, from its texts. It is a pure function of texts and dictionary.
/// </summary>
public static class Annotator
{
    public static TrialLabels Annotate(AnnotationInput trial, DrugDictionary dictionary)
    {
        trial = trial.WithoutMarkup();
        var passages = new Passages(trial);
        var scope = ScopeRule.Of(trial, passages);
        var studyType = RegistryFieldRules.StudyTypeOf(trial);
        var purpose = RegistryFieldRules.PurposeOf(trial);
        var phase = RegistryFieldRules.PhaseOf(trial, studyType.Value);
        var status = RegistryFieldRules.StatusOf(trial);
        var ctrp = Terms<CtrpCategory>.Map(trial.OverallStatus);
        var indication = IndicationRule.Of(trial, passages, scope.Value);
        var nf1 = Nf1Rules.Named(passages);
        var association = Nf1Rules.Association(passages, nf1);
        var (selection, biomarkers) = BiomarkerRule.Of(trial, passages, nf1.Value, dictionary);
        var matches = trial
            .Interventions.Select(
                (it, i) => InterventionMatcher.Match(it, i, passages.Headings, dictionary)
            )
            .ToList();
        var plans = RegimenRule.Of(
            trial,
            passages,
            studyType.Value,
            purpose.Value,
            matches,
            dictionary
        );
        var treatment = TreatmentLabels.Of(matches, plans);
        var dedicated = DedicationRule.Dedicated(
            indication,
            studyType.Value,
            purpose.Value,
            treatment.Modalities.Count > 0
        );

        List<Evidence> evidence =
        [
            scope.Why,
            studyType.Why,
            purpose.Why,
            phase.Why,
            status.Why,
            .. ctrp is { } category
                ? [status.Why with { Label = "ctrpCategory", Value = category.Key() }]
                : Array.Empty<Evidence>(),
            indication.Why,
            dedicated.Why,
            nf1.Why,
            association.Why,
            selection.Why,
            .. biomarkers.Select(b => b.Why),
            .. treatment.Evidence,
        ];
        return new TrialLabels
        {
            DictionaryVersion = dictionary.Version,
            Scope = scope.Value,
            StudyType = studyType.Value,
            Purpose = purpose.Value,
            Phase = phase.Value,
            Status = status.Value,
            CtrpCategory = ctrp,
            NeverEnrolled = string.Equals(
                trial.OverallStatus,
                "WITHDRAWN",
                StringComparison.OrdinalIgnoreCase
            ),
            Indication = indication.Value,
            MpnstDedicated = dedicated.Value,
            MpnstFocused = DedicationRule.Focused(indication.Value, studyType.Value),
            Nf1 = nf1.Value,
            Nf1Association = association.Value,
            BiomarkerSelection = selection.Value,
            Biomarkers = [.. biomarkers.Select(b => b.Value)],
            Modalities = treatment.Modalities,
            Treatments = treatment.Treatments,
            Regimens = [.. plans.Select(p => p.ToRegimen())],
            DrugTypes = treatment.DrugTypes,
            Drugs = treatment.Drugs,
            Targets = treatment.Targets,
            Interventions = [.. matches.Select(ToLabel)],
            Evidence = evidence,
        };
    }

    private static InterventionMatch ToLabel(Match match) =>
        new(
            match.Intervention.Name,
            match.Entries,
            [.. match.Agents.Where(a => a.IsDrug).Select(a => a.Id)],
            match.Agents.Count > 0 ? match.Agents[0].Modality : null,
            match.Nearest
        )
        {
            Certainty = match.Agents.Count > 0 ? match.Agents.Max(a => a.Certainty) : null,
            Unread = match.Unread,
            IsClassOnly =
                match.Agents.Count > 0
                && match.Agents.All(a => a.Kind == EntryKind.Class && a.Targets.Count == 0),
        };
}
