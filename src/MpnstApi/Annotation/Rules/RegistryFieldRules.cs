using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Annotation.Rules;

/// <summary>Labels mapped from a registry field by a fixed table.</summary>
internal static class RegistryFieldRules
{
    public static Annotated<StudyType> StudyTypeOf(AnnotationInput trial)
    {
        var value = Terms<StudyType>.Map(trial.StudyType) ?? StudyType.NotStated;
        return new(value, FromField("studyType", value.Key(), "study-type", trial.StudyType));
    }

    public static Annotated<Purpose> PurposeOf(AnnotationInput trial)
    {
        var value = Terms<Purpose>.Map(trial.PrimaryPurpose) ?? Purpose.NotStated;
        return new(
            value,
            FromField("purpose", value.Key(), "primary-purpose", trial.PrimaryPurpose)
        );
    }

    /// <summary>Two phases make the combined one; an empty list is NOT_STATED unless the study is not interventional.</summary>
    public static Annotated<Phase> PhaseOf(AnnotationInput trial, StudyType studyType)
    {
        var listed = trial.Phases.Select(p => p.ToUpperInvariant()).ToHashSet();
        var value =
            listed.Contains("NA") || IsNotInterventional(studyType) ? Phase.NotApplicable
            : listed.Contains("PHASE1") && listed.Contains("PHASE2") ? Phase.Phase1Phase2
            : listed.Contains("PHASE2") && listed.Contains("PHASE3") ? Phase.Phase2Phase3
            : trial.Phases.Select(Terms<Phase>.Map).FirstOrDefault(p => p is not null)
                ?? Phase.NotStated;
        var rule =
            listed.Count == 0 && IsNotInterventional(studyType)
                ? "phase-not-interventional"
                : "phase-list";
        return new(
            value,
            EvidenceFactory.Of(
                "phase",
                value.Key(),
                rule,
                Certainty.Registry,
                rule == "phase-list" ? "phases" : "studyType",
                rule == "phase-list"
                    ? listed.Count == 0
                        ? null
                        : string.Join(", ", trial.Phases)
                    : trial.StudyType
            )
        );
    }

    public static Annotated<TrialStatus> StatusOf(AnnotationInput trial)
    {
        var value = trial.OverallStatus is null
            ? TrialStatus.NotStated
            : Terms<TrialStatus>.Map(trial.OverallStatus) ?? TrialStatus.Unknown;
        return new(value, FromField("status", value.Key(), "status-mapping", trial.OverallStatus));
    }

    public static bool IsNotInterventional(StudyType type) =>
        type is StudyType.Observational or StudyType.ExpandedAccess;

    private static Evidence FromField(string label, string value, string rule, string? text) =>
        EvidenceFactory.Of(
            label,
            value,
            rule,
            Certainty.Registry,
            label switch
            {
                "status" => "overallStatus",
                "purpose" => "primaryPurpose",
                _ => label,
            },
            text
        );
}
