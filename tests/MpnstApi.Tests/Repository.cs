using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace MpnstApi.Tests;

/// <summary>Where this repository is checked out.</summary>
public static partial class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", ".."));

    /// <summary>Path of a file of examples that tests read.</summary>
    public static string Fixture(string name) =>
        Path.Combine(Root, "tests", "MpnstApi.Tests", "Fixtures", name);

    /// <summary>Paths of the files in folders, without build output, packages and migrations.</summary>
    public static IEnumerable<string> Files(params string[] folders) =>
        folders
            .SelectMany(folder =>
                Directory.EnumerateFiles(
                    Path.Combine(Root, folder),
                    "*",
                    SearchOption.AllDirectories
                )
            )
            .Where(file =>
                !Generated().IsMatch(Path.GetRelativePath(Root, file).Replace('\\', '/'))
            );

    [GeneratedRegex("(^|/)(bin|obj|node_modules|Migrations)/|^src/MpnstApi/graphiql/")]
    private static partial Regex Generated();

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
