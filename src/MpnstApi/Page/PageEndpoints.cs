using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using MpnstApi.Changes;
using MpnstApi.Datasets;
using MpnstApi.Drugs;
using MpnstApi.Http;
using MpnstApi.Indexing;
using MpnstApi.Landscape;
using MpnstApi.Releases;
using MpnstApi.Targets;
using MpnstApi.Trials;

namespace MpnstApi.Page;

/// <summary>Maps the pages, which are rendered on the server from the same queries as REST.</summary>
public static class PageEndpoints
{
    private const string Forever = "public, max-age=31536000, immutable";

    // A larger table is not readable.
    private const int MostCells = 2_000;

    // Changes on a page.
    private const int MostChanges = 100;

    private static readonly RequestParameter<Facet> Rows = RequestParameters.Rows with
    {
        Required = false,
        Default = "phase",
    };
    private static readonly RequestParameter<Facet> Columns = RequestParameters.Columns with
    {
        Required = false,
        Default = "status",
    };
    private static readonly RequestParameter<long> After = RequestParameters.Place(
        "after",
        "Lines after this sequence; if left out, the last ones, with a filter all.",
        absent: -1
    );

    public static WebApplicationBuilder AddPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents();
        builder.Services.AddSingleton<IProblemDetailsWriter, ProblemPageWriter>();
        return builder;
    }

    /// <summary>
    /// Adds the headers of pages, and redirects forms with empty fields to the address without them: browsers send every
    /// field, and an empty value is an error for other clients.
    /// </summary>
    public static WebApplication UsePages(this WebApplication app)
    {
        app.Use(
            (context, next) =>
            {
                var request = context.Request;
                if (
                    context.GetEndpoint()?.Metadata.GetMetadata<QueryContract>()
                    is not { Forms: [Representation.Html] }
                )
                {
                    return next(context);
                }
                PageHeaders.Write(context.Response);
                if (!request.Query.Any(pair => pair.Value.Any(string.IsNullOrWhiteSpace)))
                {
                    return next(context);
                }
                var given = request.Query.SelectMany(pair =>
                    pair.Value.Where(value => !string.IsNullOrWhiteSpace(value))
                        .Select(value => KeyValuePair.Create(pair.Key, value))
                );
                context.Response.StatusCode = StatusCodes.Status303SeeOther;
                context.Response.Headers.Location =
                    request.PathBase.Add(request.Path).ToUriComponent()
                    + QueryString.Create(given).ToUriComponent();
                return Task.CompletedTask;
            }
        );
        return app;
    }

    public static RouteGroupBuilder MapPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("").ExcludeFromDescription();
        pages
            .MapGet("/", Landscape)
            .IsPage(filter: true, RequestParameters.Top, RequestParameters.ImmunoAxis);
        pages
            .MapGet("/trials", Trials)
            .IsPage(
                filter: true,
                RequestParameters.Limit,
                RequestParameters.Cursor,
                RequestParameters.Sort
            );
        pages.MapGet("/trials/{id}", Trial).IsPage(filter: false);
        pages
            .MapGet("/targets", Targets)
            .IsPage(filter: true, RequestParameters.Limit, RequestParameters.Cursor);
        pages.MapGet("/targets/{symbolOrAlias}", Target).IsPage(filter: true);
        pages
            .MapGet("/drugs", Drugs)
            .IsPage(filter: true, RequestParameters.Limit, RequestParameters.Cursor);
        pages.MapGet("/drugs/{idOrSynonym}", Drug).IsPage(filter: true);
        pages.MapGet("/crosstab", Crosstab).IsPage(filter: true, Rows, Columns);
        pages.MapGet("/timeline", Timeline).IsPage(filter: true, RequestParameters.By);
        pages.MapGet("/comparison", Compare).IsPage(filter: true);
        pages.MapGet("/changes", Changed).IsPage(filter: true, After);
        pages.MapGet("/about", About).IsPage(filter: false);
        pages.MapGet($"{PageAssets.Folder}/{{name}}", Asset);
        return pages;
    }

    private static RazorComponentResult Landscape([AsParameters] PageParameters request) =>
        request.Show<LandscapePage>();

    private static RazorComponentResult Trials([AsParameters] PageParameters request)
    {
        var query = request.Query;
        var trials = TrialQuery.List(
            query.Release,
            query.Filter,
            query.Get(RequestParameters.Sort)
        );
        var (items, info) = Paging.Cut(trials, query, request.Context.Response);
        return request.Show<TrialsPage>(
            (nameof(TrialsPage.Items), items),
            (nameof(TrialsPage.Info), info),
            (nameof(TrialsPage.NotFound), TrialQuery.NotFound(query.Release, query.Filter))
        );
    }

    private static async Task<Results<RazorComponentResult, ProblemHttpResult>> Trial(
        string id,
        [AsParameters] PageParameters request,
        [FromServices] ChangeQuery changes
    )
    {
        if (TrialQuery.Find(request.Query.Release, PathId.Of(id)) is not { } trial)
        {
            return Problem.UnknownId("trial", id, request.Query.Release.Near(id));
        }
        return request.Show<TrialPage>(
            (nameof(TrialPage.Trial), trial),
            (nameof(TrialPage.History), await HistoryOf(trial.Id, request, changes))
        );
    }

    // The record is in memory, its history in the store. A page without history is better than none.
    private static async Task<TrialChanges?> HistoryOf(
        string id,
        PageParameters request,
        ChangeQuery changes
    )
    {
        try
        {
            return await changes.OfTrialAsync(
                request.Query.Release,
                id,
                long.MaxValue,
                Paging.DefaultSize,
                request.Context.RequestAborted
            );
        }
        catch (HistoryUnavailableException)
        {
            // The next request may get the complete page.
            request.Context.Response.Headers.CacheControl = "no-store";
            return null;
        }
    }

    private static RazorComponentResult Targets([AsParameters] PageParameters request)
    {
        var query = request.Query;
        var (items, info) = Paging.Cut(
            TargetQuery.List(query.Release, query.Filter),
            query,
            request.Context.Response
        );
        return request.Show<TargetsPage>(
            (nameof(TargetsPage.Items), items),
            (nameof(TargetsPage.Info), info)
        );
    }

    private static Results<RazorComponentResult, ProblemHttpResult> Target(
        string symbolOrAlias,
        [AsParameters] PageParameters request
    )
    {
        var release = request.Query.Release;
        return
            TargetQuery.Find(release, request.Query.Filter, PathId.Of(symbolOrAlias)) is { } target
            ? request.Show<TargetPage>((nameof(TargetPage.Target), target))
            : Problem.UnknownId("target", symbolOrAlias, release.Dictionary.TargetNames);
    }

    private static RazorComponentResult Drugs([AsParameters] PageParameters request)
    {
        var query = request.Query;
        var (items, info) = Paging.Cut(
            DrugQuery.List(query.Release, query.Filter),
            query,
            request.Context.Response
        );
        return request.Show<DrugsPage>(
            (nameof(DrugsPage.Items), items),
            (nameof(DrugsPage.Info), info)
        );
    }

    private static Results<RazorComponentResult, ProblemHttpResult> Drug(
        string idOrSynonym,
        [AsParameters] PageParameters request
    )
    {
        var release = request.Query.Release;
        return DrugQuery.Find(release, request.Query.Filter, PathId.Of(idOrSynonym)) is { } drug
            ? request.Show<DrugPage>((nameof(DrugPage.Drug), drug))
            : Problem.UnknownId("drug", idOrSynonym, release.Dictionary.DrugNames);
    }

    private static Results<RazorComponentResult, ProblemHttpResult> Crosstab(
        [AsParameters] PageParameters request
    )
    {
        var query = request.Query;
        var (rows, columns) = (query.Get(Rows), query.Get(Columns));
        return
            LandscapeQuery.Crosstab(query.Release, query.Filter, rows, columns, MostCells)
                is { } crosstab
            ? request.Show<CrosstabPage>((nameof(CrosstabPage.Crosstab), crosstab))
            : Problem.Of(
                ProblemKind.TooLarge,
                $"{rows.Name} by {columns.Name} has more than {MostCells} cells. Choose a dimension with fewer values, narrow the trials with a filter, or take {HttpRegistration.ApiRoot}/landscape/crosstab."
            );
    }

    private static RazorComponentResult Timeline([AsParameters] PageParameters request)
    {
        var query = request.Query;
        return request.Show<TimelinePage>(
            (
                nameof(TimelinePage.Timeline),
                LandscapeQuery.Timeline(
                    query.Release,
                    query.Filter,
                    query.Get(RequestParameters.By)
                )
            )
        );
    }

    private static RazorComponentResult Compare([AsParameters] PageParameters request) =>
        request.Show<ComparisonPage>(
            (
                nameof(ComparisonPage.Comparison),
                Comparison.Of(request.Query.Release, request.Query.Filter)
            )
        );

    private static async Task<RazorComponentResult> Changed(
        [AsParameters] PageParameters request,
        [FromServices] ChangeQuery changes
    )
    {
        var release = request.Query.Release;
        var after = request.Query.Get(After);
        // A filter may leave none of the last lines.
        after =
            after >= 0 ? after
            : request.Query.Filter.Terms.IsEmpty
                ? Math.Max(0, release.Header.LastChange - MostChanges)
            : 0;
        return request.Show<ChangesPage>(
            (nameof(ChangesPage.After), after),
            (
                nameof(ChangesPage.Changes),
                await changes.AfterAsync(
                    release,
                    request.Query.Filter,
                    after,
                    MostChanges,
                    request.Context.RequestAborted
                )
            )
        );
    }

    private static RazorComponentResult About([AsParameters] PageParameters request) =>
        request.Show<AboutPage>(
            (nameof(AboutPage.Dataset), DatasetQuery.Describe(request.Query.Release))
        );

    private static Results<FileContentHttpResult, NotFound> Asset(
        string name,
        HttpResponse response
    )
    {
        if (PageAssets.Find($"{PageAssets.Folder}/{name}") is not { } asset)
        {
            return TypedResults.NotFound();
        }
        response.Headers.CacheControl = Forever;
        return TypedResults.File(asset.Body, asset.MediaType);
    }

    private static RouteHandlerBuilder IsPage(
        this RouteHandlerBuilder endpoint,
        bool filter,
        params RequestParameter[] parameters
    ) =>
        endpoint.WithMetadata(
            new QueryContract(filter, [.. parameters, RequestParameters.Release])
            {
                Forms = [Representation.Html],
                WritesHost = true,
            }
        );

    /// <summary>The parameters of every page.</summary>
    internal readonly record struct PageParameters(
        ApiQuery Query,
        HttpContext Context,
        PublicAddress Address,
        CurrentRelease Current
    )
    {
        public RazorComponentResult Show<TPage>(params (string Name, object? Value)[] parameters)
            where TPage : IComponent
        {
            var all = new Dictionary<string, object?>
            {
                ["Page"] = RequestedPage.Of(Query, Address.RootOf(Context.Request), Current),
            };
            foreach (var (name, value) in parameters)
            {
                all[name] = value;
            }
            return new(typeof(TPage), all);
        }
    }
}
