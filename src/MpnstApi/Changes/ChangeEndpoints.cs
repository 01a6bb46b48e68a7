using System.Globalization;
using System.Text;
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
        "Changes after this sequence; from the first one on if left out.",
        absent: 0
    );
    private static readonly RequestParameter<long> BeforeEntry = RequestParameters.Place(
        "before",
        "For format=atom, which has the newest entries first: entries before this sequence; the newest if left out.",
        absent: long.MaxValue
    );
    private static readonly RequestParameter<long> Before = RequestParameters.Place(
        "before",
        "Changes before this sequence; the newest if left out.",
        absent: long.MaxValue
    );
    private static readonly RequestParameter<string> Form = RequestParameters.InForms(
        RequestParameters.FeedFormatName,
        "ndjson streams all changes after the sequence, one per line, without limit. atom is a feed for feed readers, with an entry for each trial that a release changed, newest first. sse streams changes as server-sent events: first those after the sequence, then those of each new release; a client that reconnects with Last-Event-ID misses and repeats nothing.",
        Representation.Json,
        Representation.Ndjson,
        Representation.Atom,
        Representation.Events
    );

    private const string LastEventId = "Last-Event-ID";

    public static WebApplicationBuilder AddChanges(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ChangeQuery>();
        builder.Services.AddSingleton<ChangeStream>();
        return builder;
    }

    public static RouteGroupBuilder MapChanges(this IEndpointRouteBuilder api)
    {
        var changes = api.MapGroup("").WithTags("Changes");
        changes
            .MapGet("/changes", List)
            .WithName("listChanges")
            .WithSummary("The changes of each release")
            .WithDescription(
                "Keep nextAfter and use it as after in the next request: a reader who stops and resumes at any sequence misses and repeats nothing. A poll that finds nothing new gets a 304. The first release, and one that changed no trial, is a single change of kind RELEASED. Values that depend on the date alone (statusFreshness, openNow) are not reported. Without a filter the feed has the changes of all trials, whatever their scope. With a filter it has those of the trials that the filter selects in the current release, and of trials that are no longer in it; a page may then have fewer changes than limit, or none, before the end: continue while nextAfter grows."
            )
            .TakesFilter(After, BeforeEntry, RequestParameters.Limit, Form)
            .Produces<ChangePage>(
                StatusCodes.Status200OK,
                Representation.MediaTypeOf(Representation.Json),
                Representation.MediaTypeOf(Representation.Ndjson),
                Representation.MediaTypeOf(Representation.Atom),
                Representation.MediaTypeOf(Representation.Events)
            );
        changes
            .MapGet("/trials/{id}/changes", OfTrial)
            .WithName("listTrialChanges")
            .WithSummary("The changes of one trial, newest first")
            .WithDescription(
                "By NCT id or any other id in ids; removed trials are found by NCT id only."
            )
            .TakesPath(new("id", "NCT id, or any other id of the trial, in any case."))
            .Takes(Before, RequestParameters.Limit);
        return changes;
    }

    private static async Task<IResult> List(
        ApiQuery query,
        ChangeQuery changes,
        ChangeStream stream,
        PublicAddress address,
        HttpContext context,
        IOptions<JsonOptions> json
    )
    {
        var after = query.Get(After);
        if (query.Format != Representation.Atom && query.Given.Contains(BeforeEntry.Name))
        {
            return Problem.OfParameter(
                ProblemKind.InvalidValue,
                BeforeEntry.Name,
                context.Request.Query[BeforeEntry.Name],
                "before is for format=atom, which has the newest entries first. Leave it out, and use nextAfter as after to get the changes that follow."
            );
        }
        switch (query.Format)
        {
            case Representation.Json:
                return TypedResults.Ok(
                    await changes.AfterAsync(
                        query.Release,
                        query.Filter,
                        after,
                        query.Get(RequestParameters.Limit),
                        context.RequestAborted
                    )
                );
            case Representation.Atom:
                return await AtomAsync(query, changes, address, context);
            case Representation.Events:
                return await stream.RespondAsync(
                    context,
                    query,
                    long.TryParse(
                        context.Request.Headers[LastEventId],
                        NumberStyles.None,
                        CultureInfo.InvariantCulture,
                        out var last
                    )
                        ? last
                        : after
                );
        }
        var items = changes.AllAfterAsync(
            query.Release,
            query.Filter,
            after,
            context.RequestAborted
        );
        var export = await NdjsonExport.BeginAsync(
            items,
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

    private static async Task<IResult> AtomAsync(
        ApiQuery query,
        ChangeQuery changes,
        PublicAddress address,
        HttpContext context
    )
    {
        var before = query.Get(BeforeEntry);
        var (entries, next) = await changes.NewestAsync(
            query.Release,
            query.Filter,
            query.Get(After),
            before,
            query.Get(RequestParameters.Limit),
            context.RequestAborted
        );
        var root = address.RootOf(context.Request);
        return TypedResults.Text(
            AtomFeed.Write(
                query.Release,
                query.Filter,
                entries,
                new AtomFeed.Addresses(
                    root,
                    address.BaseAddress?.Host ?? context.Request.Host.Host,
                    $"{root}/changes{(query.Filter.ToQuery() is { Length: > 0 } filter ? $"?{filter}" : "")}",
                    AddressOf(before),
                    AddressOf(long.MaxValue),
                    next is { } older ? AddressOf(older) : null
                )
            ),
            Representation.MediaTypeOf(Representation.Atom),
            Encoding.UTF8
        );

        // The address in canonical spelling, whether Accept or format selected the feed.
        string AddressOf(long place)
        {
            var parts = query
                .Canonical.Split('&', StringSplitOptions.RemoveEmptyEntries)
                .Where(part => !part.StartsWith($"{BeforeEntry.Name}=", StringComparison.Ordinal))
                .Append($"{RequestParameters.FormatName}={Representation.Atom}");
            if (place != long.MaxValue)
            {
                parts = parts.Append(
                    string.Create(CultureInfo.InvariantCulture, $"{BeforeEntry.Name}={place}")
                );
            }
            return $"{root}{context.Request.Path.Value!.TrimEnd('/').ToLowerInvariant()}?{string.Join('&', parts)}";
        }
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
            : Problem.UnknownId("trial", id, query.Release.Near(id));
}
