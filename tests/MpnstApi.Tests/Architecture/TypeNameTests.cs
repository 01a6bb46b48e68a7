using System.Text.RegularExpressions;

namespace MpnstApi.Tests.Architecture;

/// <summary>A name in a search or a stack trace leads to one type, whichever project it is in; a partial type may have several files.</summary>
public sealed partial class TypeNameTests
{
    [Fact]
    public void No_type_name_is_declared_in_two_files()
    {
        var shared = new[] { "src", "tests" }
            .SelectMany(folder =>
                Directory.EnumerateFiles(
                    Path.Combine(Repository.Root, folder),
                    "*.cs",
                    SearchOption.AllDirectories
                )
            )
            .Where(file => !IsGenerated().IsMatch(file))
            .SelectMany(file =>
                Declaration()
                    .Matches(File.ReadAllText(file))
                    .Select(match => match.Groups["name"].Value)
                    .Distinct()
                    .Select(name => (Name: name, File: Path.GetRelativePath(Repository.Root, file)))
            )
            .GroupBy(type => type.Name, type => type.File)
            .Where(type => type.Count() > 1 && !IsPartial(type.Key, type))
            .Select(type => $"{type.Key}: {string.Join(", ", type)}");

        Assert.Empty(shared);
    }

    private static bool IsPartial(string name, IEnumerable<string> files) =>
        files.All(file =>
            Regex.IsMatch(
                File.ReadAllText(Path.Combine(Repository.Root, file)),
                $@"\bpartial (class|record|struct|interface) {name}\b"
            )
        );

    [GeneratedRegex(@"[\\/](obj|bin|generated|Migrations)[\\/]")]
    private static partial Regex IsGenerated();

    [GeneratedRegex(
        @"^\s*(?:(?:public|internal|private|protected|file|static|sealed|abstract|partial|readonly|ref) )+(?:record struct|record class|record|class|struct|interface|enum) (?<name>\w+)",
        RegexOptions.Multiline
    )]
    private static partial Regex Declaration();
}
