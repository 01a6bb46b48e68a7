using System.Text.Json.Nodes;
using MpnstApi.Annotation;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Tests.Annotation;

/// <summary>One kind of label from both sides: as the annotator gives it and as somebody wrote it down by hand.</summary>
internal static class LabelKinds
{
    // What the gold calls targets are those of panels F and G.
    private static readonly Modality[] OfPanels =
    [
        Modality.Targeted,
        Modality.Immunotherapy,
        Modality.CellTherapy,
        Modality.Vaccine,
    ];

    /// <summary>Values of a kind; one for most, any number for drugs, targets, modalities and treatments.</summary>
    public static HashSet<string> Given(string kind, TrialLabels labels) =>
        [
            .. kind switch
            {
                "indication" => [labels.Indication.Key()],
                "scope" => [labels.Scope.Key()],
                "mpnstDedicated" => [labels.MpnstDedicated ? "true" : "false"],
                "nf1" => [labels.Nf1 ? "true" : "false"],
                "nf1Association" => [labels.Nf1Association.Key()],
                "biomarkerSelection" => [labels.BiomarkerSelection.Key()],
                "phase" => [labels.Phase.Key()],
                "status" => [labels.Status.Key()],
                "drugs" => labels.Drugs.Select(drug => drug.Id),
                "targets" => InPanels(labels).Select(use => use.Symbol),
                "primaryTargets" => InPanels(labels)
                    .Where(use => use.Role is TargetRole.Primary)
                    .Select(use => use.Symbol),
                "modalities" => labels.Modalities.Select(modality => modality.Key()),
                "treatments" => labels.Treatments,
                _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such label."),
            },
        ];

    /// <summary>Values of a kind in a line of hand labels, where it is a member of that name.</summary>
    public static HashSet<string> Expected(string kind, JsonNode byHand) =>
        [.. byHand[kind] is JsonArray ? byHand.Texts(kind) : [byHand[kind]!.ToString()]];

    private static IEnumerable<TargetUse> InPanels(TrialLabels labels) =>
        labels.Targets.Where(use => OfPanels.Contains(use.Modality));
}
