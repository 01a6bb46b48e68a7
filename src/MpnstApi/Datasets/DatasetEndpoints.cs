using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using MpnstApi.Exports;
using MpnstApi.Filtering;
using MpnstApi.Http;
using MpnstApi.Releases;

namespace MpnstApi.Datasets;

public static class DatasetEndpoints
{
    private static readonly RequestParameter<string?> From = new(
        "from",
        ParameterKind.Key,
        "The first release (YYYY-MM-DD.N); the one before the second if left out.",
        text => text
    );
    private static readonly RequestParameter<string?> To = RequestParameters.Release with
    {
        Name = "to",
        Description = "The second release (YYYY-MM-DD.N); the current one if left out.",
    };
    private static readonly RequestParameter<string> Form = RequestParameters.InForms(
        RequestParameters.CitationFormatName,
        "csl is CSL-JSON.",
        Representation.Csl,
        Representation.BibTeX
    );

    public static RouteGroupBuilder MapDatasets(this IEndpointRouteBuilder api)
    {
        var dataset = api.MapGroup("/dataset").WithTags("Dataset");
        dataset
            .MapGet("/", Describe)
            .WithName("getDataset")
            .WithSummary("The current release: version, source, counts, known gaps, terms")
            .WithDescription(
                "Read the terms before use: they name the sources and how to credit them."
            )
            .Takes();
        dataset
            .MapGet("/releases", Releases)
            .WithName("listReleases")
            .WithSummary("All releases, newest first")
            .WithDescription(
                "Any of them can be requested with release=, compared with /dataset/diff and cited."
            )
            .Takes();
        dataset
            .MapGet("/diff", Compare)
            .WithName("getDatasetDiff")
            .WithSummary(
                "Two releases compared: trials added, changed and removed, and the counts of every panel"
            )
            .WithDescription(
                "Any two releases, in either order. Trials are of any scope, as in the change feed; panels are counted as in the landscape, in the default scope, with all buckets."
            )
            .WithMetadata(new QueryContract(false, [From, To]));
        dataset
            .MapGet("/citation", Cite)
            .WithName("getCitation")
            .WithSummary("How to cite a release and its sources, as CSL-JSON or BibTeX")
            .WithDescription(
                "The release first, then its sources. Addresses in it begin with Public:BaseAddress where that is set, otherwise with the scheme and host of the request. Accept: application/json gets CSL-JSON."
            )
            .WithMetadata(
                new QueryContract(false, [Form, RequestParameters.Release]) { WritesHost = true }
            )
            .Produces<IReadOnlyList<CslItem>>(
                StatusCodes.Status200OK,
                Representation.MediaTypeOf(Representation.Csl),
                Representation.MediaTypeOf(Representation.BibTeX)
            );
        dataset
            .MapGet("/croissant", DescribeFiles)
            .WithName("getCroissant")
            .WithSummary("The files of a release, described in Croissant 1.0")
            .WithDescription(
                "Each contentUrl serves the file with the given SHA-256: trials, targets, drugs and panels as CSV and Parquet. Addresses in it begin with Public:BaseAddress where that is set, otherwise with the scheme and host of the request. Accept: application/json gets JSON-LD."
            )
            .WithMetadata(
                new QueryContract(false, [RequestParameters.Release])
                {
                    Forms = [Representation.JsonLd],
                    WritesHost = true,
                }
            )
            .Produces<CroissantDataset>(
                StatusCodes.Status200OK,
                Representation.MediaTypeOf(Representation.JsonLd)
            );
        dataset
            .MapGet("/coverage", Coverage)
            .WithName("getCoverage")
            .WithSummary("The coverage of annotation: unmatched, unclassified, unreviewed")
            .WithDescription(
                "In a cohort: names that are not in the dictionary, trials without a value of a facet, and entries that have not been checked."
            )
            .TakesFilter();
        dataset
            .MapGet("/dictionary", Dictionary)
            .WithName("getDataDictionary")
            .WithSummary("The columns of the exports")
            .WithDescription("Every table with its columns, and how cells are written.")
            .Takes();
        return dataset;
    }

    private static Ok<DatasetResponse> Describe(ApiQuery query) =>
        TypedResults.Ok(DatasetQuery.Describe(query.Release));

    private static Ok<ReleaseList> Releases(ApiQuery query) =>
        TypedResults.Ok(DatasetQuery.Releases(query.Release));

    private static async Task<Results<Ok<DatasetDiff>, ProblemHttpResult>> Compare(
        ApiQuery query,
        ReleaseHistory history,
        CurrentRelease current,
        CancellationToken cancellation
    )
    {
        var version = query.Get(From) ?? query.Release.Before?.Version;
        if (version is null)
        {
            // The first release has no predecessor to compare it with.
            return TypedResults.Ok(Diff.Between(query.Release, query.Release));
        }
        return await history.FindAsync(version, cancellation) is { } from
            ? TypedResults.Ok(Diff.Between(from, query.Release))
            : Problem.Of([ApiQuery.UnknownRelease(From.Name, version, current.Value!)]);
    }

    private static IResult Cite(ApiQuery query, HttpRequest request, PublicAddress address)
    {
        var items = Citation.Of(query.Release, address.RootOf(request));
        var mediaType = Representation.MediaTypeOf(query.Format);
        return query.Format == Representation.BibTeX
            ? TypedResults.Text(Citation.AsBibTeX(items), mediaType, Encoding.UTF8)
            : TypedResults.Json(items, contentType: mediaType);
    }

    private static async Task<IResult> DescribeFiles(
        ApiQuery query,
        HttpRequest request,
        PublicAddress address,
        IEnumerable<TableFile<Release>> files,
        CancellationToken cancellation
    ) =>
        TypedResults.Json(
            await Croissant.OfAsync(query.Release, address.RootOf(request), files, cancellation),
            contentType: Representation.MediaTypeOf(query.Format)
        );

    private static Ok<CoverageResponse> Coverage(ApiQuery query) =>
        TypedResults.Ok(DatasetQuery.Coverage(query.Release, query.Filter));

    // Every operation that responds with a table declares so where it is mapped.
    private static Ok<DataDictionary> Dictionary(ApiQuery query, EndpointDataSource endpoints) =>
        TypedResults.Ok(
            new DataDictionary(
                [
                    .. endpoints
                        .Endpoints.SelectMany(endpoint =>
                            endpoint.Metadata.GetOrderedMetadata<TableDescription>()
                        )
                        .DistinctBy(table => table.Table),
                ],
                TableFormat.Notes,
                DatasetInfo.Of(query.Release)
            )
        );
}
