using System.Text.Json.Nodes;
using MpnstApi.Filtering;
using MpnstApi.Indexing;
using MpnstApi.Statistics;
using MpnstApi.Tests.Contract;
using NJsonSchema;

namespace MpnstApi.Tests.Http;

/// <summary>What generators of clients, and their users, need of the document.</summary>
public sealed class OpenApiTests(Service service)
{
    private const string Schemas = "#/components/schemas/";

    [Fact]
    public async Task Every_operation_parameter_header_and_property_is_described()
    {
        var document = await ReadAsync();
        var operations = Operations(document).ToList();
        var described = operations
            .Select(operation => (Name(operation), operation))
            .Concat(
                operations.SelectMany(operation =>
                    Items(operation["parameters"])
                        .Select(parameter =>
                            ($"{Name(operation)} {parameter.Text("name")}", parameter)
                        )
                )
            )
            .Concat(
                operations.SelectMany(operation =>
                    Members(operation["responses"])
                        .SelectMany(response =>
                            Members(response.Value["headers"])
                                .Select(header =>
                                    ($"{Name(operation)} {response.Key} {header.Key}", header.Value)
                                )
                                .Append(($"{Name(operation)} {response.Key}", response.Value))
                        )
                )
            )
            .Concat(
                Members(document["components"]!["schemas"])
                    .SelectMany(schema =>
                        Members(schema.Value["properties"])
                            .Select(property => ($"{schema.Key}.{property.Key}", property.Value))
                            .Append((schema.Key, schema.Value))
                    )
            )
            .ToList();

        Assert.True(described.Count > 1_000);
        Assert.Empty(
            described
                .Where(part => string.IsNullOrWhiteSpace(part.Item2.Text("description")))
                .Select(part => part.Item1)
        );
        Assert.All(operations, operation => Assert.NotEmpty(operation.Text("summary")!));
    }

    [Fact]
    public async Task Every_operation_has_an_error_that_is_a_problem_by_default()
    {
        foreach (var operation in Operations(await ReadAsync()))
        {
            Assert.Equal(
                Schemas + "ProblemResponse",
                operation["responses"]!["default"]!["content"]!["application/problem+json"]![
                    "schema"
                ]!.Text("$ref")
            );
        }
    }

    [Fact]
    public async Task Every_operation_with_data_has_its_headers_and_says_how_long_an_address_may_be()
    {
        var document = await ReadAsync();
        var data = Operations(document)
            .Where(operation => operation["responses"]!["304"] is not null);

        foreach (var operation in data)
        {
            var success = operation["responses"]!["200"]!;
            Assert.NotNull(success["headers"]!["ETag"]);
            Assert.NotNull(success["headers"]!["X-Dataset-Version"]);
            Assert.Equal(
                Items(operation["parameters"]).Any(parameter => parameter.Text("name") is "cursor"),
                success["headers"]!["Link"] is not null
            );
            Assert.Contains(
                "GraphQL",
                operation["responses"]!["414"]!.Text("description"),
                StringComparison.Ordinal
            );
        }
        Assert.Equal(
            document["paths"]!
                .AsObject()
                .Count(path =>
                    path.Key.StartsWith("/api/v1", StringComparison.Ordinal)
                    && !path.Key.StartsWith("/api/v1/admin", StringComparison.Ordinal)
                ),
            data.Count()
        );
    }

    [Fact]
    public async Task Operations_that_need_a_key_say_so_and_how_it_is_sent()
    {
        var document = await ReadAsync();
        var scheme = document["components"]!["securitySchemes"]!["ApiKey"]!;
        Assert.Equal(
            ("apiKey", "header", "X-Api-Key"),
            (scheme.Text("type"), scheme.Text("in"), scheme.Text("name"))
        );

        foreach (var operation in Operations(document))
        {
            var needsKey = operation.Texts("tags").Contains("Administration");
            Assert.Equal(needsKey, operation["security"] is not null);
            Assert.Equal(needsKey, operation["responses"]!["401"] is not null);
            Assert.Equal(needsKey, operation["responses"]!["403"] is not null);
        }
    }

    [Fact]
    public async Task Every_closed_vocabulary_of_the_filter_is_one_named_enum_with_unclassified()
    {
        var document = await ReadAsync();
        var list = Operations(document).Single(operation => Name(operation) == "listTrials");

        foreach (
            var parameter in FilterParameters.All.Where(parameter =>
                parameter.Facet?.Vocabulary is not null
            )
        )
        {
            var schema = Items(list["parameters"])
                .Single(other => other.Text("name") == parameter.Name)["schema"]!["items"]!;
            var values = Find(document, schema).Texts("enum");
            Assert.Superset(
                parameter.Facet!.Vocabulary!.Select(term => term.Value).ToHashSet(),
                values.ToHashSet()
            );
            Assert.Contains("UNCLASSIFIED", values);
        }
    }

