namespace MpnstApi.Tests.Registry;

/// <summary>Real records of the registry.</summary>
public static class RegistryData
{
    /// <summary>A dozen study documents as the API gives them, of many diseases and shapes: two almost empty, one with results.</summary>
    public static string RecordFolder { get; } = Repository.Fixture("registry-records");

    /// <summary>Paths of those documents, each named by its id.</summary>
    public static IReadOnlyList<string> RecordFiles { get; } =
    [.. Directory.GetFiles(RecordFolder, "*.json").Order(StringComparer.Ordinal)];

    /// <summary>Lines of the snapshot that the program brings along.</summary>
    public static IReadOnlyList<string> SnapshotLines { get; } =
        File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Data", "mpnst-trials.ndjson"));
}
