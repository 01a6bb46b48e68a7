using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using MpnstApi.Tests.Graph;

namespace MpnstApi.Tests.Landscape;

/// <summary>What somebody who reads the figure sees, and whether it adds up.</summary>
public sealed class LandscapeTests(Service service)
{
    private const string Root = "/api/v1/landscape";

    [Fact]
    public async Task Every_panel_adds_up_to_the_243_trials_named_or_included_by_class()
    {
        var landscape = await service.GetAsync(Root);

        Assert.Equal(243, landscape.Number("total"));
        Assert.Equal(
            [
                "phases",
                "statuses",
                "indications",
                "treatments",
                "chemotherapy-types",
                "targets",
                "immunotherapy-targets",
            ],
            landscape.Items("panels").Select(panel => panel.Text("panel"))
        );
        foreach (var panel in landscape.Items("panels"))
        {
            Assert.Equal(243, panel.Number("total") + panel.Number("excluded"));
            Assert.Equal(
                panel.Number("total"),
                panel.Number("classified") + panel.Number("unclassified")
            );
            var sum = panel.Items("buckets").Sum(bucket => bucket.Number("count"));
            if (panel["overlapping"]!.GetValue<bool>())
            {
                Assert.True(sum + panel["omitted"]!.Number("trials") >= panel.Number("classified"));
            }
            else
            {
                Assert.Equal(panel.Number("classified"), sum);
                Assert.Equal(
                    100,
                    panel.Items("buckets").Sum(bucket => bucket["rounded"]!.GetValue<int>())
                );
            }
        }
    }

    [Fact]
    public async Task Every_link_lists_exactly_the_trials_it_counts()
    {
        var landscape = await service.GetAsync($"{Root}?top=500");
        var counted = landscape
            .Items("panels")
            .SelectMany(panel => panel.Items("buckets"))
            .Select(bucket => (bucket.Text("href")!, bucket.Number("count")))
            .Concat(
                landscape.Items("gaps").Select(gap => (gap.Text("href")!, gap.Number("numerator")))
            );

        foreach (var (href, count) in counted)
        {
            var page = await service.GetAsync(href);
            Assert.True(
                count == page["page"]!.Number("total"),
                $"{href}: {count} counted, {page["page"]!.Number("total")} listed"
            );
        }
    }

    [Theory]
    [InlineData("phase", "status")]
    [InlineData("sponsor", "startYear")]
    [InlineData("target", "indication")]
    [InlineData("drug", "phase")]
    [InlineData("country", "treatment")]
    [InlineData("modality", "drugType")]
    [InlineData("studyType", "scope")]
    [InlineData("sponsorClass", "biomarker")]
    public async Task Every_cell_of_a_crosstab_links_exactly_its_trials(string rows, string columns)
    {
        var crosstab = await service.GetAsync(
            $"{Root}/crosstab?rows={rows}&columns={columns}&startFrom=2012&scope=ALL"
        );

        foreach (
            var tally in crosstab
                .Items("cells")
                .Concat(crosstab.Items("rowTotals"))
                .Concat(crosstab.Items("columnTotals"))
        )
        {
            var page = await service.GetAsync(tally.Text("href")! + "&limit=1");
            Assert.True(
                tally.Number("count") == page["page"]!.Number("total"),
                tally.ToJsonString()
            );
        }
    }

    [Fact]
    public async Task Rows_of_a_crosstab_are_the_buckets_of_the_panel()
    {
        var panel = await service.GetAsync($"{Root}/phases");
        var crosstab = await service.GetAsync($"{Root}/crosstab?rows=phase&columns=indication");

        Assert.Equal(panel.Number("total"), crosstab.Number("total"));
        Assert.Equal(
            panel
                .Items("buckets")
                .Where(bucket => bucket.Number("count") > 0)
                .Select(bucket => (bucket.Text("key"), bucket.Number("count")))
                .Append(("NOT_STATED", panel.Number("unclassified"))),
            crosstab.Items("rowTotals").Select(row => (row.Text("key"), row.Number("count")))
        );
        Assert.Equal(
            crosstab.Number("total"),
            crosstab.Items("cells").Sum(cell => cell.Number("count"))
        );
    }

