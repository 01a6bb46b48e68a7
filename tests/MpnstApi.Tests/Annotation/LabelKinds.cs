using System.Text.Json.Nodes;
using MpnstApi.Annotation;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Tests.Annotation;

/// <summary>Labels by kind, as annotation gives them and as a record labelled by hand has them.</summary>
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

    public static HashSet<string> Expected(string kind, JsonNode record) =>
        [.. record[kind] is JsonArray ? record.Texts(kind) : [record[kind]!.ToString()]];

    private static IEnumerable<TargetUse> InPanels(TrialLabels labels) =>
        labels.Targets.Where(use => OfPanels.Contains(use.Modality));
}
