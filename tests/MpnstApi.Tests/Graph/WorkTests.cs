using GraphQL;
using Microsoft.Extensions.DependencyInjection;
using MpnstApi.Graph;
using MpnstApi.Graph.Execution;
using MpnstApi.Statistics;

namespace MpnstApi.Tests.Graph;

/// <summary>However often a document comes to a record, its query runs once.</summary>
public sealed class WorkTests(Service service)
{
    private const string Cohort = "{ purpose: [TREATMENT] }";

    private const string Document =
        "drugs(first: 14) { nodes { id trials(first: 10) { nodes { drugs { targets { target { id trialCount(where: "
        + Cohort
        + ") drugCount(where: "
        + Cohort
        + ") } } } } } } }";

    [Fact]
    public async Task A_document_counts_each_target_in_a_slice_once()
    {
        var execution = service.Services.GetRequiredService<GraphExecution>();
        var request = service.NewGraphRequest();

        var outcome = await execution.RunAsync(
            new GraphCall($"{{ {Document} again: {Document} }}", null, Inputs.Empty),
            request,
            TestContext.Current.CancellationToken
        );

        Assert.Null(outcome.Result.Errors);
        var data = await service.QueryAsync($"{{ {Document} }}");
        var targets = data["drugs"]!
            .Items("nodes")
            .SelectMany(drug => drug["trials"]!.Items("nodes"))
            .SelectMany(trial => trial.Items("drugs"))
            .SelectMany(drug => drug.Items("targets"))
            .Select(link => link["target"]!.Text("id"))
            .ToList();
        Assert.True(targets.Count > 2 * targets.Distinct().Count());
        Assert.Equal(targets.Distinct().Count(), request.Queried);
    }
}
