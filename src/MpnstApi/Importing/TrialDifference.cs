using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using MpnstApi.Annotation;
using MpnstApi.Storage;

namespace MpnstApi.Importing;

/// <summary>Represents a member of a trial that differs between two states, as JSON in the form of responses.</summary>
/// <param name="Kind">CHANGED for a fact, LABEL_CHANGED for a label.</param>
/// <param name="Field">The name of the member in responses.</param>
/// <param name="Old">The former value; of a list of objects the items that were removed, of a long text the passage that differs.</param>
/// <param name="New">The new value; of a list of objects the items that were added, of a long text the passage that differs.</param>
/// <param name="Why">The evidence of a label; null for a fact.</param>
internal sealed record FieldDifference(
    ChangeKind Kind,
    string Field,
    string? Old,
    string? New,
    string? Why
);

/// <summary>
/// Compares two states of a trial, member by member. What follows from the date alone (statusFreshness, openNow) is not a
/// change of the trial.
/// </summary>
internal static class TrialDifference
{
    /// <summary>Of a longer text only the passage that differs is reported.</summary>
    private const int LongText = 300;

    /// <summary>The length of the text around the passage that differs, in characters.</summary>
    private const int Around = 40;
    private const int LongestPassage = 1_000;
    private const int MostReasons = 3;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
    };

    private sealed record Member(string Name, Func<TrialState, object?> Value)
    {
        /// <summary>Gets whether the member is a label and not a fact.</summary>
        public bool IsLabel { get; init; }

        /// <summary>Gets the name of the label in evidence; null if no evidence names it.</summary>
        public string? Evidence { get; init; }
    }

    private static readonly Member[] Members =
    [
        new("title", state => state.Facts.Title),
        new("titleSource", state => state.Facts.TitleSource),
        new("officialTitle", state => state.Facts.OfficialTitle),
        new("acronym", state => state.Facts.Acronym),
        new("ids", state => state.Facts.Ids),
        new("registryStudyType", state => state.Facts.StudyType),
        new("registryPurpose", state => state.Facts.PrimaryPurpose),
        new("registryPhases", state => state.Facts.Phases),
        new("registryStatus", state => state.Facts.OverallStatus),
        new("statusAsOf", state => state.Facts.StatusAsOf),
        new("whyStopped", state => state.Facts.WhyStopped),
        new("startDate", state => state.Facts.StartDate),
        new("primaryCompletionDate", state => state.Facts.PrimaryCompletionDate),
        new("completionDate", state => state.Facts.CompletionDate),
        new("firstPosted", state => state.Facts.FirstPosted),
        new("lastUpdate", state => state.Facts.LastUpdate),
        new("sponsor", state => state.Facts.Sponsor),
        new("collaborators", state => state.Facts.Collaborators),
        new("conditions", state => state.Facts.Conditions),
        new("keywords", state => state.Facts.Keywords),
        new("interventions", state => state.Facts.Interventions),
        new("arms", state => state.Facts.Arms),
        new("design.allocation", state => state.Facts.Allocation),
        new("design.masking", state => state.Facts.Masking),
        new("enrollment.count", state => state.Facts.EnrollmentCount),
        new("enrollment.type", state => state.Facts.EnrollmentType),
        new("eligibility.minimumAge", state => state.Facts.MinimumAge),
        new("eligibility.maximumAge", state => state.Facts.MaximumAge),
        new("eligibility.sex", state => state.Facts.Sex),
        new("eligibility.stdAges", state => state.Facts.StdAges),
        new("outcomes", state => state.Facts.Outcomes),
        new("sites", state => state.Facts.Sites),
        new("publications", state => state.Facts.Publications),
        new("hasResults", state => state.Facts.HasResults),
        new("caveats", state => state.Facts.Caveats),
        new("source.origin", state => state.Origin),
        new("source.name", state => state.Facts.Source.Name),
        new("source.url", state => state.Facts.Source.Url),
        new("source.references", state => state.Facts.Source.References),
        new("briefSummary", state => state.Texts.BriefSummary),
        new("detailedDescription", state => state.Texts.DetailedDescription),
        new("eligibilityCriteria", state => state.Texts.EligibilityCriteria),
        new("interventionDescriptions", state => state.Texts.InterventionDescriptions),
        new("armDescriptions", state => state.Texts.ArmDescriptions),
        Label("scope", labels => labels.Scope, "scope"),
        Label("studyType", labels => labels.StudyType, "studyType"),
        Label("purpose", labels => labels.Purpose, "purpose"),
        Label("phase", labels => labels.Phase, "phase"),
        Label("status", labels => labels.Status, "status"),
        Label("ctrpCategory", labels => labels.CtrpCategory, "ctrpCategory"),
        Label("indication", labels => labels.Indication, "indication"),
        Label("mpnstDedicated", labels => labels.MpnstDedicated, "mpnstDedicated"),
        Label("nf1", labels => labels.Nf1, "nf1"),
        Label("nf1Association", labels => labels.Nf1Association, "nf1Association"),
        Label("biomarkerSelection", labels => labels.BiomarkerSelection, "biomarkerSelection"),
        Label("biomarkers", labels => labels.Biomarkers, "biomarker"),
        Label("modalities", labels => labels.Modalities, "modality"),
        Label("treatments", labels => labels.Treatments, "treatment"),
        Label("regimens", labels => labels.Regimens, "treatment"),
        Label(
            "drugs",
            labels => labels.Drugs.Select(drug => new { drug.Id, drug.Name }).Distinct(),
            "drug"
        ),
        Label(
            "targets",
            labels =>
                labels
                    .Targets.Select(target => target.Symbol)
                    .Distinct()
                    .Order(StringComparer.Ordinal),
            "target"
        ),
        Label("annotation.drugTypes", labels => labels.DrugTypes, "drugType"),
        Label("annotation.mpnstFocused", labels => labels.MpnstFocused, null),
        Label("annotation.neverEnrolled", labels => labels.NeverEnrolled, null),
        Label("annotation.targets", labels => labels.Targets, "target"),
        Label("annotation.interventions", labels => labels.Interventions, null),
        Label("annotation.evidence", labels => labels.Evidence, null),
    ];

    /// <summary>Returns what differs; nothing only where both states are equal in everything that responses can show.</summary>
    public static IEnumerable<FieldDifference> Between(TrialState before, TrialState after)
    {
        foreach (var member in Members)
        {
            var old = JsonSerializer.SerializeToNode(member.Value(before), Json);
            var now = JsonSerializer.SerializeToNode(member.Value(after), Json);
            if (JsonNode.DeepEquals(old, now))
            {
                continue;
            }
            (old, now) = Shorten(old, now);
            var order = (old, now) is (JsonArray { Count: 0 }, JsonArray { Count: 0 });
            yield return new FieldDifference(
                member.IsLabel ? ChangeKind.LabelChanged : ChangeKind.Changed,
                member.Name,
                order ? null : old?.ToJsonString(Json),
                order ? null : now?.ToJsonString(Json),
                order ? "Only the order of its items differs."
                    : member.Evidence is { } label ? Why(label, after.Labels.Evidence)
                    : null
            );
        }
    }

    private static (JsonNode? Old, JsonNode? Now) Shorten(JsonNode? old, JsonNode? now) =>
        (old, now) switch
        {
            (JsonArray left, JsonArray right)
                when left.Concat(right).Any(item => item is JsonObject) => (
                Less(left, right),
                Less(right, left)
            ),
            (JsonValue left, JsonValue right)
                when left.TryGetValue<string>(out var before)
                    && right.TryGetValue<string>(out var after)
                    && Math.Max(before.Length, after.Length) > LongText => Passages(before, after),
            _ => (Cut(old), Cut(now)),
        };

    /// <summary>Returns the items of one list that the other lacks, each as often as it lacks it.</summary>
    private static JsonArray Less(JsonArray list, JsonArray other)
    {
        var rest = other.ToList();
        var less = new JsonArray();
        foreach (var item in list)
        {
            var same = rest.FindIndex(candidate => JsonNode.DeepEquals(candidate, item));
            if (same >= 0)
            {
                rest.RemoveAt(same);
            }
            else
            {
                less.Add(item?.DeepClone());
            }
        }
        return less;
    }

    private static (JsonNode? Old, JsonNode? Now) Passages(string before, string after)
    {
        var shorter = Math.Min(before.Length, after.Length);
        var start = 0;
        while (start < shorter && before[start] == after[start])
        {
            start++;
        }
        var end = 0;
        while (end < shorter - start && before[^(end + 1)] == after[^(end + 1)])
        {
            end++;
        }
        return (Passage(before, start, end), Passage(after, start, end));
    }

    private static JsonValue Passage(string text, int start, int end)
    {
        var from = Whole(text, Math.Max(0, start - Around));
        var to = Whole(text, Math.Min(text.Length, text.Length - end + Around));
        var shown = Whole(text, Math.Min(to, from + LongestPassage));
        return JsonValue.Create(
            (from > 0 ? "…" : "") + text[from..shown] + (shown < text.Length ? "…" : "")
        );
    }

    // Not between the halves of a surrogate pair.
    private static int Whole(string text, int place) =>
        place > 0 && place < text.Length && char.IsLowSurrogate(text[place]) ? place - 1 : place;

    private static JsonNode? Cut(JsonNode? node) =>
        node is JsonValue value
        && value.TryGetValue<string>(out var text)
        && text.Length > LongestPassage
            ? Passage(text, 0, 0)
            : node;

    private static string? Why(string label, IReadOnlyList<Evidence> evidence)
    {
        var reasons = evidence
            .Where(row => row.Label == label)
            .Select(row =>
                row.Text is null
                    ? $"{row.Value} by {row.Rule}"
                    : $"{row.Value} by {row.Rule}: \"{row.Text}\""
            )
            .Distinct()
            .ToList();
        if (reasons.Count == 0)
        {
            return null;
        }
        var more = reasons.Count > MostReasons ? $"; and {reasons.Count - MostReasons} more" : "";
        return string.Join("; ", reasons.Take(MostReasons)) + more + ".";
    }

    private static Member Label(string name, Func<TrialLabels, object?> value, string? evidence) =>
        new(name, state => value(state.Labels)) { IsLabel = true, Evidence = evidence };
}
