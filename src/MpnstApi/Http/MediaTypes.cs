using Microsoft.Net.Http.Headers;

namespace MpnstApi.Http;

/// <summary>Implements content negotiation (RFC 9110, section 12.5.1) for REST and GraphQL.</summary>
public static class MediaTypes
{
    public const string Json = "application/json";
    public const string Html = "text/html";

    /// <summary>
    /// Returns the media ranges that a request accepts, in the order of the header; empty if it has no preference.
    /// </summary>
    public static IList<MediaTypeHeaderValue> Accepted(HttpRequest request) =>
        request.Headers.Accept.Count == 0 ? [] : request.GetTypedHeaders().Accept;

    /// <summary>Returns the most specific media range that covers a media type; null if there is none.</summary>
    public static MediaTypeHeaderValue? RangeOf(
        string mediaType,
        IEnumerable<MediaTypeHeaderValue> accepted
    )
    {
        var type = new MediaTypeHeaderValue(mediaType);
        return accepted
            .Where(range => type.IsSubsetOf(new MediaTypeHeaderValue(range.MediaType)))
            .OrderBy(range =>
                range.MatchesAllTypes ? 2
                : range.MatchesAllSubTypes ? 1
                : 0
            )
            .FirstOrDefault();
    }

    /// <summary>
    /// Returns the media range with the highest quality, the first of several; null if the request has no preference.
    /// </summary>
    public static MediaTypeHeaderValue? Preferred(HttpRequest request) =>
        Best(Accepted(request), range => range.Quality ?? 1);

    /// <summary>Returns the quality of a media type, from 0 to 1; null if no media range covers it.</summary>
    public static double? Quality(string mediaType, IEnumerable<MediaTypeHeaderValue> accepted) =>
        RangeOf(mediaType, accepted) is { } range ? range.Quality ?? 1 : null;

    /// <summary>Returns the offer with the highest quality, the first of several; null if all have quality 0.</summary>
    public static T? Best<T>(IEnumerable<T> offers, Func<T, double> quality)
        where T : class =>
        offers
            .Select(offer => (offer, quality: quality(offer)))
            .Where(choice => choice.quality > 0)
            .OrderByDescending(choice => choice.quality)
            .Select(choice => choice.offer)
            .FirstOrDefault();
}
