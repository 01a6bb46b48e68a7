using NetArchTest.Rules;

namespace MpnstApi.Tests.Architecture;

/// <summary>Who may use whom. A failure names the types that reach where they should not.</summary>
public sealed class FolderTests
{
    private static readonly string[] Features =
    [
        "Trials",
        "Targets",
        "Drugs",
        "Landscape",
        "Datasets",
        "Changes",
        "Vocabularies",
    ];

    /// <summary>What features query.</summary>
    private static readonly string[] ReadModel =
    [
        "Indexing",
        "Releases",
        "Filtering",
        "Statistics",
    ];

    private static readonly string[] Folders =
    [
        .. Features,
        "Settings",
        "Observability",
        "Registry",
        "Annotation",
        "Storage",
        "Exports",
        "Importing",
        "Indexing",
        "Releases",
        "Filtering",
        "Statistics",
        "Http",
        "Access",
        "Administration",
        "Cli",
        "Graph",
        "Mcp",
        "Page",
        "Figures",
    ];

    public static TheoryData<string, string[]> Allowed
    {
        get
        {
            var rules = new TheoryData<string, string[]>
            {
                { "Settings", [] },
                { "Observability", ["Settings"] },
                { "Registry", ["Settings"] },
                { "Annotation", [] },
                { "Storage", ["Settings"] },
                { "Exports", [] },
                { "Importing", ["Registry", "Annotation", "Storage", "Settings"] },
                { "Indexing", ["Storage", "Annotation"] },
                { "Releases", ["Indexing", "Storage", "Annotation", "Settings"] },
                { "Filtering", ["Releases", "Indexing", "Storage", "Annotation"] },
                { "Statistics", ["Filtering", "Releases", "Indexing", "Annotation"] },
                { "Http", [.. ReadModel, "Annotation", "Exports", "Settings"] },
                { "Access", ["Http", "Releases", "Indexing", "Storage", "Settings"] },
                {
                    "Administration",
                    [
                        "Importing",
                        "Registry",
                        "Storage",
                        "Access",
                        "Http",
                        .. ReadModel,
                        "Annotation",
                    ]
                },
            };
            rules.Add(
                "Graph",
                [.. Features, .. ReadModel, "Annotation", "Http", "Access", "Settings"]
            );
            rules.Add("Mcp", [.. Features, .. ReadModel, "Annotation", "Http"]);
            rules.Add("Figures", [.. Features, .. ReadModel, "Annotation", "Http"]);
            rules.Add("Page", [.. Features, .. ReadModel, "Annotation", "Http", "Storage"]);
            foreach (var feature in Features)
            {
                rules.Add(feature, [.. ReadModel, "Annotation", "Exports", "Http", "Storage"]);
            }
            return rules;
        }
    }

    [Theory]
    [MemberData(nameof(Allowed))]
    public void A_folder_uses_only_the_folders_it_may(string folder, string[] allowed)
    {
        var forbidden = Folders
            .Except([folder, .. allowed])
            .Select(other => $"MpnstApi.{other}")
            .ToArray();

        var result = Types
            .InAssembly(typeof(Program).Assembly)
            .That()
            .ResideInNamespace($"MpnstApi.{folder}")
            .ShouldNot()
            .HaveDependencyOnAny(forbidden)
            .GetResult();

        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }

    [Fact]
    public void Queries_know_nothing_of_http()
    {
        var result = Types
            .InAssembly(typeof(Program).Assembly)
            .That()
            .HaveNameEndingWith("Query", StringComparison.Ordinal)
            .And()
            .DoNotHaveName("ApiQuery")
            .ShouldNot()
            .HaveDependencyOn("Microsoft.AspNetCore")
            .GetResult();

        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }

    [Fact]
    public void Annotation_is_pure()
    {
        var result = Types
            .InAssembly(typeof(Program).Assembly)
            .That()
            .ResideInNamespace("MpnstApi.Annotation")
            .ShouldNot()
            .HaveDependencyOnAny(
                "Microsoft.EntityFrameworkCore",
                "Microsoft.AspNetCore",
                "System.Net.Http",
                "System.TimeProvider",
                "System.Threading.Thread"
            )
            .GetResult();

        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }
}
