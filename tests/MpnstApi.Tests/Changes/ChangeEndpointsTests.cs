using System.Net;
using System.Text.Json.Nodes;
using MpnstApi.Tests.Graph;

namespace MpnstApi.Tests.Changes;

/// <summary>What a reader sees who follows the feed.</summary>
public sealed class ChangeEndpointsTests(FeedFixture feed) : IClassFixture<FeedFixture>
{
    private Service Service => feed.Service;

    [Fact]
    public async Task The_first_release_is_one_line_and_sequences_have_no_gaps()
    {
        var items = await AllAsync();

        Assert.Equal("RELEASED", items[0].Text("kind"));
        Assert.Equal(feed.Versions[0], items[0].Text("release"));
        Assert.Null(items[0].Text("trialId"));
        Assert.Equal(
            Enumerable.Range(1, items.Count),
            items.Select(item => item.Number("sequence"))
        );
        Assert.Equal(feed.Versions, items.Select(item => item.Text("release")).Distinct());
    }

    [Fact]
    public async Task A_new_trial_is_one_change_and_a_changed_one_is_a_change_for_each_member()
    {
        var items = await AllAsync();

        var added = items.Where(item => item.Text("kind") == "ADDED").ToList();
        Assert.Equal(
            ["NCT91000001", "NCT91000002", "NCT91000003"],
            added.Select(item => item.Text("trialId"))
        );
        var ofThird = items.Where(item => item.Text("release") == feed.Versions[2]).ToList();
        var title = Assert.Single(ofThird, item => item.Text("field") == "title");
        Assert.Equal(
            ("CHANGED", "First: soft tissue sarcoma", "First, renamed: soft tissue sarcoma"),
            (title.Text("kind"), title.Text("old"), title.Text("new"))
        );
        var status = Assert.Single(ofThird, item => item.Text("field") == "status");
        Assert.Equal(
            ("LABEL_CHANGED", "PLANNED", "OPEN"),
            (status.Text("kind"), status.Text("old"), status.Text("new"))
        );
        Assert.Contains("The record differs", status.Text("reason"), StringComparison.Ordinal);
        Assert.Contains("RECRUITING", status.Text("reason"), StringComparison.Ordinal);
        Assert.Contains(ofThird, item => item.Text("field") == "registryStatus");
    }

