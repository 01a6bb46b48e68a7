using Microsoft.Net.Http.Headers;
using MpnstApi.Exports;

namespace MpnstApi.Http;

/// <summary>Defines the forms of responses by the names that <c>format</c> takes. To add one, add an entry here.</summary>
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

    /// <summary>A form of responses.</summary>
    /// <param name="MediaType">The value of Content-Type.</param>
    private sealed record Form(string MediaType)
    {
        /// <summary>Gets whether it is the whole cohort, streamed, instead of a page.</summary>
        public bool IsExport { get; init; }

        /// <summary>Gets whether it is binary and already compressed.</summary>
        public bool IsBinary { get; init; }

        /// <summary>
        /// Gets whether it does not end while the client is connected, so that it is neither cached nor compressed.
        /// </summary>
        public bool IsLive { get; init; }

        /// <summary>Gets whether it is a kind of JSON, which a client that accepts only application/json gets too.</summary>
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

    /// <summary>Gets the media types of all forms that can be compressed.</summary>
    public static IEnumerable<string> CompressibleMediaTypes =>
        Forms.Values.Where(form => !form.IsBinary && !form.IsLive).Select(form => form.MediaType);

    public static string MediaTypeOf(string format) => Forms[format].MediaType;

    /// <summary>Returns whether it is the whole cohort, streamed, instead of a page.</summary>
    public static bool IsExport(string format) => Forms[format].IsExport;

    /// <summary>Returns whether it does not end while the client is connected.</summary>
    public static bool IsLive(string format) => Forms[format].IsLive;

    /// <summary>Returns whether it is binary.</summary>
    public static bool IsBinary(string format) => Forms[format].IsBinary;

    /// <summary>Returns whether it is a kind of JSON.</summary>
    public static bool IsJson(string format) => Forms[format].IsJson;

    /// <summary>
    /// Returns the form that a request selects by <c>format</c>, or else by Accept; null if there is no such form.
    /// </summary>
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
        // Most JSON clients accept application/json and read any kind of JSON.
        ?? (form.IsJson ? MediaTypes.Quality(MediaTypes.Json, accepted) : null)
        ?? 0;
}
