using System.Net;
using System.Text.Json.Nodes;

namespace MpnstApi.Tests.Datasets;

/// <summary>What somebody who compares two releases sees.</summary>
public sealed class DiffTests(SeveralReleases releases) : IClassFixture<SeveralReleases>
{
    private Service Service => releases.Service;

    [Fact]
    public async Task A_trial_that_came_is_added_one_way_and_gone_the_other()
    {
        var (old, current) = (releases.Versions[0], releases.Versions[^1]);

        var there = await DiffAsync(old, current);
        Assert.Equal([SeveralReleases.Studied, SeveralReleases.Further], Ids(there, "added"));
        Assert.Equal(
            $"Pazopanib in soft tissue sarcoma, {SeveralReleases.Studied}",
            there.Items("added").First().Text("title")
        );
        Assert.Empty(Ids(there, "gone"));
        Assert.Equal([SeveralReleases.OfSnapshot], Ids(there, "changed"));

        var back = await DiffAsync(current, old);
        Assert.Empty(Ids(back, "added"));
        Assert.Equal(Ids(there, "added"), Ids(back, "gone"));
        Assert.Equal(Ids(there, "changed"), Ids(back, "changed"));
    }

    [Fact]
    public async Task What_was_changed_and_changed_back_is_no_change()
    {
        var diff = await DiffAsync(releases.Versions[1], releases.Versions[4]);

        Assert.Equal([SeveralReleases.Further], Ids(diff, "added"));
        Assert.Equal([SeveralReleases.OfSnapshot], Ids(diff, "changed"));
        Assert.Empty(Ids(diff, "gone"));
    }

    [Fact]
    public async Task A_summary_alone_is_a_change_of_the_record_and_a_phase_of_the_labels_too()
    {
        var summary = await DiffAsync(releases.Versions[1], releases.Versions[2]);
        var phase = await DiffAsync(releases.Versions[2], releases.Versions[3]);

        Assert.Equal(["CHANGED"], KindsOf(summary, SeveralReleases.Studied));
        Assert.Equal(["CHANGED", "LABEL_CHANGED"], KindsOf(phase, SeveralReleases.Studied));
    }

    [Fact]
    public async Task Each_step_has_the_changes_of_the_feed()
    {
        var feed = (await Service.GetAsync("/api/v1/changes?after=0&limit=200"))
            .Items("items")
            .Where(line => line.Text("trialId") is not null)
            .ToLookup(line => line.Text("release")!);
        for (var step = 1; step < releases.Versions.Count; step++)
        {
            var diff = await DiffAsync(releases.Versions[step - 1], releases.Versions[step]);
            var lines = feed[releases.Versions[step]].ToList();

            Assert.NotEmpty(lines);
            Assert.Equal(TrialsTold(lines, "ADDED", "RETURNED"), Ids(diff, "added"));
            Assert.Equal(TrialsTold(lines, "LEFT_SCOPE"), Ids(diff, "gone"));
            Assert.Equal(TrialsTold(lines, "CHANGED", "LABEL_CHANGED"), Ids(diff, "changed"));
            Assert.All(
                diff.Items("changed"),
                trial =>
                    Assert.Equal(
                        lines
                            .Where(line => line.Text("trialId") == trial.Text("id"))
                            .Select(line => line.Text("kind")!)
                            .Distinct()
                            .Order(StringComparer.Ordinal),
                        trial.Texts("kinds")
                    )
            );
            Assert.Equal(diff["to"]!.Number("changed"), diff.Items("changed").Count());
        }
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(4, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 3)]
    public async Task Every_bucket_counts_what_the_two_landscapes_count(int from, int to)
    {
        var diff = await DiffAsync(releases.Versions[from], releases.Versions[to]);
        var before = await LandscapeAsync(releases.Versions[from]);
        var after = await LandscapeAsync(releases.Versions[to]);

        Assert.Equal(7, diff.Items("panels").Count());
        foreach (var panel in diff.Items("panels"))
        {
            var (old, now) = (PanelOf(before, panel), PanelOf(after, panel));
            foreach (var member in new[] { "total", "classified", "unclassified", "excluded" })
            {
                Assert.Equal(old.Number(member), panel[member]!.Number("before"));
                Assert.Equal(now.Number(member), panel[member]!.Number("after"));
                Assert.Equal(
                    now.Number(member) - old.Number(member),
                    panel[member]!.Number("difference")
                );
            }
            var keys = panel.Items("buckets").Select(bucket => bucket.Text("key")!).ToList();
            Assert.Equal(
                Counts(old).Keys.Union(Counts(now).Keys).Order(StringComparer.Ordinal),
                keys.Order(StringComparer.Ordinal)
            );
            foreach (var bucket in panel.Items("buckets"))
            {
                var (left, right) = (
                    Counts(old).GetValueOrDefault(bucket.Text("key")!),
                    Counts(now).GetValueOrDefault(bucket.Text("key")!)
                );
                Assert.Equal(left, bucket.Number("before"));
                Assert.Equal(right, bucket.Number("after"));
                Assert.Equal(right - left, bucket.Number("difference"));
            }
        }
    }

    [Fact]
    public async Task A_release_differs_from_itself_in_nothing()
    {
        var version = releases.Versions[2];

        var diff = await DiffAsync(version, version);

        Assert.Empty(diff["added"]!.AsArray());
        Assert.Empty(diff["changed"]!.AsArray());
        Assert.Empty(diff["gone"]!.AsArray());
        Assert.All(
            diff.Items("panels").SelectMany(panel => panel.Items("buckets")),
            bucket => Assert.Equal(0, bucket.Number("difference"))
        );
    }

