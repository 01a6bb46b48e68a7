using GraphQL.SystemTextJson;
using Microsoft.AspNetCore.Cors;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using MpnstApi.Graph.Execution;
using MpnstApi.Graph.Schema;
using MpnstApi.Graph.Transport;
using MpnstApi.Settings;

namespace MpnstApi.Graph;

/// <summary>Adds GraphQL to a host.</summary>
public static class GraphRegistration
{
    public static WebApplicationBuilder AddGraph(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(GraphOptions.Read(builder.Settings()));
        var schema = QueryType.Schema();
        builder.Services.AddSingleton(schema);
        builder.Services.AddSingleton(
            new GraphQLSerializer(
                json =>
                    json.Encoder = System
                        .Text
                        .Encodings
                        .Web
                        .JavaScriptEncoder
                        .UnsafeRelaxedJsonEscaping,
                new ErrorFormatter(schema)
            )
        );
        builder.Services.AddSingleton<GraphExecution>();
        builder.Services.AddSingleton<GraphMetrics>();
        builder.Services.AddSingleton<GraphIde>();
        builder.Services.AddSingleton<GraphEndpoint>();
        return builder;
    }

    /// <summary>Maps /graphql, to which origins that may read may also POST, since a POST only reads.</summary>
    public static RouteGroupBuilder MapGraph(this IEndpointRouteBuilder app)
    {
        var endpoint = app.ServiceProvider.GetRequiredService<GraphEndpoint>();
        var cors = app.ServiceProvider.GetRequiredService<IOptions<CorsOptions>>().Value;
        var policy = PostToo(cors);
        var graph = app.MapGroup("");
        graph.Map("/graphql", endpoint.HandleAsync).WithMetadata(new CorsPolicyMetadata(policy));
        var ide = app.ServiceProvider.GetRequiredService<GraphIde>();
        graph.MapGet(GraphIde.AssetsPath + "/{name}", ide.Asset).ExcludeFromDescription();
        return graph;
    }

    private static CorsPolicy PostToo(CorsOptions cors)
    {
        var policy = new CorsPolicyBuilder(cors.GetPolicy(cors.DefaultPolicyName)!);
        return policy
            .WithMethods(HttpMethods.Post)
            .WithExposedHeaders(GraphEndpoint.CostHeader)
            .Build();
    }
}
