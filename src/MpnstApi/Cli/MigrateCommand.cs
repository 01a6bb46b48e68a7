using System.CommandLine;
using MpnstApi.Storage;

namespace MpnstApi.Cli;

/// <summary><c>migrate</c>: applies pending migrations to the database and prints their names.</summary>
internal static class MigrateCommand
{
    public static Command Create(string[] settings)
    {
        var command = new Command("migrate", "Bring the database schema up to date.");
        command.SetAction((_, cancellation) => RunAsync(settings, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string[] settings, CancellationToken cancellation)
    {
        await using var app = ProgramHost.CreateForVerb(settings);
        var store = app.Services.GetRequiredService<Store>();
        var applied = await store.MigrateAsync(cancellation);
        if (applied.Count == 0)
        {
            Console.WriteLine($"The {store.Options.Provider} database is up to date.");
        }
        foreach (var migration in applied)
        {
            Console.WriteLine($"Applied {migration} to the {store.Options.Provider} database.");
        }
        return CommandLine.Done;
    }
}
