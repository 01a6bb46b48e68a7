using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using MpnstApi.Mcp;
using MpnstApi.Tests.Page;
using MpnstApi.Trials;

namespace MpnstApi.Tests.Mcp;

/// <summary>What a model finds out by the tools is what REST says, and never more than it can hold.</summary>
public sealed class McpToolTests(Service service) : IDisposable
{
    private const string Mek = "target=MEK&status=OPEN";

    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-mcp-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_landscape_has_the_counts_of_rest_and_a_basis_to_cite()
    {
        await using var client = await McpFixture.ConnectAsync(service);
        var rest = await service.GetAsync($"/api/v1/landscape?{Mek}&top=50");

        var found = await client.CallAsync("get_landscape", ("filter", Mek), ("top", 50));

        Assert.Equal(rest.Number("total"), found.Number("selected"));
        foreach (var (panel, expected) in found.Items("panels").Zip(rest.Items("panels")))
        {
            Assert.Equal(expected.Number("total"), panel.Number("counted"));
            Assert.Equal(
                expected
                    .Items("buckets")
                    .Where(bucket => bucket.Number("count") > 0)
                    .Take(50)
                    .Select(bucket => (bucket.Text("key"), bucket.Number("count"))),
                panel.Items("rows").Select(row => (row.Text("key"), row.Number("count")))
            );
        }
        var basis = found["basis"]!;
        Assert.Equal(service.Release.Header.Version, basis.Text("release"));
        Assert.Contains("status OPEN", basis.Text("filter"), StringComparison.Ordinal);
        Assert.Contains(
            service.Release.ContentHash,
            basis.Text("citation"),
            StringComparison.Ordinal
        );
        Assert.NotEmpty(basis["notes"]!.AsArray());
        var page = await service.OpenAsync(new Uri(basis.Text("link")!).PathAndQuery);
        Assert.Equal(
            $"{found.Items("panels").First().Number("counted")}",
            page.One("[role=status] strong").Words()
        );
    }

    [Fact]
    public async Task Trials_are_found_page_by_page_in_the_order_of_rest()
    {
        await using var client = await McpFixture.ConnectAsync(service);
        var expected = await service.WalkAsync("/api/v1/trials?indication=NF1_MPNST&sort=id");
        var ids = new List<string?>();
        string? cursor = null;
        do
        {
            var page = await client.CallAsync(
                "search_trials",
                ("filter", "?indication=NF1_MPNST"),
                ("limit", 3),
                ("sort", "id"),
                ("cursor", cursor)
            );
            Assert.Equal(expected.Count, page.Number("total"));
            ids.AddRange(page.Items("trials").Select(trial => trial.Text("id")));
            cursor = page.Text("nextCursor");
        } while (cursor is not null);

        Assert.Equal(expected.Select(trial => trial.Text("id")), ids);
    }

    [Theory]
    [InlineData("get_landscape", "", "/?status=OPEN")]
    [InlineData(
        "cross_tabulate",
        "rows=phase,columns=status",
        "/crosstab?status=OPEN&columns=status&rows=phase"
    )]
    [InlineData("compare_with_letter", "", "/comparison?status=OPEN")]
    [InlineData("search_trials", "limit=5", "/trials?status=OPEN&limit=5")]
    [InlineData("look_up", "name=azd6244", "/drugs/selumetinib?status=OPEN")]
    [InlineData("look_up", "name=KIDR", "/targets/KDR?status=OPEN")]
    [InlineData("get_changes", "", "/changes?status=OPEN")]
    [InlineData("list_values", "name=phase", "/about")]
    public async Task Every_response_leads_to_the_page_that_shows_the_same_to_a_person(
        string tool,
        string arguments,
        string page
    )
    {
        await using var client = await McpFixture.ConnectAsync(service);
        var found = await client.CallAsync(
            tool,
            [
                ("filter", "status=open"),
                .. arguments
                    .Split(',', StringSplitOptions.RemoveEmptyEntries)
                    .Select(argument => argument.Split('='))
                    .Select(pair =>
                        (pair[0], int.TryParse(pair[1], out var number) ? (object?)number : pair[1])
                    ),
            ]
        );
        var link = new Uri(found["basis"]!.Text("link")!).PathAndQuery;

        Assert.Equal(page, link);
        await service.OpenAsync(link);
    }

    [Fact]
    public async Task A_trial_comes_in_the_requested_parts()
    {
        await using var client = await McpFixture.ConnectAsync(service);
        var rest = await service.GetAsync("/api/v1/trials/NCT03433183");

        var trial = (await client.CallAsync("get_trial", ("id", "nct03433183")))["record"]!;
        Assert.Equal(rest.Text("title"), trial.Text("title"));
        Assert.Equal(rest.Text("phase"), trial.Text("phase"));
        Assert.Null(trial["annotation"]);
        Assert.Null(trial["sites"]);

        var reasons = await client.CallAsync(
            "get_trial",
            ("id", "NCT03433183"),
            ("parts", new[] { "evidence", "history" })
        );
        Assert.True(
            JsonNode.DeepEquals(
                rest["annotation"]!["evidence"]!.AsArray()[0],
                reasons["record"]!["annotation"]!["evidence"]!.AsArray()[0]
            )
        );
        Assert.NotNull(reasons["record"]!["history"]);
        Assert.Null(reasons["record"]!["title"]);
    }

