using Microsoft.AspNetCore.Http.HttpResults;
using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Http;
using MpnstApi.Releases;
using MpnstApi.Statistics;

namespace MpnstApi.Landscape;

public static class LandscapeEndpoints
{
    public static RouteGroupBuilder MapLandscape(this IEndpointRouteBuilder api)
    {
        var landscape = api.MapGroup("/landscape").WithTags("Landscape");
        landscape
            .MapGet("/", Whole)
            .WithName("getLandscape")
            .WithSummary("The seven panels and the gaps of a cohort")
            .WithDescription(
                "Every bucket's href lists exactly the trials it counts. total is what the filter selects; a panel's total and excluded add up to it."
            )
            .TakesFilter(RequestParameters.Top, RequestParameters.ImmunoAxis);
        landscape
            .MapGet("/crosstab", Crosstab)
            .WithName("getCrosstab")
            .WithSummary("A cohort by two dimensions")
            .WithDescription("Empty cells are left out. At the most 10,000 others.")
            .TakesFilter(RequestParameters.Rows, RequestParameters.Columns);
        landscape
            .MapGet("/timeline", Timeline)
            .WithName("getTimeline")
            .WithSummary("Starts by year and one dimension")
            .WithDescription(
                "From the first start to the last, years without a start too. Trials without a start date are counted in unclassified."
            )
            .TakesFilter(RequestParameters.By);
        landscape
            .MapGet("/gaps", GapsOf)
            .WithName("getGaps")
            .WithSummary("The gaps the letter names, as shares of a cohort of this release")
            .WithDescription(
                "Each with numerator, denominator, how many trials nobody can tell of, and what the figure rests on. A share is null where fewer trials are known than unknown."
            )
            .TakesFilter();
        landscape
            .MapGet("/published", PublishedFigure)
            .WithName("getPublished")
            .WithSummary("The letter's figure as printed")
            .WithDescription(
                "Quirks are named, nothing is corrected; what is not printed is null, never 0."
            )
            .Takes();
        landscape
            .MapGet("/comparison", Compare)
            .WithName("getComparison")
            .WithSummary("Our panels beside the letter's")
            .WithDescription(
                "On interventional trials that name MPNST (scope=NAMED) unless a scope is asked for. A difference in percentage points stands only where the two can be compared."
            )
            .TakesFilter();
        landscape
            .MapGet("/{panel}", One)
            .WithName("getPanel")
            .WithSummary("One panel of a cohort")
            .WithDescription("The buckets of one panel, as the whole landscape has them.")
            .TakesPath(
                new("panel", "Name of the panel.")
                {
                    Vocabulary = (
                        ClosedVocabularyAttribute.PanelName,
                        [.. Panels.All.Select(panel => panel.Key)]
                    ),
                }
            )
            .TakesFilter(RequestParameters.Top, RequestParameters.ImmunoAxis);
        return landscape;
    }

    private static Ok<LandscapeResponse> Whole(ApiQuery query) =>
        TypedResults.Ok(
            LandscapeQuery.Whole(
                query.Release,
                query.Filter,
                query.Get(RequestParameters.Top),
                query.Get(RequestParameters.ImmunoAxis)
            )
        );

    private static Results<Ok<PanelResponse>, ProblemHttpResult> One(
        string panel,
        ApiQuery query
    ) =>
        LandscapeQuery.One(
            query.Release,
            query.Filter,
            panel,
            query.Get(RequestParameters.Top),
            query.Get(RequestParameters.ImmunoAxis)
        )
            is { } answer
            ? TypedResults.Ok(answer)
            : Problem.UnknownId("panel", panel, Panels.All.Select(known => known.Key));

    private static Results<Ok<CrosstabResponse>, ProblemHttpResult> Crosstab(ApiQuery query)
    {
        var rows = query.Get(RequestParameters.Rows);
        var columns = query.Get(RequestParameters.Columns);
        return LandscapeQuery.Crosstab(query.Release, query.Filter, rows, columns) is { } answer
            ? TypedResults.Ok(answer)
            : Problem.Of(
                ProblemKind.TooLarge,
                $"{rows.Name} by {columns.Name} has more than {LandscapeQuery.MostCells} cells. Narrow the cohort with a filter, or choose a dimension with fewer values."
            );
    }

    private static Ok<TimelineResponse> Timeline(ApiQuery query) =>
        TypedResults.Ok(
            LandscapeQuery.Timeline(query.Release, query.Filter, query.Get(RequestParameters.By))
        );

    private static Ok<GapResponse> GapsOf(ApiQuery query) =>
        TypedResults.Ok(LandscapeQuery.GapsOf(query.Release, query.Filter));

    private static Ok<Published> PublishedFigure(ApiQuery query) =>
        TypedResults.Ok(query.Release.Dictionary.Published);

    private static Ok<ComparisonResponse> Compare(ApiQuery query) =>
        TypedResults.Ok(Comparison.Of(query.Release, query.Filter));
}
