using System.Globalization;
using GraphQL;
using GraphQL.SystemTextJson;
using GraphQLParser.AST;
using MpnstApi.Changes;
using MpnstApi.Graph.Execution;
using MpnstApi.Http;
using MpnstApi.Releases;

namespace MpnstApi.Graph.Transport;

/// <summary>/graphql: reads a request, has it run, writes the answer with the status its media type asks for; a browser gets the IDE.</summary>
internal sealed class GraphEndpoint(
    GraphExecution execution,
    CurrentRelease releases,
    ReleaseHistory history,
    ChangeQuery changes,
    CachingOptions caching,
    ResponseCache answers,
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
            await AnswerAsync(context, media);
        }
        catch (GraphRefusal refusal)
        {
            // A client that takes plain JSON looks into the body of a 200 alone.
            context.Response.StatusCode =
                refusal.Error.Code == GraphCodes.PersistedQuery && media == GraphMedia.Json
                    ? StatusCodes.Status200OK
                    : refusal.Status;
            await WriteAsync(
                context,
                media ?? GraphMedia.Json,
                GraphOutcome.Refused([refusal.Error]).Result
            );
        }
    }

    private async Task AnswerAsync(HttpContext context, string? media)
    {
        var (request, response) = (context.Request, context.Response);
        if (GraphMedia.WantsSchema(request))
        {
            await AnswerSchemaAsync(context);
            return;
        }
        var isGet = HttpMethods.IsGet(request.Method);
        if (!isGet && !HttpMethods.IsPost(request.Method))
        {
            throw NotAllowed(response, Methods, $"/graphql takes {Methods}.");
        }
        if (media is null)
        {
            throw new GraphRefusal(
                StatusCodes.Status406NotAcceptable,
                new GraphError(
                    ProblemKind.NotAcceptable.Code,
                    $"/graphql answers {GraphMedia.GraphResponse} or {GraphMedia.Json}."
                )
            );
        }
        if (releases.Value is not { } release)
        {
            response.Headers.RetryAfter = "5";
            throw new GraphRefusal(
                StatusCodes.Status503ServiceUnavailable,
                new GraphError(ProblemKind.NotReady.Code, releases.WhyNotReady)
            );
        }
        var call = await GraphRequestReader.ReadAsync(request, serializer, context.RequestAborted);
        if (isGet && execution.KindOf(call) is not (null or OperationType.Query))
        {
            throw NotAllowed(response, "POST", "A GET runs queries alone.");
        }
        var tag = TagOf(call, release, media);
        response.Headers.Vary = caching.Vary;
        if (isGet && EntityTag.IsHeldBy(request, tag))
        {
            AddValidators(response, release, tag);
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        response.Headers["X-Dataset-Version"] = release.Header.Version;
        if (answers.Find(tag) is { } sent)
        {
            await SendAsync(context, media, release, isGet ? tag : null, sent);
            return;
        }
        var outcome = await execution.RunAsync(
            call,
            new GraphRequest(releases, history, changes, release),
            context.RequestAborted
        );
        if (outcome is { CostEstimate: { } estimate, Result.Errors: null })
        {
            var answer = new CachedResponse(await BodyAsync(outcome.Result), estimate.Cost);
            answers.Keep(tag, answer);
            await SendAsync(context, media, release, isGet ? tag : null, answer);
            return;
        }
        AddCost(response, outcome.CostEstimate?.Cost);
        response.StatusCode =
            outcome.Executed || media == GraphMedia.Json
                ? StatusCodes.Status200OK
                : StatusCodes.Status400BadRequest;
        await WriteAsync(context, media, outcome.Result);
    }

    private Task AnswerSchemaAsync(HttpContext context) =>
        options.Introspection
            ? sdl.AnswerAsync(context, caching)
            : throw new GraphRefusal(
                StatusCodes.Status400BadRequest,
                GraphError.IntrospectionOff()
            );

    // tag: null where the answer is not for caches.
    private async Task SendAsync(
        HttpContext context,
        string media,
        Release release,
        string? tag,
        CachedResponse answer
    )
    {
        var response = context.Response;
        AddCost(response, answer.Cost);
        if (tag is not null)
        {
            AddValidators(response, release, tag);
        }
        response.ContentType = $"{media}; charset=utf-8";
        await response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

    private static void AddCost(HttpResponse response, long? cost)
    {
        if (cost is { } named)
        {
            response.Headers[CostHeader] = named.ToString(CultureInfo.InvariantCulture);
        }
    }

    private async Task<byte[]> BodyAsync(ExecutionResult result)
    {
        using var body = new MemoryStream();
        await serializer.WriteAsync(body, result);
        return body.ToArray();
    }

    private Task WriteAsync(HttpContext context, string media, ExecutionResult result)
    {
        context.Response.ContentType = $"{media}; charset=utf-8";
        return serializer.WriteAsync(context.Response.Body, result, context.RequestAborted);
    }

    private void AddValidators(HttpResponse response, Release release, string tag)
    {
        var headers = response.Headers;
        headers.ETag = tag;
        headers["X-Dataset-Version"] = release.Header.Version;
        headers.CacheControl = caching.CacheControl;
    }

    // An answer follows from the release, the document and its variables; previous releases that a cursor or release
    // may name do not change while they can be asked.
    private string TagOf(GraphCall call, Release release, string media) =>
        EntityTag.Of(
            release,
            "/graphql",
            $"{releases.Previous?.Header.Version} {call.Operation} {serializer.Serialize(call.Variables)} {call.Text}",
            media
        );

    private static GraphRefusal NotAllowed(HttpResponse response, string allowed, string message)
    {
        response.Headers.Allow = allowed;
        return new GraphRefusal(
            StatusCodes.Status405MethodNotAllowed,
            new GraphError(ProblemKind.MethodNotAllowed.Code, message)
        );
    }
}
