using Microsoft.Net.Http.Headers;

namespace MpnstApi.Graph.Transport;

/// <summary>The two media types of GraphQL over HTTP.</summary>
internal static class GraphMedia
{
    public const string Json = "application/json";

    /// <summary>The one whose statuses tell whether a document was run.</summary>
    public const string GraphResponse = "application/graphql-response+json";

    private const string Page = "text/html";

    private static readonly string[] All = [Json, GraphResponse];

    /// <summary>Whether a browser opens the address for a person to read: a page is liked best, and nothing is asked.</summary>
    public static bool WantsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && !request.Query.ContainsKey("query")
        && !request.Query.ContainsKey("documentId")
        && !request.Query.ContainsKey("extensions")
        && !WantsSchema(request)
        && Liked(request).FirstOrDefault() is { } best
        && best.MediaType.Equals(Page, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the schema itself is asked for, as GET /graphql?sdl.</summary>
    public static bool WantsSchema(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request.Query.ContainsKey("sdl")
        && !request.Query.ContainsKey("query")
        && !request.Query.ContainsKey("documentId");

    /// <summary>The one a caller likes best, JSON where it does not care; null where it accepts neither.</summary>
    public static string? Choose(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Count == 0
            ? Json
            : Liked(request)
                .Select(range =>
                    All.FirstOrDefault(type =>
                        new MediaTypeHeaderValue(type).IsSubsetOf(
                            new MediaTypeHeaderValue(range.MediaType)
                        )
                    )
                )
                .FirstOrDefault(type => type is not null);

    // Best first; what is liked the same, as it was listed.
    private static IEnumerable<MediaTypeHeaderValue> Liked(HttpRequest request) =>
        request
            .GetTypedHeaders()
            .Accept.Where(range => range.Quality is not 0)
            .OrderByDescending(range => range.Quality ?? 1);
}
