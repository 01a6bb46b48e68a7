using System.Text.Json.Nodes;

namespace MpnstApi.Tests.Annotation;

/// <summary>
/// The labels of the bundled snapshot against <c>Fixtures/gold.ndjson</c>: trials labelled by hand from their records
/// alone. Prints precision, recall and F1 by kind of label, and every difference.
/// </summary>
public sealed class EvaluationTests(Service service, ITestOutputHelper output)
{
    /// <summary>A kind of label and the least F1 it must reach.</summary>
    public static TheoryData<string, double> Kinds =>
        new()
        {
            { "indication", 0.98 },
            { "scope", 0.98 },
            { "mpnstDedicated", 0.98 },
            { "nf1", 0.98 },
            { "nf1Association", 0.98 },
            { "biomarkerSelection", 0.98 },
            { "phase", 1 },
            { "status", 1 },
            { "drugs", 0.99 },
            { "targets", 0.98 },
            { "primaryTargets", 0.98 },
            { "modalities", 0.98 },
            { "treatments", 0.95 },
        };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Labels_agree_with_those_given_by_hand(string kind, double least)
    {
        var agreement = new Agreement(kind);
        foreach (var gold in Gold)
        {
            var id = gold.Text("id")!;
            agreement.Add(
                id,
                LabelKinds.Given(kind, service.Release.Find(id)!.Content.ReadDetail().Labels),
                LabelKinds.Expected(kind, gold),
                gold.Text("reason")
            );
        }
        foreach (var difference in agreement.Differences)
        {
            output.WriteLine(difference);
        }

        output.WriteLine(agreement.Summary);

        Assert.True(
            agreement.F1 >= least,
            $"{kind}: F1 {agreement.F1:0.000} is below {least:0.00}."
        );
    }

    [Fact]
    public void The_reference_covers_every_trial_of_the_snapshot() =>
        Assert.Equal(
            service.Release.Trials.Select(trial => trial.Id),
            Gold.Select(gold => gold.Text("id")).Order(StringComparer.Ordinal)
        );

    private static IReadOnlyList<JsonNode> Gold { get; } =
    [.. File.ReadLines(Repository.Fixture("gold.ndjson")).Select(line => JsonNode.Parse(line)!)];
}
