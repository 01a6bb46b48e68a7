using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Filtering;
using MpnstApi.Http;
using MpnstApi.Landscape;
using MpnstApi.Statistics;

namespace MpnstApi.Figures;

/// <summary>Maps figures of a cohort: each panel, all seven, the timeline and the comparison with the letter.</summary>
public static class FigureEndpoints
{
    private const string Landscape = "landscape";
    private const string Timeline = "timeline";
    private const string Comparison = "comparison";

    private static readonly RequestParameter<int> Width = new(
        "width",
        ParameterKind.Vocabulary,
        "Width in millimetres: one or two columns of a journal page.",
        text => int.Parse(text, CultureInfo.InvariantCulture)
    )
    {
        Vocabulary = "FigureWidth",
        Default = "183",
        Values = ["89", "183"],
    };

    private static readonly RequestParameter<int> Dpi = new(
        "dpi",
        ParameterKind.Vocabulary,
        "Pixels of an inch: for screens, or for print.",
        text => int.Parse(text, CultureInfo.InvariantCulture)
    )
    {
        Vocabulary = "FigureDpi",
        Default = "300",
        Values = ["144", "300"],
    };

    private static readonly RequestParameter[] Parameters =
    [
        RequestParameters.Top,
        RequestParameters.ImmunoAxis,
        RequestParameters.By,
        Width,
        RequestParameters.Release,
    ];

    private static readonly string[] Names =
    [
        .. Panels.All.Select(panel => panel.Key),
        Landscape,
        Timeline,
        Comparison,
    ];

    public static RouteGroupBuilder MapFigures(this IEndpointRouteBuilder api)
    {
        var figures = api.MapGroup("/landscape/figures").WithTags("Landscape");
        figures
            .MapGet("/{figure}.svg", DrawSvg)
            .WithName("getFigure")
            .WithSummary("A figure of a cohort for articles and slides, with a caption")
            .WithDescription(
                "A panel, landscape (all seven panels), timeline (by the dimension by), or comparison with the letter. Text stays text, and bars link to the trials that they count. A panel that the filter narrows by its own facet is drawn without that condition, with the other rows as outlines. The caption states the filter, the release and the source."
            )
            .IsFigure(Representation.Svg, Parameters)
            .Produces<string>(
                StatusCodes.Status200OK,
                Representation.MediaTypeOf(Representation.Svg)
            );
        figures
            .MapGet("/{figure}.png", DrawPngAsync)
            .WithName("getFigurePng")
            .WithSummary("The same picture in pixels, for slides and previews of links")
            .WithDescription(
                "The figure that the operation with .svg draws. 406 where the machine cannot load the library that draws it."
            )
            .IsFigure(Representation.Png, [.. Parameters, Dpi])
            .Produces<string>(
                StatusCodes.Status200OK,
                Representation.MediaTypeOf(Representation.Png)
            );
        return figures;
    }

    private static RouteHandlerBuilder IsFigure(
        this RouteHandlerBuilder endpoint,
        string form,
        RequestParameter[] parameters
    ) =>
        endpoint
            .TakesPath(
                new("figure", "Name of a panel, landscape, timeline or comparison.")
                {
                    Vocabulary = ("FigureName", Names),
                }
            )
            .WithMetadata(new QueryContract(true, parameters) { Forms = [form] });

    private static Results<FileContentHttpResult, ProblemHttpResult> DrawSvg(
        string figure,
        ApiQuery query,
        HttpContext context
    )
    {
        if (Lay(figure, query) is not { } drawing)
        {
            return Problem.UnknownId("figure", figure, Names);
        }
        // When opened directly, the figure is a document, and needs no other resource.
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'none'; frame-ancestors 'none'";
        return File(figure, query, context.Response, SvgWriter.Write(drawing));
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> DrawPngAsync(
        string figure,
        ApiQuery query,
        HttpContext context
    )
    {
        if (Lay(figure, query) is not { } drawing)
        {
            return Problem.UnknownId("figure", figure, Names);
        }
        return PngWriter.IsAvailable
            ? File(
                figure,
                query,
                context.Response,
                await PngWriter.WriteAsync(drawing, query.Get(Dpi), context.RequestAborted)
            )
            : Problem.Of(
                ProblemKind.NotAcceptable,
                $"This machine cannot load the library that draws PNG. The same figure is at {HttpRegistration.ApiRoot}/landscape/figures/{figure}.svg."
            );
    }

    private static FileContentHttpResult File(
        string figure,
        ApiQuery query,
        HttpResponse response,
        byte[] file
    )
    {
        response.Headers.ContentDisposition =
            $"inline; filename=\"mpnst-{figure}-{query.Release.Header.Version}.{query.Format}\"";
        return TypedResults.File(file, Representation.MediaTypeOf(query.Format));
    }

    private static Drawing? Lay(string figure, ApiQuery query)
    {
        var (release, filter) = (query.Release, query.Filter);
        var width = query.Get(Width) * FigureSize.PointsOfMillimetre;
        if (Panels.Find(figure) is { } panel)
        {
            return FigureLayout.Single(Views([panel])[0], Caption(filter), Address, width);
        }
        if (figure == Landscape)
        {
            return FigureLayout.Landscape(Views(Panels.All), Caption(filter), Address, width);
        }
        if (figure == Timeline)
        {
            var by = query.Get(RequestParameters.By);
            return FigureLayout.Timeline(
                LandscapeQuery.Timeline(release, filter, by),
                FilterWords.NameOf(by.Name).ToLowerInvariant(),
                Caption(filter),
                Address,
                width
            );
        }
        if (figure == Comparison)
        {
            return FigureLayout.Comparison(
                MpnstApi.Landscape.Comparison.Of(release, filter),
                [
                    "Letter: Zhao et al., Frontiers of Medicine 2025, as printed.",
                    .. Caption(
                        filter.Of("scope") is null ? filter.And("scope", Scope.Named.Key()) : filter
                    ),
                ],
                Address,
                width
            );
        }
        return null;

        IReadOnlyList<PanelView> Views(IEnumerable<PanelDefinition> panels)
        {
            var selected = Cohort.Selected(release, filter);
            var (top, mergedAxis) = (
                query.Get(RequestParameters.Top),
                query.Get(RequestParameters.ImmunoAxis)
            );
            return [.. panels.Select(shown => PanelView.Of(selected, shown, top, mergedAxis))];
        }

        string? Address(ResourceLink? link) =>
            link is not null && (link.Filter is null ? "" : link.Filter.ToQuery()) is { } conditions
                ? LocalAddress.Of(OfRelease($"/{link.Path}", conditions))
                : null;

        string OfRelease(string path, string? conditions) =>
            $"{path}?{(string.IsNullOrEmpty(conditions) ? "" : conditions + "&")}release={release.Header.Version}";

        IReadOnlyList<string> Caption(TrialFilter shown) =>
            [
                $"{FilterWords.Of(release, shown)} Interventional trials and those of unstated study type, unless the filter says otherwise. Percentages are of the trials counted in the panel.",
                $"MpnstApi release {release.Header.Version}. Records: ClinicalTrials.gov, U.S. National Library of Medicine ({release.Sources}); statuses as of {release.StatusDates.Min ?? "no date"} to {release.StatusDates.Max ?? "no date"}, {release.StatusDates.Undated} undated. {OfRelease($"{HttpRegistration.ApiRoot}/landscape", filter.ToQuery())}",
            ];
    }
}
