using System.Text.Json.Nodes;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace MpnstApi.Tests.Graph;

/// <summary>What clients send as arguments and variables, in every form that the specification allows.</summary>
public sealed class ArgumentTests(Service service)
{
    // A document around the fields of a type, and those of a type that need an argument.
    private static readonly (string Type, string Open, string Close)[] Places =
    [
        ("Query", "{", "}"),
        ("Trial", "{ trial(id: \"NCT02601209\") {", "} }"),
        ("Drug", "{ drug(id: \"pazopanib\") {", "} }"),
        ("Target", "{ target(symbol: \"KDR\") {", "} }"),
    ];

    private static readonly Dictionary<string, string> Needed = new()
    {
        ["id"] = "\"pazopanib\"",
        ["symbol"] = "\"KDR\"",
        ["rows"] = "PHASE",
        ["columns"] = "STATUS",
    };

    [Fact]
    public async Task Null_for_an_argument_means_left_out()
    {
        var schema = service.Services.GetRequiredService<Schema>();
        var tried = 0;
        foreach (var (type, open, close) in Places)
        {
            foreach (var field in ((IObjectGraphType)schema.AllTypes[type]!).Fields)
            {
                foreach (var argument in field.Arguments?.ToList() ?? [])
                {
                    if (argument.ResolvedType is NonNullGraphType)
                    {
                        continue;
                    }
                    tried++;
                    var needed = string.Concat(
                        field
                            .Arguments!.Where(other => other.ResolvedType is NonNullGraphType)
                            .Select(other => $"{other.Name}: {Needed[other.Name]} ")
                    );
                    var members = Members(field.ResolvedType!);
                    var without = needed.Length > 0 ? $"({needed})" : "";

                    var given = await service.AskAsync(
                        $"{open} {field.Name}({needed}{argument.Name}: null){members} {close}"
                    );
                    var left = await service.AskAsync(
                        $"{open} {field.Name}{without}{members} {close}"
                    );

                    Assert.True(
                        JsonNode.DeepEquals(left["data"], given["data"]) && given["errors"] is null,
                        $"{type}.{field.Name}({argument.Name}: null): {given.ToJsonString()}"
                    );
                }
            }
        }

        Assert.True(tried > 30, $"{tried} arguments were tried.");
    }

    [Theory]
    [InlineData("{ trial(id: 12) { id } }", "trial")]
    [InlineData("{ drug(id: 7) { id } }", "drug")]
    [InlineData("{ node(id: 12) { id } }", "node")]
    [InlineData("query($i: ID!) { node(id: $i) { id } }", "node")]
    public async Task An_id_may_be_a_number_and_one_that_nobody_has_is_null(
        string query,
        string field
    )
    {
        var data = await service.QueryAsync(query, new JsonObject { ["i"] = 12 });

        Assert.True(data.AsObject().ContainsKey(field));
        Assert.Null(data[field]);
    }

    [Theory]
    [InlineData("phase", "PhaseChoice", "NOT_STATED")]
    [InlineData("status", "StatusChoice", "NOT_STATED")]
    [InlineData("studyType", "StudyTypeChoice", "NOT_STATED")]
    public async Task A_value_that_comes_out_goes_in(string field, string type, string value)
    {
        var data = await service.QueryAsync(
            $$"""query($v: [{{type}}!]) { trials(where: { {{field}}: $v }) { totalCount } }""",
            new JsonObject { ["v"] = new JsonArray(value) }
        );

        var rest = await service.GetAsync($"/api/v1/trials?{field}={value}&limit=1");
        Assert.Equal(rest["page"]!.Number("total"), data["trials"]!.Number("totalCount"));
    }

