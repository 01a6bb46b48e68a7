using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using MpnstApi.Annotation;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Tests.Registry;

namespace MpnstApi.Tests.Annotation;

/// <summary>
/// The annotator on records as the registry sends them, with criteria, summaries and arms, against labels given by hand.
/// <c>full-records.ndjson</c> holds made-up trials of one trap each, on which rules were tuned until all agreed;
/// <c>full-records-second.ndjson</c>, <c>full-records-held-out.ndjson</c>, <c>full-records-unseen.ndjson</c>,
/// <c>full-records-blind.ndjson</c>, <c>full-records-blind-second.ndjson</c> and <c>full-records-blind-third.ndjson</c> (most of
/// it changed from the text of the trial that <c>trap</c> names) further ones, labelled before any rule saw them, on which rules
/// have been mended since;
/// <c>registry-record-labels.ndjson</c> the labels of real documents, whose texts are in
/// <c>registry-record-texts.ndjson</c>.
/// Prints precision, recall, F1 and confusion by kind of label, and every difference with its reason.
/// </summary>
public sealed class FullRecordTests(ITestOutputHelper output)
{
    private const string Tuned = "full-records";
    private const string Second = "full-records-second";
    private const string HeldOut = "full-records-held-out";
    private const string Unseen = "full-records-unseen";
    private const string Blind = "full-records-blind";
    private const string BlindSecond = "full-records-blind-second";
    private const string BlindThird = "full-records-blind-third";
    private const string Real = "registry-record-texts";

    private static readonly string[] Kinds =
    [
        "scope",
        "indication",
        "mpnstDedicated",
        "nf1",
        "nf1Association",
        "biomarkerSelection",
        "modalities",
        "drugs",
        "treatments",
    ];

    // Types of intervention that can be a treatment of the tumour if their name does not say.
    private static readonly string[] Treating =
    [
        "DRUG",
        "BIOLOGICAL",
        "GENETIC",
        "COMBINATION_PRODUCT",
        "RADIATION",
    ];

    /// <summary>A set of records, a kind of label, and the least F1 it must reach there.</summary>
    public static TheoryData<string, string, double> Measures
    {
        get
        {
            var data = new TheoryData<string, string, double>();
            foreach (var kind in Kinds)
            {
                data.Add(Tuned, kind, 1);
                data.Add(Second, kind, 0.95);
                data.Add(HeldOut, kind, 0.95);
                data.Add(Unseen, kind, 1);
                data.Add(Blind, kind, LeastOfBlind(kind));
                data.Add(BlindSecond, kind, 1);
                data.Add(BlindThird, kind, LeastOfBlindThird(kind));
                data.Add(Real, kind, LeastOfReal(kind));
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Measures))]
    public void Labels_agree_with_those_given_by_hand(string set, string kind, double least)
    {
        var agreement = new Agreement(kind);
        foreach (var record in Records(set).Where(record => record.ByHand[kind] is not null))
        {
            agreement.Add(
                record.Text.Id,
                LabelKinds.Given(kind, record.Labels),
                LabelKinds.Expected(kind, record.ByHand),
                record.About
            );
        }
        foreach (var difference in agreement.Differences)
        {
            output.WriteLine(difference);
        }

        output.WriteLine(agreement.Summary);
        foreach (var line in agreement.Confusion)
        {
            output.WriteLine(line);
        }

        Assert.True(
            agreement.F1 >= least,
            $"{set}, {kind}: F1 {agreement.F1:0.000} is below {least:0.00}."
        );
    }

