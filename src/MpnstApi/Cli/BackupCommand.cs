using System.CommandLine;
using MpnstApi.Storage;

namespace MpnstApi.Cli;

/// <summary><c>backup FILE</c>: copies the SQLite file, even while the service is running.</summary>
internal static class BackupCommand
{
    public static Command Create(string[] settings)
    {
        var file = new Argument<string>("FILE") { Description = "The file to write." };
        var command = new Command(
            "backup",
            "Copy the SQLite database to a file. For a database server use its own backup."
        )
        {
            file,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(settings, parsed.GetRequiredValue(file), cancellation)
        );
        return command;
    }

    private static async Task<int> RunAsync(
        string[] settings,
        string file,
        CancellationToken cancellation
    )
    {
        await using var app = ProgramHost.CreateForVerb(settings);
        var path = Path.GetFullPath(file);
        await app.Services.GetRequiredService<Store>().BackUpAsync(path, cancellation);
        Console.WriteLine($"Wrote {path}, {new FileInfo(path).Length} bytes.");
        return CommandLine.Done;
    }
}
