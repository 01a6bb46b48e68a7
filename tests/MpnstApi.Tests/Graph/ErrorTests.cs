using System.Text.Json.Nodes;
using GraphQL;
using GraphQL.Resolvers;
using GraphQL.SystemTextJson;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MpnstApi.Graph;
using MpnstApi.Graph.Execution;

namespace MpnstApi.Tests.Graph;

/// <summary>An error of the service is logged completely and reported in one sentence.</summary>
public sealed class ErrorTests(Service service)
{
    [Fact]
    public async Task An_error_of_the_service_is_logged_and_reported_without_its_stack()
    {
        var log = new RecordedLog<GraphExecution>();
        using var execution = new GraphExecution(Broken(), new GraphOptions(), log);

        var outcome = await execution.RunAsync(
            new GraphCall("{ broken }", null, Inputs.Empty),
            service.NewGraphRequest(),
            TestContext.Current.CancellationToken
        );
        var response = service
            .Services.GetRequiredService<GraphQLSerializer>()
            .Serialize(outcome.Result);

        var error = JsonNode.Parse(response)!.Items("errors").Single();
        Assert.Equal("internal-error", error["extensions"]!.Text("code"));
        Assert.True(error["extensions"]!.AsObject().ContainsKey("traceId"));
        Assert.DoesNotContain("the secret", response, StringComparison.Ordinal);
        Assert.Contains(log.Entries, entry => entry.Exception?.Message == "the secret");
    }

    [Fact]
    public void Every_code_is_documented_once_in_the_schema()
    {
        var schema = service.Services.GetRequiredService<Schema>();
        var codes = GraphCodes.All.Select(code => code.Code).ToList();

        Assert.Equal(codes.Count, codes.Distinct().Count());
        Assert.All(
            codes,
            code => Assert.Contains($"- {code}: ", schema.Description, StringComparison.Ordinal)
        );
    }

    private static Schema Broken()
    {
        var query = new ObjectGraphType { Name = "Query" };
        query.AddField(
            new FieldType
            {
                Name = "broken",
                ResolvedType = new StringGraphType(),
                Resolver = new FuncFieldResolver<object?>(_ =>
                    throw new InvalidOperationException("the secret")
                ),
            }
        );
        return new Schema { Query = query };
    }
}
