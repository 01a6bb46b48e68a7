using MpnstApi.Annotation.Dictionary;
using MpnstApi.Cli;
using MpnstApi.Importing;
using MpnstApi.Tests.Registry;

namespace MpnstApi.Tests.Cli;

public sealed class AnnotateCommandTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Fact]
    public void A_record_that_cannot_be_annotated_is_reported_and_the_others_are_printed()
    {
        File.WriteAllLines(file, RegistryData.SnapshotLines.Take(3));
        var rules = TrialAnnotator.With(DrugDictionary.Load());
        var seen = new List<string>();
        var labelling = rules with
        {
            Annotate = text =>
            {
                seen.Add(text.Id);
                return seen.Count == 2
                    ? throw new InvalidOperationException("no such rule")
                    : rules.Annotate(text);
            },
        };
        using var output = new StringWriter();

        var exit = AnnotateCommand.FromPath(labelling, file, output);

        var printed = output.ToString();
        Assert.Equal(CommandLine.DoneWithRejectedRecords, exit);
        Assert.Equal(3, seen.Count);
        Assert.Contains($"{seen[0]}  ", printed, StringComparison.Ordinal);
        Assert.Contains(
            $"{seen[1]}: The record could not be annotated: no such rule",
            printed,
            StringComparison.Ordinal
        );
        Assert.Contains($"{seen[2]}  ", printed, StringComparison.Ordinal);
    }
}
