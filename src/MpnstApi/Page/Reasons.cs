using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Changes;
using MpnstApi.Statistics;
using MpnstApi.Storage;
using MpnstApi.Trials;

namespace MpnstApi.Page;

/// <summary>Describes reasons of labels and changes for readers who do not know the rules.</summary>
internal static partial class Reasons
{
    private const int LongestValue = 160;

    private static readonly Dictionary<string, string> Fields = new()
    {
        ["briefTitle"] = "brief title",
        ["officialTitle"] = "official title",
        ["briefSummary"] = "summary",
        ["detailedDescription"] = "description",
        ["eligibilityCriteria"] = "eligibility criteria",
        ["overallStatus"] = "status",
        ["studyType"] = "study type",
        ["primaryPurpose"] = "primary purpose",
        ["phases"] = "phase",
        ["conditions"] = "list of conditions",
        ["keywords"] = "keywords",
        ["interventions"] = "list of interventions",
        ["armGroups"] = "arms",
    };

    /// <summary>Returns the evidence of a label as a sentence.</summary>
    public static string Of(TrialEvidence evidence)
    {
        var field = evidence.Field is null ? null : NameOf(evidence.Field);
        if (evidence.Text is not { } text)
        {
            return evidence.Value == BiomarkerSelection.NotAssessable.Key()
                    ? $"The record has no {field ?? "text that says so"}."
                : field is null ? "Nothing in the record says otherwise."
                : $"Nothing in the record's {field} says otherwise.";
        }
        return evidence.Certainty switch
        {
            Certainty.Registry => $"The registry's {field ?? "record"} says “{text}”.",
            Certainty.Dictionary or Certainty.Spelling or Certainty.Stem =>
                $"“{text}”{(field is null ? "" : $" in the record's {field}")} {(evidence.Certainty is Certainty.Stem ? "ends as names of such drugs do" : "is in the dictionary of drugs")}.",
            _ => $"The record's {field ?? "text"}: “{text}”.",
        };
    }

    /// <summary>Returns a change as a sentence.</summary>
    public static string Of(ChangeItem change) =>
        change.Kind switch
        {
            ChangeKind.Added => "Added.",
            ChangeKind.LeftScope => $"Removed. {change.Reason}",
            ChangeKind.Returned => "Added again.",
            ChangeKind.Released => "Release published.",
            _ =>
                $"{FilterWords.NameOf(change.Field ?? "record")} changed from {Shown(change.Old)} to {Shown(change.New)}. {change.Reason}",
        };

    /// <summary>Returns the address of a reference, which may be an address, a DOI or a PMID; null for other texts.</summary>
    public static string? Address(string? reference) =>
        reference is null
            ? null
            : PageText.Safe(reference)
                ?? (
                    reference.StartsWith("10.", StringComparison.Ordinal)
                        ? $"https://doi.org/{Uri.EscapeDataString(reference).Replace("%2F", "/", StringComparison.Ordinal)}"
                    : Pmid().Match(reference) is { Success: true } pmid
                        ? $"https://pubmed.ncbi.nlm.nih.gov/{pmid.Groups["number"].Value}"
                    : null
                );

    private static string NameOf(string field)
    {
        // The last known part: "interventions[2].name" belongs to the list of interventions.
        var parts = field.Split('.').Select(part => Place().Match(part)).ToList();
        var part =
            parts.FindLast(part => Fields.ContainsKey(part.Groups["name"].Value)) ?? parts[^1];
        var name = part.Groups["name"].Value;
        return (Fields.GetValueOrDefault(name) ?? name)
            // People count from one.
            + (
                int.TryParse(
                    part.Groups["number"].Value,
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var place
                )
                    ? $", entry {PageText.Number(place + 1)}"
                    : ""
            );
    }

    private static string Shown(JsonElement? value)
    {
        var text = value switch
        {
            null or { ValueKind: JsonValueKind.Null } => "nothing",
            { ValueKind: JsonValueKind.String } one => $"“{one.GetString()}”",
            { ValueKind: JsonValueKind.Array } list
                when list.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String) =>
                string.Join(", ", list.EnumerateArray().Select(item => item.GetString())),
            { } other => other.GetRawText(),
        };
        return text.Length == 0 ? "none"
            : text.Length <= LongestValue ? text
            : text[..LongestValue] + "…";
    }

    [GeneratedRegex(@"^(?<name>[^\[]*)(\[(?<number>\d+)\])?", RegexOptions.ExplicitCapture)]
    private static partial Regex Place();

    [GeneratedRegex(@"^(PMID:?\s*)?(?<number>\d{1,8})$", RegexOptions.ExplicitCapture)]
    private static partial Regex Pmid();
}
