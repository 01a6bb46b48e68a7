namespace RegistryStandIn;

/// <summary>
/// Plays ClinicalTrials.gov API v2 as a program of its own, with faults on request:
/// <c>dotnet run --project tests/RegistryStandIn -- [--urls ADDRESS] [--records FILE|FOLDER]</c>.
/// Prints its address once it listens.
/// </summary>
internal static class Program
{
    public static async Task Main(string[] arguments)
    {
        var settings = new ConfigurationBuilder().AddCommandLine(arguments).Build();
        await using var standIn = await StandIn.StartAsync(settings["records"], settings["urls"]);
        Console.WriteLine(standIn.Address);
        await standIn.StoppedAsync();
    }
}
