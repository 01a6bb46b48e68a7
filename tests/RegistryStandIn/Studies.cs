using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RegistryStandIn;

/// <summary>/version and /studies as the registry's OpenAPI document has them; JSON alone.</summary>
internal static partial class Studies
{
    private const int DefaultPage = 10;
    private const int LargestPage = 1_000;

    private static readonly string[] Known =
    [
        "format",
        "markupFormat",
        "query.cond",
        "query.term",
        "filter.ids",
        "filter.advanced",
        "fields",
        "countTotal",
        "pageSize",
        "pageToken",
    ];

    /// <summary>Those that need not be the same for every page.</summary>
    private static readonly string[] OfPages = ["countTotal", "pageSize", "pageToken"];

    public static void MapVersion(this IEndpointRouteBuilder api) =>
        api.MapGet(
            "/version",
            (HttpContext context, Records records) =>
                context.Request.Query.Count > 0
                    ? Rejected("This endpoint has no parameters.")
                    : new TextResponse(
                        new JsonObject
                        {
                            ["apiVersion"] = "2.0.3",
                            ["dataTimestamp"] = records.DataTimestamp,
                        }.ToJsonString(),
                        "application/json"
                    )
        );

    public static void MapStudies(this IEndpointRouteBuilder api) => api.MapGet("/studies", List);

    private static IResult List(HttpContext context, Records records)
    {
        try
        {
            return Page(context, records);
        }
        catch (BadRequestException exception)
        {
            return Rejected(exception.Message);
        }
    }

    private static TextResponse Rejected(string words) =>
        new TextResponse(words, "text/plain", 400);

    private static StudiesPage Page(HttpContext context, Records records)
    {
        var query = context.Request.Query;
        if (query.Keys.FirstOrDefault(name => !Known.Contains(name)) is { } unknown)
        {
            throw new BadRequestException($"Unknown parameter `{unknown}`.");
        }
        if (query.FirstOrDefault(parameter => parameter.Value.Count > 1).Key is { } repeated)
        {
            throw new BadRequestException($"`{repeated}` is given more than once.");
        }
        OneOf("format", "json");
        OneOf("markupFormat", "markdown", "legacy");
        OneOf("countTotal", "true", "false");
        var fields = Parameter("fields") is { } named ? Fields(named) : null;
        var found = records
            .All.Where(Matching("query.term", "BasicSearch"))
            .Where(Matching("query.cond", "ConditionSearch"))
            .Where(Matching("filter.advanced", "BasicSearch"))
            .Where(WithIds(Parameter("filter.ids")))
            .ToList();
        var size = Size(Parameter("pageSize"));
        var hash = Hash(query, records.DataTimestamp);
        var (number, start) = Parameter("pageToken") is { } token ? Position(token, hash) : (1, 0);
        var end = Math.Min(found.Count, start + size);
        return new StudiesPage
        {
            Number = number,
            Total = Parameter("countTotal") == "true" && number == 1 ? found.Count : null,
            Studies = [.. found.Skip(start).Take(size).Select(record => Projected(record, fields))],
            Before = start > 0 && start <= found.Count ? Projected(found[start - 1], fields) : null,
            RequestToken = Parameter("pageToken"),
            NextPageToken = end < found.Count ? Token(hash, number + 1, end) : null,
        };

        string? Parameter(string name) =>
            !query.TryGetValue(name, out var value) ? null
            : string.IsNullOrWhiteSpace(value)
                ? throw new BadRequestException($"`{name}` is empty.")
            : value.ToString();

        void OneOf(string name, params string[] values)
        {
            if (Parameter(name) is { } value && !values.Contains(value))
            {
                throw new BadRequestException(
                    $"`{name}` has unknown value `{value}`; known are {string.Join(", ", values)}."
                );
            }
        }

        Func<RegistryRecord, bool> Matching(string name, string area) =>
            Parameter(name) is { } expression
                ? Essie.Parse(expression, area, records.Complexity)
                : _ => true;
    }

    private static int Size(string? text) =>
        text is null ? DefaultPage
        : !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? throw new BadRequestException($"`pageSize` has wrong value `{text}`.")
        : size == 0 ? DefaultPage
        : Math.Min(size, LargestPage);

    private static Func<RegistryRecord, bool> WithIds(string? list)
    {
        if (list is null)
        {
            return _ => true;
        }
        var ids = list.Split(',', '|')
            .Select(id =>
                IdForm().Match(id) is { Success: true } match
                    ? "NCT" + match.Groups[1].Value.PadLeft(8, '0')
                    : throw new BadRequestException($"`filter.ids` has wrong value `{id}`.")
            )
            .ToHashSet(StringComparer.Ordinal);
        return record => ids.Contains(record.Id) || record.Aliases.Any(ids.Contains);
    }

    private static string[] Fields(string list) =>
        [
            .. list.Split(',', '|')
                .Select(name =>
                    Areas.Field(name)
                    ?? throw new BadRequestException($"`fields` has unknown name `{name}`.")
                ),
        ];

    /// <summary>The study, or of it only the fields; a list's items keep theirs.</summary>
    private static JsonObject Projected(RegistryRecord record, string[]? fields)
    {
        if (fields is null)
        {
            return record.Study;
        }
        return (JsonObject)Part(record.Study, [.. fields.Select(field => field.Split('.'))], 0)!;
    }

