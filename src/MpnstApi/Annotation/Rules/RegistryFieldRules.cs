using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Annotation.Rules;

/// <summary>Labels mapped from a registry field by a fixed table.</summary>
internal static class RegistryFieldRules
{
    public static Annotated<StudyType> StudyTypeOf(AnnotationInput trial)
    {
        var value = Terms<StudyType>.Parse(trial.StudyType) ?? StudyType.NotStated;
        return new(value, FromField("studyType", value.Key(), "study-type", trial.StudyType));
    }

    public static Annotated<Purpose> PurposeOf(AnnotationInput trial)
    {
        var value = Terms<Purpose>.Parse(trial.PrimaryPurpose) ?? Purpose.NotStated;
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
            : trial.Phases.Select(Terms<Phase>.Parse).FirstOrDefault(p => p is not null)
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
        var value = trial.OverallStatus?.ToUpperInvariant() switch
        {
            null => TrialStatus.NotStated,
            "NOT_YET_RECRUITING" => TrialStatus.Planned,
            "RECRUITING" or "ENROLLING_BY_INVITATION" or "AVAILABLE" => TrialStatus.Open,
            "SUSPENDED" or "TEMPORARILY_NOT_AVAILABLE" => TrialStatus.TemporarilyClosed,
            "ACTIVE_NOT_RECRUITING" or "NO_LONGER_AVAILABLE" => TrialStatus.Closed,
            "COMPLETED" or "APPROVED_FOR_MARKETING" => TrialStatus.Completed,
            "TERMINATED" or "WITHDRAWN" => TrialStatus.Terminated,
            _ => TrialStatus.Unknown,
        };
        return new(value, FromField("status", value.Key(), "status-mapping", trial.OverallStatus));
    }

    public static CtrpCategory? CtrpOf(TrialStatus status) =>
        status switch
        {
            TrialStatus.Planned => CtrpCategory.Review,
            TrialStatus.Open or TrialStatus.TemporarilyClosed => CtrpCategory.Open,
            TrialStatus.Closed => CtrpCategory.Closed,
            TrialStatus.Completed or TrialStatus.Terminated => CtrpCategory.Terminal,
            _ => null,
        };

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
