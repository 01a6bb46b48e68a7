using System.Text.Json;
using Microsoft.AspNetCore.Cors;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using MpnstApi.Http;
using CorsOptions = Microsoft.AspNetCore.Cors.Infrastructure.CorsOptions;

namespace MpnstApi.Mcp;

/// <summary>Adds the Model Context Protocol to a host.</summary>
public static class McpRegistration
{
    public const string Path = "/mcp";

    private const string Instructions =
        "Clinical trials of malignant peripheral nerve sheath tumours (MPNST), counted and listed from one release of registry records, with labels derived by published rules and the evidence for each. Every response has a basis: name its release, and its notes where they matter, cite it with its citation, and show its link to the user. Counts are of trials, not patients. This is not medical advice.";

    public static WebApplicationBuilder AddMcp(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddSingleton<McpQueries>();
        builder.Services.AddSingleton<BoundedJson>();
        builder.Services.AddSingleton<TrialTools>();
        var json = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        HttpRegistration.Configure(json);
        json.MakeReadOnly();
        builder
            .Services.AddMcpServer(server =>
            {
                server.ServerInfo = new()
                {
                    Name = "mpnst",
                    Title = "MPNST trial landscape",
                    Version = "1",
                };
                server.ServerInstructions = Instructions;
            })
            // No sessions: replicas are identical, and no response depends on an earlier one.
            .WithHttpTransport(transport => transport.Stateless = true)
            .WithTools<LandscapeTools>(json)
            .WithTools<TrialTools>(json)
            .WithTools<SearchTools>(json)
            .WithResources<McpResources>()
            .WithPrompts([typeof(McpPrompts)]);
        return builder;
    }

    /// <summary>
    /// Maps /mcp. Pages of origins that may read may also POST, since a POST only reads; pages of other origins may not.
    /// </summary>
    public static RouteGroupBuilder MapMcp(this WebApplication app)
    {
        var cors = app.Services.GetRequiredService<IOptions<CorsOptions>>().Value;
        var allowed = cors.GetPolicy(cors.DefaultPolicyName)!;
        var policy = new CorsPolicyBuilder(allowed).WithMethods(HttpMethods.Post).Build();
        var mcp = app.MapGroup("")
            .WithMetadata(new CorsPolicyMetadata(policy))
            .ExcludeFromDescription();
        mcp.MapMcp(Path);
        // CORS prevents a page from reading a response; this prevents it from causing one.
        ((IEndpointConventionBuilder)mcp).Add(endpoint =>
        {
            var next = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context =>
                context.Request.Headers.Origin is [{ } origin, ..] && !IsAllowed(policy, origin)
                    ? Problem
                        .Of(
                            ProblemKind.Forbidden,
                            $"Web pages of '{origin}' may not use this service; Cors:Origins names the origins that may."
                        )
                        .ExecuteAsync(context)
                    : next(context);
        });
        return mcp;
    }

    private static bool IsAllowed(CorsPolicy policy, string origin) =>
        policy.AllowAnyOrigin || policy.IsOriginAllowed(origin);
}
