using System.Text.Json.Nodes;

namespace MpnstApi.Tests.Graph;

/// <summary>From any record to the ones it belongs with, in one request.</summary>
public sealed class WalkTests(Service service)
{
    [Fact]
    public async Task A_walk_from_trial_to_drug_to_target_and_back_finds_the_trial_again()
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
        var answer = await service.AskAsync(
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

        Assert.Null(answer["errors"]);
        Assert.True(answer["data"]!["trials"]!.Number("totalCount") > 0);
        var cost = answer["extensions"]!["cost"]!;
        Assert.InRange(cost.Number("requested"), 1, cost.Number("limit"));
    }

    [Theory]
    [InlineData("NCT03433183", "Trial")]
    [InlineData("pazopanib", "Drug")]
    [InlineData("KDR", "Target")]
    public async Task A_node_is_found_by_the_id_it_has_everywhere(string id, string type)
    {
        var data = await service.QueryAsync(
            "query($id: ID!) { node(id: $id) { __typename id } }",
            new JsonObject { ["id"] = id }
        );

        Assert.Equal(type, data["node"]!.Text("__typename"));
        Assert.Equal(id, data["node"]!.Text("id"));
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
            { drugs(first: 60) { nodes { trialCount trials(first: 0) { totalCount } } }
              targets(first: 60, where: { indication: [MPNST, NF1_MPNST] }) {
                nodes { trialCount trials(first: 0) { totalCount } } } }
            """
        );

        var nodes = data["drugs"]!.Items("nodes").Concat(data["targets"]!.Items("nodes")).ToList();
        Assert.True(nodes.Count > 60);
        Assert.All(
            nodes,
            node => Assert.Equal(node.Number("trialCount"), node["trials"]!.Number("totalCount"))
        );
    }

    [Fact]
    public async Task A_walk_counts_in_the_slice_its_list_of_drugs_began_in_unless_asked_otherwise()
    {
        var data = await service.QueryAsync(
            """
            { drugs(where: { purpose: [TREATMENT], drug: ["pazopanib"] }, first: 3) { nodes {
                targets { symbol target { trialCount all: trialCount(where: {}) } } } }
              trials(where: { purpose: [TREATMENT], drug: ["pazopanib"] }, first: 1) { nodes {
                annotation { targets { symbol target { trialCount } } } } } }
            """
        );

        foreach (
            var link in data["drugs"]!.Items("nodes").SelectMany(drug => drug.Items("targets"))
        )
        {
            Assert.Equal(
                await CountAsync($"{link.Text("symbol")}?purpose=TREATMENT&drug=pazopanib"),
                link["target"]!.Number("trialCount")
            );
            Assert.Equal(await CountAsync(link.Text("symbol")!), link["target"]!.Number("all"));
        }
        foreach (
            var link in data["trials"]!
                .Items("nodes")
                .SelectMany(trial => trial["annotation"]!.Items("targets"))
        )
        {
            Assert.Equal(
                await CountAsync(link.Text("symbol")!),
                link["target"]!.Number("trialCount")
            );
        }

        async Task<int> CountAsync(string target) =>
            (await service.GetAsync($"/api/v1/targets/{target}")).Number("trialCount");
    }
}
