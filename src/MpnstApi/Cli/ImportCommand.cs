using System.CommandLine;
using System.Globalization;
using MpnstApi.Importing;

namespace MpnstApi.Cli;

/// <summary><c>import PATH [--all]</c>: imports registry records into the store and prints a report.</summary>
internal static class ImportCommand
{
    public static Command Create(string[] settings)
    {
        var path = new Argument<string>("PATH")
        {
            Description =
                "A file of ClinicalTrials.gov API v2 JSON (a study, a page, an array or one study per line), or a folder of such files.",
        };
        var all = new Option<bool>("--all")
        {
            Description = "Keep every trial, including those of other diseases.",
        };
        var command = new Command("import", "Import registry records from a file or folder.")
        {
            path,
            all,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    settings,
                    parsed.GetRequiredValue(path),
                    parsed.GetValue(all),
                    cancellation
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(
        string[] settings,
        string path,
        bool all,
        CancellationToken cancellation
    )
    {
        var source = ImportSource.FromPath(path);
        await using var app = ProgramHost.CreateForVerb(settings);
        await app.Services.GetRequiredService<StoreInitializer>().MigrateAsync(cancellation);
        var progress = Console.IsErrorRedirected ? null : new TerminalProgress(Console.Error);
        var report = await app
            .Services.GetRequiredService<Importer>()
            .ImportAsync(source, all, progress, cancellation);
        progress?.Clear();
        return Print(
            report,
            $"Imported {report.Run.Source}",
            "neither MPNST, sarcoma nor NF1; --all keeps them"
        );
    }

    /// <summary>Prints the outcome of a run and returns the exit code.</summary>
    public static int Print(ImportReport report, string what, string leftOut)
    {
        var run = report.Run;
        var seconds = (run.EndedAt - run.StartedAt)?.TotalSeconds;
        Line($"{what} in {seconds:F1} s.");
        Line($"  read      {run.Read, 9:N0}");
        Line($"  added     {run.Added, 9:N0}");
        Line($"  changed   {run.Changed, 9:N0}");
        Line($"  unchanged {run.Unchanged, 9:N0}");
        Line($"  left out  {run.LeftOut, 9:N0}{(run.LeftOut > 0 ? $"  {leftOut}" : "")}");
        if (run.Removed > 0)
        {
            Line($"  gone      {run.Removed, 9:N0}");
        }
        Line($"  rejected  {run.Rejected, 9:N0}");
        foreach (var record in report.Rejected)
        {
            var id = record.TrialId is null ? "" : $" ({record.TrialId})";
            Line($"    {record.Position}{id}: {record.Reason}");
        }
        if (run.Rejected > report.Rejected.Count)
        {
            Line($"    and {run.Rejected - report.Rejected.Count:N0} more");
        }
        Line(
            report.Release is { } release
                ? (FormattableString)
                    $"Release {release.Version} is published, with {release.Trials:N0} trials."
                : $"Nothing changed; there is no new release."
        );
        return run.Rejected > 0 ? CommandLine.DoneWithRejectedRecords : CommandLine.Done;
    }

    private static void Line(FormattableString text) =>
        Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
