using System.Runtime.CompilerServices;

namespace MpnstApi.Tests.Registry;

/// <summary>
/// Real registry records that stay outside the project. Found in the folder that MPNST_SHARED names, or in
/// ../shared beside the repository; tests of them are skipped where neither is there.
/// </summary>
public static class SharedData
{
    public static string? Folder { get; } =
        new[] { Environment.GetEnvironmentVariable("MPNST_SHARED"), Beside() }.FirstOrDefault(
            folder => folder is not null && Directory.Exists(Path.Combine(folder, "data"))
        );

    /// <summary>Paths of the unmodified study documents; skips the test where they are absent.</summary>
    public static IReadOnlyList<string> RegistryRecords()
    {
        var folder = Folder is null ? null : Path.Combine(Folder, "data", "registry-records");
        Assert.SkipWhen(
            folder is null || !Directory.Exists(folder),
            "The registry records are not here; set MPNST_SHARED to the folder that holds data/registry-records."
        );
        return [.. Directory.GetFiles(folder!, "*.json").Order(StringComparer.Ordinal)];
    }

    /// <summary>Lines of the snapshot that the program brings along.</summary>
    public static IReadOnlyList<string> SnapshotLines { get; } =
        File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Data", "mpnst-trials.ndjson"));

    private static string Beside([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(path, "..", "..", "..", "..", "..", "shared"));
}
