using Microsoft.Net.Http.Headers;

namespace MpnstApi.Http;

/// <summary>The forms answers come in, by the name that <c>format</c> takes. A further form is one entry here.</summary>
public static class Representation
{
    public const string Json = "json";
    public const string Csv = "csv";
    public const string Ndjson = "ndjson";

    private static readonly Dictionary<string, string> MediaTypes = new()
    {
        [Json] = "application/json",
        [Csv] = "text/csv",
        [Ndjson] = "application/x-ndjson",
    };

    public static string MediaTypeOf(string format) => MediaTypes[format];

    /// <summary>Whether it is the whole slice, streamed, instead of a page.</summary>
    public static bool IsExport(string format) => format != Json;

    /// <summary>The forms of an operation, the one it answers in if nobody asks first.</summary>
    public static IReadOnlyList<string> Of(QueryContract contract) =>
        contract.Parameters.FirstOrDefault(parameter =>
            parameter.Name == RequestParameters.FormatName
        )
            is { Values: { } formats }
            ? formats
            : [Json];

    /// <summary>The form a caller asks for by <c>format</c> or else by Accept; null where there is no such form.</summary>
    public static string? Choose(HttpRequest request, QueryContract contract, ApiQuery query)
    {
        var formats = Of(contract);
        if (query.Given.Contains(RequestParameters.FormatName))
        {
            return query.Options.GetValueOrDefault(RequestParameters.FormatName, formats[0]);
        }
        if (request.GetTypedHeaders().Accept is not { Count: > 0 } accepted)
        {
            return formats[0];
        }
        return formats
            .Select(format => (format, quality: Quality(MediaTypes[format], accepted)))
            .Where(choice => choice.quality > 0)
            .OrderByDescending(choice => choice.quality)
            .Select(choice => choice.format)
            .FirstOrDefault();
    }

    /// <summary>RFC 9110: the most specific range that covers a media type decides.</summary>
    private static double Quality(string mediaType, IList<MediaTypeHeaderValue> accepted)
    {
        var type = new MediaTypeHeaderValue(mediaType);
        return accepted
            .Where(range => type.IsSubsetOf(new MediaTypeHeaderValue(range.MediaType)))
            .OrderBy(range =>
                range.MatchesAllTypes ? 2
                : range.MatchesAllSubTypes ? 1
                : 0
            )
            .Select(range => range.Quality ?? 1)
            .FirstOrDefault();
    }
}
