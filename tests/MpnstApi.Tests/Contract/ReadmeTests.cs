using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MpnstApi.Tests.Graph;

namespace MpnstApi.Tests.Contract;

/// <summary>What the README shows is what a reader gets.</summary>
public sealed partial class ReadmeTests(Service service)
{
    private const string Address = "http://localhost:5080";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_request_of_the_readme_returns_what_it_shows()
    {
        var shown = Request().Matches(await ReadmeAsync());
        Assert.True(shown.Count >= 3);

        foreach (Match request in shown)
        {
            using var response = await service.SendAsync(request.Groups["path"].Value);
            var result = await Service.JsonOf(response);
            AssertShown(
                JsonNode.Parse(request.Groups["response"].Value),
                result,
                request.Groups["path"].Value
            );
        }
    }

    [Fact]
    public async Task Every_document_of_the_readme_returns_what_it_shows()
    {
        var shown = Document().Matches(await ReadmeAsync());
        Assert.NotEmpty(shown);

        foreach (Match document in shown)
        {
            var query = document.Groups["query"].Value;
            AssertShown(
                JsonNode.Parse(document.Groups["response"].Value),
                await service.AskAsync(query),
                query
            );
        }
    }

    [Fact]
    public async Task The_program_starts_at_the_address_that_the_readme_names()
    {
        var settings = JsonNode.Parse(
            await ReadAsync("src/MpnstApi/Properties/launchSettings.json")
        )!;

        Assert.Equal(Address, settings["profiles"]!["MpnstApi"]!.Text("applicationUrl"));
    }

    private static Task<string> ReadmeAsync() => ReadAsync("README.md");

    private static Task<string> ReadAsync(string file) =>
        File.ReadAllTextAsync(Path.Combine(Repository.Root, file), Cancellation);

    // The README leaves members and items out; what it shows must be there, in this order.
    private static void AssertShown(JsonNode? shown, JsonNode? actual, string where)
    {
        switch (shown)
        {
            case JsonObject members:
                foreach (var (name, value) in members)
                {
                    AssertShown(value, actual![name], $"{where}.{name}");
                }
                break;
            case JsonArray items:
                var at = 0;
                foreach (var item in items)
                {
                    while (at < actual!.AsArray().Count && !IsShown(item, actual[at]))
                    {
                        at++;
                    }
                    Assert.True(
                        at < actual.AsArray().Count,
                        $"{where}: the README shows {item?.ToJsonString()}, the service returns {actual.ToJsonString()}"
                    );
                    at++;
                }
                break;
            default:
                Assert.True(
                    JsonNode.DeepEquals(shown, actual),
                    $"{where}: the README shows {shown?.ToJsonString()}, the service returns {actual?.ToJsonString()}"
                );
                break;
        }
    }

    private static bool IsShown(JsonNode? shown, JsonNode? actual)
    {
        switch (shown)
        {
            case JsonObject members:
                return actual is JsonObject
                    && members.All(member => IsShown(member.Value, actual[member.Key]));
            case JsonArray items:
                var from = 0;
                return actual is JsonArray all
                    && items.All(item =>
                    {
                        while (from < all.Count && !IsShown(item, all[from]))
                        {
                            from++;
                        }
                        return from++ < all.Count;
                    });
            default:
                return JsonNode.DeepEquals(shown, actual);
        }
    }

    [GeneratedRegex(
        """```sh\ncurl '?http://localhost:5080(?<path>[^'\n]+)'?\n```\n\n```json\n(?<response>.*?)```""",
        RegexOptions.Singleline
    )]
    private static partial Regex Request();

    [GeneratedRegex(
        """```graphql\n(?<query>.*?)```\n\n```json\n(?<response>.*?)```""",
        RegexOptions.Singleline
    )]
    private static partial Regex Document();
}