    [Fact]
    public async Task A_timeline_fills_empty_years_and_adds_up()
    {
        var timeline = await service.GetAsync($"{Root}/timeline?by=phase");
        var years = timeline.Items("years").ToList();

        Assert.Equal(
            Enumerable.Range(years[0].Number("year"), years.Count),
            years.Select(year => year.Number("year"))
        );
        Assert.Contains(years, year => year.Number("total") == 0);
        Assert.Equal(
            timeline.Number("total"),
            timeline.Number("unclassified") + years.Sum(year => year.Number("total"))
        );
        foreach (var year in years)
        {
            Assert.Equal(
                year.Number("total"),
                year.Items("buckets").Sum(bucket => bucket.Number("count"))
            );
            var page = await service.GetAsync(year.Text("href")! + "&limit=1");
            Assert.Equal(year.Number("total"), page["page"]!.Number("total"));
        }
    }

    [Fact]
    public async Task A_crosstab_over_many_names_is_sparse_and_only_a_huge_one_is_rejected()
    {
        var crosstab = await service.GetAsync(
            $"{Root}/crosstab?rows=sponsor&columns=drug&scope=ALL"
        );
        Assert.True(
            crosstab["rowTotals"]!.AsArray().Count * crosstab["columnTotals"]!.AsArray().Count
                > 10_000
        );
        var cells = crosstab["cells"]!.AsArray().Count;
        Assert.InRange(cells, 1, 10_000);

        Assert.Null(
            MpnstApi.Landscape.LandscapeQuery.Crosstab(
                service.Release,
                MpnstApi.Filtering.TrialFilter.Empty.And("scope", "ALL"),
                MpnstApi.Indexing.Facets.Sponsor,
                MpnstApi.Indexing.Facets.Drug,
                most: cells - 1
            )
        );
    }

    [Theory]
    [InlineData("nf1=false")]
    [InlineData("mpnstDedicated=false")]
    [InlineData("openNow=false")]
    public async Task The_link_of_a_gap_that_the_filter_contradicts_lists_nothing(string filter)
    {
        var gaps = await service.GetAsync($"{Root}/gaps?{filter}");

        foreach (var gap in gaps.Items("gaps"))
        {
            var page = await service.GetAsync(gap.Text("href")!);
            Assert.Equal(gap.Number("numerator"), page["page"]!.Number("total"));
        }
    }

    [Fact]
    public async Task Links_nobody_checked_can_be_left_out()
    {
        var all = await service.GetAsync($"{Root}/targets?top=500");
        var reviewed = await service.GetAsync($"{Root}/targets?top=500&reviewed=true");
        var counts = all.Items("buckets")
            .ToDictionary(bucket => bucket.Text("key")!, bucket => bucket.Number("count"));

        Assert.All(
            reviewed.Items("buckets"),
            bucket => Assert.True(bucket.Number("count") <= counts[bucket.Text("key")!])
        );
        Assert.All(
            reviewed.Items("buckets"),
            bucket =>
                Assert.False(
                    bucket["byCertainty"]!.AsObject().ContainsKey("UNREVIEWED")
                        && bucket["byCertainty"]!.AsObject().Count == 1
                )
        );
        foreach (var bucket in reviewed.Items("buckets").Take(5))
        {
            var page = await service.GetAsync(bucket.Text("href")!);
            Assert.Equal(bucket.Number("count"), page["page"]!.Number("total"));
        }
    }

    [Fact]
    public async Task A_crosstab_without_its_dimensions_says_which_there_are()
    {
        var problem = await service.GetProblemAsync(
            $"{Root}/crosstab?rows=phase",
            400,
            "invalid-value"
        );

        Assert.Contains("treatment", problem.Text("detail"));
    }

    [Fact]
    public async Task The_top_cuts_panels_f_and_g_and_reports_what_it_left_out()
    {
        var whole = await service.GetAsync($"{Root}/targets?top=500");
        var cut = await service.GetAsync($"{Root}/targets?top=3");

        Assert.Equal(3, cut["buckets"]!.AsArray().Count);
        Assert.Equal(whole["buckets"]!.AsArray().Count - 3, cut["omitted"]!.Number("buckets"));
        Assert.Equal(whole.Number("classified"), cut.Number("classified"));
        Assert.Equal(0, whole["omitted"]!.Number("trials"));
    }

