using System.CommandLine;
using System.Globalization;
using MpnstApi.Importing;

namespace MpnstApi.Cli;

/// <summary><c>sync [--full] [--accept-shrink]</c>: brings the store up to date with the registry and prints a report.</summary>
internal static class SyncCommand
{
    /// <summary>The exit code for trials that the registry does not have.</summary>
    private const int MostNamed = 10;

    public static Command Create(string[] settings)
    {
        var full = new Option<bool>("--full")
        {
            Description = "Download everything, not only what was updated since the last sync.",
        };
        var acceptShrink = new Option<bool>("--accept-shrink")
        {
            Description =
                "Publish even if more than a fifth of the trials from the registry would be removed.",
        };
        var command = new Command("sync", "Bring the store up to date with ClinicalTrials.gov.")
        {
            full,
            acceptShrink,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    settings,
                    parsed.GetValue(full),
                    parsed.GetValue(acceptShrink),
                    cancellation
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(
        string[] settings,
        bool full,
        bool acceptShrink,
        CancellationToken cancellation
    )
    {
        await using var app = ProgramHost.CreateForVerb(settings);
        await app.Services.GetRequiredService<StoreInitializer>().MigrateAsync(cancellation);
        var report = await app
            .Services.GetRequiredService<Sync>()
            .RunAsync(full, acceptShrink, annotateAgain: true, cancellation);
        if (report.Import is { } import)
        {
            var exitCode = ImportCommand.Print(
                import,
                $"Synchronised with {import.Run.Source}, data of {Utc(report.Timestamp)},",
                "outside the scopes that are kept"
            );
            PrintNotInRegistry(report.NotInRegistry);
            return exitCode;
        }
        switch (report.Outcome)
        {
            case SyncOutcome.Busy:
                await Console.Error.WriteLineAsync(
                    "Another sync is running on this database. Try again when it has ended."
                );
                return CommandLine.Failed;
            case SyncOutcome.StillHeldBack:
                await Console.Error.WriteLineAsync(
                    $"A sync with the registry's data of {Utc(report.Timestamp)} was held back because too many trials would be removed. Confirm it with: sync --accept-shrink."
                );
                return CommandLine.Failed;
            case SyncOutcome.OlderData:
                Console.WriteLine(
                    $"The registry has data of {Utc(report.Timestamp)}, which is older than the data in the store. It was ignored."
                );
                return CommandLine.Done;
            default:
                Console.WriteLine(
                    $"The registry has nothing newer than its data of {Utc(report.Timestamp)}."
                );
                return CommandLine.Done;
        }
    }

    private static void PrintNotInRegistry(IReadOnlyList<string> ids)
    {
        if (ids.Count == 0)
        {
            return;
        }
        var more = ids.Count > MostNamed ? $", and {ids.Count - MostNamed:N0} more" : "";
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Not in the registry, unchanged since their import: {ids.Count:N0} ({string.Join(", ", ids.Take(MostNamed))}{more})."
            )
        );
    }

    private static string Utc(DateTime? timestamp) =>
        timestamp?.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) ?? "";
}
