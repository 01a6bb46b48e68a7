using MpnstApi.Annotation;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Tests.Registry;

namespace MpnstApi.Tests.Annotation;

/// <summary>
/// Names of interventions as registries write them, with the right reading of each: <c>Fixtures/names.tsv</c> is made up,
/// the shared list is of real records.
/// </summary>
public sealed class NameReadingTests(ITestOutputHelper output)
{
    private sealed record Name(
        string Text,
        string Type,
        string Drugs,
        string Modality,
        string Targets,
        string Unread
    );

    [Fact]
    public void Every_made_up_name_is_read_as_a_curator_would()
    {
        var wrong = Load(Path.Combine(AppContext.BaseDirectory, "Fixtures", "names.tsv"))
            .Select(n => (Name: n, Read: Read(n)))
            .Where(n => !Agrees(n.Name, n.Read))
            .ToList();
        foreach (var (name, read) in wrong)
            output.WriteLine($"{name.Text}\n   expected {name}\n   read     {read}");

        Assert.Empty(wrong.Select(w => w.Name.Text));
    }

    [Fact]
    public void Dump()
    {
        var path = Environment.GetEnvironmentVariable("NAMES") ?? "";
        Assert.SkipWhen(path.Length == 0, "");
        File.WriteAllLines(
            path + ".out",
            File.ReadLines(path)
                .Select(l => l.Split('\t'))
                .Select(c => Read(new Name(c[0], c[1], "", "", "", "")))
                .Select(n =>
                    $"{n.Text}\t{n.Type}\t{n.Drugs}\t{n.Modality}\t{n.Targets}\t{n.Unread}"
                )
        );
    }

    /// <summary>"*" stands for whatever the dictionary says of the drugs named.</summary>
    private static bool Agrees(Name expected, Name read) =>
        Same(expected.Drugs, read.Drugs)
        && Same(expected.Modality, read.Modality)
        && Same(expected.Targets, read.Targets)
        && Same(expected.Unread, read.Unread);

    private static bool Same(string expected, string read) => expected == "*" || expected == read;

    private static List<Name> Load(string path) =>
        [
            .. File.ReadLines(path)
                .Where(line => line.Length > 0)
                .Select(line => line.Split('\t'))
                .Select(c => new Name(c[0], c[1], c[2], c[3], c[4], c[5])),
        ];

    private static Name Read(Name name)
    {
        var labels = Annotator.Annotate(
            new TrialText
            {
                Id = "NCT00000000",
                Title = "A trial",
                Interventions = [new InterventionText(name.Type, name.Text, null, [])],
            },
            Snapshot.Dictionary
        );
        var match = labels.Interventions[0];
        var targets = labels
            .Targets.Where(t => t.Role == TargetRole.Primary)
            .Select(t => t.Symbol)
            .Distinct();
        return name with
        {
            Drugs = Joined(match.DrugIds),
            Modality = match.Modality?.Key() ?? "-",
            Targets = Joined(targets),
            Unread = match.Unread.Count == 0 ? "-" : string.Join('|', match.Unread),
        };
    }

    private static string Joined(IEnumerable<string> values) =>
        string.Join(',', values) is { Length: > 0 } joined ? joined : "-";
}
