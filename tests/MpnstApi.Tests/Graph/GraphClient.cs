using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using MpnstApi.Changes;
using MpnstApi.Graph;
using MpnstApi.Releases;

namespace MpnstApi.Tests.Graph;

/// <summary>Queries /graphql as a partner's program does.</summary>
public static class GraphClient
{
    /// <summary>What the fields of a request that is run without HTTP share.</summary>
    internal static GraphRequest NewGraphRequest(this Service service) =>
        new(
            service.Services.GetRequiredService<CurrentRelease>(),
            service.Services.GetRequiredService<ReleaseHistory>(),
            service.Services.GetRequiredService<ChangeQuery>(),
            service.Release
        );

    /// <summary>The data of a query that must succeed.</summary>
    public static async Task<JsonNode> QueryAsync(
        this Service service,
        string query,
        JsonNode? variables = null
    )
    {
        var result = await service.AskAsync(query, variables);
        Assert.True(result["errors"] is null, result.ToJsonString());
        return result["data"]!;
    }

    /// <summary>The first error of a query that must be rejected.</summary>
    public static async Task<JsonNode> RefusedAsync(
        this Service service,
        string query,
        string code,
        JsonNode? variables = null
    )
    {
        var result = await service.AskAsync(query, variables);
        var error = result.Items("errors").First();
        Assert.Equal(code, error["extensions"]!.Text("code"));
        Assert.DoesNotContain("   at ", result.ToJsonString(), StringComparison.Ordinal);
        return error;
    }

    /// <summary>The whole response.</summary>
    public static async Task<JsonNode> AskAsync(
        this Service service,
        string query,
        JsonNode? variables = null
    )
    {
        using var response = await service.PostAsync(
            new JsonObject { ["query"] = query, ["variables"] = variables?.DeepClone() }
        );
        return await Service.JsonOf(response);
    }

    public static async Task<HttpResponseMessage> PostAsync(
        this Service service,
        JsonNode body,
        string accept = "application/json"
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = JsonContent.Create(body),
        };
        request.Headers.Accept.ParseAdd(accept);
        return await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
