using System.Runtime.CompilerServices;

namespace MpnstApi.Tests;

/// <summary>Where this repository is checked out.</summary>
public static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", ".."));

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