    [Fact]
    public async Task The_axis_of_pd_1_and_pd_l1_is_one_bucket_or_two()
    {
        static int Count(JsonNode panel, string key) =>
            panel.Items("buckets").Single(bucket => bucket.Text("key") == key).Number("count");
        var merged = await service.GetAsync($"{Root}/immunotherapy-targets");
        var split = await service.GetAsync(
            $"{Root}/immunotherapy-targets?immunoAxis=split&top=500"
        );

        Assert.DoesNotContain(
            merged.Items("buckets"),
            bucket => bucket.Text("key") is "PDCD1" or "CD274"
        );
        Assert.DoesNotContain(
            split.Items("buckets"),
            bucket => bucket.Text("key") == "PDCD1_CD274"
        );
        Assert.InRange(
            Count(merged, "PDCD1_CD274"),
            Math.Max(Count(split, "PDCD1"), Count(split, "CD274")),
            Count(split, "PDCD1") + Count(split, "CD274")
        );
        Assert.Equal(merged.Number("classified"), split.Number("classified"));
    }

    [Fact]
    public async Task Primary_targets_alone_are_never_more_than_all()
    {
        var all = (await service.GetAsync($"{Root}/targets?top=500"))
            .Items("buckets")
            .ToDictionary(bucket => bucket.Text("key")!, bucket => bucket.Number("count"));
        var primary = await service.GetAsync($"{Root}/targets?top=500&targetRole=primary");

        Assert.All(
            primary.Items("buckets"),
            bucket => Assert.True(bucket.Number("count") <= all[bucket.Text("key")!])
        );
        Assert.True(primary["buckets"]!.AsArray().Count < all.Count);
        foreach (var bucket in primary.Items("buckets").Take(10))
        {
            var page = await service.GetAsync(bucket.Text("href")!);
            Assert.Equal(bucket.Number("count"), page["page"]!.Number("total"));
        }
    }

    [Fact]
    public async Task Observational_studies_are_counted_apart_and_shown_on_request()
    {
        var usual = await service.GetAsync($"{Root}/statuses");
        var requested = await service.GetAsync($"{Root}/statuses?studyType=OBSERVATIONAL");

        Assert.True(usual.Number("excluded") > 0);
        Assert.True(requested.Number("total") > 0);
        Assert.Equal(0, requested.Number("excluded"));
    }

    [Fact]
    public async Task Withdrawn_trials_count_among_drugs_only_on_request()
    {
        var usual = await service.GetAsync($"{Root}/targets");
        var requested = await service.GetAsync($"{Root}/targets?includeWithdrawn=true");
        var statuses = await service.GetAsync($"{Root}/statuses");

        Assert.Equal(3, requested.Number("total") - usual.Number("total"));
        Assert.Equal(statuses.Number("total"), requested.Number("total"));
    }

    [Fact]
    public async Task What_the_letter_does_not_print_is_null_never_zero()
    {
        var published = await service.GetAsync($"{Root}/published");
        var buckets = published
            .Items("panels")
            .SelectMany(panel => panel.Items("buckets"))
            .ToList();

        Assert.Equal(77, buckets.Single(bucket => bucket.Text("key") == "PHASE2").Number("trials"));
        Assert.Equal(24, buckets.Single(bucket => bucket.Text("key") == "KDR").Number("trials"));
        Assert.Contains(buckets, bucket => bucket["trials"] is null);
        Assert.DoesNotContain(buckets, bucket => bucket["trials"]?.GetValue<int>() == 0);
        Assert.DoesNotContain(buckets, bucket => bucket.Text("key") is "PHASE3" or "COMPLETED");
    }

    [Fact]
    public async Task The_comparison_sets_ours_on_named_trials_beside_the_letters()
    {
        var comparison = await service.GetAsync($"{Root}/comparison");
        var panels = comparison.Items("panels").ToDictionary(panel => panel.Text("panel")!);
        var phases = panels["phases"];
        var ours = await service.GetAsync($"{Root}/phases?scope=NAMED");

        Assert.Equal(131, phases["letter"]!.Number("denominator"));
        Assert.Equal(ours.Number("total"), phases["ours"]!.Number("total"));
        var phase2 = phases.Items("buckets").Single(bucket => bucket.Text("key") == "PHASE2");
        Assert.Equal(77, phase2.Number("letterCount"));
        Assert.Equal(59m, phase2["letterPercent"]!.GetValue<decimal>());
        Assert.Equal(
            phase2["percent"]!.GetValue<decimal>() - 59m,
            phase2["difference"]!.GetValue<decimal>()
        );
        Assert.All(
            comparison
                .Items("panels")
                .Where(panel => panel.Text("comparability") is "RANK_ONLY" or "SIDE_BY_SIDE")
                .SelectMany(panel => panel.Items("buckets")),
            bucket => Assert.Null(bucket["difference"])
        );
        Assert.NotNull(panels["targets"]["rankCorrelation"]);
        Assert.Null(
            panels["statuses"].Items("buckets").Single(bucket => bucket.Text("key") == "COMPLETED")[
                "letterCount"
            ]
        );
    }

