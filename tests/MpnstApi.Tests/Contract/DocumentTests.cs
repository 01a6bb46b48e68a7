using System.Text.RegularExpressions;

namespace MpnstApi.Tests.Contract;

/// <summary>What the documents refer to is there: other pages and their headings, files, tests.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] Roots =
    [
        "",
        "src/MpnstApi",
        "tests/MpnstApi.Tests",
        "tests/MpnstApi.ReliabilityTests",
        "src/MpnstApi/Annotation",
    ];

    /// <summary>Methods of both projects' test classes, each in a file of its name.</summary>
    private static readonly ILookup<string, string> Tests = new[]
    {
        "MpnstApi.Tests",
        "MpnstApi.ReliabilityTests",
    }
        .SelectMany(project =>
            Directory.EnumerateFiles(
                Path.Combine(Repository.Root, "tests", project),
                "*Tests.cs",
                SearchOption.AllDirectories
            )
        )
        .SelectMany(file =>
            Method()
                .Matches(File.ReadAllText(file))
                .Select(method =>
                    (Class: Path.GetFileNameWithoutExtension(file), method.Groups["name"].Value)
                )
        )
        .ToLookup(test => test.Class, test => test.Value);

    public static TheoryData<string> Pages =>
        [
            .. new[] { "docs", ".github" }
                .SelectMany(folder =>
                    Directory.EnumerateFiles(
                        Path.Combine(Repository.Root, folder),
                        "*.md",
                        SearchOption.AllDirectories
                    )
                )
                .Concat(Directory.EnumerateFiles(Repository.Root, "*.md"))
                .Select(page => Path.GetRelativePath(Repository.Root, page))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_page_heading_file_and_test_that_a_document_names_exists(string page)
    {
        var path = Path.Combine(Repository.Root, page);
        var text = File.ReadAllText(path);
        var links = Link()
            .Matches(text)
            .Select(link => link.Groups["target"].Value)
            .Where(target => !Leads(path, target));
        var code = Code().Matches(text).Select(span => span.Groups["text"].Value).ToList();
        var files = code.Where(span => FilePath().IsMatch(span) && !IsFile(span));
        var tests = code.Select(span => TestName().Match(span))
            .Where(name => name.Success && !IsTest(name))
            .Select(name => name.Value);

        Assert.Empty(links.Concat(files).Concat(tests));
    }

    /// <summary>Whether a link within the repository leads to a page, and to a heading of it where it names one.</summary>
    private static bool Leads(string from, string target)
    {
        var parts = target.Split('#');
        var to =
            parts[0].Length == 0
                ? from
                : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(from)!, parts[0]));
        return (File.Exists(to) || Directory.Exists(to))
            && (
                parts.Length == 1
                || Heading()
                    .Matches(File.ReadAllText(to))
                    .Any(heading => Anchor(heading.Groups["text"].Value) == parts[1])
            );
    }

    /// <summary>The name that GitHub gives a heading.</summary>
    private static string Anchor(string heading) =>
        NotOfAnchors().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    private static bool IsFile(string path) =>
        Roots.Any(root => File.Exists(Path.Combine(Repository.Root, root, path)));

    private static bool IsTest(Match name) =>
        Tests.Contains(name.Groups["class"].Value)
        && (
            name.Groups["test"] is not { Success: true } test
            || Tests[name.Groups["class"].Value].Contains(test.Value)
        );

    [GeneratedRegex(@"\]\((?<target>(?!\w+:)[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`(?<text>[^`\n]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(
        @"^[\w.-]+(/[\w.-]+)+\.(cs|csproj|json|md|mjs|tsv|ndjson|graphql|yaml|yml|http)$"
    )]
    private static partial Regex FilePath();

    [GeneratedRegex(@"(?<![\w*.])(?<class>[A-Z]\w*Tests)(\.(?<test>[A-Z]\w*_\w+))?$")]
    private static partial Regex TestName();

    [GeneratedRegex(
        @"^    public (static )?(async )?(void|Task) (?<name>\w+)\(",
        RegexOptions.Multiline
    )]
    private static partial Regex Method();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotOfAnchors();
}
