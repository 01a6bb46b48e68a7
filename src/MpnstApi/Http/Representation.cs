using Microsoft.Net.Http.Headers;
using MpnstApi.Exports;

namespace MpnstApi.Http;

/// <summary>The forms that responses have, by the name that <c>format</c> takes. A further form is one entry here.</summary>
public static class Representation
{
    public const string Json = "json";
    public const string Ndjson = "ndjson";
    public const string Atom = "atom";
    public const string Events = "sse";
    public const string Html = "html";
    public const string Svg = "svg";
    public const string Png = "png";

    public const string Csl = "csl";
    public const string BibTeX = "bibtex";
    public const string JsonLd = "jsonld";

    /// <summary>A form.</summary>
    /// <param name="MediaType">What Content-Type says.</param>
    private sealed record Form(string MediaType)
    {
        /// <summary>Whether it is the whole cohort, streamed, instead of a page.</summary>
        public bool IsExport { get; init; }

        /// <summary>Whether it is not text; it is compressed in itself.</summary>
        public bool IsBinary { get; init; }

        /// <summary>Whether it goes on for as long as the client listens, so that nothing keeps or compresses it.</summary>
        public bool IsLive { get; init; }

        /// <summary>JSON of some kind: a caller who accepts only application/json gets it too.</summary>
        public bool IsJson { get; init; }
    }

    private static readonly Dictionary<string, Form> Forms = new(
        TableFormat.All.Select(format =>
            KeyValuePair.Create(
                format.Name,
                new Form(format.MediaType) { IsExport = true, IsBinary = !format.IsText }
            )
        )
    )
    {
        [Json] = new(MediaTypes.Json) { IsJson = true },
        [Html] = new(MediaTypes.Html),
        [Svg] = new("image/svg+xml"),
        [Png] = new("image/png") { IsBinary = true },
        [Csl] = new("application/vnd.citationstyles.csl+json") { IsJson = true },
        [Atom] = new("application/atom+xml"),
        [Events] = new("text/event-stream") { IsExport = true, IsLive = true },
        [BibTeX] = new("application/x-bibtex"),
        [JsonLd] = new("application/ld+json") { IsJson = true },
    };

    /// <summary>The media types of all forms that compression makes smaller.</summary>
    public static IEnumerable<string> CompressibleMediaTypes =>
        Forms.Values.Where(form => !form.IsBinary && !form.IsLive).Select(form => form.MediaType);

    public static string MediaTypeOf(string format) => Forms[format].MediaType;

    /// <summary>Whether it is the whole cohort, streamed, instead of a page.</summary>
    public static bool IsExport(string format) => Forms[format].IsExport;

    /// <summary>Whether it goes on for as long as the client listens.</summary>
    public static bool IsLive(string format) => Forms[format].IsLive;

    /// <summary>Whether it is not text.</summary>
    public static bool IsBinary(string format) => Forms[format].IsBinary;

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
        var accepted = MediaTypes.Accepted(request);
        return accepted.Count == 0
            ? formats[0]
            : MediaTypes.Best(formats, name => Quality(Forms[name], accepted));
    }

    private static double Quality(Form form, IList<MediaTypeHeaderValue> accepted) =>
        MediaTypes.Quality(form.MediaType, accepted)
        // Most clients for JSON accept application/json and read any kind of it.
        ?? (form.IsJson ? MediaTypes.Quality(MediaTypes.Json, accepted) : null)
        ?? 0;
}