    [Fact]
    public async Task The_second_release_is_the_current_one_if_left_out()
    {
        using var response = await Service.SendAsync(
            $"/api/v1/dataset/diff?from={releases.Versions[0]}"
        );
        var diff = await Service.JsonOf(response);

        Assert.Equal(releases.Versions[^1], diff["to"]!.Text("version"));
        Assert.Equal(releases.Versions[0], diff["from"]!.Text("version"));
        Assert.Equal(releases.Versions[^1], diff["dataset"]!.Text("version"));
        Assert.DoesNotContain(
            "immutable",
            response.Headers.CacheControl!.ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_comparison_of_past_releases_never_changes_again()
    {
        using var response = await Service.SendAsync(
            $"/api/v1/dataset/diff?from={releases.Versions[0]}&to={releases.Versions[1]}"
        );

        Assert.Contains(
            "immutable",
            response.Headers.CacheControl!.ToString(),
            StringComparison.Ordinal
        );
        Assert.Equal(
            releases.Versions[1],
            Assert.Single(response.Headers.GetValues("X-Dataset-Version"))
        );
    }

    [Fact]
    public async Task A_poll_of_a_comparison_costs_a_304_and_another_first_release_a_response()
    {
        using var first = await Service.SendAsync(
            $"/api/v1/dataset/diff?from={releases.Versions[1]}"
        );
        var tag = ("If-None-Match", first.Headers.ETag!.ToString());

        using var same = await Service.SendAsync(
            $"/api/v1/dataset/diff?from={releases.Versions[1]}",
            headers: tag
        );
        using var other = await Service.SendAsync(
            $"/api/v1/dataset/diff?from={releases.Versions[2]}",
            headers: tag
        );

        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task A_version_that_was_never_published_is_rejected_with_the_nearest()
    {
        var known = releases.Versions[1];
        foreach (
            var (query, parameter) in new[]
            {
                ($"from={known}9", "from"),
                ($"from={known}&to={known}9", "to"),
            }
        )
        {
            var problem = await Service.GetProblemAsync(
                $"/api/v1/dataset/diff?{query}",
                400,
                "unknown-value"
            );
            var error = Assert.Single(problem.Items("errors"));
            Assert.Equal(parameter, error.Text("parameter"));
            Assert.Contains(known, error.Texts("suggestions"));
        }
    }

    [Theory]
    [InlineData("", 3, 4)]
    [InlineData("?to=2", 1, 2)]
    [InlineData("?to=0", 0, 0)]
    public async Task The_first_release_is_the_one_before_the_second_if_left_out(
        string query,
        int from,
        int to
    )
    {
        var address = query is [.. var start, var number and >= '0' and <= '9']
            ? start + releases.Versions[number - '0']
            : query;

        var diff = await Service.GetAsync($"/api/v1/dataset/diff{address}");

        Assert.Equal(releases.Versions[from], diff["from"]!.Text("version"));
        Assert.Equal(releases.Versions[to], diff["to"]!.Text("version"));
    }

    [Fact]
    public async Task It_takes_no_release_beside_the_two_it_compares() =>
        await Service.GetProblemAsync(
            $"/api/v1/dataset/diff?from={releases.Versions[0]}&release={releases.Versions[1]}",
            400,
            "unknown-parameter"
        );

    [Fact]
    public async Task An_older_release_is_cited_as_it_was()
    {
        var version = releases.Versions[1];
        var dataset = await Service.GetAsync($"/api/v1/dataset?release={version}");

        var item = (
            await Service.GetAsync($"/api/v1/dataset/citation?release={version}")
        ).AsArray()[0]!;

        Assert.Equal(version, item.Text("version"));
        Assert.Contains(dataset.Text("contentHash")!, item.Text("note"), StringComparison.Ordinal);
        var cited = await Service.GetAsync(item.Text("URL")!);
        Assert.Equal(version, cited.Text("version"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task The_file_of_any_release_is_the_one_described(int release)
    {
        var version = releases.Versions[release];

        var croissant = await Service.GetAsync($"/api/v1/dataset/croissant?release={version}");

        Assert.Equal(version, croissant.Text("version"));
        await CroissantTests.AssertFileIsDescribedAsync(Service, croissant);
    }

    private Task<JsonNode> DiffAsync(string from, string to) =>
        Service.GetAsync($"/api/v1/dataset/diff?from={from}&to={to}");

    private Task<JsonNode> LandscapeAsync(string version) =>
        Service.GetAsync($"/api/v1/landscape?release={version}&top=500");

    private static JsonNode PanelOf(JsonNode landscape, JsonNode panel) =>
        landscape.Items("panels").Single(known => known.Text("panel") == panel.Text("panel"));

    private static Dictionary<string, int> Counts(JsonNode panel) =>
        panel
            .Items("buckets")
            .ToDictionary(bucket => bucket.Text("key")!, bucket => bucket.Number("count"));

    private static IReadOnlyList<string> Ids(JsonNode diff, string member) =>
        [.. diff.Items(member).Select(trial => trial.Text("id")!)];

    private static IReadOnlyList<string> KindsOf(JsonNode diff, string id) =>
        diff.Items("changed").Single(trial => trial.Text("id") == id).Texts("kinds");

    private static IEnumerable<string> TrialsTold(
        IEnumerable<JsonNode> lines,
        params string[] kinds
    ) =>
        lines
            .Where(line => kinds.Contains(line.Text("kind")))
            .Select(line => line.Text("trialId")!)
            .Distinct()
            .Order(StringComparer.Ordinal);
}
