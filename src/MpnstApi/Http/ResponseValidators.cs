using Microsoft.Net.Http.Headers;

namespace MpnstApi.Http;

/// <summary>The headers that allow caches to store and revalidate a response, for REST, GraphQL and fixed documents.</summary>
/// <param name="ETag">Weak entity tag of the response; null if caches may not store it, such as the response to a POST.</param>
/// <param name="CacheControl">How long the response may be cached; null together with the tag.</param>
/// <param name="Vary">The request headers that the response depends on.</param>
/// <param name="DatasetVersion">Version of the release that the response is made from; null if it depends only on the build.</param>
public sealed record ResponseValidators(
    string? ETag,
    string? CacheControl,
    string Vary,
    string? DatasetVersion = null
)
{
    private const string Forever = "public, max-age=31536000, immutable";

    public const string DatasetVersionHeader = "X-Dataset-Version";

    /// <summary>Returns the validators of a response from the current release.</summary>
    public static ResponseValidators Of(string tag, string version, CachingOptions caching) =>
        new(tag, caching.CacheControl, caching.Vary, version);

    /// <summary>Returns the headers of a response that caches may not store.</summary>
    public static ResponseValidators None(string version, CachingOptions caching) =>
        new(null, null, caching.Vary, version);

    /// <summary>Returns the validators of a response from an older release that the request names.</summary>
    public static ResponseValidators OfOlder(string tag, string version, CachingOptions caching) =>
        new(tag, Forever, caching.Vary, version);

    /// <summary>Returns whether the client already has any response (If-None-Match: *).</summary>
    public static bool MatchesAny(HttpRequest request) =>
        request.Headers.IfNoneMatch.Count > 0
        && request.GetTypedHeaders().IfNoneMatch.Contains(EntityTagHeaderValue.Any);

    /// <summary>Returns these validators for a response that shared caches must not store.</summary>
    public ResponseValidators ForOneCaller() =>
        this with
        {
            CacheControl = CacheControl?.Replace("public", "private", StringComparison.Ordinal),
        };

    /// <summary>Returns whether the client already has this response (If-None-Match, weak comparison).</summary>
    public bool IsHeldBy(HttpRequest request)
    {
        var held = request.Headers.IfNoneMatch;
        return ETag is not null
            && held.Count > 0
            && (
                held == ETag
                || request
                    .GetTypedHeaders()
                    .IfNoneMatch.Any(tag =>
                        tag.Compare(EntityTagHeaderValue.Parse(ETag), useStrongComparison: false)
                    )
            );
    }

    // No Last-Modified: a response depends on the release and the build, which have no common date.
    public void WriteCacheHeaders(HttpResponse response)
    {
        var headers = response.Headers;
        if (ETag is not null)
        {
            headers.ETag = ETag;
            headers.CacheControl = CacheControl;
        }
        headers.Vary = Vary;
        if (DatasetVersion is not null)
        {
            headers[DatasetVersionHeader] = DatasetVersion;
        }
    }

    /// <summary>Turns a response without content into a 304 with its cache headers.</summary>
    public void WriteNotModified(HttpResponse response)
    {
        WriteCacheHeaders(response);
        response.StatusCode = StatusCodes.Status304NotModified;
    }
}
