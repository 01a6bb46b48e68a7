using System.Text.Json.Nodes;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace MpnstApi.Tests.Graph;

/// <summary>From any record to the ones it belongs with, in one request.</summary>
public sealed class NavigationTests(Service service)
{
    [Fact]
    public async Task From_trial_to_drug_to_target_and_back_finds_the_trial_again()
    {
        var data = await service.QueryAsync(
            """
            { trial(id: "NCT03433183") { id drugs { id targets { symbol role reference
                target { id drugs { drug { id trials(first: 200) { nodes { id } } } } } } } } }
            """
        );

        var trial = data["trial"]!;
        Assert.NotEmpty(trial.Items("drugs"));
        foreach (var link in trial.Items("drugs").SelectMany(drug => drug.Items("targets")))
        {
            Assert.Equal(link.Text("symbol"), link["target"]!.Text("id"));
            var trials = link["target"]!
                .Items("drugs")
                .Where(agent => agent["drug"] is not null)
                .SelectMany(agent => agent["drug"]!["trials"]!.Items("nodes"))
                .Select(node => node.Text("id"));
            Assert.Contains("NCT03433183", trials);
        }
    }

    [Fact]
    public async Task A_partners_question_is_one_request_with_a_named_cost()
    {
        var response = await service.AskAsync(
            """
            query MekTrials {
              trials(where: { drugType: ["MEK_INHIBITOR"], status: [OPEN, PLANNED] }, first: 50) {
                totalCount
                nodes { id title drugs { name targets { symbol action reference
                  target { trialsByPhase { label count href } } } } }
              }
            }
            """
        );

        Assert.Null(response["errors"]);
        Assert.True(response["data"]!["trials"]!.Number("totalCount") > 0);
        var cost = response["extensions"]!["cost"]!;
        Assert.InRange(cost.Number("requested"), 1, cost.Number("limit"));
    }

    [Theory]
    [InlineData("NCT03433183", "Trial")]
    [InlineData("pazopanib", "Drug")]
    [InlineData("KDR", "Target")]
    [InlineData("KIDR", "Target", "KDR")]
    [InlineData("GW786034", "Drug", "pazopanib")]
    public async Task A_node_is_found_by_the_id_it_has_everywhere_and_by_its_other_names(
        string id,
        string type,
        string? node = null
    )
    {
        var data = await service.QueryAsync(
            "query($id: ID!) { node(id: $id) { __typename id } }",
            new JsonObject { ["id"] = id }
        );

        Assert.Equal(type, data["node"]!.Text("__typename"));
        Assert.Equal(node ?? id, data["node"]!.Text("id"));
    }

