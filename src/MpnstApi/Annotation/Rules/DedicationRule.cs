using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Annotation.Rules;

/// <summary>Determines whether a trial is about MPNST only and tests a treatment of it.</summary>
internal static class DedicationRule
{
    public static Annotated<bool> Dedicated(
        Annotated<Indication> indication,
        StudyType studyType,
        Purpose purpose,
        bool countsTreatment
    )
    {
        var forTreatment =
            purpose == Purpose.Treatment || (purpose == Purpose.NotStated && countsTreatment);
        var value =
            IsMpnst(indication.Value)
            && !RegistryFieldRules.IsNotInterventional(studyType)
            && forTreatment;
        var rule =
            value ? "mpnst-dedicated"
            : !IsMpnst(indication.Value) ? "mpnst-dedicated-other-indication"
            : forTreatment ? "mpnst-dedicated-not-interventional"
            : "mpnst-dedicated-not-for-treatment";
        return new(
            value,
            EvidenceFactory.Of(
                "mpnstDedicated",
                EvidenceFactory.Flag(value),
                rule,
                indication.Why.Certainty,
                indication.Why.Field,
                indication.Why.Text
            )
        );
    }

    public static bool Focused(Indication indication, StudyType studyType) =>
        IsMpnst(indication) && studyType == StudyType.Observational;

    private static bool IsMpnst(Indication indication) =>
        indication is Indication.Mpnst or Indication.Nf1Mpnst;
}