    /// <summary>What a first sync would show: names that nothing reads, treatments left open, drugs nobody gave.</summary>
    [Fact]
    public void Names_of_records_labelled_before_any_rule_saw_them_are_read()
    {
        // Where the expected label is "undetermined", a name is meant to stay unread.
        var records = Records(HeldOut)
            .Where(record => LabelKinds.Expected("treatments", record.ByHand).Count > 0)
            .ToList();
        var names = records
            .Where(record => record.Text.StudyType is "INTERVENTIONAL")
            .SelectMany(record =>
                record.Text.Interventions.Zip(record.Labels.Interventions).Where(CanTreat)
            )
            .Select(pair => pair.Second)
            .ToList();
        var unmatched = names.Where(name => name.Entries.Count is 0).ToList();
        var undetermined = records
            .Where(record =>
                record.Labels.Regimens.Any(regimen => regimen.Treatment is "UNDETERMINED")
            )
            .ToList();
        var wrong = Records(HeldOut)
            .SelectMany(record =>
                LabelKinds
                    .Given("drugs", record.Labels)
                    .Except(LabelKinds.Expected("drugs", record.ByHand))
                    .Select(drug => $"{record.Text.Id}: {drug}; {record.About}")
            )
            .ToList();
        foreach (var drug in wrong)
        {
            output.WriteLine($"Wrong {drug}");
        }

        output.WriteLine(
            $"Unmatched {unmatched.Count} of {names.Count}: {string.Join("; ", unmatched.Select(name => name.Name))}"
        );
        output.WriteLine(
            $"Undetermined {undetermined.Count} of {records.Count}: {string.Join("; ", undetermined.Select(record => record.Text.Id))}"
        );

        Assert.Empty(wrong);
        Assert.True(
            unmatched.Count < 0.08 * names.Count,
            $"{unmatched.Count} of {names.Count} names are unmatched."
        );
        Assert.True(
            undetermined.Count < 0.15 * records.Count,
            $"{undetermined.Count} of {records.Count} trials are undetermined."
        );
    }

    [Fact]
    public void Every_real_record_has_labels_given_by_hand() =>
        Assert.Equal(Lines(Real).Select(Id), LabelsOfReal.Keys.Order(StringComparer.Ordinal));

    // The real documents are of lung cancer and of no cancer at all, the dictionary is of sarcoma: many of their drugs are
    // unknown to it, and a medicine against migraine is as unread as one against a tumour.
    private static double LeastOfReal(string kind) =>
        kind switch
        {
            "modalities" => 0.85,
            "drugs" => 0.80,
            "treatments" => 0.70,
            _ => 0.97,
        };

    private static double LeastOfBlind(string kind) =>
        kind switch
        {
            "indication" => 0.949,
            "modalities" => 0.98,
            "drugs" => 0.928,
            _ => 1,
        };

    private static double LeastOfBlindThird(string kind) =>
        kind switch
        {
            "modalities" => 0.98,
            "drugs" => 0.9,
            "treatments" => 0.91,
            _ => 1,
        };

    private static bool CanTreat((InterventionText Text, InterventionMatch Match) pair) =>
        pair.Match.Entries.Count is 0
            ? Treating.Contains(pair.Text.Type)
            : pair.Match.Modality
                is not (Modality.Supportive or Modality.Diagnostic or Modality.Other);

    private static IReadOnlyList<LabelledRecord> Records(string set) => Read.GetOrAdd(set, ReadAll);

    private static IReadOnlyList<LabelledRecord> ReadAll(string set) =>
        [
            .. Lines(set)
                .Select(record =>
                    LabelledRecord.Of(record, set is Real ? LabelsOfReal[Id(record)] : record)
                ),
        ];

    private static Dictionary<string, JsonNode> LabelsOfReal { get; } =
        Lines("registry-record-labels").ToDictionary(line => line.Text("id")!);

    private static ConcurrentDictionary<string, IReadOnlyList<LabelledRecord>> Read { get; } =
        new();

    private static IEnumerable<JsonNode> Lines(string set) =>
        File.ReadLines(PathOf(set)).Select(line => JsonNode.Parse(line)!);

    private static string Id(JsonNode record) =>
        record["protocolSection"]!["identificationModule"]!.Text("nctId")!;

    private static string PathOf(string set) => Repository.Fixture($"{set}.ndjson");

    /// <param name="About">The trap, where the record has one, and the reason of its labels.</param>
    private sealed record LabelledRecord(
        AnnotationInput Text,
        TrialLabels Labels,
        JsonNode ByHand,
        string About
    )
    {
        public static LabelledRecord Of(JsonNode record, JsonNode line)
        {
            var text = RegistryJson.Read(record);
            return new(
                text,
                Annotator.Annotate(text, Snapshot.Dictionary),
                line["expected"] ?? line["labels"]!,
                string.Join(
                    "; ",
                    new[]
                    {
                        line.Text("trap"),
                        line.Text("reason") ?? line["expected"]?.Text("reason"),
                    }.OfType<string>()
                )
            );
        }
    }
}
