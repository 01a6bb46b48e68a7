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
        var wrong = Load(Repository.Fixture("names.tsv"))
            .Select(n => (Name: n, Read: Read(n)))
            .Where(n => !Agrees(n.Name, n.Read))
            .ToList();
        foreach (var (name, read) in wrong)
        {
            output.WriteLine($"{name.Text}\n   expected {name}\n   read     {read}");
        }

        Assert.Empty(wrong.Select(w => w.Name.Text));
    }

    /// <summary>
    /// The expectation of <c>name-hints.tsv</c> is a hint: a name may stay unmatched, but what is read must not contradict it. Right
    /// are those whose modality and, where the hint has one, target are read.
    /// </summary>
    [Fact]
    public void No_name_of_the_list_of_hints_is_read_wrong()
    {
        var verdicts = File.ReadLines(Repository.Fixture("name-hints.tsv"))
            .Skip(1)
            .Select(line => line.Split('\t'))
            .Select(c =>
                (Name: c[0], Verdict: VerdictOn(c, Read(new Name(c[0], c[1], "", "", "", ""))))
            )
            .ToList();
        foreach (var group in verdicts.GroupBy(v => v.Verdict).OrderBy(g => g.Key))
        {
            output.WriteLine(
                $"{group.Key}: {group.Count()}\n   {string.Join("\n   ", group.Select(v => v.Name))}"
            );
        }

        Assert.Empty(verdicts.Where(v => v.Verdict == "wrong").Select(v => v.Name));
        Assert.InRange(verdicts.Count(v => v.Verdict == "right"), LeastRight, verdicts.Count);
    }

    private const int LeastRight = 155;

    /// <summary>
    /// <c>names-unseen.tsv</c>, <c>names-blind.tsv</c> and <c>names-blind-second.tsv</c> were written down before any rule saw
    /// them: name, registry's type, drugs ("?" allows others that count nowhere), modalities and treatment. "*" stands for
    /// anything, "/" separates readings that are equally right. Rules have been mended on all since; the names of the last were
    /// copied from the pages that its sixth column gives.
    /// </summary>
    [Theory]
    [InlineData("names-unseen.tsv", 119, 0)]
    [InlineData("names-blind.tsv", 60, 0)]
    [InlineData("names-blind-second.tsv", 74, 0)]
    public void Names_written_before_the_rules_saw_them_are_read(
        string set,
        int leastRight,
        int mostWrong
    )
    {
        var verdicts = File.ReadLines(Repository.Fixture(set))
            .Select(line => line.Split('\t'))
            .Select(columns => (Columns: columns, Labels: Annotate(columns[0], columns[1])))
            .Select(name =>
                (name.Columns, name.Labels, Verdict: Unseen.VerdictOn(name.Columns, name.Labels))
            )
            .ToList();
        foreach (var group in verdicts.GroupBy(v => v.Verdict).OrderBy(g => g.Key))
        {
            output.WriteLine(
                $"{group.Key}: {group.Count()}\n   {string.Join("\n   ", group.Select(v => $"{string.Join(" | ", v.Columns)}   read: {Unseen.Describe(v.Labels)}"))}"
            );
        }

        Assert.InRange(verdicts.Count(v => v.Verdict == "wrong"), 0, mostWrong);
        Assert.InRange(verdicts.Count(v => v.Verdict == "right"), leastRight, verdicts.Count);
    }

    private static class Unseen
    {
        private static readonly string[] NoNames = ["-", "?", "*"];

        public static string VerdictOn(string[] expected, TrialLabels labels)
        {
            var (drugs, modalities, treatments) = (expected[2], expected[3], expected[4]);
            var match = labels.Interventions[0];
            var given = match.DrugIds.ToHashSet();
            var wanted = drugs.Split(',').Except(NoNames).ToHashSet();
            var drugsRight =
                drugs.Contains('*') || drugs.Contains('?')
                    ? wanted.IsSubsetOf(given)
                    : wanted.SetEquals(given);
            var modalitiesRight =
                modalities == "*" || modalities.Split('/').Contains(ModalitiesOf(labels));
            var treatmentRight =
                treatments == "*"
                || treatments
                    .Split('/')
                    .Any(t => TreatmentsOf(labels).All(given => Fits(given, t)));
            if (drugsRight && modalitiesRight && treatmentRight)
            {
                return "right";
            }

            if (match.Entries.Count == 0 && TreatmentsOf(labels).All(t => t == "UNDETERMINED"))
            {
                return "unmatched";
            }

            var nothingWrong =
                (drugs.Contains('*') || drugs.Contains('?') || given.IsSubsetOf(wanted))
                && (modalities == "*" || ModalitiesOf(labels).Split(',').All(modalities.Contains));
            return nothingWrong && TreatmentsOf(labels).All(t => t == "UNDETERMINED")
                ? "partly read"
                : "wrong";
        }

        public static string Describe(TrialLabels labels) =>
            $"{Joined(labels.Interventions[0].DrugIds)} | {ModalitiesOf(labels)} | {Joined(TreatmentsOf(labels))}; unread {Joined(labels.Interventions[0].Unread)}; entries {Joined(labels.Interventions[0].Entries.Order(StringComparer.Ordinal))}";

        private static string ModalitiesOf(TrialLabels labels) =>
            labels.Modalities.Count > 0
                ? Joined(labels.Modalities.Select(m => m.Key()))
                : labels.Interventions[0].Modality?.Key() ?? "-";

        private static HashSet<string> TreatmentsOf(TrialLabels labels) =>
            [.. labels.Regimens.Select(regimen => regimen.Treatment)];

        private static bool Fits(string treatment, string pattern) =>
            pattern.EndsWith('*')
                ? treatment.StartsWith(pattern[..^1], StringComparison.Ordinal)
                : treatment == pattern;
    }

    /// <summary>Hints that the dictionary's sources overrule: an unarmed antibody against a tumour antigen is TARGETED.</summary>
    private static readonly string[] Overruled = ["ch14.18/CHO", "hu14.18K322A"];

    private static string VerdictOn(string[] row, Name read)
    {
        var (modality, target) = (row[4], row[5].Trim('(', ')'));
        if (read.Modality == "-")
        {
            return modality is "" or "(none)" or "x" ? "right" : "unmatched";
        }

        if (Overruled.Contains(row[0]) || modality == "x")
        {
            return read.Unread == "-" ? "right" : "partly read";
        }

        if (!modality.Split('/', '+').Contains(read.Modality))
        {
            return "wrong";
        }

        if (read.Unread != "-")
        {
            return "partly read";
        }

        if (target.Length == 0 || row[5].StartsWith('('))
        {
            return "right";
        }

        return read.Targets == "-" ? "target not read"
            : target.Split('/').Intersect(read.Targets.Split(',')).Any() ? "right"
            : "wrong";
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
        var labels = Annotate(name.Text, name.Type);
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

    private static TrialLabels Annotate(string name, string type) =>
        Annotator.Annotate(
            new AnnotationInput
            {
                Id = "NCT00000000",
                Title = "A trial",
                Interventions = [new InterventionText(type, name, null, [])],
            },
            Snapshot.Dictionary
        );

    private static string Joined(IEnumerable<string> values) =>
        string.Join(',', values) is { Length: > 0 } joined ? joined : "-";
}
