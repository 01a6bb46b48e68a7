using MpnstApi.Http;

namespace MpnstApi.Graph.Transport;

/// <summary>The two media types of GraphQL over HTTP.</summary>
internal static class GraphMedia
{
    public const string Json = MediaTypes.Json;

    /// <summary>The one whose status codes say whether a document was executed.</summary>
    public const string GraphResponse = "application/graphql-response+json";

    private const string Page = "text/html";

    private static readonly string[] All = [Json, GraphResponse];

    /// <summary>Returns whether a browser opens the address for a person: a page is preferred, and the request has no query.</summary>
    public static bool WantsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && !request.Query.ContainsKey("query")
        && !request.Query.ContainsKey("documentId")
        && !request.Query.ContainsKey("extensions")
        && !WantsSchema(request)
        && MediaTypes.Preferred(request) is { } best
        && best.MediaType.Equals(Page, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns whether the request is for the schema itself, GET /graphql?sdl.</summary>
    public static bool WantsSchema(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request.Query.ContainsKey("sdl")
        && !request.Query.ContainsKey("query")
        && !request.Query.ContainsKey("documentId");

    /// <summary>Returns the media type that a client prefers, JSON if it has no preference; null if it accepts neither.</summary>
    public static string? Choose(HttpRequest request)
    {
        var accepted = MediaTypes.Accepted(request);
        return accepted.Count == 0
            ? Json
            // Of equal quality, the one that is listed first: the order of the GraphQL over HTTP specification's example.
            : MediaTypes.Best(
                All.OrderBy(type => accepted.IndexOf(MediaTypes.RangeOf(type, accepted)!)),
                type => MediaTypes.Quality(type, accepted) ?? 0
            );
    }
}
