using System.Text.RegularExpressions;

namespace MpnstApi.Tests.Graph;

/// <summary>Every query of docs/graphql.md is executed without an error and finds something.</summary>
public sealed partial class GraphQLPageTests(Service service)
{
    public static TheoryData<string> Queries =>
        [
            .. Query()
                .Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "graphql.md")))
                .Select(query => query.Groups["text"].Value),
        ];

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task A_query_of_the_page_finds_something(string query)
    {
        var data = await service.QueryAsync(query);

        Assert.Matches("\"(id|symbol|label|row)\":\"", data.ToJsonString());
    }

    [GeneratedRegex("```graphql\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Query();
}
