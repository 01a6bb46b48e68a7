using GraphQL;
using Microsoft.Extensions.DependencyInjection;
using MpnstApi.Graph;
using MpnstApi.Graph.Execution;
using MpnstApi.Releases;

namespace MpnstApi.Tests.Graph;

/// <summary>However often a document walks over a record, its query is asked once.</summary>
public sealed class WorkTests(Service service)
{
    private const string Walk =
        "drugs(first: 15, where: { purpose: [TREATMENT] }) { nodes { id synonyms trials(first: 10) { nodes { id title drugs { id synonyms targets { target { id name } } } } } } }";

    [Fact]
    public async Task A_walk_asks_for_each_trial_drug_and_target_once()
    {
        var execution = service.Services.GetRequiredService<GraphExecution>();
        var request = service.NewGraphRequest();

        var outcome = await execution.RunAsync(
            new GraphCall($"{{ {Walk} again: {Walk} }}", null, Inputs.Empty),
            request,
            TestContext.Current.CancellationToken
        );

        Assert.Null(outcome.Result.Errors);
        var data = await service.QueryAsync($"{{ {Walk} }}");
        var listed = data["drugs"]!.Items("nodes").ToList();
        var trials = listed.SelectMany(drug => drug["trials"]!.Items("nodes")).ToList();
        var drugs = listed.Concat(trials.SelectMany(trial => trial.Items("drugs"))).ToList();
        var targets = trials
            .SelectMany(trial => trial.Items("drugs"))
            .SelectMany(drug => drug.Items("targets"))
            .Select(link => link["target"]!)
            .ToList();
        var distinct =
            trials.DistinctBy(trial => trial.Text("id")).Count()
            + drugs.DistinctBy(drug => drug.Text("id")).Count()
            + targets.DistinctBy(target => target.Text("id")).Count();
        Assert.True(trials.Count + drugs.Count + targets.Count > 2 * distinct);
        Assert.Equal(distinct, request.Asked);
    }
}
