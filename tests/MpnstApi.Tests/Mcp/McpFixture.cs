using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace MpnstApi.Tests.Mcp;

/// <summary>Two clients of /mcp: the SDK's, and one that writes JSON-RPC by hand.</summary>
internal static class McpFixture
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Task<McpClient> ConnectAsync(Service service) =>
        McpClient.CreateAsync(
            new HttpClientTransport(
                new HttpClientTransportOptions
                {
                    Endpoint = new Uri(service.Client.BaseAddress!, "/mcp"),
                    TransportMode = HttpTransportMode.StreamableHttp,
                },
                service.Client
            ),
            cancellationToken: Cancellation
        );

    /// <summary>Calls a tool, which must succeed, and returns its structured content.</summary>
    public static async Task<JsonNode> CallAsync(
        this McpClient client,
        string tool,
        params (string Name, object? Value)[] arguments
    )
    {
        var result = await client.SendAsync(tool, arguments);
        Assert.False(result.IsError is true, TextOf(result));
        var structured = JsonNode.Parse(
            JsonSerializer.Serialize(result.StructuredContent, JsonSerializerOptions.Web)
        )!;
        // Models are shown one or the other.
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(TextOf(result)), structured));
        return structured;
    }

    /// <summary>Calls a tool, which must fail, and returns what the model gets to read.</summary>
    public static async Task<string> FailAsync(
        this McpClient client,
        string tool,
        params (string Name, object? Value)[] arguments
    )
    {
        var result = await client.SendAsync(tool, arguments);
        Assert.True(result.IsError is true, TextOf(result));
        return TextOf(result);
    }

    /// <summary>Sends JSON-RPC as a client without an SDK does, and returns the message that responds.</summary>
    public static async Task<JsonNode> RawAsync(
        Service service,
        string method,
        JsonObject? parameters = null
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp");
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        request.Content = JsonContent.Create(
            new JsonObject
            {
                ["jsonrpc"] = "2.0",
                ["id"] = 1,
                ["method"] = method,
                ["params"] = parameters ?? [],
            }
        );
        using var response = await service.Client.SendAsync(request, Cancellation);
        var text = await Service.TextOf(response);
        Assert.True(response.IsSuccessStatusCode, $"{method} responded {text}");
        var data = text.Split('\n')
            .FirstOrDefault(line => line.StartsWith("data:", StringComparison.Ordinal));
        return JsonNode.Parse(data is null ? text : data["data:".Length..])!;
    }

    public static string TextOf(CallToolResult result) =>
        string.Concat(result.Content.OfType<TextContentBlock>().Select(block => block.Text));

    private static Task<CallToolResult> SendAsync(
        this McpClient client,
        string tool,
        (string Name, object? Value)[] arguments
    ) =>
        client
            .CallToolAsync(
                tool,
                arguments.ToDictionary(argument => argument.Name, argument => argument.Value),
                cancellationToken: Cancellation
            )
            .AsTask();
}
