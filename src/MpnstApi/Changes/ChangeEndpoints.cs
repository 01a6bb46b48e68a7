using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using MpnstApi.Exports;
using MpnstApi.Http;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace MpnstApi.Changes;

public static class ChangeEndpoints
{
    private static readonly RequestParameter<long> After = RequestParameters.Place(
        "after",
        "Lines after this sequence; 0, from the first on, if left out.",
        absent: 0
    );
    private static readonly RequestParameter<long> Before = RequestParameters.Place(
        "before",
        "Lines before this sequence; the newest if left out.",
        absent: long.MaxValue
    );
    private static readonly RequestParameter<string> Form = RequestParameters.InForms(
        RequestParameters.FeedFormatName,
        "ndjson streams all lines after the sequence, one a line, without limit.",
        Representation.Json,
        Representation.Ndjson
    );

    public static WebApplicationBuilder AddChanges(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ChangeQuery>();
        return builder;
    }

    public static RouteGroupBuilder MapChanges(this IEndpointRouteBuilder api)
    {
        var changes = api.MapGroup("").WithTags("Changes");
        changes
            .MapGet("/changes", List)
            .WithName("listChanges")
            .WithSummary("What each release changed, line by line")
            .WithDescription(
                "Keep nextAfter and give it as after: a reader who stops and resumes at any sequence misses and doubles nothing. A poll that finds nothing new costs a 304. The first release, and one that changed no trial, is one RELEASED line. What follows from the day alone (statusFreshness, openNow) is not told."
            )
            .Takes(After, RequestParameters.Limit, Form)
            .Produces<ChangePage>(
                StatusCodes.Status200OK,
                Representation.MediaTypeOf(Representation.Json),
                Representation.MediaTypeOf(Representation.Ndjson)
            );
        changes
            .MapGet("/trials/{id}/changes", OfTrial)
            .WithName("listTrialChanges")
            .WithSummary("What became of one trial, newest first")
            .WithDescription(
                "By NCT id or any other id in ids; trials that left are found by NCT id."
            )
            .TakesPath(new("id", "NCT id, or any other id of the trial, in any case."))
            .Takes(Before, RequestParameters.Limit);
        return changes;
    }

    private static async Task<IResult> List(
        ApiQuery query,
        ChangeQuery changes,
        HttpContext context,
        IOptions<JsonOptions> json
    )
    {
        var after = query.Get(After);
        if (query.Format == Representation.Json)
        {
            return TypedResults.Ok(
                await changes.AfterAsync(
                    query.Release,
                    after,
                    query.Get(RequestParameters.Limit),
                    context.RequestAborted
                )
            );
        }
        var lines = changes.AllAfterAsync(query.Release, after, context.RequestAborted);
        var export = await NdjsonExport.BeginAsync(
            lines,
            json.Value.SerializerOptions,
            context.RequestAborted
        );
        return TypedResults.Stream(
            export.WriteAsync,
            Representation.MediaTypeOf(Representation.Ndjson),
            string.Create(
                CultureInfo.InvariantCulture,
                $"mpnst-changes-after-{after}-{query.Release.Header.Version}.ndjson"
            )
        );
    }

    private static async Task<Results<Ok<TrialChanges>, ProblemHttpResult>> OfTrial(
        string id,
        ApiQuery query,
        ChangeQuery changes,
        CancellationToken cancellation
    ) =>
        await changes.OfTrialAsync(
            query.Release,
            PathId.Of(id),
            query.Get(Before),
            query.Get(RequestParameters.Limit),
            cancellation
        )
            is { } found
            ? TypedResults.Ok(found)
            : Problem.UnknownId("trial", id, query.Release.Trials.Select(known => known.Id));
}
