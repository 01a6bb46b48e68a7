using System.Text.Json.Nodes;
using CsCheck;
using MpnstApi.ReliabilityTests.Cli;
using MpnstApi.Storage;
using NJsonSchema;

namespace MpnstApi.ReliabilityTests.Http;

/// <summary>
/// Requests made from the document that the service publishes, right ones and such with something wrong: whatever comes
/// back is in the document.
/// </summary>
public sealed class OpenApiFuzzTests(ITestOutputHelper output) : IDisposable
{
    private const string Schemas = "#/components/schemas/";
    private const int Count = 5_000;
    private const int LongCount = 100_000;

    // What is compiled, read and cached for the first time takes memory; that is over by then.
    private const int WarmUp = Count / 2;
    private const long Growth = 48 * 1024 * 1024;

    // As they stand in an address.
    private static readonly string[] Odd =
    [
        "",
        "%20",
        "%",
        "%zz",
        "%FF%FE",
        "%ED%A0%80",
        "%F0%9F%A7%AC",
        "..%2F..%2F",
        "%3Cscript%3E",
        "'%20OR%201=1--",
        "%7B%7B7*7%7D%7D",
        "$%7Bjndi:ldap://x%7D",
        "-1",
        "0",
        "2147483648",
        "9223372036854775808",
        "1e400",
        "NaN",
        "null",
        "true",
        "A,B,,C",
        "2020-02-31",
        "2026-11-23.1",
        "NCT03433183",
        "nct00000000",
        "pazopanib",
        "KDR",
        "*",
        new('a', 3_000),
    ];

    private static readonly string[] Media =
    [
        "*/*",
        "application/json",
        "text/csv",
        "application/x-ndjson",
        "text/html",
        "application/problem+json;q=0.1, */*;q=0.01",
        ";;=,",
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-fuzz-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Every_response_to_a_request_made_from_the_document_is_one_that_the_document_has()
    {
        using var serving = RealProgram.Serve(
            new StorageOptions
            {
                ConnectionString = $"Data Source={Path.Combine(folder, "mpnst.db")}",
            },
            new Dictionary<string, string>
            {
                ["Caching__MaxMegabytes"] = "8",
                // Memory that is not used any more is given back at once.
                ["DOTNET_GCConserveMemory"] = "9",
                ["DOTNET_gcServer"] = "0",
            }
        );
        using var client = await serving.ReadyAsync();
        var document = JsonNode.Parse(
            await client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken)
        )!;
        var operations = Operations(document);
        var reader = await ReaderAsync(document, operations);
        var statuses = new SortedDictionary<int, int>();
        var requested = new HashSet<string>();
        var (sent, warm) = (0, 0L);

        await Requests(document, operations)
            .CheckAsync(
                seed: 20261128,
                count: Count,
                longCount: LongCount,
                async request =>
                {
                    using var message = new HttpRequestMessage(HttpMethod.Get, request.Address);
                    message.Headers.TryAddWithoutValidation("Accept", request.Accept);
                    using var response = await client.SendAsync(
                        message,
                        TestContext.Current.CancellationToken
                    );
                    if (++sent == WarmUp)
                    {
                        warm = serving.WorkingSet();
                    }
                    var status = (int)response.StatusCode;
                    statuses[status] = statuses.GetValueOrDefault(status) + 1;
                    requested.Add(request.Operation.Id);
                    Assert.True(status < 500, $"{request.Address}: {status}");
                    await CheckAsync(reader, request, response);
                }
            );

        var grown = serving.WorkingSet() - warm;
        output.WriteLine(
            $"{string.Join(", ", statuses)}; {warm >> 20} MB after {WarmUp} requests, {grown >> 20} more after {sent}"
        );
        Assert.True(grown < Growth, $"{grown >> 20} MB more after {sent} requests.");
        Assert.Equal(operations.Count, requested.Count);
        Assert.True(statuses[200] > Count / 10, "Too few requests were right.");
        Assert.True(statuses[400] > Count / 10, "Too few requests were wrong.");
    }

    private static async Task CheckAsync(
        JsonSchema reader,
        Request request,
        HttpResponseMessage response
    )
    {
        var status = ((int)response.StatusCode).ToString(
            System.Globalization.CultureInfo.InvariantCulture
        );
        var media = response.Content.Headers.ContentType?.MediaType;
        var documented = request.Operation.Node["responses"]!.AsObject();
        var isOwn = documented.ContainsKey(status);
        Assert.True(isOwn || status[0] is '4', $"{request.Address}: {status}");
        var content = documented[isOwn ? status : "default"]!["content"]?.AsObject();
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if (content is null)
        {
            Assert.Empty(text);
            return;
        }
        Assert.True(
            media is not null && content.ContainsKey(media),
            $"{request.Address}: {status} {media}"
        );
        if (media.EndsWith("json", StringComparison.Ordinal) && media != "application/x-ndjson")
        {
            var name = NameOf(request.Operation, isOwn ? status : "default", media);
            var wrong = reader
                .Validate(new JsonObject { [name] = JsonNode.Parse(text) }.ToJsonString())
                .Select(error => $"{error.Path} {error.Kind}");
            Assert.True(!wrong.Any(), $"{request.Address}: {string.Join("; ", wrong)}");
        }
    }

    private sealed record Operation(string Id, string Path, JsonNode Node);

    private sealed record Request(Operation Operation, string Address, string Accept);

