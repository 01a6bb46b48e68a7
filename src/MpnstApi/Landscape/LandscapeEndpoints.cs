using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Filtering;
using MpnstApi.Http;
using MpnstApi.Releases;
using MpnstApi.Statistics;

namespace MpnstApi.Landscape;

public static class LandscapeEndpoints
{
    /// <summary>Registers the table of all panels as a file of the release.</summary>
    public static WebApplicationBuilder AddLandscape(this WebApplicationBuilder builder)
    {
        foreach (
            var file in TableResponses.WholeRelease(
                LandscapeTables.Panel,
                "landscape",
                TrialFilter.Empty,
                (release, filter) => LandscapeTables.Rows(release, filter, mergedAxis: true)
            )
        )
        {
            builder.Services.AddSingleton(file);
        }
        return builder;
    }

    public static RouteGroupBuilder MapLandscape(this IEndpointRouteBuilder api)
    {
        var landscape = api.MapGroup("/landscape").WithTags("Landscape");
        landscape
            .MapGet("/", Whole)
            .WithName("getLandscape")
            .WithSummary("The seven panels and the gaps of a cohort")
            .WithDescription(
                "Every bucket's href lists exactly the trials it counts. total is the number of trials that the filter selects; a panel's total and excluded add up to it."
            )
            .TakesFilter(
                RequestParameters.Top,
                RequestParameters.ImmunoAxis,
                RequestParameters.Format
            )
            .ProducesTable<LandscapeResponse, PanelRow>(LandscapeTables.Panel);
        landscape
            .MapGet("/crosstab", Crosstab)
            .WithName("getCrosstab")
            .WithSummary("A cohort by two dimensions")
            .WithDescription("Empty cells are left out. At most 10,000 others.")
            .TakesFilter(
                RequestParameters.Rows,
                RequestParameters.Columns,
                RequestParameters.Format
            )
            .ProducesTable<CrosstabResponse, CrosstabRow>(LandscapeTables.Crosstab);
        landscape
            .MapGet("/timeline", Timeline)
            .WithName("getTimeline")
            .WithSummary("Starts by year and one dimension")
            .WithDescription(
                "From the first start to the last, including years without a start. Trials without a start date are counted in unclassified."
            )
            .TakesFilter(RequestParameters.By, RequestParameters.Format)
            .ProducesTable<TimelineResponse, TimelineRow>(LandscapeTables.Timeline);
        landscape
            .MapGet("/gaps", GapsOf)
            .WithName("getGaps")
            .WithSummary("The gaps that the letter names, as shares of a cohort of this release")
            .WithDescription(
                "Each with numerator, denominator, the number of trials for which it is unknown, and the basis of the figure. A share is null if it is unknown for more trials than it is known for."
            )
            .TakesFilter();
        landscape
            .MapGet("/published", PublishedFigure)
            .WithName("getPublished")
            .WithSummary("The letter's figure as printed")
            .WithDescription(
                "Irregularities are noted, nothing is corrected; a value that is not printed is null, never 0."
            )
            .Takes();
        landscape
            .MapGet("/comparison", Compare)
            .WithName("getComparison")
            .WithSummary("Our panels compared with the letter's")
            .WithDescription(
                "For interventional trials that name MPNST (scope=NAMED) unless the filter has a scope. A difference in percentage points is given only if the two can be compared."
            )
            .TakesFilter();
        landscape
            .MapGet("/{panel}", One)
            .WithName("getPanel")
            .WithSummary("One panel of a cohort")
            .WithDescription("The buckets of one panel, the same as in the whole landscape.")
            .TakesPath(
                new("panel", "Name of the panel.")
                {
                    Vocabulary = (
                        ClosedVocabularyAttribute.PanelName,
                        [.. Panels.All.Select(panel => panel.Key)]
                    ),
                }
            )
            .TakesFilter(
                RequestParameters.Top,
                RequestParameters.ImmunoAxis,
                RequestParameters.Format
            )
            .ProducesTable<PanelResponse, PanelRow>(LandscapeTables.Panel);
        return landscape;
    }