    [Fact]
    public void Every_member_of_a_trial_is_in_a_part()
    {
        var parts = TrialTools.Parts.Values.SelectMany(members => members).ToHashSet();

        Assert.All(
            typeof(Trial)
                .GetProperties()
                .Select(member => JsonNamingPolicy.CamelCase.ConvertName(member.Name)),
            member => Assert.Contains(member, parts)
        );
    }

    [Theory]
    [InlineData("AZD6244", "drug", "selumetinib")]
    [InlineData("MEK", "target", "MEK")]
    [InlineData("KIDR", "target", "KDR")]
    public async Task A_name_leads_to_the_record_that_it_stands_for(
        string name,
        string kind,
        string id
    )
    {
        await using var client = await McpFixture.ConnectAsync(service);

        var found = await client.CallAsync("look_up", ("name", name));

        Assert.Equal(kind, found.Text("kind"));
        Assert.Equal(id, found["record"]!.Text(kind == "drug" ? "id" : "symbol"));
        Assert.Equal(
            (await service.GetAsync($"/api/v1/{kind}s/{name}")).Number("trialCount"),
            found["record"]!.Number("trialCount")
        );
    }

    [Fact]
    public async Task Values_dimensions_and_the_letter_are_those_of_rest()
    {
        await using var client = await McpFixture.ConnectAsync(service);

        var crosstab = await client.CallAsync(
            "cross_tabulate",
            ("rows", "phase"),
            ("columns", "status")
        );
        var rest = await service.GetAsync("/api/v1/landscape/crosstab?rows=phase&columns=status");
        Assert.Equal(
            rest.Items("cells").Select(cell => cell.Number("count")),
            crosstab.Items("cells").Select(cell => cell.Number("count"))
        );

        var statuses = await client.CallAsync("list_values", ("name", "status"));
        Assert.Contains("OPEN", statuses.Items("values").Select(value => value.Text("value")));
        Assert.All(statuses.Items("values"), value => Assert.NotEmpty(value.Text("definition")!));
        var all = await client.CallAsync("list_values");
        Assert.Contains("target", all.Items("values").Select(value => value.Text("value")));

        var letter = await client.CallAsync("compare_with_letter", ("panels", new[] { "phases" }));
        var comparison = await service.GetAsync("/api/v1/landscape/comparison");
        var phases = comparison.Items("panels").Single(panel => panel.Text("panel") == "phases");
        Assert.Equal(
            phases.Items("buckets").Take(15).Select(bucket => bucket["percent"]?.ToJsonString()),
            Assert
                .Single(letter.Items("panels"))
                .Items("rows")
                .Select(row => row["percent"]?.ToJsonString())
        );
    }

    [Fact]
    public async Task The_two_tools_for_research_have_the_shapes_their_clients_expect()
    {
        await using var client = await McpFixture.ConnectAsync(service);

        var results = (await client.CallAsync("search", ("query", "selumetinib sirolimus")))
            .Items("results")
            .ToList();
        Assert.Contains("NCT03433183", results.Select(result => result.Text("id")));
        Assert.All(results, result => Assert.NotEmpty(result.Text("url")!));
        var document = await client.CallAsync("fetch", ("id", "NCT03433183"));
        Assert.Equal("NCT03433183", JsonNode.Parse(document.Text("text")!)!.Text("id"));
        Assert.Equal(service.Release.Header.Version, document["metadata"]!.Text("release"));
    }