    /// <summary>The operations that are open to everyone.</summary>
    private static List<Operation> Operations(JsonNode document) =>
        [
            .. document["paths"]!
                .AsObject()
                .Where(path => path.Value!["get"] is { } get && get["security"] is null)
                .Select(path => new Operation(
                    path.Value!["get"]!.Text("operationId")!,
                    path.Key,
                    path.Value["get"]!
                )),
        ];

    private static Gen<Request> Requests(JsonNode document, List<Operation> operations) =>
        Gen.OneOfConst(operations.ToArray())
            .SelectMany(operation =>
            {
                var parameters = operation.Node["parameters"]?.AsArray().ToList() ?? [];
                var inPath = parameters
                    .Where(parameter => parameter!.Text("in") == "path")
                    .Select(parameter => Values(document, parameter!))
                    .ToArray();
                var inQuery = parameters
                    .Where(parameter => parameter!.Text("in") == "query")
                    .ToList();
                var required = inQuery
                    .Where(parameter => parameter!["required"]?.GetValue<bool>() is true)
                    .Select(parameter => Pair(document, parameter!));
                var some =
                    inQuery.Count == 0
                        ? Gen.Const(Array.Empty<string>())
                        : Gen.OneOf(
                            inQuery.Select(parameter => Pair(document, parameter!)).ToArray()
                        ).Array[0, 3];
                var query = Gen.Select(
                    Sequence(required),
                    some,
                    // One in five has something that nobody documents.
                    Mostly(
                        Gen.Const(Array.Empty<string>()),
                        Gen.OneOfConst(Odd).Select(odd => new[] { $"{odd}={odd}" })
                    ),
                    (first, second, third) => string.Join('&', first.Concat(second).Concat(third))
                );
                return Gen.Select(
                    Sequence(inPath),
                    query,
                    Mostly(Gen.Const("*/*"), Gen.OneOfConst(Media)),
                    (values, text, accept) =>
                        new Request(
                            operation,
                            Fill(operation.Path, values) + (text.Length > 0 ? $"?{text}" : ""),
                            accept
                        )
                );
            });

    private static Gen<string> Pair(JsonNode document, JsonNode parameter) =>
        Values(document, parameter).Select(value => $"{parameter.Text("name")}={value}");

    /// <summary>Values that a parameter takes by its schema, and some that it does not.</summary>
    private static Gen<string> Values(JsonNode document, JsonNode parameter)
    {
        var schema = Resolve(document, parameter["schema"]!);
        if (schema.Text("type") == "array")
        {
            schema = Resolve(document, schema["items"]!);
        }
        Gen<string> right = schema switch
        {
            _ when schema["enum"] is JsonArray values => Gen.OneOfConst(
                values.Select(value => Uri.EscapeDataString(value!.ToString())).ToArray()
            ),
            _ when schema.Text("type") == "boolean" => Gen.OneOfConst("true", "false"),
            _ when schema.Text("type") == "integer" => Gen.Int[0, 60]
                .Select(number =>
                    number.ToString(System.Globalization.CultureInfo.InvariantCulture)
                ),
            _ => Gen.OneOfConst("NCT03433183", "KDR", "pazopanib", "US", "2020", "sarcoma", "13"),
        };
        return Mostly(right, Gen.OneOfConst(Odd));
    }

    // One in five is another.
    private static Gen<T> Mostly<T>(Gen<T> usual, Gen<T> other) =>
        Gen.Int[0, 4].SelectMany(number => number == 0 ? other : usual);

    private static JsonNode Resolve(JsonNode document, JsonNode schema) =>
        schema["$ref"] is { } reference
            ? document["components"]!["schemas"]![reference.GetValue<string>()[Schemas.Length..]]!
            : schema;

    private static Gen<string[]> Sequence(IEnumerable<Gen<string>> parts) =>
        parts.Aggregate(
            Gen.Const(Array.Empty<string>()),
            (before, part) => Gen.Select(before, part, (all, one) => all.Append(one).ToArray())
        );

    // An empty part would be another path.
    private static string Fill(string path, IEnumerable<string> values)
    {
        foreach (var value in values)
        {
            var start = path.IndexOf('{', StringComparison.Ordinal);
            var end = path.IndexOf('}', StringComparison.Ordinal);
            path = $"{path[..start]}{(value.Length > 0 ? value : "x")}{path[(end + 1)..]}";
        }
        return path;
    }

    private static string NameOf(Operation operation, string status, string media) =>
        $"{operation.Id} {status} {media}";

    /// <summary>One schema with a member for each response of each operation, since reading all definitions takes a while.</summary>
    private static Task<JsonSchema> ReaderAsync(JsonNode document, List<Operation> operations)
    {
        var members = new JsonObject();
        foreach (var operation in operations)
        {
            foreach (var (status, response) in operation.Node["responses"]!.AsObject())
            {
                foreach (
                    var (media, content) in response!["content"]?.AsObject() ?? new JsonObject()
                )
                {
                    members[NameOf(operation, status, media)] = content!["schema"]!.DeepClone();
                }
            }
        }
        var schema = new JsonObject
        {
            ["properties"] = members,
            ["additionalProperties"] = false,
            ["definitions"] = document["components"]!["schemas"]!.DeepClone(),
        };
        return JsonSchema.FromJsonAsync(
            schema.ToJsonString().Replace(Schemas, "#/definitions/", StringComparison.Ordinal),
            TestContext.Current.CancellationToken
        );
    }
}