    private static JsonNode? Part(JsonNode? node, IReadOnlyList<string[]> paths, int depth)
    {
        if (node is JsonArray list)
        {
            return new JsonArray([.. list.Select(item => Part(item, paths, depth))]);
        }
        if (node is not JsonObject members || paths.Any(path => path.Length == depth))
        {
            return node?.DeepClone();
        }
        var part = new JsonObject();
        foreach (var (name, value) in members)
        {
            var below = paths.Where(path => path[depth] == name).ToList();
            if (below.Count > 0)
            {
                part[name] = Part(value, below, depth + 1);
            }
        }
        return part;
    }

    /// <summary>A token is of one query and one state of the data: the next page must be requested with the same parameters.</summary>
    private static string Hash(IQueryCollection query, string timestamp)
    {
        var same = query
            .Where(parameter => !OfPages.Contains(parameter.Key))
            .OrderBy(parameter => parameter.Key, StringComparer.Ordinal)
            .Select(parameter => $"{parameter.Key}={parameter.Value}")
            .Prepend(timestamp);
        return Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', same)))
        )[..16];
    }

    private static string Token(string hash, int page, int start) =>
        Convert
            .ToBase64String(
                Encoding.ASCII.GetBytes(
                    string.Create(CultureInfo.InvariantCulture, $"{hash}.{page}.{start}")
                )
            )
            .TrimEnd('=');

    private static (int Page, int Start) Position(string token, string hash)
    {
        var bytes = new byte[token.Length];
        if (
            Convert.TryFromBase64String(
                token.PadRight((token.Length + 3) / 4 * 4, '='),
                bytes,
                out var count
            )
            && Encoding.ASCII.GetString(bytes, 0, count).Split('.') is [var of, var page, var start]
            && of == hash
        )
        {
            return (
                int.Parse(page, CultureInfo.InvariantCulture),
                int.Parse(start, CultureInfo.InvariantCulture)
            );
        }
        throw new BadRequestException($"`pageToken` has wrong value `{token}`.");
    }

    [GeneratedRegex(@"^[Nn][Cc][Tt]0*([1-9]\d{0,7})\z")]
    private static partial Regex IdForm();
}

/// <summary>One page of a result; faults may change it before it is sent.</summary>
internal sealed record StudiesPage : IResult
{
    /// <summary>1, 2, 3, ...</summary>
    public required int Number { get; init; }
    public required int? Total { get; init; }
    public required IReadOnlyList<JsonObject> Studies { get; init; }
    public required JsonObject? Before { get; init; }
    public required string? RequestToken { get; init; }
    public required string? NextPageToken { get; init; }

    /// <summary>Bytes of members that no client knows, before the studies.</summary>
    public long Padding { get; init; }

    /// <summary>Every study in a line of its own, as the registry writes them.</summary>
    public byte[] ToJson()
    {
        var text = new StringBuilder("{");
        if (Total is { } total)
        {
            text.Append(CultureInfo.InvariantCulture, $"\"totalCount\":{total},");
        }
        text.Append("\"studies\":[")
            .AppendJoin(",\n", Studies.Select(study => study.ToJsonString()))
            .Append(']');
        if (NextPageToken is not null)
        {
            text.Append(",\"nextPageToken\":").Append(JsonSerializer.Serialize(NextPageToken));
        }
        return Encoding.UTF8.GetBytes(text.Append('}').ToString());
    }

    /// <summary>Compressed where the client takes that, as the registry does.</summary>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/json";
        if (
            !httpContext
                .Request.Headers.AcceptEncoding.ToString()
                .Contains("gzip", StringComparison.Ordinal)
        )
        {
            await WriteAsync(response.Body, httpContext.RequestAborted);
            return;
        }
        response.Headers.ContentEncoding = "gzip";
        await using var gzip = new GZipStream(response.Body, CompressionLevel.Fastest);
        await WriteAsync(gzip, httpContext.RequestAborted);
    }

    private async Task WriteAsync(Stream body, CancellationToken cancellation)
    {
        var json = ToJson();
        if (Padding > 0)
        {
            await PadAsync(body, cancellation);
            json = json[1..];
        }
        await body.WriteAsync(json, cancellation);
    }

    /// <summary>One enormous text, then an enormous list.</summary>
    private async Task PadAsync(Stream body, CancellationToken cancellation)
    {
        var text = Encoding.ASCII.GetBytes(
            string.Concat(Enumerable.Repeat(@"padding \u0041\\\"" ", 4_096))
        );
        var items = Encoding.ASCII.GetBytes(
            string.Concat(Enumerable.Repeat("""{"a":[1,null]},""", 4_096))
        );
        await body.WriteAsync("{\"padding\":\""u8.ToArray(), cancellation);
        for (var written = 0L; written < Padding / 2; written += text.Length)
        {
            await body.WriteAsync(text, cancellation);
        }
        await body.WriteAsync("\",\"more\":["u8.ToArray(), cancellation);
        for (var written = 0L; written < Padding / 2; written += items.Length)
        {
            await body.WriteAsync(items, cancellation);
        }
        await body.WriteAsync("0],"u8.ToArray(), cancellation);
    }
}