    [Theory]
    [InlineData("[String!]", "phase", "[\"PHASE2\"]", "[PhaseChoice!]")]
    [InlineData("[String]", "drug", "[\"selumetinib\", null]", "[String!]")]
    [InlineData("[Phase!]", "phase", "[\"PHASE2\"]", "[PhaseChoice!]")]
    [InlineData("[[String!]!]", "drug", "[[\"selumetinib\"]]", "[String!]")]
    public async Task A_list_variable_of_another_type_is_rejected(
        string type,
        string field,
        string value,
        string expected
    )
    {
        var error = await service.RefusedAsync(
            $$"""query($v: {{type}}) { trials(where: { {{field}}: $v }) { totalCount } }""",
            "invalid-document",
            new JsonObject { ["v"] = JsonNode.Parse(value) }
        );

        Assert.Equal("5.8.5", error["extensions"]!.Text("rule"));
        Assert.Contains($"'{type}'", error.Text("message")!, StringComparison.Ordinal);
        Assert.Contains($"'{expected}'", error.Text("message")!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("query($v: Trial = { age: 1 }) { dataset { version } }")]
    [InlineData("query($v: [Node!]! = []) { dataset { version } }")]
    public async Task A_variable_of_an_output_type_is_rejected(string query) =>
        await service.RefusedAsync(query, "invalid-document");

    [Theory]
    [InlineData("[String!]!", "drug")]
    [InlineData("[String!] = [\"pazopanib\"]", "drug")]
    [InlineData("[PhaseChoice!]", "phase")]
    public async Task A_list_variable_of_the_expected_type_is_accepted(string type, string field) =>
        await service.QueryAsync(
            $$"""query($v: {{type}}) { trials(where: { {{field}}: $v }) { totalCount } }""",
            new JsonObject { ["v"] = new JsonArray(field == "drug" ? "pazopanib" : "PHASE2") }
        );

    [Theory]
    [InlineData("{ trials(where: { phase: [PHASE22] }) { totalCount } }", "PHASE2", null)]
    [InlineData("{ trials(where: { status: RECRUITING }) { totalCount } }", null, "registryStatus")]
    [InlineData("{ trials(order: START_DATE) { totalCount } }", "START_DATE_DESC", null)]
    public async Task A_wrong_value_names_the_nearest_and_the_vocabulary_that_has_it(
        string query,
        string? nearest,
        string? vocabulary
    )
    {
        var error = await service.RefusedAsync(query, "invalid-document");

        if (nearest is not null)
        {
            Assert.Contains(nearest, error["extensions"]!.Texts("suggestions"));
        }
        Assert.Contains(nearest ?? vocabulary!, error.Text("message")!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_value_in_a_variable_is_reported_alike()
    {
        var error = await service.RefusedAsync(
            "query($v: [StatusChoice!]) { trials(where: { status: $v }) { totalCount } }",
            "invalid-variables",
            new JsonObject { ["v"] = new JsonArray("RECRUITING") }
        );

        Assert.Contains("registryStatus", error.Text("message")!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_root_field_responds_from_the_requested_release()
    {
        var schema = service.Services.GetRequiredService<Schema>();
        Assert.All(
            schema.Query!.Fields.Where(field =>
                !field.Name.StartsWith("__", StringComparison.Ordinal)
            ),
            field => Assert.NotNull(field.Arguments?.Find("release"))
        );

        await service.RefusedAsync(
            "{ dataset(release: \"2020-01-01.1\") { version } }",
            "unknown-value"
        );
        var version = service.Release.Header.Version;
        var data = await service.QueryAsync(
            $$"""{ dataset(release: "{{version}}") { version } drug(id: "pazopanib", release: "{{version}}") { id } }"""
        );
        Assert.Equal(version, data["dataset"]!.Text("version"));
    }

    /// <summary>The fields to select of a type: its plain members, none of a scalar.</summary>
    private static string Members(IGraphType type)
    {
        while (type is IProvideResolvedType { ResolvedType: { } inner })
        {
            type = inner;
        }
        return type is IComplexGraphType complex
            ? $" {{ __typename {string.Join(' ', complex.Fields.Where(IsPlain).Take(6).Select(field => field.Name))} }}"
            : "";
    }

    private static bool IsPlain(FieldType field)
    {
        var type = field.ResolvedType!;
        while (type is IProvideResolvedType { ResolvedType: { } inner })
        {
            type = inner;
        }
        return type is ScalarGraphType;
    }
}
