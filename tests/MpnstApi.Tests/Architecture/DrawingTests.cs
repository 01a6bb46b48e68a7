using System.Text.RegularExpressions;
using NetArchTest.Rules;

namespace MpnstApi.Tests.Architecture;

/// <summary>The drawing in docs/architecture.md is what the code is: its boxes hold the folders, its arrows are their references.</summary>
public sealed partial class DrawingTests
{
    private const string Root = "MpnstApi.";

    private static readonly string Drawing = Mermaid()
        .Match(File.ReadAllText(Path.Combine(Repository.Root, "docs", "architecture.md")))
        .Groups["drawing"]
        .Value;

    /// <summary>The folders of each box.</summary>
    private static readonly Dictionary<string, string[]> Boxes = BoxLine()
        .Matches(Drawing)
        .ToDictionary(
            box => box.Groups["box"].Value,
            box => box.Groups["folders"].Value.Split(", ")
        );

    private static readonly ILookup<string, string> Arrows = ArrowLine()
        .Matches(Drawing)
        .SelectMany(arrow =>
            arrow
                .Groups["to"]
                .Value.Split(" & ")
                .Select(to => (From: arrow.Groups["from"].Value, To: to))
        )
        .ToLookup(arrow => arrow.From, arrow => arrow.To);

    private static readonly Types Code = Types.InAssembly(typeof(Program).Assembly);

    [Fact]
    public void Every_folder_of_the_service_is_in_one_box_of_the_drawing()
    {
        var folders = typeof(Program)
            .Assembly.GetTypes()
            .Select(type => type.Namespace)
            .OfType<string>()
            .Where(name => name.StartsWith(Root, StringComparison.Ordinal))
            .Select(name => name[Root.Length..].Split('.')[0])
            .Distinct();

        Assert.Equal(
            folders.Order(StringComparer.Ordinal),
            Boxes.Values.SelectMany(box => box).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void The_code_has_no_reference_that_the_drawing_lacks()
    {
        var notDrawn = Boxes.Keys.SelectMany(box =>
            Using(box, [.. Boxes.Keys.Except([box, .. Arrows[box]])])
        );

        Assert.Empty(notDrawn);
    }

    [Fact]
    public void The_drawing_has_no_arrow_that_the_code_lacks()
    {
        Assert.NotEmpty(Arrows);

        var unused = Arrows.SelectMany(arrows =>
            arrows
                .Where(to => !Using(arrows.Key, [to]).Any())
                .Select(to => $"{arrows.Key} --> {to}")
        );

        Assert.Empty(unused);
    }

    /// <summary>Names of the types in one box that use a type in any of the others.</summary>
    private static IEnumerable<string> Using(string box, string[] others) =>
        Code.That()
            .ResideInNamespaceMatching($@"^MpnstApi\.({string.Join('|', Boxes[box])})(\.|$)")
            .ShouldNot()
            .HaveDependencyOnAny([
                .. others.SelectMany(other => Boxes[other]).Select(folder => Root + folder),
            ])
            .GetResult()
            .FailingTypeNames
        ?? [];

    [GeneratedRegex(@"```mermaid\n(?<drawing>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Mermaid();

    [GeneratedRegex(@"^ *(?<box>\w+)\[""(?<folders>[^""]+)""\]$", RegexOptions.Multiline)]
    private static partial Regex BoxLine();

    [GeneratedRegex(@"^ *(?<from>\w+) --> (?<to>\w+(?: & \w+)*)$", RegexOptions.Multiline)]
    private static partial Regex ArrowLine();
}
