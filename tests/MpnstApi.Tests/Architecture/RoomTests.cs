using NetArchTest.Rules;

namespace MpnstApi.Tests.Architecture;

/// <summary>Who may use whom. A failure names the types that reach where they should not.</summary>
public sealed class RoomTests
{
    private static readonly string[] Slices =
    [
        "Trials",
        "Targets",
        "Drugs",
        "Landscape",
        "Datasets",
        "Changes",
        "Vocabularies",
    ];

    private static readonly string[] Rooms =
    [
        .. Slices,
        "Registry",
        "Annotation",
        "Storage",
        "Exports",
        "Importing",
        "Releases",
        "Http",
        "Cli",
        "Graph",
    ];

    public static TheoryData<string, string[]> Allowed
    {
        get
        {
            var rules = new TheoryData<string, string[]>
            {
                { "Registry", [] },
                { "Annotation", [] },
                { "Storage", [] },
                { "Exports", [] },
                { "Importing", ["Registry", "Annotation", "Storage"] },
                { "Releases", ["Storage", "Annotation"] },
                { "Http", ["Releases", "Storage", "Annotation"] },
            };
            rules.Add("Graph", [.. Slices, "Releases", "Annotation", "Http", "Storage", "Exports"]);
            foreach (var cohort in Slices)
            {
                rules.Add(cohort, ["Releases", "Annotation", "Exports", "Http", "Storage"]);
            }
            return rules;
        }
    }

    [Theory]
    [MemberData(nameof(Allowed))]
    public void A_room_uses_only_the_rooms_it_may(string room, string[] allowed)
    {
        var forbidden = Rooms
            .Except([room, .. allowed])
            .Select(other => $"MpnstApi.{other}")
            .ToArray();

        var result = Types
            .InAssembly(typeof(Program).Assembly)
            .That()
            .ResideInNamespace($"MpnstApi.{room}")
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