    [Theory]
    [InlineData("get_trial", "id", "NCT99999999", "NCT99999999")]
    [InlineData("look_up", "name", "selumetinb", "selumetinib")]
    [InlineData("get_landscape", "filter", "status=OPNE", "OPEN")]
    [InlineData("get_landscape", "filter", "phaze=PHASE2", "phase")]
    [InlineData("get_landscape", "filter", "release=1999-01-01.1", "release")]
    [InlineData("search_trials", "cursor", "nonsense", "cursor")]
    [InlineData("list_values", "name", "statsu", "status")]
    [InlineData("get_changes", "since", "yesterday", "2026-11-23")]
    public async Task A_mistake_is_an_error_that_says_what_would_be_right(
        string tool,
        string argument,
        string value,
        string hint
    )
    {
        await using var client = await McpFixture.ConnectAsync(service);

        var text = await client.FailAsync(tool, (argument, value));

        Assert.Contains(hint, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_out_of_bounds_and_too_many_cells_are_errors_with_the_bound()
    {
        await using var client = await McpFixture.ConnectAsync(service);

        Assert.Contains(
            "from 1 to 50",
            await client.FailAsync("search_trials", ("limit", 51)),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "more than 200 cells",
            await client.FailAsync("cross_tabulate", ("rows", "drug"), ("columns", "country")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task No_response_is_longer_than_a_model_can_hold()
    {
        await using var client = await McpFixture.ConnectAsync(service);
        (string Tool, (string, object?)[] Arguments)[] calls =
        [
            ("get_landscape", [("filter", "scope=ALL"), ("top", 50)]),
            ("search_trials", [("filter", "scope=ALL"), ("limit", 50)]),
            ("list_values", [("name", "sponsor"), ("filter", "scope=ALL")]),
            ("list_values", []),
            ("compare_with_letter", []),
            ("get_changes", [("limit", 100)]),
            ("look_up", [("name", "KIT")]),
            ("search", [("query", "sarcoma")]),
            ("get_trial", [("id", "NCT03433183"), ("parts", TrialTools.Parts.Keys.ToArray())]),
        ];
        foreach (var (tool, arguments) in calls)
        {
            var size = Encoding.UTF8.GetByteCount(
                (await client.CallAsync(tool, arguments)).ToJsonString()
            );
            Assert.True(size < 48_000, $"{tool} responds with {size:N0} bytes.");
        }
        var usual = await client.CallAsync("get_landscape", ("filter", Mek));
        Assert.True(Encoding.UTF8.GetByteCount(usual.ToJsonString()) < 12_000);
    }

    [Fact]
    public async Task Resources_and_prompts_are_there_to_attach()
    {
        await using var client = await McpFixture.ConnectAsync(service);
        foreach (
            var address in new[]
            {
                "mpnst://dataset",
                "mpnst://published",
                "mpnst://vocabularies/status",
                "mpnst://trials/NCT03433183",
            }
        )
        {
            var read = await client.ReadResourceAsync(
                address,
                cancellationToken: TestContext.Current.CancellationToken
            );
            var content = Assert.IsType<TextResourceContents>(Assert.Single(read.Contents));
            Assert.Equal("application/json", content.MimeType);
            Assert.NotEmpty(JsonNode.Parse(content.Text)!.AsObject());
        }
        var prompt = await client.GetPromptAsync(
            "check_claim",
            new Dictionary<string, object?> { ["sentence"] = "Half of the trials are open." },
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Contains(
            "Half of the trials are open.",
            Assert.IsType<TextContentBlock>(Assert.Single(prompt.Messages).Content).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_older_release_and_what_changed_since_are_one_argument_away()
    {
        await using var own = await Service.StartAsync(folder);
        var first = own.Release.Header.Version;
        await own.ImportAsync(StudyJson.Of("NCT90000001", "A trial in MPNST", condition: null));
        await using var client = await McpFixture.ConnectAsync(own);

        var changes = await client.CallAsync("get_changes", ("filter", "id=NCT90000001"));
        var change = Assert.Single(changes.Items("changes"));
        Assert.Equal("ADDED", change.Text("kind"));
        Assert.Equal(own.Release.Header.LastChange, changes["nextAfter"]!.GetValue<long>());
        Assert.Contains(
            "NCT90000001",
            await client.FailAsync("get_trial", ("id", "NCT90000001"), ("release", first)),
            StringComparison.Ordinal
        );
        Assert.Equal(
            first,
            (await client.CallAsync("get_landscape", ("filter", $"release={first}")))[
                "basis"
            ]!.Text("release")
        );
    }

    [Fact]
    public async Task A_client_without_an_sdk_needs_one_post()
    {
        var response = await McpFixture.RawAsync(
            service,
            "tools/call",
            new JsonObject
            {
                ["name"] = "get_landscape",
                ["arguments"] = new JsonObject { ["filter"] = Mek },
            }
        );

        Assert.Equal(
            (await service.GetAsync($"/api/v1/landscape?{Mek}")).Number("total"),
            response["result"]!["structuredContent"]!.Number("selected")
        );
        using var get = await service.SendAsync("/mcp");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, get.StatusCode);
    }

    [Fact]
    public async Task Pages_of_origins_that_may_not_read_may_not_call_tools()
    {
        await using var own = await Service.StartAsync(
            folder,
            ("Cors:Origins", "https://good.example")
        );
        foreach (
            var (origin, status) in new[]
            {
                ("https://good.example", HttpStatusCode.OK),
                ("https://evil.example", HttpStatusCode.Forbidden),
            }
        )
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp");
            request.Headers.TryAddWithoutValidation("Origin", origin);
            request.Headers.TryAddWithoutValidation(
                "Accept",
                "application/json, text/event-stream"
            );
            request.Content = JsonContent.Create(
                new JsonObject
                {
                    ["jsonrpc"] = "2.0",
                    ["id"] = 1,
                    ["method"] = "tools/list",
                    ["params"] = new JsonObject(),
                }
            );
            using var response = await own.Client.SendAsync(
                request,
                TestContext.Current.CancellationToken
            );
            Assert.Equal(status, response.StatusCode);
            if (status is HttpStatusCode.Forbidden)
            {
                var problem = await Service.JsonOf(response);
                Assert.Equal("/problems/forbidden", problem.Text("type"));
                Assert.Contains(origin, problem.Text("detail"), StringComparison.Ordinal);
            }
        }
    }
}
