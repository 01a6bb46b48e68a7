using Microsoft.AspNetCore.Http.HttpResults;
using MpnstApi.Filtering;
using MpnstApi.Http;

namespace MpnstApi.Targets;

public static class TargetEndpoints
{
    /// <summary>Registers the table of all targets as a file of the release.</summary>
    public static WebApplicationBuilder AddTargets(this WebApplicationBuilder builder)
    {
        foreach (
            var file in TableResponses.WholeRelease(
                TargetQuery.Table,
                "targets",
                TrialFilter.Empty.And("scope", FilterParameters.EveryScope),
                (release, filter) => TargetQuery.List(release, filter).All
            )
        )
        {
            builder.Services.AddSingleton(file);
        }
        return builder;
    }

    public static RouteGroupBuilder MapTargets(this IEndpointRouteBuilder api)
    {
        var targets = api.MapGroup("/targets").WithTags("Targets");
        targets
            .MapGet("/", List)
            .WithName("listTargets")
            .WithSummary("Targets of a cohort's trials, by number of trials")
            .WithDescription(
                "Proteins that the drugs of the cohort act on. A target counts trials, not links; a drug with several targets counts for each."
            )
            .TakesFilter(
                RequestParameters.Limit,
                RequestParameters.Cursor,
                RequestParameters.Format
            )
            .ProducesTable<ListResponse<TargetSummary>, TargetSummary>(TargetQuery.Table);
        targets
            .MapGet("/{symbolOrAlias}", Get)
            .WithName("getTarget")
            .WithSummary("One target: its drugs, trials by phase and status, MPNST biology")
            .WithDescription(
                "By HGNC symbol or alias (KIDR finds KDR), or a family (VEGFR). Counts are those of the cohort."
            )
            .TakesPath(new("symbolOrAlias", "HGNC symbol, alias, or id of a family."))
            .TakesFilter();
        return targets;
    }

    private static IResult List(ApiQuery query, HttpContext context)
    {
        var targets = TargetQuery.List(query.Release, query.Filter);
        return Representation.IsExport(query.Format)
            ? TableResponses.Of(
                query,
                TargetQuery.Table,
                targets.All,
                "targets",
                context.RequestAborted
            )
            : Paging.Respond(targets, query, context.Response);
    }

    private static Results<Ok<TargetProfile>, ProblemHttpResult> Get(
        string symbolOrAlias,
        ApiQuery query
    ) =>
        TargetQuery.Find(query.Release, query.Filter, PathId.Of(symbolOrAlias)) is { } target
            ? TypedResults.Ok(target)
            : Problem.UnknownId("target", symbolOrAlias, query.Release.Dictionary.TargetNames);
}