    [Fact]
    public void No_two_nodes_share_an_id()
    {
        var release = service.Release;
        var ids = release
            .Trials.Select(trial => trial.Id)
            .Concat(release.Dictionary.Drugs.Select(drug => drug.Id))
            .Concat(release.Dictionary.Targets.Select(target => target.Symbol))
            .Concat(release.Dictionary.Families.Select(family => family.Id))
            .ToList();

        Assert.Equal(ids.Count, ids.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public async Task What_does_not_exist_is_null_and_no_error()
    {
        var data = await service.QueryAsync(
            """{ trial(id: "NCT00000000") { id } drug(id: "x") { id } target(symbol: "x") { id } node(id: "x") { id } }"""
        );

        Assert.All(data.AsObject(), member => Assert.Null(member.Value));
    }

    [Fact]
    public async Task The_trials_of_a_drug_or_target_are_as_many_as_it_counts()
    {
        var data = await service.QueryAsync(
            """
            query($w: TrialFilter = { indication: [MPNST, NF1_MPNST] }) {
              drugs(first: 60) { edges { trialCount node { trialCount trials(first: 0) { totalCount } } } }
              targets(first: 60, where: $w) { edges { trialCount node {
                trialCount(where: $w) trials(first: 0, where: $w) { totalCount } } } } }
            """
        );

        var edges = data["drugs"]!.Items("edges").Concat(data["targets"]!.Items("edges")).ToList();
        Assert.True(edges.Count > 60);
        Assert.All(
            edges,
            edge =>
            {
                var node = edge["node"]!;
                Assert.Equal(edge.Number("trialCount"), node.Number("trialCount"));
                Assert.Equal(edge.Number("trialCount"), node["trials"]!.Number("totalCount"));
            }
        );
    }

    [Fact]
    public async Task A_node_counts_in_the_default_scope_and_its_edge_in_the_lists_slice()
    {
        var data = await service.QueryAsync(
            """
            { drugs(where: { purpose: [TREATMENT], drug: ["pazopanib"] }, first: 3) { edges { trialCount node { id
                trialCount targets { symbol target { trialCount drugCount } } } } } }
            """
        );

        foreach (var edge in data["drugs"]!.Items("edges"))
        {
            var drug = edge["node"]!;
            var id = drug.Text("id");
            Assert.Equal(
                await CountAsync($"drugs/{id}?purpose=TREATMENT&drug=pazopanib"),
                edge.Number("trialCount")
            );
            Assert.Equal(await CountAsync($"drugs/{id}"), drug.Number("trialCount"));
            foreach (var link in drug.Items("targets"))
            {
                Assert.Equal(
                    await CountAsync($"targets/{link.Text("symbol")}"),
                    link["target"]!.Number("trialCount")
                );
            }
        }

        async Task<int> CountAsync(string path) =>
            (await service.GetAsync($"/api/v1/{path}")).Number("trialCount");
    }

    [Fact]
    public void No_type_but_a_node_has_an_id()
    {
        Assert.Equal(
            ["Drug", "Node", "Target", "Trial"],
            Schema
                .AllTypes.OfType<IComplexGraphType>()
                .Where(type => type is not IInputObjectGraphType && type.HasField("id"))
                .Select(type => type.Name)
                .Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("Trial", "NCT02601209")]
    [InlineData("Drug", "pazopanib")]
    [InlineData("Target", "KDR")]
    public async Task Whichever_way_leads_to_a_node_it_is_the_same(string type, string id)
    {
        var fields = Selection((IObjectGraphType)Schema.AllTypes[type]!, depth: 2);
        var fragment = $"fragment F on {type} {fields}";
        const string Cohort =
            "{ id: [\"NCT02601209\"], drug: [\"pazopanib\"], target: [\"KDR\"], purpose: [TREATMENT] }";

        var data = await service.QueryAsync(
            $$"""
            { node(id: "{{id}}") { ...F }
              trial(id: "NCT02601209") { {{(type == "Trial" ? "...F" : "id")}}
                via: drugs { ...D via: trials(first: 1, where: {{Cohort}}) { nodes { ...T } }
                  viaTargets: targets { target { ...P } } } }
              drugs(where: {{Cohort}}, first: 3) { nodes { ...D } }
              targets(where: {{Cohort}}, first: 10) { edges { node { ...P via: drugs(where: {{Cohort}}) { drug { ...D } } } } } }
            fragment T on Trial { {{(type == "Trial" ? "...F" : "id")}} }
            fragment D on Drug { {{(type == "Drug" ? "...F" : "id")}} }
            fragment P on Target { {{(type == "Target" ? "...F" : "id")}} }
            {{fragment}}
            """
        );

        var seen = Descendants(data)
            .OfType<JsonObject>()
            .Where(node => node["__typename"]?.ToString() == type && node.Text("id") == id)
            .Select(node => new JsonObject(
                node.Where(member => !member.Key.StartsWith("via", StringComparison.Ordinal))
                    .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))
            ))
            .Select(node => node.ToJsonString())
            .ToList();
        Assert.True(seen.Count > 2, $"{id} was reached {seen.Count} times.");
        Assert.Single(seen.Distinct(StringComparer.Ordinal));
    }

    private Schema Schema => service.Services.GetRequiredService<Schema>();

    /// <summary>Every member that needs no argument, lists of nodes aside, in an order of its own.</summary>
    private static string Selection(IObjectGraphType type, int depth) =>
        "{ __typename "
        + string.Join(
            ' ',
            type.Fields.Select(field =>
            {
                var named = Named(field.ResolvedType!);
                return named is not IObjectGraphType inner ? field.Name
                    : depth == 0 || inner.HasField("id") || inner.HasField("totalCount") ? ""
                    : $"{field.Name} {Selection(inner, depth - 1)}";
            })
        )
        + " }";

    private static IGraphType Named(IGraphType type) =>
        type is IProvideResolvedType { ResolvedType: { } inner } ? Named(inner) : type;

    private static IEnumerable<JsonNode> Descendants(JsonNode node) =>
        node switch
        {
            JsonObject members => members
                .Select(member => member.Value)
                .OfType<JsonNode>()
                .SelectMany(Descendants)
                .Prepend(node),
            JsonArray items => items.OfType<JsonNode>().SelectMany(Descendants),
            _ => [],
        };
}
