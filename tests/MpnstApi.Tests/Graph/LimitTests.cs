using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using GraphQL;
using GraphQL.Types;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MpnstApi.Filtering;
using MpnstApi.Graph;
using MpnstApi.Graph.Execution;
using MpnstApi.Settings;

namespace MpnstApi.Tests.Graph;

/// <summary>What is too much is rejected at once, with a message that says what would be accepted.</summary>
public sealed class LimitTests(Service service)
{
    [Fact]
    public async Task A_response_names_its_cost_in_itself_and_in_a_header()
    {
        using var response = await service.PostAsync(
            new JsonObject { ["query"] = "{ trials(first: 7) { nodes { id title } } }" }
        );

        var cost = (await Service.JsonOf(response))["extensions"]!["cost"]!;
        Assert.Equal(25, cost.Number("requested"));
        Assert.Equal("25", Assert.Single(response.Headers.GetValues("X-GraphQL-Cost")));
    }

    [Fact]
    public async Task After_five_wrong_values_the_other_filters_of_a_document_are_not_read()
    {
        var fields = Enumerable
            .Range(0, 4)
            .Select(field =>
                $"f{field}: trials(where: {{ drug: [{string.Join(' ', Enumerable.Range(0, 6).Select(value => $"\"pazopanob{field}{value}\""))}] }}) {{ totalCount }}"
            );
        using var response = await service.PostAsync(
            new JsonObject { ["query"] = $"{{ {string.Join(' ', fields)} }}" }
        );

        var errors = (await Service.JsonOf(response)).Items("errors");
        Assert.Equal(
            3,
            errors.Count(error =>
                error!
                    .Text("message")!
                    .Contains("its other filters are not read", StringComparison.Ordinal)
            )
        );
        Assert.Equal(4, errors.Count());
    }

    [Theory]
    [InlineData(
        "{ trials(first: 200) { nodes { drugs { trials(first: 200) { nodes { id } } } } } }"
    )]
    [InlineData(
        "query($n: Int = 200) { trials(first: $n) { nodes { drugs { trials(last: $n) { edges { node { id } } } } } } }"
    )]
    public async Task A_costly_document_is_rejected_with_its_cost_the_limit_and_the_most_expensive_field(
        string query
    )
    {
        var error = await service.RefusedAsync(query, "too-costly");

        var more = error["extensions"]!;
        Assert.True(more.Number("cost") > more.Number("limit"));
        Assert.StartsWith("trials.nodes.drugs.trials", more.Text("mostExpensive"));
    }

    [Theory]
    [InlineData(
        "query($d: Boolean = false) { trials(first: 200) { nodes { id drugs @include(if: $d) { id trials(first: 200) { nodes { id } } } } } }",
        "{ trials(first: 200) { nodes { id } } }"
    )]
    [InlineData(
        "{ trials(first: 200) { nodes { id ... @skip(if: true) { title drugs { id } } } } }",
        "{ trials(first: 200) { nodes { id } } }"
    )]
    [InlineData(
        "fragment A on Trial { id title drugs { id name } } { trials { nodes { ...A ...A id ... on Node { id } ...A } } }",
        "{ trials { nodes { id title drugs { id name } } } }"
    )]
    [InlineData(
        "{ trials { nodes { drugs { id } drugs { id name } } } }",
        "{ trials { nodes { drugs { id name } } } }"
    )]
    public async Task What_runs_is_what_costs(string query, string same)
    {
        var (result, plain) = (await service.AskAsync(query), await service.AskAsync(same));

        Assert.Equal(plain["data"]!.ToJsonString(), result["data"]!.ToJsonString());
        Assert.Equal(
            plain["extensions"]!["cost"]!.Number("requested"),
            result["extensions"]!["cost"]!.Number("requested")
        );
    }

    [Fact]
    public async Task What_a_variable_switches_on_costs()
    {
        const string Query =
            "query($d: Boolean!) { trials(first: 200) { nodes { id drugs @include(if: $d) { id trials(first: 200) { nodes { id } } } } } }";

        await service.QueryAsync(Query, new JsonObject { ["d"] = false });
        await service.RefusedAsync(Query, "too-costly", new JsonObject { ["d"] = true });
    }

    [Fact]
    public async Task The_size_of_a_page_in_a_variable_counts()
    {
        const string query =
            "query($n: Int!) { trials(first: $n) { nodes { annotation { evidence { text } } } } }";

        var small = await service.AskAsync(query, new JsonObject { ["n"] = 1 });
        var large = await service.AskAsync(query, new JsonObject { ["n"] = 200 });

        Assert.True(
            large["extensions"]!["cost"]!.Number("requested")
                > 50 * small["extensions"]!["cost"]!.Number("requested")
        );
    }

    public static TheoryData<string, string> Hostile =>
        new()
        {
            { "{ " + Repeat(10_000, i => $"a{i}: __typename ") + "}", "too-costly" },
            { "{ " + Repeat(10_000, _ => "dataset { version } ") + "}", "too-costly" },
            { Repeat(5_000, _ => "{ a ") + Repeat(5_000, _ => "}"), "too-deep" },
            {
                "{ trials(where: "
                    + Repeat(2_000, _ => "{ and: [")
                    + Repeat(2_000, _ => "] }")
                    + ") { totalCount } }",
                "too-deep"
            },
            {
                "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }",
                "invalid-document"
            },
            {
                // Doubles at every level: 2^40 fields if written out.
                "{ ...f0 } "
                    + Repeat(
                        40,
                        i => $"fragment f{i} on Query {{ a: __typename ...f{i + 1} ...f{i + 1} }} "
                    )
                    + "fragment f40 on Query { landscape { total } }",
                "too-costly"
            },
            { "{ " + Repeat(450, _ => "dataset { version } ") + "}", "too-costly" },
            {
                "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }",
                "too-costly"
            },
            {
                "{ trials { nodes { drugs { targets { target { drugs { drug { targets { target { drugs { drug { targets { symbol } } } } } } } } } } } } }",
                "too-deep"
            },
        };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task A_hostile_document_is_rejected_quickly(string query, string code)
    {
        await service.QueryAsync("{ dataset { version } }");
        var clock = Stopwatch.StartNew();

        await service.RefusedAsync(query, code);

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Deeply_nested_variables_are_rejected()
    {
        JsonNode where = new JsonObject();
        for (var level = 0; level < 60; level++)
        {
            where = new JsonObject { ["and"] = new JsonArray(where) };
        }
        var body =
            $$$"""{"query":"query($w: TrialFilter) { trials(where: $w) { totalCount } }","variables":{"w":{{{where.ToJsonString(new() { MaxDepth = 500 })}}}}}""";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var response = await service.Client.PostAsync(
            "/graphql",
            content,
            TestContext.Current.CancellationToken
        );

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(
            "bad-request",
            (await Service.JsonOf(response)).Items("errors").Single()["extensions"]!.Text("code")
        );
    }

    [Fact]
    public async Task A_filter_of_thousands_of_conditions_is_rejected()
    {
        var conditions = new JsonArray([
            .. Enumerable
                .Range(0, 5_000)
                .Select(i => new JsonObject { ["sponsor"] = $"nobody {i}" }),
        ]);

        await service.RefusedAsync(
            "query($w: TrialFilter) { trials(where: $w) { totalCount } }",
            "invalid-value",
            new JsonObject { ["w"] = new JsonObject { ["and"] = conditions } }
        );
    }

    public static TheoryData<string> TooMuchOfOneThing =>
        [
            "{ landscape { total " + Repeat(201, _ => "@skip(if: false) ") + "} }",
            "{ landscape(" + Repeat(51, i => $"a{i}: 1 ") + ") { total } }",
            "{ trials(where: { id: [" + Repeat(1_001, _ => "\"x\" ") + "] }) { totalCount } }",
            "{ trials(where: { sponsor: [\"" + new string('x', 2_001) + "\"] }) { totalCount } }",
            "query(" + Repeat(201, i => $"$v{i}: Int ") + ") { dataset { version } }",
            "{ dataset { version } } "
                + Repeat(200, i => $"fragment f{i} on Query {{ __typename }} "),
            "{ dataset { version } } #\n" + Repeat(15_000, _ => "} "),
        ];

    [Theory]
    [MemberData(nameof(TooMuchOfOneThing))]
    public Task A_document_with_too_much_of_one_thing_is_rejected_before_it_is_validated(
        string query
    ) => service.RefusedAsync(query, "too-costly");

    [Fact]
    public async Task A_rejected_document_is_rejected_again_and_a_mended_one_is_not()
    {
        for (var time = 0; time < 3; time++)
        {
            using var rejected = await service.PostAsync(
                new JsonObject { ["query"] = "{ datasets { version } }" }
            );
            var result = await Service.JsonOf(rejected);
            Assert.Equal(
                "invalid-document",
                Assert.Single(result.Items("errors"))["extensions"]!.Text("code")
            );
            Assert.Equal(1, result["extensions"]!["cost"]!.Number("requested"));
            await service.RefusedAsync("{ dataset { version }", "syntax-error");
        }

        await service.QueryAsync("{ dataset { version } }");
    }

    [Fact]
    public async Task Each_operation_of_a_document_is_validated_by_itself()
    {
        const string Query =
            "query Right { dataset { version } } query Wrong($p: [String!]) { trials(where: { phase: $p }) { totalCount } }";

        using var right = await service.PostAsync(
            new JsonObject { ["query"] = Query, ["operationName"] = "Right" }
        );
        using var wrong = await service.PostAsync(
            new JsonObject { ["query"] = Query, ["operationName"] = "Wrong" }
        );

        Assert.Null((await Service.JsonOf(right))["errors"]);
        Assert.NotEmpty((await Service.JsonOf(wrong)).Items("errors"));
    }

    [Fact]
    public async Task A_document_of_many_errors_gets_the_first()
    {
        var error = await service.RefusedAsync(
            "{ " + Repeat(500, i => $"nothing{i} ") + "}",
            "invalid-document"
        );

        Assert.Contains("more than 20 errors", error.Text("message"), StringComparison.Ordinal);
        Assert.Contains("nothing0", error.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_value_is_looked_into_a_few_times_not_for_every_field_that_has_it()
    {
        using var response = await service.PostAsync(
            new JsonObject
            {
                ["query"] =
                    "{ "
                    + Repeat(
                        200,
                        i =>
                            $"a{i}: trials(where: {{ drug: [\"pazopanob {i}\"] }}) {{ totalCount }} "
                    )
                    + "}",
            }
        );

        var errors = (await Service.JsonOf(response)).Items("errors").ToList();
        Assert.Equal(21, errors.Count);
        Assert.Equal(
            5,
            errors.Count(error =>
                error.Text("message")!.Contains("Did you mean", StringComparison.Ordinal)
            )
        );
        Assert.Equal("180 further errors are not shown.", errors[^1].Text("message"));
    }

    [Fact]
    public async Task A_wrong_filter_is_reported_for_each_field_that_takes_it()
    {
        using var response = await service.PostAsync(
            new JsonObject
            {
                ["query"] =
                    "query($w: TrialFilter) { a: trials(where: $w) { totalCount } b: trials(where: $w) { totalCount } }",
                ["variables"] = new JsonObject
                {
                    ["w"] = new JsonObject { ["drug"] = new JsonArray("pazopanob") },
                },
            }
        );

        var errors = (await Service.JsonOf(response)).Items("errors").ToList();
        Assert.Equal(
            ["a", "b"],
            errors.Select(error => error["path"]![0]!.GetValue<string>()).Order()
        );
        Assert.All(errors, error => Assert.Single(error.Items("locations")));
    }

    [Fact]
    public async Task A_long_value_is_quoted_by_its_beginning()
    {
        using var response = await service.PostAsync(
            new JsonObject
            {
                ["query"] =
                    "query($r: String) { "
                    + Repeat(50, i => $"a{i}: landscape(release: $r) {{ total }} ")
                    + "}",
                ["variables"] = new JsonObject { ["r"] = new string('x', 100_000) },
            }
        );

        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.InRange(body.Length, 1_000, 40_000);
    }

    [Theory]
    [InlineData("{ crosstab(rows: DRUG, columns: TARGET) { total } }", 5, 30)]
    [InlineData("{ timeline(by: DRUG) { by } }", 5, 60)]
    [InlineData("{ drugs(where: { condition: [\"a\"] }) { totalCount } }", 10, 300)]
    public async Task What_takes_long_is_rejected_in_numbers(string query, int few, int many)
    {
        var field = query[1..^1];

        await service.QueryAsync("{ " + Repeat(few, i => $"a{i}: {field} ") + "}");
        await service.RefusedAsync("{ " + Repeat(many, i => $"a{i}: {field} ") + "}", "too-costly");
    }

    [Fact]
    public async Task A_request_over_256_kB_is_rejected()
    {
        using var response = await service.PostAsync(
            new JsonObject { ["query"] = "{ dataset { version } } #" + new string('x', 270_000) }
        );

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal(
            "too-large",
            (await Service.JsonOf(response)).Items("errors").Single()["extensions"]!.Text("code")
        );
    }

    [Fact]
    public async Task A_batch_is_rejected()
    {
        using var response = await service.PostAsync(
            new JsonArray(new JsonObject { ["query"] = "{ dataset { version } }" })
        );

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(
            "batch-refused",
            (await Service.JsonOf(response)).Items("errors").Single()["extensions"]!.Text("code")
        );
    }

    [Theory]
    [InlineData(
        "Introspection",
        "false",
        "{ __schema { queryType { name } } }",
        "introspection-off"
    )]
    [InlineData("MaxDepth", "2", "{ dataset { counts { trials } } }", "too-deep")]
    [InlineData("MaxCost", "9", "{ dataset { version } }", "too-costly")]
    [InlineData("TrustedDocumentsOnly", "true", "{ dataset { version } }", "document-not-trusted")]
    public async Task A_setting_bounds_what_is_executed(
        string setting,
        string value,
        string query,
        string code
    )
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([new($"GraphQl:{setting}", value)])
            .Build();
        using var execution = new GraphExecution(
            service.Services.GetRequiredService<Schema>(),
            GraphOptions.Read(settings),
            NullLogger<GraphExecution>.Instance
        );

        var outcome = await execution.RunAsync(
            new GraphCall(query, null, Inputs.Empty),
            service.NewGraphRequest(),
            TestContext.Current.CancellationToken
        );

        Assert.Equal(code, Assert.Single(outcome.Result.Errors!).Code);
    }

    [Theory]
    [InlineData("MaxDepth", "deep")]
    [InlineData("IdeFolder", "no/such/folder")]
    public void A_wrong_setting_stops_the_start_with_a_sentence(string setting, string value)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([new($"GraphQl:{setting}", value)])
            .Build();

        var wrong = Assert.Throws<InvalidConfigurationException>(() => GraphOptions.Read(settings));

        Assert.Contains($"GraphQl:{setting} is '{value}'", wrong.Message, StringComparison.Ordinal);
    }

    private static string Repeat(int times, Func<int, string> text) =>
        string.Concat(Enumerable.Range(0, times).Select(text));
}
