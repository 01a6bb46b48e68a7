using System.Text;
using System.Text.Json;
using GraphQL;
using GraphQL.SystemTextJson;
using Microsoft.Net.Http.Headers;
using MpnstApi.Graph.Execution;
using MpnstApi.Http;

namespace MpnstApi.Graph.Transport;

/// <summary>Reads a GraphQL over HTTP request: the query string of a GET, the JSON of a POST.</summary>
internal static class GraphRequestReader
{
    /// <summary>Greatest size of a request in bytes.</summary>
    public const int MaxBytes = 262_144;

    // It would not be clear which of two members of one name is meant.
    private static readonly JsonDocumentOptions UniqueNames = new()
    {
        AllowDuplicateProperties = false,
    };

    private static readonly string[] Known =
    [
        "query",
        "documentId",
        "operationName",
        "variables",
        "extensions",
    ];

    /// <summary>Reads a request whose content is read already. Throws <see cref="GraphRequestException"/>.</summary>
    public static GraphCall Read(HttpRequest request, byte[] body, GraphQLSerializer serializer)
    {
        var members = HttpMethods.IsGet(request.Method)
            ? FromQuery(request.Query)
            : Parse("The request", body);
        if (members.ValueKind is JsonValueKind.Array)
        {
            throw new GraphRequestException(
                StatusCodes.Status400BadRequest,
                new GraphError(
                    GraphCodes.Batch,
                    "A request executes one operation; send the others in further requests, or as further fields."
                )
            );
        }
        if (members.ValueKind is not JsonValueKind.Object)
        {
            throw GraphRequestException.BadRequest(
                "The request must be a JSON object with the member query."
            );
        }
        var text = Text(members, "query");
        var id = Text(members, "documentId");
        if (
            Object(members, "extensions") is { } extensions
            && string.IsNullOrEmpty(text)
            && id is null
            && Object(extensions, "persistedQuery") is { } persisted
        )
        {
            text =
                Text(persisted, "sha256Hash") is { } hash
                && TrustedDocuments.Find(hash) is { } known
                    ? known
                    : throw GraphRequestException.PersistedQuery();
        }
        var variables = Object(members, "variables");
        return new GraphCall(
            Document(text, id),
            Text(members, "operationName") is { Length: > 0 } name ? name : null,
            variables is { } values ? serializer.ReadNode<Inputs>(values)! : Inputs.Empty
        );
    }

    private static string Document(string? text, string? id) =>
        (text, id) switch
        {
            (null, null) or ("", null) => throw GraphRequestException.BadRequest(
                "The request has no query. Give a GraphQL document as query, or the documentId of a published one."
            ),
            (_, null) => text,
            _ => TrustedDocuments.Find(id)
                ?? throw new GraphRequestException(
                    StatusCodes.Status400BadRequest,
                    new GraphError(
                        GraphCodes.UnknownDocument,
                        $"No document is published under '{id}'. A documentId is the SHA-256 of a file of api-specs/documents, in lower-case hex."
                    )
                ),
        };

    private static JsonElement FromQuery(IQueryCollection query)
    {
        var members = new Dictionary<string, JsonElement>();
        foreach (var name in Known)
        {
            if (query[name] is { Count: > 0 } values)
            {
                if (values.Count > 1)
                {
                    throw GraphRequestException.BadRequest($"{name} may be given once only.");
                }
                members[name] = name is "variables" or "extensions"
                    ? Parse(name, Encoding.UTF8.GetBytes(values[0]!))
                    : JsonSerializer.SerializeToElement(values[0]);
            }
        }
        return JsonSerializer.SerializeToElement(members);
    }