    private static IResult Whole(ApiQuery query, CancellationToken aborted)
    {
        var mergedAxis = query.Get(RequestParameters.ImmunoAxis);
        return Representation.IsExport(query.Format)
            ? TableResponses.Of(
                query,
                LandscapeTables.Panel,
                LandscapeTables.Rows(query.Release, query.Filter, mergedAxis),
                "landscape",
                aborted
            )
            : TypedResults.Ok(
                LandscapeQuery.Whole(
                    query.Release,
                    query.Filter,
                    query.Get(RequestParameters.Top),
                    mergedAxis
                )
            );
    }

    private static IResult One(string panel, ApiQuery query, CancellationToken aborted)
    {
        if (Panels.Find(panel) is not { } definition)
        {
            return Problem.UnknownId("panel", panel, Panels.All.Select(known => known.Key));
        }
        var mergedAxis = query.Get(RequestParameters.ImmunoAxis);
        return Representation.IsExport(query.Format)
            ? TableResponses.Of(
                query,
                LandscapeTables.Panel,
                LandscapeTables.Rows(query.Release, query.Filter, definition, mergedAxis),
                definition.Key,
                aborted,
                Fact("Panel", $"{definition.Title}. {string.Join(' ', definition.Notes)}")
            )
            : TypedResults.Ok(
                LandscapeQuery.One(
                    query.Release,
                    query.Filter,
                    panel,
                    query.Get(RequestParameters.Top),
                    mergedAxis
                )
            );
    }

    private static IResult Crosstab(ApiQuery query, CancellationToken aborted)
    {
        var rows = query.Get(RequestParameters.Rows);
        var columns = query.Get(RequestParameters.Columns);
        if (LandscapeQuery.Crosstab(query.Release, query.Filter, rows, columns) is not { } crosstab)
        {
            return Problem.Of(
                ProblemKind.TooLarge,
                $"{rows.Name} by {columns.Name} has more than {LandscapeQuery.MostCells} cells. Narrow the cohort with a filter, or choose a dimension with fewer values."
            );
        }
        return Representation.IsExport(query.Format)
            ? TableResponses.Of(
                query,
                LandscapeTables.Crosstab,
                LandscapeTables.Rows(crosstab),
                $"{rows.Name}-by-{columns.Name}",
                aborted,
                Fact("Rows", rows.Name),
                Fact("Columns", columns.Name),
                Counted(crosstab.Total, crosstab.Excluded)
            )
            : TypedResults.Ok(crosstab);
    }

    private static IResult Timeline(ApiQuery query, CancellationToken aborted)
    {
        var by = query.Get(RequestParameters.By);
        var timeline = LandscapeQuery.Timeline(query.Release, query.Filter, by);
        return Representation.IsExport(query.Format)
            ? TableResponses.Of(
                query,
                LandscapeTables.Timeline,
                LandscapeTables.Rows(timeline),
                $"timeline-by-{by.Name}",
                aborted,
                Fact("Dimension", by.Name),
                Counted(timeline.Total, timeline.Excluded)
            )
            : TypedResults.Ok(timeline);
    }

    private static KeyValuePair<string, string> Fact(string name, string text) => new(name, text);

    private static KeyValuePair<string, string> Counted(int total, int excluded) =>
        Fact(
            "Trials counted",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{total}; {excluded} others that the filter selects are not counted."
            )
        );

    private static Ok<GapResponse> GapsOf(ApiQuery query) =>
        TypedResults.Ok(LandscapeQuery.GapsOf(query.Release, query.Filter));

    private static Ok<Published> PublishedFigure(ApiQuery query) =>
        TypedResults.Ok(query.Release.Dictionary.Published);

    private static Ok<ComparisonResponse> Compare(ApiQuery query) =>
        TypedResults.Ok(Comparison.Of(query.Release, query.Filter));
}
