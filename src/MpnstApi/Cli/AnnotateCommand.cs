using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using MpnstApi.Annotation;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Importing;
using MpnstApi.Registry;
using MpnstApi.Storage;

namespace MpnstApi.Cli;

/// <summary><c>annotate PATH|ID</c>: prints the labels of records with their evidence. Stores nothing.</summary>
internal static class AnnotateCommand
{
    public static Command Create(string[] settings)
    {
        var what = new Argument<string>("PATH|ID")
        {
            Description = "A file or folder of registry records, or the NCT id of a stored trial.",
        };
        var command = new Command("annotate", "Print the labels of records, with their evidence.")
        {
            what,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(settings, parsed.GetRequiredValue(what), cancellation)
        );
        return command;
    }

    private static async Task<int> RunAsync(
        string[] settings,
        string what,
        CancellationToken cancellation
    )
    {
        await using var app = ProgramHost.CreateForVerb(settings);
        var annotator = app.Services.GetRequiredService<TrialAnnotator>();
        var id = what.ToUpperInvariant();
        return Path.Exists(what) || !NctId.IsValid(id)
            ? FromPath(annotator, what, Console.Out)
            : await FromStoreAsync(
                annotator,
                app.Services.GetRequiredService<Store>(),
                id,
                cancellation
            );
    }

    /// <summary>
    /// Prints the labels of every record of a file or folder. A record that cannot be annotated is reported, and the others
    /// are still printed.
    /// </summary>
    internal static int FromPath(TrialAnnotator annotator, string path, TextWriter output)
    {
        var exit = CommandLine.Done;
        foreach (var part in ImportSource.FromPath(path).Parts)
        {
            using var stream = part.Open();
            foreach (var record in Importer.Records(part, stream, alone: true))
            {
                if (record.Study is null)
                {
                    output.WriteLine($"{record.Id ?? part.Name}: {record.Problem}");
                    exit = CommandLine.DoneWithRejectedRecords;
                    continue;
                }
                var facts = TrialMapping.Facts(record.Study);
                var texts = TrialMapping.LongTexts(record.Study);
                if (annotator.TryAnnotate(facts, texts, out var problem) is not { } labels)
                {
                    output.WriteLine($"{facts.Id}: {problem}");
                    exit = CommandLine.DoneWithRejectedRecords;
                    continue;
                }
                Print(facts, labels, output);
            }
        }
        return exit;
    }

    private static async Task<int> FromStoreAsync(
        TrialAnnotator annotator,
        Store store,
        string id,
        CancellationToken cancellation
    )
    {
        await using var db = store.CreateDbContext();
        var version = await db.CurrentTrials.SingleOrDefaultAsync(
            trial => trial.TrialId == id,
            cancellation
        );
        if (version is null)
        {
            await Console.Error.WriteLineAsync(
                $"The store has no trial {id}; use the path of its record, or import it first."
            );
            return CommandLine.Failed;
        }
        var facts = StoredJson.Read<TrialFacts>(version.Facts);
        var texts = StoredJson.Read<TrialNarrative>(version.Texts);
        Print(facts, annotator.Annotate(TrialMapping.ForAnnotation(facts, texts)), Console.Out);
        return CommandLine.Done;
    }

    private static void Print(TrialFacts facts, TrialLabels labels, TextWriter output)
    {
        output.WriteLine($"{facts.Id}  {facts.Title}");
        foreach (var evidence in labels.Evidence)
        {
            output.WriteLine($"  {evidence.Label} = {evidence.Value}  {Why(evidence)}");
        }
        foreach (var unmatched in labels.Interventions.Where(match => match.Entries.Count == 0))
        {
            var nearest =
                unmatched.Nearest.Count == 0
                    ? ""
                    : $", similar to {string.Join(", ", unmatched.Nearest)}";
            output.WriteLine($"  unmatched: {unmatched.Name}{nearest}");
        }
        output.WriteLine();
    }

    private static string Why(Evidence evidence)
    {
        var words = evidence.Text is null ? "" : $" \"{evidence.Text}\"";
        var reference = evidence.Reference is null ? "" : $" {evidence.Reference}";
        return $"[{evidence.Rule}, {evidence.Certainty.Key()}] {evidence.Field}{words}{reference}";
    }
}
