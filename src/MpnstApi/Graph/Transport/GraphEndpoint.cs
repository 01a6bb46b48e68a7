using System.Globalization;
using GraphQL;
using GraphQL.SystemTextJson;
using GraphQLParser.AST;
using MpnstApi.Access;
using MpnstApi.Changes;
using MpnstApi.Graph.Execution;
using MpnstApi.Http;
using MpnstApi.Releases;

namespace MpnstApi.Graph.Transport;

/// <summary>
/// Handles /graphql: reads a request, executes it and writes the response with the status that its media type requires; a
/// browser gets the IDE.
/// </summary>
internal sealed class GraphEndpoint(
    GraphExecution execution,
    CurrentRelease releases,
    ReleaseHistory history,
    ChangeQuery changes,
    CachingOptions caching,
    ResponseCache cache,
    GraphMetrics metrics,
    RequestBudget budget,
    GraphIde ide,
    GraphQLSerializer serializer,
    GraphQL.Types.Schema schema,
    GraphOptions options
)
{
    public const string CostHeader = "X-GraphQL-Cost";

    private static readonly string Methods = "GET, HEAD, POST";

    private readonly FixedDocument sdl = new(
        "text/plain; charset=utf-8",
        () => schema.Print(new() { IncludeDescriptions = true }).ReplaceLineEndings("\n") + "\n"
    );

    public async Task HandleAsync(HttpContext context)
    {
        if (GraphMedia.WantsPage(context.Request))
        {
            await ide.WritePageAsync(context);
            return;
        }
        var media = GraphMedia.Choose(context.Request);
        try
        {
            await RespondAsync(context, media);
        }
        catch (GraphRequestException exception)
        {
            // A client that takes plain JSON reads the body of a 200 only.
            context.Response.StatusCode =
                exception.Error.Code == GraphCodes.PersistedQuery && media == GraphMedia.Json
                    ? StatusCodes.Status200OK
                    : exception.Status;
            await WriteAsync(
                context,
                media ?? GraphMedia.Json,
                GraphOutcome.Failed([exception.Error]).Result
            );
        }
    }

    private async Task RespondAsync(HttpContext context, string? media)
    {
        var (request, response) = (context.Request, context.Response);
        if (GraphMedia.WantsSchema(request))
        {
            await WriteSchemaAsync(context);
            return;
        }
        var isGet = HttpMethods.IsGet(request.Method);
        if (!isGet && !HttpMethods.IsPost(request.Method))
        {
            throw NotAllowed(response, Methods, $"/graphql supports {Methods}.");
        }
        if (media is null)
        {
            throw new GraphRequestException(
                StatusCodes.Status406NotAcceptable,
                new GraphError(
                    ProblemKind.NotAcceptable.Code,
                    $"/graphql returns {GraphMedia.GraphResponse} or {GraphMedia.Json}."
                )
            );
        }
        // Before the release: what is made from a newer one than these are for is dropped with them.
        var responses = cache.Responses;
        if (releases.Value is not { } release)
        {
            response.Headers.RetryAfter = "5";
            throw new GraphRequestException(
                StatusCodes.Status503ServiceUnavailable,
                new GraphError(ProblemKind.NotReady.Code, releases.NotReadyReason)
            );
        }
        var body = isGet ? [] : await GraphRequestReader.BodyAsync(request, context.RequestAborted);
        var key = ResponseCache.KeyOf(request, body);
        if (responses.TryWriteAsync(context, key) is { } written)
        {
            await written;
            return;
        }
        var call = GraphRequestReader.Read(request, body, serializer);
        if (isGet && execution.KindOf(call) is not (null or OperationType.Query))
        {
            throw NotAllowed(response, "POST", "A GET executes queries only.");
        }
        var tag = TagOf(context, call, release, media);
        var uncached = ResponseValidators.None(release.Header.Version, caching);
        var validators = isGet
            ? ResponseValidators.Of(tag, release.Header.Version, caching)
            : uncached;
        if (responses.TryWriteNotModified(context, key, validators, tag))
        {
            return;
        }
        // A result with errors has no other headers.
        uncached.WriteCacheHeaders(response);
        await responses.WriteAsync(
            context,
            key,
            validators,
            tag,
            () => ExecuteAsync(context, call, media, release)
        );
    }

    /// <summary>Executes a document and writes its result. True if it has no errors: then it may be kept.</summary>
    private async Task<bool> ExecuteAsync(
        HttpContext context,
        GraphCall call,
        string media,
        Release release
    )
    {
        var response = context.Response;
        // The result is written to memory, so that a client that reads slowly holds no place.
        using var place = await budget.EnterExecutionAsync(context);
        ThrowIfLimited(place is null ? "Too many documents are waiting. Try again." : null);
        // Not before: many documents at once would use up the budget while they wait, and none could pay its estimate.
        ThrowIfLimited(await budget.PayAsync(context));
        var outcome = await execution.RunAsync(
            call,
            new GraphRequest(releases, history, changes, release)
            {
                Pay = async cost => ThrowIfLimited(await budget.PayAsync(context, cost)),
            },
            context.RequestAborted
        );
        if (outcome.CostEstimate is { } estimate)
        {
            metrics.RecordCost(estimate.Cost);
            response.Headers[CostHeader] = estimate.Cost.ToString(CultureInfo.InvariantCulture);
        }
        response.StatusCode =
            outcome.Executed || media == GraphMedia.Json
                ? StatusCodes.Status200OK
                : StatusCodes.Status400BadRequest;
        await WriteAsync(context, media, outcome.Result);
        return outcome is { CostEstimate: not null, Result.Errors: null };
    }

    private static void ThrowIfLimited(string? reason)
    {
        if (reason is not null)
        {
            throw new GraphRequestException(
                StatusCodes.Status429TooManyRequests,
                new GraphError(ProblemKind.RateLimited.Code, reason)
            );
        }
    }

    private Task WriteSchemaAsync(HttpContext context) =>
        options.Introspection
            ? sdl.WriteAsync(context, caching)
            : throw new GraphRequestException(
                StatusCodes.Status400BadRequest,
                GraphError.IntrospectionOff()
            );

    private Task WriteAsync(HttpContext context, string media, ExecutionResult result)
    {
        context.Response.ContentType = $"{media}; charset=utf-8";
        return serializer.WriteAsync(context.Response.Body, result, context.RequestAborted);
    }

    // A response follows from the release, the document and its variables. Other releases that a document may name do not
    // change; the previous one is in the tag because cursors of it are served as long as it is in memory.
    private string TagOf(HttpContext context, GraphCall call, Release release, string media) =>
        EntityTag.Of(
            release,
            $"{context.Request.PathBase}/graphql",
            $"{releases.Previous?.Header.Version} {call.Operation} {serializer.Serialize(call.Variables)} {call.Text}",
            media
        );

    private static GraphRequestException NotAllowed(
        HttpResponse response,
        string allowed,
        string message
    )
    {
        response.Headers.Allow = allowed;
        return new GraphRequestException(
            StatusCodes.Status405MethodNotAllowed,
            new GraphError(ProblemKind.MethodNotAllowed.Code, message)
        );
    }
}
