using System.Text.Json.Nodes;
using MpnstApi.Annotation;

namespace MpnstApi.Tests.Annotation;

/// <summary>
/// Full records (arms, criteria, summaries) made up for this, one trap each, with the labels that the definitions give
/// (<c>Fixtures/full-records.ndjson</c>). Prints the confusion by label, and every difference with its trap.
/// </summary>
public sealed class FullRecordTests(ITestOutputHelper output)
{
    public static IReadOnlyList<JsonNode> Records { get; } =
    [
        .. File.ReadLines(
                Path.Combine(
                    Repository.Root,
                    "tests",
                    "MpnstApi.Tests",
                    "Fixtures",
                    "full-records.ndjson"
                )
            )
            .Select(line => JsonNode.Parse(line)!),
    ];

    [Theory]
    [InlineData("scope")]
    [InlineData("indication")]
    [InlineData("mpnstDedicated")]
    [InlineData("nf1")]
    [InlineData("nf1Association")]
    [InlineData("biomarkerSelection")]
    [InlineData("modalities")]
    [InlineData("drugs")]
    [InlineData("treatments")]
    public void No_trap_of_a_full_record_changes_a_label(string kind)
    {
        var confusion = new Dictionary<(string Expected, string Given), int>();
        var wrong = new List<string>();
        foreach (var record in Records.Where(record => record["expected"]![kind] is not null))
        {
            var labels = Annotator.Annotate(RegistryJson.Read(record), Snapshot.Dictionary);
            var (given, expected) = (
                Joined(LabelKinds.Given(kind, labels)),
                Joined(LabelKinds.Expected(kind, record["expected"]!))
            );
            confusion[(expected, given)] = confusion.GetValueOrDefault((expected, given)) + 1;
            if (given != expected)
            {
                wrong.Add(
                    $"{labels.Interventions.Count}: {record.Text("trap")}: {given} instead of {expected}"
                );
            }
        }
        foreach (var ((expected, given), count) in confusion.OrderBy(pair => pair.Key))
        {
            output.WriteLine($"{count, 4}  {expected} -> {given}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static string Joined(IEnumerable<string> values) =>
        string.Join('+', values.Order(StringComparer.Ordinal));
}
