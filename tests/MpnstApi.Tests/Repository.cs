using System.Runtime.CompilerServices;

namespace MpnstApi.Tests;

/// <summary>Where this repository is checked out.</summary>
public static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", ".."));

    /// <summary>Path of a file of examples that tests read.</summary>
    public static string Fixture(string name) =>
        Path.Combine(Root, "tests", "MpnstApi.Tests", "Fixtures", name);

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