    [Fact]
    public async Task A_changed_drug_gives_what_was_removed_and_added_and_the_reason()
    {
        var items = (await AllAsync())
            .Where(item => item.Text("release") == feed.Versions[3])
            .ToList();

        var drugs = Assert.Single(items, item => item.Text("field") == "drugs");
        Assert.Equal("doxorubicin", drugs.Items("old").Single().Text("id"));
        Assert.Equal("pazopanib", drugs.Items("new").Single().Text("id"));
        Assert.Contains("pazopanib", drugs.Text("reason"), StringComparison.Ordinal);
        var targets = Assert.Single(items, item => item.Text("field") == "targets");
        Assert.Contains("KDR", targets.Texts("new"));
        Assert.All(items, item => Assert.Equal("NCT91000002", item.Text("trialId")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(42)]
    public async Task A_reader_who_stops_and_resumes_anywhere_misses_and_doubles_nothing(int seed)
    {
        var random = new Random(seed);
        var read = new List<int>();
        var after = 0;
        while (true)
        {
            var page = await Service.GetAsync(
                $"/api/v1/changes?after={after}&limit={random.Next(1, 9)}"
            );
            read.AddRange(page.Items("items").Select(item => item.Number("sequence")));
            if (page.Number("nextAfter") == after)
            {
                Assert.Empty(page.Items("items"));
                break;
            }
            after = page.Number("nextAfter");
        }

        Assert.Equal((await AllAsync()).Select(item => item.Number("sequence")), read);
    }

    [Fact]
    public async Task A_poll_that_finds_nothing_new_costs_a_304()
    {
        var last = (await AllAsync())[^1].Number("sequence");
        var address = $"/api/v1/changes?after={last}";
        using var first = await Service.SendAsync(address);
        Assert.Equal(last, (await Service.JsonOf(first)).Number("nextAfter"));

        using var again = await Service.SendAsync(
            address,
            null,
            ("If-None-Match", first.Headers.ETag!.ToString())
        );

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task NDJSON_and_GraphQL_give_the_same_changes()
    {
        var items = await AllAsync();

        using var response = await Service.SendAsync(
            "/api/v1/changes?after=1",
            null,
            ("Accept", "application/x-ndjson")
        );
        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType?.MediaType);
        var lines = (await Service.TextOf(response)).Split(
            '\n',
            StringSplitOptions.RemoveEmptyEntries
        );
        Assert.Equal(
            items.Skip(1).Select(item => item.ToJsonString()),
            lines.Select(line => JsonNode.Parse(line)!.ToJsonString())
        );

        var page = (
            await Service.QueryAsync(
                "{ changes(after: 1, first: 200) { nextAfter nodes { sequence at release trialId kind field old new reason } } }"
            )
        )["changes"]!;
        Assert.Equal(
            items.Skip(1).Select(item => item.ToJsonString()),
            page.Items("nodes").Select(node => node.ToJsonString())
        );
        Assert.Equal(items[^1].Number("sequence"), page.Number("nextAfter"));
    }

    [Fact]
    public async Task A_trials_history_is_newest_first_and_goes_on_page_by_page()
    {
        var expected = (await AllAsync())
            .Where(item => item.Text("trialId") == "NCT91000001")
            .Select(item => item.Number("sequence"))
            .Reverse()
            .ToList();
        var read = new List<int>();
        var address = "/api/v1/trials/NCT91000001/changes?limit=2";
        for (var next = address; next is not null; )
        {
            var page = await Service.GetAsync(next);
            Assert.Equal("NCT91000001", page.Text("trialId"));
            read.AddRange(page.Items("items").Select(item => item.Number("sequence")));
            next = page["nextBefore"] is { } before ? $"{address}&before={before}" : null;
        }

        Assert.Equal(expected, read);
        Assert.Empty((await Service.GetAsync("/api/v1/trials/NCT03433183/changes")).Items("items"));
        await Service.GetProblemAsync("/api/v1/trials/NCT99999999/changes", 404, "unknown-id");
    }

    [Fact]
    public async Task The_feed_of_an_older_release_ends_with_it()
    {
        var items = (
            await Service.GetAsync($"/api/v1/changes?limit=200&release={feed.Versions[1]}")
        )
            .Items("items")
            .ToList();

        Assert.Equal(3, items.Count);
        Assert.Equal(feed.Versions[1], items[^1].Text("release"));
    }

    [Theory]
    [InlineData("after=-1", "after")]
    [InlineData("after=first", "after")]
    [InlineData("limit=500", "limit")]
    [InlineData("format=csv", "format")]
    [InlineData("format=ndjson&limit=5", "limit")]
    public async Task A_wrong_parameter_is_named(string query, string parameter)
    {
        using var response = await Service.SendAsync($"/api/v1/changes?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(
            parameter,
            (await Service.JsonOf(response)).Items("errors").First().Text("parameter")
        );
    }

    [Fact]
    public async Task Any_release_can_be_queried_again_over_REST_and_GraphQL()
    {
        for (var place = 0; place < feed.Versions.Count; place++)
        {
            var version = feed.Versions[place];
            var landscape = await Service.GetAsync($"/api/v1/landscape?release={version}");
            Assert.Equal(feed.Totals[place], landscape.Number("total"));
            Assert.Equal(version, landscape["dataset"]!.Text("version"));
            var data = await Service.QueryAsync(
                $"{{ landscape(release: \"{version}\") {{ total }} trials(release: \"{version}\") {{ totalCount }} }}"
            );
            Assert.Equal(feed.Totals[place], data["landscape"]!.Number("total"));
            Assert.Equal(feed.Totals[place], data["trials"]!.Number("totalCount"));
        }
        Assert.Equal([243, 245, 245, 245, 246], feed.Totals);
        var first = feed.Versions[0];
        using var old = await Service.SendAsync($"/api/v1/trials?release={first}&limit=200");
        Assert.Contains(
            "immutable",
            old.Headers.CacheControl!.ToString(),
            StringComparison.Ordinal
        );
        var cursor = (await Service.JsonOf(old))["page"]!.Text("nextCursor");
        var rest = await Service.GetAsync(
            $"/api/v1/trials?release={first}&limit=200&cursor={cursor}"
        );
        Assert.Equal(43, rest.Items("items").Count());
    }

    [Fact]
    public async Task A_release_that_does_not_exist_is_named_with_the_nearest()
    {
        var problem = await Service.GetProblemAsync(
            "/api/v1/landscape?release=2026-11-23.99",
            400,
            "unknown-value"
        );
        Assert.NotEmpty(problem.Texts("suggestions"));
        await Service.RefusedAsync(
            "{ landscape(release: \"2026-11-23.99\") { total } }",
            "unknown-value"
        );
    }

    [Fact]
    public async Task A_document_that_reads_the_feed_again_and_again_is_rejected_by_its_cost()
    {
        await Service.RefusedAsync(Document(30), "too-costly");
        var data = await Service.QueryAsync(Document(20));

        Assert.Equal(20, data.AsObject().Count);

        static string Document(int times)
        {
            var fields = Enumerable
                .Range(0, times)
                .Select(n => $"c{n}: changes(after: {n}, first: 200) {{ nextAfter }}");
            return $"{{ {string.Join(' ', fields)} }}";
        }
    }

    [Fact]
    public async Task Variables_that_name_no_release_are_not_taken_for_one()
    {
        var data = await Service.QueryAsync(
            """
            query Q($a: ID! = "imatinib", $b: ID! = "pazopanib", $c: ID! = "sirolimus", $d: ID! = "selumetinib", $e: ID! = "doxorubicin", $release: String = "RELEASE") {
              a: drug(id: $a) { id } b: drug(id: $b) { id } c: drug(id: $c) { id } d: drug(id: $d) { id } e: drug(id: $e) { id }
              landscape(release: $release) { total }
            }
            """.Replace("RELEASE", feed.Versions[0], StringComparison.Ordinal)
        );

        Assert.Equal("doxorubicin", data["e"]!.Text("id"));
        Assert.Equal(feed.Totals[0], data["landscape"]!.Number("total"));
    }

    [Theory]
    [InlineData("/api/v1/changes?format=ndjson", HttpStatusCode.NotModified)]
    [InlineData("/api/v1/trials/NCT99999999/changes", HttpStatusCode.NotFound)]
    public async Task A_client_with_any_copy_is_informed_only_whether_there_is_something(
        string address,
        HttpStatusCode expected
    )
    {
        using var response = await Service.SendAsync(address, null, ("If-None-Match", "*"));

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(
            expected == HttpStatusCode.NotFound,
            (await Service.TextOf(response)).Contains("unknown-id", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Each_release_says_where_its_lines_end_and_what_its_content_is()
    {
        var releases = (await Service.GetAsync("/api/v1/dataset/releases")).Items("items").ToList();
        var items = await AllAsync();

        foreach (var release in releases)
        {
            Assert.Equal(
                items
                    .Last(item => item.Text("release") == release.Text("version"))
                    .Number("sequence"),
                release.Number("lastChange")
            );
            var dataset = await Service.GetAsync(
                $"/api/v1/dataset?release={release.Text("version")}"
            );
            Assert.Equal(dataset.Text("contentHash"), release.Text("contentHash"));
        }
    }

    private async Task<List<JsonNode>> AllAsync() =>
        [.. (await Service.GetAsync("/api/v1/changes?limit=200")).Items("items")];
}
