using System.Text.RegularExpressions;

namespace MpnstApi.Tests.Contract;

/// <summary>Code, messages and documents use the words of docs/glossary.md, and none of those that they replaced.</summary>
public sealed partial class LanguageTests
{
    private static readonly string[] Extensions =
    [
        ".cs",
        ".razor",
        ".js",
        ".jsx",
        ".md",
        ".yaml",
        ".conf",
        ".http",
    ];

    // Values that clients and databases know, and words of registry records.
    private static readonly string[] Fixed =
    [
        "batch-refused",
        "regimen-sides-not-told-apart",
        "SetAside",
        "{tell|telling}",
        "return|asked|evaluated",
        "LandscapeAnswer",
    ];

    public static TheoryData<string> Files =>
        [
            .. Repository
                .Files("src", "docs", "k8s", "ops")
                .Concat(
                    Directory
                        .EnumerateFiles(Repository.Root, "*.md")
                        .Append(Path.Combine(Repository.Root, "requests.http"))
                )
                .Where(file => Extensions.Contains(Path.GetExtension(file)))
                .Select(file => Path.GetRelativePath(Repository.Root, file))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_text_has_none_of_the_words_that_were_replaced(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, file));
        var found = lines
            .Select((line, index) => (Number: index + 1, Text: Readable(line)))
            .Where(line => LeftOut().IsMatch(line.Text))
            .Select(line => $"{file}:{line.Number}: {line.Text.Trim()}");

        Assert.Empty(found);
    }

    [Theory]
    [InlineData("The release that answers, asked anew.")]
    [InlineData("private Exception? fault;")]
    [InlineData("public static Task ReannotateAsync()")]
    [InlineData("private static void RefuseOthers()")]
    public void A_word_that_was_replaced_is_found_in_texts_and_names(string line) =>
        Assert.Matches(LeftOut(), Readable(line));

    /// <summary>The line without fixed values, and with the words of its names apart.</summary>
    private static string Readable(string line) =>
        NameParts()
            .Replace(
                Fixed.Aggregate(
                    line,
                    (text, known) => text.Replace(known, "", StringComparison.Ordinal)
                ),
                " "
            );

    [GeneratedRegex("_|(?<=[a-z])(?=[A-Z])")]
    private static partial Regex NameParts();

    [GeneratedRegex(
        """
            \b(answer(s|ed|ing)?|ask(s|ed|ing)?|anew|tells?|telling|told|trouble|faults?
            |refus(e|es|ed|ing|als?)|re-?annotat\w+|re-?label\w*|reckon\w*|dearest|unpayable
            |set\ aside|so\ often|walk(s|ed|ing)?|framer|slip\ of\ the\ pen)\b
            """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex LeftOut();
}