    [Theory]
    [InlineData("ChangeItem", "kind", "LABEL_CHANGED")]
    [InlineData("ComparisonPanel", "comparability", "RANK_ONLY")]
    [InlineData("Gap", "key", "BIOMARKER_SELECTED")]
    [InlineData("ProblemResponse", "type", "/problems/unknown-path")]
    [InlineData("ProblemPage", "type", "/problems/uri-too-long")]
    [InlineData("PanelResponse", "panel", "immunotherapy-targets")]
    [InlineData("CrosstabResponse", "rows", "sponsorClass")]
    [InlineData("TargetSummary", "kind", "FAMILY")]
    [InlineData("Health", "status", "degraded")]
    public async Task A_member_of_a_closed_vocabulary_is_a_named_enum(
        string schema,
        string member,
        string value
    )
    {
        var document = await ReadAsync();
        var property = document["components"]!["schemas"]![schema]!["properties"]![member]!;

        Assert.Contains(value, Find(document, property).Texts("enum"));
    }

    [Fact]
    public async Task The_panel_of_a_path_is_one_of_the_panels()
    {
        var document = await ReadAsync();
        var panel = Items(document["paths"]!["/api/v1/landscape/{panel}"]!["get"]!["parameters"])
            .First(parameter => parameter.Text("name") == "panel");

        Assert.Equal(
            Panels.All.Select(definition => definition.Key),
            Find(document, panel["schema"]!).Texts("enum")
        );
    }

    [Fact]
    public async Task No_enum_is_without_a_name_and_no_two_have_one_set_of_values()
    {
        var document = await ReadAsync();
        var named = Members(document["components"]!["schemas"])
            .Where(schema => schema.Value["enum"] is not null)
            .Select(schema =>
                string.Join(' ', schema.Value.Texts("enum").Order(StringComparer.Ordinal))
            )
            .ToList();

        Assert.Equal(named.Count, All(document).Count(node => node["enum"] is JsonArray));
        Assert.Equal(named.Distinct(), named);
    }

    [Fact]
    public async Task A_reference_that_may_be_null_is_one_of_the_two()
    {
        var document = await ReadAsync();
        var choices = All(document).Where(node => node["oneOf"] is JsonArray).ToList();

        Assert.DoesNotContain(All(document), node => node["anyOf"] is JsonArray);
        Assert.True(choices.Count > 10);
        Assert.All(
            choices,
            choice =>
            {
                Assert.StartsWith(Schemas, choice["oneOf"]![0]!.Text("$ref"));
                Assert.Equal("null", choice["oneOf"]![1]!.Text("type"));
                Assert.Equal(2, choice["oneOf"]!.AsArray().Count);
            }
        );
    }

    [Theory]
    [InlineData("old")]
    [InlineData("new")]
    public async Task A_value_of_a_change_may_be_null(string member)
    {
        var change = (await ReadAsync())["components"]!["schemas"]!["ChangeItem"]!;

        Assert.Contains("null", change["properties"]![member]!.Texts("type"));
    }

    [Fact]
    public async Task Contact_and_licence_are_there()
    {
        var info = (await ReadAsync())["info"]!;

        Assert.NotEmpty(info["contact"]!.Text("name")!);
        Assert.NotEmpty(info["license"]!.Text("name")!);
    }

    [Theory]
    [MemberData(nameof(SpecificationTests.JsonExamples), MemberType = typeof(SpecificationTests))]
    public async Task What_an_operation_sends_fits_its_schema_and_would_not_with_a_member_less(
        string operation,
        string request
    )
    {
        var document = await ReadAsync();
        var content = Operations(document).Single(other => Name(other) == operation)["responses"]![
            "200"
        ]!["content"]!;
        var schema = new JsonObject
        {
            ["properties"] = new JsonObject
            {
                ["content"] = Members(content)
                    .First(media => media.Key.EndsWith("json", StringComparison.Ordinal))
                    .Value["schema"]!.DeepClone(),
            },
            ["definitions"] = document["components"]!["schemas"]!.DeepClone(),
        };
        var reader = await JsonSchema.FromJsonAsync(
            schema.ToJsonString().Replace(Schemas, "#/definitions/", StringComparison.Ordinal),
            TestContext.Current.CancellationToken
        );
        var sent = new JsonObject { ["content"] = await service.GetAsync(request) };

        Assert.Empty(
            reader.Validate(sent.ToJsonString()).Select(error => $"{error.Path} {error.Kind}")
        );

        var members = (sent["content"] is JsonArray items ? items[0] : sent["content"])!.AsObject();
        members.RemoveAt(0);
        Assert.NotEmpty(reader.Validate(sent.ToJsonString()));
    }

    private Task<JsonNode> ReadAsync() => service.GetAsync(MpnstApi.Http.OpenApi.DocumentPath);

    private static IEnumerable<JsonNode> Operations(JsonNode document) =>
        Members(document["paths"])
            .SelectMany(path => Members(path.Value))
            .Select(each => each.Value);

    private static string Name(JsonNode operation) => operation.Text("operationId")!;

    private static JsonNode Find(JsonNode document, JsonNode reference) =>
        document["components"]!["schemas"]![reference.Text("$ref")![Schemas.Length..]]!;

    private static IEnumerable<JsonNode> Items(JsonNode? list) =>
        list?.AsArray().Select(item => item!) ?? [];

    private static IEnumerable<KeyValuePair<string, JsonNode>> Members(JsonNode? node) =>
        node?.AsObject().Select(member => KeyValuePair.Create(member.Key, member.Value!)) ?? [];

    private static IEnumerable<JsonObject> All(JsonNode? node) =>
        node switch
        {
            JsonObject members => members.SelectMany(member => All(member.Value)).Prepend(members),
            JsonArray items => items.SelectMany(All),
            _ => [],
        };
}
