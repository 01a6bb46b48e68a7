using Microsoft.Net.Http.Headers;

namespace MpnstApi.Http;

/// <summary>
/// The headers that let a cache keep a response and ask whether it is still valid. REST, GraphQL and fixed documents
/// write them from here.
/// </summary>
/// <param name="ETag">Weak entity tag of the response; null where caches may not keep it, such as the response to a POST.</param>
/// <param name="CacheControl">How long the response may be kept; null together with the tag.</param>
/// <param name="Vary">The request headers that the response depends on.</param>
/// <param name="DatasetVersion">Version of the release that the response is made from; null where it follows from the build alone.</param>
public sealed record ResponseValidators(
    string? ETag,
    string? CacheControl,
    string Vary,
    string? DatasetVersion = null
)
{
    private const string Forever = "public, max-age=31536000, immutable";

    public const string DatasetVersionHeader = "X-Dataset-Version";

    /// <summary>Validators of a response from the current release.</summary>
    public static ResponseValidators Of(string tag, string version, CachingOptions caching) =>
        new(tag, caching.CacheControl, caching.Vary, version);

    /// <summary>The headers of a response that caches may not keep.</summary>
    public static ResponseValidators None(string version, CachingOptions caching) =>
        new(null, null, caching.Vary, version);

    /// <summary>Validators of a response from an older release that the request names.</summary>
    public static ResponseValidators OfOlder(string tag, string version, CachingOptions caching) =>
        new(tag, Forever, caching.Vary, version);

    /// <summary>Whether the request is for a client that already has any response (If-None-Match: *).</summary>
    public static bool MatchesAny(HttpRequest request) =>
        request.Headers.IfNoneMatch.Count > 0
        && request.GetTypedHeaders().IfNoneMatch.Contains(EntityTagHeaderValue.Any);

    /// <summary>These validators of a response that shared caches must not keep.</summary>
    public ResponseValidators ForOneCaller() =>
        this with
        {
            CacheControl = CacheControl?.Replace("public", "private", StringComparison.Ordinal),
        };

    /// <summary>Whether the client already has this response (If-None-Match, weak comparison).</summary>
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

    // No Last-Modified: a response follows from the release and the build, and a date cannot say which of two is newer.
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
