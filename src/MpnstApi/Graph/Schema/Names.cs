using System.Text.Json;

namespace MpnstApi.Graph.Schema;

/// <summary>Names of types and members in the schema.</summary>
internal static class Names
{
    // Records whose name in the code is not the term of the schema.
    private static readonly Dictionary<string, string> Renamed = new()
    {
        ["ChangeItem"] = "Change",
        ["DatasetInfo"] = "DatasetInfo",
        ["DrugRef"] = "DrugRef",
        ["FactIdentifier"] = "TrialIdentifier",
        ["FilterEcho"] = "FilterCondition",
        ["GapResponse"] = "Gaps",
        ["PanelResponse"] = "Panel",
        ["ReleaseHeader"] = "Release",
        ["SponsorRef"] = "Sponsor",
        ["Term"] = "VocabularyValue",
        ["TrialEvidence"] = "Evidence",
        ["TrialIntervention"] = "Intervention",
    };

    /// <summary>The schema's name of a record.</summary>
    public static string Of(Type record) =>
        Renamed.GetValueOrDefault(record.Name)
        ?? (
            record.Name.StartsWith("Fact", StringComparison.Ordinal) ? record.Name[4..]
            : record.Name.EndsWith("Response", StringComparison.Ordinal) ? record.Name[..^8]
            : record.Name
        );

    public static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    public static string UpperSnake(string name) =>
        JsonNamingPolicy.SnakeCaseUpper.ConvertName(name);
}
