using System.Text.Json.Nodes;
using MpnstApi.Annotation;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Tests.Annotation;

/// <summary>Real registry records, from the v2 JSON, as the text that annotation reads.</summary>
internal static class RegistryJson
{
    public static AnnotationInput Read(string json) => Read(JsonNode.Parse(json)!);

    public static AnnotationInput Read(JsonNode record)
    {
        var protocol = record["protocolSection"]!;
        var identification = protocol["identificationModule"]!;
        var conditions = protocol["conditionsModule"];
        var description = protocol["descriptionModule"];
        var design = protocol["designModule"];
        var arms = protocol["armsInterventionsModule"];
        return new AnnotationInput
        {
            Id = (string)identification["nctId"]!,
            Title = (string?)identification["briefTitle"],
            OfficialTitle = (string?)identification["officialTitle"],
            Acronym = (string?)identification["acronym"],
            Conditions = Strings(conditions?["conditions"]),
            Keywords = Strings(conditions?["keywords"]),
            BriefSummary = (string?)description?["briefSummary"],
            DetailedDescription = (string?)description?["detailedDescription"],
            EligibilityCriteria = (string?)protocol["eligibilityModule"]?["eligibilityCriteria"],
            StudyType = (string?)design?["studyType"],
            PrimaryPurpose = (string?)design?["designInfo"]?["primaryPurpose"],
            Phases = Strings(design?["phases"]),
            OverallStatus = (string?)protocol["statusModule"]?["overallStatus"],
            Interventions =
            [
                .. Items(arms?["interventions"])
                    .Select(i => new InterventionText(
                        (string?)i["type"],
                        (string)i["name"]!,
                        (string?)i["description"],
                        Strings(i["otherNames"])
                    )),
            ],
            Arms =
            [
                .. Items(arms?["armGroups"])
                    .Select(a => new ArmText(
                        (string?)a["label"],
                        (string?)a["type"],
                        (string?)a["description"],
                        Strings(a["interventionNames"])
                    )),
            ],
            PrimaryOutcomes =
            [
                .. Items(protocol["outcomesModule"]?["primaryOutcomes"])
                    .Select(o => (string)o["measure"]!),
            ],
            SnapshotScope = Terms<Scope>.Parse((string?)record["snapshot"]?["mpnst"]),
            SnapshotNamedIn = (string?)record["snapshot"]?["mpnstNamedIn"],
        };
    }

    private static IEnumerable<JsonNode> Items(JsonNode? list) =>
        list is JsonArray array ? array.OfType<JsonNode>() : [];

    private static List<string> Strings(JsonNode? list) => [.. Items(list).Select(i => (string)i!)];
}
