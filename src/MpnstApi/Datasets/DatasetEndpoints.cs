using Microsoft.AspNetCore.Http.HttpResults;
using MpnstApi.Exports;
using MpnstApi.Http;
using MpnstApi.Releases;

namespace MpnstApi.Datasets;

public static class DatasetEndpoints
{
    public static IEndpointRouteBuilder MapDatasets(this IEndpointRouteBuilder api)
    {
        var dataset = api.MapGroup("/dataset").WithTags("Dataset");
        dataset
            .MapGet("/", Describe)
            .WithName("getDataset")
            .WithSummary("The release that answers: version, source, counts, known gaps, terms")
            .Takes();
        dataset
            .MapGet("/releases", Releases)
            .WithName("listReleases")
            .WithSummary("All releases, newest first")
            .Takes();
        dataset
            .MapGet("/coverage", Coverage)
            .WithName("getCoverage")
            .WithSummary("How far the annotation reaches: unmatched, unclassified, unreviewed")
            .TakesFilter();
        dataset
            .MapGet("/dictionary", Dictionary)
            .WithName("getDataDictionary")
            .WithSummary("Every column of the exports explained")
            .Takes();
        return api;
    }

    private static Ok<DatasetAnswer> Describe(ApiQuery query) =>
        TypedResults.Ok(DatasetQuery.Describe(query.Release));

    private static Ok<ReleaseList> Releases(ApiQuery query) =>
        TypedResults.Ok(DatasetQuery.Releases(query.Release));

    private static Ok<CoverageAnswer> Coverage(ApiQuery query) =>
        TypedResults.Ok(DatasetQuery.Coverage(query.Release, query.Filter));

    private static Ok<DataDictionary> Dictionary(
        ApiQuery query,
        IEnumerable<TableDescription> tables
    ) =>
        TypedResults.Ok(
            new DataDictionary([.. tables], CsvExport.Notes, DatasetInfo.Of(query.Release))
        );
}