    [Fact]
    public async Task A_gap_states_its_basis()
    {
        var response = await service.GetAsync($"{Root}/gaps");

        Assert.Equal(
            [
                "BIOMARKER_SELECTED",
                "LATE_PHASE",
                "MPNST_DEDICATED",
                "NF1",
                "IMMUNOTHERAPY",
                "OPEN_NOW",
            ],
            response.Items("gaps").Select(gap => gap.Text("key"))
        );
        Assert.All(
            response.Items("gaps"),
            gap =>
            {
                Assert.Equal(
                    gap["completeness"]!.Number("recordsTotal"),
                    gap.Number("denominator") + gap.Number("unknown")
                );
                Assert.InRange(gap.Number("numerator"), 0, gap.Number("denominator"));
                Assert.NotEmpty(gap["completeness"]!.Text("statement")!);
            }
        );
        Assert.Contains(
            response.Items("targetsWithoutTrials"),
            target => target.Text("symbol") == "SUZ12"
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("?phase=PHASE3")]
    [InlineData("?q=nobodyhasthisword")]
    public async Task A_share_of_which_less_is_known_than_unknown_is_not_given_and_says_why(
        string query
    )
    {
        var gaps = (await service.GetAsync($"{Root}/gaps{query}")).Items("gaps").ToList();

        foreach (var gap in gaps)
        {
            var (known, unknown) = (gap.Number("denominator"), gap.Number("unknown"));
            if (known < unknown || known == 0)
            {
                Assert.Null(gap["percent"]);
                Assert.Contains(
                    known == 0 && unknown == 0 ? "no trials" : $"only {known} of {known + unknown}",
                    gap.Text("note"),
                    StringComparison.Ordinal
                );
            }
            else
            {
                Assert.NotNull(gap["percent"]);
                Assert.Null(gap["note"]);
            }
        }
    }

    [Fact]
    public async Task A_share_that_is_not_given_is_null_with_the_same_reason_in_every_place()
    {
        var gaps = (await service.GetAsync($"{Root}/gaps")).Items("gaps").ToList();
        var landscape = await service.GetAsync(Root);
        var data = await service.QueryAsync("{ gaps { gaps { key percent note } } }");

        Assert.Contains(gaps, gap => gap["percent"] is null);
        Assert.Equal(gaps.Select(Share), landscape.Items("gaps").Select(Share));
        Assert.Equal(gaps.Select(Share), data["gaps"]!.Items("gaps").Select(Share));

        static (string?, string?, string?) Share(JsonNode gap) =>
            (gap.Text("key"), gap["percent"]?.ToString(), gap.Text("note"));
    }

    [Fact]
    public async Task The_share_of_trials_selected_by_biomarkers_rests_on_records_that_say()
    {
        var gap = (await service.GetAsync($"{Root}/gaps"))
            .Items("gaps")
            .Single(one => one.Text("key") == "BIOMARKER_SELECTED");

        Assert.True(gap.Number("denominator") < gap.Number("unknown"));
        Assert.Null(gap["percent"]);
    }

    [Fact]
    public void Percentages_round_half_away_from_zero_and_largest_remainders_make_100()
    {
        Assert.Equal(12.5m, MpnstApi.Statistics.Percentages.Of(1, 8));
        Assert.Equal(0.3m, MpnstApi.Statistics.Percentages.Of(1, 400));
        Assert.Null(MpnstApi.Statistics.Percentages.Of(0, 0));
        // The letter's panel A, its unprinted trials as one bucket of 131.
        Assert.Equal(
            [59, 17, 16, 1, 7],
            MpnstApi.Statistics.Percentages.LargestRemainder([77, 23, 21, 1, 9])!
        );
    }

    [Fact]
    public async Task Responses_do_not_depend_on_the_culture_of_the_server()
    {
        var before = (await service.GetAsync(Root)).ToJsonString();
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("tr-TR");
            var release = service.Release;
            var again = await service
                .Services.GetRequiredService<MpnstApi.Releases.ReleaseLoader>()
                .LoadAsync(release.Header.Sequence, TestContext.Current.CancellationToken);
            Assert.Equal(release.ContentHash, again.ContentHash);
            Assert.Equal(
                release.Index(MpnstApi.Indexing.Facets.Indication).Keys,
                again.Index(MpnstApi.Indexing.Facets.Indication).Keys
            );
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
        Assert.Equal(before, (await service.GetAsync(Root)).ToJsonString());
    }
}
