using Microsoft.Net.Http.Headers;

namespace MpnstApi.Graph.Transport;

/// <summary>The two media types of GraphQL over HTTP.</summary>
internal static class GraphMedia
{
    public const string Json = "application/json";

    /// <summary>The one whose statuses tell whether a document was run.</summary>
    public const string GraphResponse = "application/graphql-response+json";

    private static readonly string[] All = [Json, GraphResponse];

    /// <summary>The one a caller likes best, JSON where it does not care; null where it accepts neither.</summary>
    public static string? Choose(HttpRequest request)
    {
        if (request.GetTypedHeaders().Accept is not { Count: > 0 } accepted)
        {
            return Json;
        }
        return accepted
            .Where(range => range.Quality is not 0)
            .OrderByDescending(range => range.Quality ?? 1)
            .Select(range =>
                All.FirstOrDefault(type =>
                    new MediaTypeHeaderValue(type).IsSubsetOf(
                        new MediaTypeHeaderValue(range.MediaType)
                    )
                )
            )
            .FirstOrDefault(type => type is not null);
    }
}
