using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using MpnstApi.Http;
using MpnstApi.Indexing;
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
                "All filters may be combined. With id=A,B,C it looks up a batch and lists unknown ids in notFound. As CSV it answers the whole cohort."
            )
            .TakesFilter(
                RequestParameters.Limit,
                RequestParameters.Cursor,
                RequestParameters.Sort,
                Fields,
                RequestParameters.Format
            )
            .Produces<TrialPage>(StatusCodes.Status200OK, "application/json", "text/csv");
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
        if (query.Format == Representation.Csv)
        {
            return Csv(query, trials, context.RequestAborted);
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
            : Problem.UnknownId("trial", id, query.Release.Trials.Select(known => known.Id));

    private static PushStreamHttpResult Csv(
        ApiQuery query,
        IReadOnlyList<ReleasedTrial> trials,
        CancellationToken aborted
    )
    {
        var columns = query.Get(Fields) is { } fields
            ? TrialQuery
                .Columns.Where(column =>
                    column.Name == "id" || fields.Contains(column.Member ?? column.Name)
                )
                .ToList()
            : TrialQuery.Columns;
        return TypedResults.Stream(
            output => TrialExport.WriteAsync(output, columns, trials, aborted),
            "text/csv; charset=utf-8",
            TrialExport.NameOf(query.Release)
        );
    }
}
