using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MpnstApi.Tests.Contract;

/// <summary>What the README shows is what a reader gets.</summary>
public sealed partial class ReadmeTests(Service service)
{
    [Fact]
    public async Task Every_request_of_the_readme_answers_what_it_shows()
    {
        var readme = await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "README.md"),
            TestContext.Current.CancellationToken
        );
        var shown = Request().Matches(readme);
        Assert.True(shown.Count >= 3);

        foreach (Match request in shown)
        {
            using var response = await service.SendAsync(request.Groups["path"].Value);
            var answer = await Service.JsonOf(response);
            AssertShown(
                JsonNode.Parse(request.Groups["answer"].Value),
                answer,
                request.Groups["path"].Value
            );
        }
    }

    // The README leaves members and further items out; what it shows must be there.
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
                for (var i = 0; i < items.Count; i++)
                {
                    AssertShown(items[i], actual![i], $"{where}[{i}]");
                }
                break;
            default:
                Assert.True(
                    JsonNode.DeepEquals(shown, actual),
                    $"{where}: the README shows {shown?.ToJsonString()}, the service answers {actual?.ToJsonString()}"
                );
                break;
        }
    }

    [GeneratedRegex(
        """```sh\ncurl '?http://localhost:5080(?<path>[^'\n]+)'?\n```\n\n```json\n(?<answer>.*?)```""",
        RegexOptions.Singleline
    )]
    private static partial Regex Request();
}
