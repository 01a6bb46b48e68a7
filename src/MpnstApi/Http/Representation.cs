using Microsoft.Net.Http.Headers;

namespace MpnstApi.Http;

/// <summary>The forms answers come in, by the name that <c>format</c> takes. A further form is one entry here.</summary>
public static class Representation
{
    public const string Json = "json";
    public const string Csv = "csv";
    public const string Ndjson = "ndjson";

    public const string Csl = "csl";
    public const string BibTeX = "bibtex";
    public const string JsonLd = "jsonld";

    /// <summary>A form.</summary>
    /// <param name="MediaType">What Content-Type says.</param>
    private sealed record Form(string MediaType)
    {
        /// <summary>Whether it is the whole cohort, streamed, instead of a page.</summary>
        public bool IsExport { get; init; }

        /// <summary>JSON of some kind: a caller who accepts only application/json gets it too.</summary>
        public bool IsJson { get; init; }
    }

    private static readonly Dictionary<string, Form> Forms = new()
    {
        [Json] = new("application/json") { IsJson = true },
        [Csv] = new("text/csv") { IsExport = true },
        [Ndjson] = new("application/x-ndjson") { IsExport = true },
        [Csl] = new("application/vnd.citationstyles.csl+json") { IsJson = true },
        [BibTeX] = new("application/x-bibtex"),
        [JsonLd] = new("application/ld+json") { IsJson = true },
    };

    /// <summary>The media types of all forms.</summary>
    public static IEnumerable<string> MediaTypes => Forms.Values.Select(form => form.MediaType);

    public static string MediaTypeOf(string format) => Forms[format].MediaType;

    /// <summary>Whether it is the whole cohort, streamed, instead of a page.</summary>
    public static bool IsExport(string format) => Forms[format].IsExport;

    /// <summary>Whether it is JSON, of whatever kind.</summary>
    public static bool IsJson(string format) => Forms[format].IsJson;

    /// <summary>The form a caller asks for by <c>format</c> or else by Accept; null where there is no such form.</summary>
    public static string? Choose(HttpRequest request, QueryContract contract, ApiQuery query)
    {
        var formats = contract.Forms;
        if (contract.Format is { } format && query.Given.Contains(format.Name))
        {
            return query.TextOf(format);
        }
        if (request.GetTypedHeaders().Accept is not { Count: > 0 } accepted)
        {
            return formats[0];
        }
        return formats
            .Select(format => (format, quality: Quality(Forms[format], accepted)))
            .Where(choice => choice.quality > 0)
            .OrderByDescending(choice => choice.quality)
            .Select(choice => choice.format)
            .FirstOrDefault();
    }

    private static double Quality(Form form, IList<MediaTypeHeaderValue> accepted) =>
        Quality(form.MediaType, accepted)
        // Most clients for JSON accept application/json and read any kind of it.
        ?? (form.IsJson ? Quality(Forms[Json].MediaType, accepted) : null)
        ?? 0;

    /// <summary>RFC 9110: the most specific range that covers a media type decides; null where none does.</summary>
    private static double? Quality(string mediaType, IList<MediaTypeHeaderValue> accepted)
    {
        var type = new MediaTypeHeaderValue(mediaType);
        return accepted
            .Where(range => type.IsSubsetOf(new MediaTypeHeaderValue(range.MediaType)))
            .OrderBy(range =>
                range.MatchesAllTypes ? 2
                : range.MatchesAllSubTypes ? 1
                : 0
            )
            .Select(range => (double?)(range.Quality ?? 1))
            .FirstOrDefault();
    }
}
