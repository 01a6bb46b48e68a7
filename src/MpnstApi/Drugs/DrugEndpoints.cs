using Microsoft.AspNetCore.Http.HttpResults;
using MpnstApi.Filtering;
using MpnstApi.Http;

namespace MpnstApi.Drugs;

public static class DrugEndpoints
{
    /// <summary>Registers the table of all drugs as a file of the release.</summary>
    public static WebApplicationBuilder AddDrugs(this WebApplicationBuilder builder)
    {
        foreach (
            var file in TableResponses.WholeRelease(
                DrugQuery.Table,
                "drugs",
                TrialFilter.Empty.And("scope", FilterParameters.EveryScope),
                (release, filter) => DrugQuery.List(release, filter).All
            )
        )
        {
            builder.Services.AddSingleton(file);
        }
        return builder;
    }

    public static RouteGroupBuilder MapDrugs(this IEndpointRouteBuilder api)
    {
        var drugs = api.MapGroup("/drugs").WithTags("Drugs");
        drugs
            .MapGet("/", List)
            .WithName("listDrugs")
            .WithSummary("Drugs of a cohort's trials, by number of trials")
            .WithDescription(
                "Drugs that count as treatment in at least one trial of the cohort. Trials that never enrolled anyone are left out unless includeWithdrawn=true."
            )
            .TakesFilter(
                RequestParameters.Limit,
                RequestParameters.Cursor,
                RequestParameters.Format
            )
            .ProducesTable<ListResponse<DrugSummary>, DrugSummary>(DrugQuery.Table);
        drugs
            .MapGet("/{idOrSynonym}", Get)
            .WithName("getDrug")
            .WithSummary("One drug: names, targets with references, trials by phase and status")
            .WithDescription(
                "By id, name or synonym (GW786034 finds pazopanib). Counts are those of the cohort."
            )
            .TakesPath(new("idOrSynonym", "Id, name or any synonym of the drug."))
            .TakesFilter();
        return drugs;
    }

    private static IResult List(ApiQuery query, HttpContext context)
    {
        var drugs = DrugQuery.List(query.Release, query.Filter);
        return Representation.IsExport(query.Format)
            ? TableResponses.Of(query, DrugQuery.Table, drugs.All, "drugs", context.RequestAborted)
            : Paging.Respond(drugs, query, context.Response);
    }

    private static Results<Ok<DrugProfile>, ProblemHttpResult> Get(
        string idOrSynonym,
        ApiQuery query
    ) =>
        DrugQuery.Find(query.Release, query.Filter, PathId.Of(idOrSynonym)) is { } drug
            ? TypedResults.Ok(drug)
            : Problem.UnknownId("drug", idOrSynonym, query.Release.Dictionary.DrugNames);
}
