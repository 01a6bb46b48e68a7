using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using MpnstApi.Exports;
using MpnstApi.Http;
using MpnstApi.Releases;

namespace MpnstApi.Trials;

/// <summary>A page of trials.</summary>
/// <param name="Items">The trials of this page.</param>
/// <param name="Page">The page's position in the list.</param>
/// <param name="NotFound">Requested ids that no trial has.</param>
/// <param name="Dataset">The data.</param>
public sealed record TrialPage(
    IReadOnlyList<TrialSummary> Items,
    PageInfo Page,
    IReadOnlyList<string> NotFound,
    DatasetInfo Dataset
);

public static class TrialEndpoints
{
    private static readonly RequestParameter<IReadOnlyList<string>?> Fields =
        RequestParameters.Fields(
            typeof(TrialSummary)
                .GetProperties()
                .Select(member => JsonNamingPolicy.CamelCase.ConvertName(member.Name))
        );

    public static RouteGroupBuilder MapTrials(this IEndpointRouteBuilder api)
    {
        var trials = api.MapGroup("/trials").WithTags("Trials");
        trials
            .MapGet("/", List)
            .WithName("listTrials")
            .WithSummary("Trials of a cohort, a page at a time")
            .WithDescription(
                "All filters may be combined. With id=A,B,C it looks up a batch and lists unknown ids in notFound. In any other format the response is the whole cohort."
            )
            .TakesFilter(
                RequestParameters.Limit,
                RequestParameters.Cursor,
                RequestParameters.Sort,
                Fields,
                RequestParameters.Format
            )
            .ProducesTable<TrialPage, TrialSummary>(TrialQuery.Table);
        trials
            .MapGet("/{id}", Get)
            .WithName("getTrial")
            .WithSummary("One trial with every label and its evidence")
            .WithDescription("By NCT id or any other id in ids.")
            .TakesPath(new("id", "NCT id, or any other id of the trial, in any case."))
            .Takes();
        return trials;
    }

    private static IResult List(ApiQuery query, HttpContext context)
    {
        var trials = TrialQuery.List(
            query.Release,
            query.Filter,
            query.Get(RequestParameters.Sort)
        );
        if (Representation.IsExport(query.Format))
        {
            return TableResponses.Of(
                query,
                query.Get(Fields) is { } fields ? Only(fields) : TrialQuery.Table,
                TrialExport.Rows(trials.All),
                "trials",
                context.RequestAborted
            );
        }
        var (items, page) = Paging.Cut(trials, query, context.Response);
        return TypedResults.Ok(
            new TrialPage(
                [.. items.Select(trial => new TrialSummary(trial))],
                page,
                TrialQuery.NotFound(query.Release, query.Filter),
                DatasetInfo.Of(query.Release)
            )
        );
    }

    private static Results<Ok<Trial>, ProblemHttpResult> Get(string id, ApiQuery query) =>
        TrialQuery.Find(query.Release, PathId.Of(id)) is { } trial
            ? TypedResults.Ok(trial)
            : Problem.UnknownId("trial", id, query.Release.Near(id));

    private static Table<TrialSummary> Only(IReadOnlyList<string> fields) =>
        TrialQuery.Table with
        {
            Columns =
            [
                .. TrialQuery.Table.Columns.Where(column =>
                    column.Name == "id" || fields.Contains(column.Member ?? column.Name)
                ),
            ],
        };
}