    /// <summary>Returns the content of a POST, UTF-8 of up to <see cref="MaxBytes"/>. Throws <see cref="GraphRequestException"/>.</summary>
    public static Task<byte[]> BodyAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (
            request.Headers.ContentEncoding.Any(encoding =>
                !"identity".Equals(encoding, StringComparison.OrdinalIgnoreCase)
            )
        )
        {
            // RFC 9110: distinguishes a 415 for the encoding from one for the media type.
            request.HttpContext.Response.Headers.AcceptEncoding = "identity";
            throw UnsupportedMediaType("A POST is read uncompressed, without Content-Encoding.");
        }
        if (
            !MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || !(
                type.Charset.Length == 0
                || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            )
        )
        {
            throw UnsupportedMediaType("A POST must be application/json in UTF-8.");
        }
        return ReadToEndAsync(request, cancellation);
    }

    private static GraphRequestException UnsupportedMediaType(string message) =>
        new(
            StatusCodes.Status415UnsupportedMediaType,
            new GraphError(ProblemKind.UnsupportedMediaType.Code, message)
        );

    private static async Task<byte[]> ReadToEndAsync(
        HttpRequest request,
        CancellationToken cancellation
    )
    {
        if (request.ContentLength > MaxBytes)
        {
            throw TooLarge();
        }
        var body = new MemoryStream();
        var chunk = new byte[16_384];
        int read;
        while ((read = await ReadAsync(request, chunk, cancellation)) > 0)
        {
            body.Write(chunk, 0, read);
            if (body.Length > MaxBytes)
            {
                throw TooLarge();
            }
        }
        return body.ToArray();
    }

    private static async Task<int> ReadAsync(
        HttpRequest request,
        byte[] chunk,
        CancellationToken cancellation
    )
    {
        try
        {
            return await request.Body.ReadAsync(chunk, cancellation);
        }
        // The server reports most errors of a body as BadHttpRequestException, an IOException, and the rest as a plain one.
        catch (IOException exception) when (!cancellation.IsCancellationRequested)
        {
            throw (exception as BadHttpRequestException)?.StatusCode switch
            {
                StatusCodes.Status408RequestTimeout => new GraphRequestException(
                    StatusCodes.Status408RequestTimeout,
                    new GraphError(
                        ProblemKind.RequestTimeout.Code,
                        ProblemKind.RequestTimeout.Description
                    )
                ),
                StatusCodes.Status413PayloadTooLarge => TooLarge(),
                _ => GraphRequestException.BadRequest(
                    "The content of the request is incomplete or its framing is not valid HTTP. Send the whole request again."
                ),
            };
        }
    }

    private static GraphRequestException TooLarge() =>
        new(
            StatusCodes.Status413PayloadTooLarge,
            new GraphError(
                ProblemKind.TooLarge.Code,
                $"The request is larger than {MaxBytes} bytes.",
                ("limit", MaxBytes)
            )
        );

    private static JsonElement Parse(string what, ReadOnlySpan<byte> json)
    {
        try
        {
            return UnreadableIn(json) is { } unreadable
                ? throw GraphRequestException.BadRequest($"{what} has {unreadable}.")
                : JsonElement.Parse(json, UniqueNames);
        }
        catch (JsonException)
        {
            throw GraphRequestException.BadRequest(
                $"{what} is not well-formed JSON, is nested too deep, or has two members of one name in one object."
            );
        }
    }

    /// <summary>
    /// Returns a value that the grammar of JSON allows but a string or number cannot represent; null if there is none.
    /// </summary>
    private static string? UnreadableIn(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.String or JsonTokenType.PropertyName when !IsText(ref reader):
                    return "a text that is not well-formed Unicode, such as one half of a surrogate pair";
                case JsonTokenType.Number
                    when !(reader.TryGetDouble(out var number) && double.IsFinite(number)):
                    return "a number beyond the range of a double, such as 1e400";
            }
        }
        return null;
    }

    private static bool IsText(ref Utf8JsonReader reader)
    {
        try
        {
            reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string? Text(JsonElement members, string name) =>
        !members.TryGetProperty(name, out var value)
            ? null
            : value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Null => null,
                _ => throw GraphRequestException.BadRequest($"{name} must be a string."),
            };

    private static JsonElement? Object(JsonElement members, string name) =>
        !members.TryGetProperty(name, out var value)
            ? null
            : value.ValueKind switch
            {
                JsonValueKind.Object => value,
                JsonValueKind.Null => null,
                _ => throw GraphRequestException.BadRequest($"{name} must be a JSON object."),
            };
}
