using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MpnstApi.Tests.Mcp;

/// <summary>
/// The descriptions that clients get are the reviewed file. UPDATE_SPECS=1 rewrites it, for a review of the difference.
/// </summary>
public sealed class McpSpecificationTests(Service service)
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public async Task The_tools_resources_and_prompts_are_the_reviewed_ones()
    {
        var served = new JsonObject
        {
            ["initialize"] = await ListAsync(
                "initialize",
                new JsonObject
                {
                    ["protocolVersion"] = "2025-06-18",
                    ["capabilities"] = new JsonObject(),
                    ["clientInfo"] = new JsonObject { ["name"] = "test", ["version"] = "1" },
                }
            ),
            ["tools"] = (await ListAsync("tools/list"))["tools"]!.DeepClone(),
            ["resources"] = (await ListAsync("resources/list"))["resources"]!.DeepClone(),
            ["resourceTemplates"] = (await ListAsync("resources/templates/list"))[
                "resourceTemplates"
            ]!.DeepClone(),
            ["prompts"] = (await ListAsync("prompts/list"))["prompts"]!.DeepClone(),
        };
        var path = Path.Combine(Repository.Root, "api-specs", "mcp.json");
        var text = served.ToJsonString(Indented) + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_SPECS") == "1")
        {
            await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
            return;
        }
        Assert.Equal(
            await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken),
            text
        );
    }

    // A client puts the list into every conversation.
    [Fact]
    public async Task The_list_of_tools_is_short_and_says_what_each_argument_is()
    {
        var tools = (await ListAsync("tools/list")).Items("tools").ToList();

        Assert.Equal(10, tools.Count);
        Assert.True(
            tools.Sum(tool => Encoding.UTF8.GetByteCount(tool["inputSchema"]!.ToJsonString()))
                < 12_000
        );
        Assert.All(
            tools,
            tool =>
            {
                Assert.NotEmpty(tool.Text("description")!);
                Assert.True(tool["annotations"]!["readOnlyHint"]!.GetValue<bool>());
                Assert.False(tool["annotations"]!["openWorldHint"]!.GetValue<bool>());
                Assert.All(
                    tool["inputSchema"]!["properties"]!.AsObject(),
                    argument => Assert.NotEmpty(argument.Value!.Text("description")!)
                );
            }
        );
    }

    private async Task<JsonNode> ListAsync(string method, JsonObject? parameters = null) =>
        (await McpFixture.RawAsync(service, method, parameters))["result"]!.DeepClone();
}
