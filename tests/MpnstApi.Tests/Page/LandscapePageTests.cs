using System.Globalization;
using AngleSharp.Dom;

namespace MpnstApi.Tests.Page;

/// <summary>The page of the landscape: its counts are those of the API, and a click narrows all of them.</summary>
public sealed class LandscapePageTests(Service service)
{
    private static readonly Dictionary<string, string> Parameters = new()
    {
        ["phases"] = "phase",
        ["statuses"] = "status",
        ["indications"] = "indication",
        ["treatments"] = "treatment",
        ["chemotherapy-types"] = "drugType",
        ["targets"] = "targetedProtein",
        ["immunotherapy-targets"] = "immunotherapyTarget",
    };

    public static TheoryData<string> Filters =>
        [
            "",
            "status=OPEN",
            "status=OPEN,COMPLETED&phase=PHASE2",
            "targetedProtein=KDR",
            "immunoAxis=split&top=500",
            "scope=ALL&country=US",
            "q=pazopanib",
            "target.all=MEK,MTOR",
            "startFrom=2030",
        ];

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task Every_count_is_that_of_the_api(string filter)
    {
        var page = await service.OpenAsync($"/?{filter}");

        foreach (var (panel, parameter) in Parameters)
        {
            // A panel shows what else could be chosen, so its own filter does not count in it.
            var rest = Without(Without(filter, parameter), "top");
            var counted = await service.GetAsync($"/api/v1/landscape/{panel}?{rest}&top=500");
            var section = page.One($"section[aria-labelledby={panel}]");
            if (counted.Number("total") == 0)
            {
                Assert.Empty(section.QuerySelectorAll("table"));
                continue;
            }
            var rows = section.QuerySelectorAll("tbody tr:not(.none)");
            var buckets = counted.Items("buckets").ToList();
            Assert.Equal(
                buckets
                    .Take(rows.Length)
                    .Select(bucket => (bucket.Text("label")!, bucket.Number("count"))),
                rows.Select(row => (Label(row), Number(row.One(".n"))))
            );
            Assert.All(
                rows,
                row =>
                    Assert.Equal(Number(row.One(".n")) > 0, row.QuerySelector("rect") is not null)
            );
            var foot = section.One(".foot").Words();
            Assert.Contains($"{counted.Number("total")} trial", foot, StringComparison.Ordinal);
            if (buckets.Count > rows.Length)
            {
                Assert.Contains(
                    $"; {buckets.Count - rows.Length} rarer rows not shown",
                    foot,
                    StringComparison.Ordinal
                );
            }
            Assert.Equal(
                counted.Number("unclassified"),
                section.QuerySelector("tr.none .n") is { } none ? Number(none) : 0
            );
        }
        var gaps = (
            await service.GetAsync(
                $"/api/v1/landscape/gaps?{Without(Without(filter, "top"), "immunoAxis")}"
            )
        ).Items("gaps");
        Assert.Equal(
            gaps.Select(gap =>
                (
                    gap.Text("label")!,
                    gap.Number("numerator"),
                    gap.Number("denominator"),
                    gap.Number("unknown")
                )
            ),
            page.QuerySelectorAll("section[aria-labelledby=gaps] tbody tr")
                .Select(row => row.QuerySelectorAll("td"))
                .Select(
                    (cells, place) =>
                        (
                            page.QuerySelectorAll("section[aria-labelledby=gaps] tbody th")[place]
                                .Words(),
                            Number(cells[0]),
                            Number(cells[1]),
                            Number(cells[3])
                        )
                )
        );
    }

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task Every_count_lists_as_many_trials(string filter)
    {
        var page = await service.OpenAsync($"/?{filter}");
        var counts = page.QuerySelectorAll("main .n a");

        foreach (var count in counts)
        {
            var address = count.Address();
            var list = await service.GetAsync($"/api/v1{address}&limit=1");
            Assert.Equal((address, Number(count)), (address, list["page"]!.Number("total")));
        }
        var all = page.One("[role=status] a").Address();
        Assert.Equal(
            Number(page.One("[role=status] strong")),
            (await service.GetAsync($"/api/v1{all}"))["page"]!.Number("total")
        );
    }

    [Fact]
    public async Task Who_clicks_a_row_sees_as_many_trials_as_it_counts()
    {
        var page = await service.OpenAsync("/");

        foreach (var panel in Parameters.Keys)
        {
            var rows = page.QuerySelectorAll(
                $"section[aria-labelledby={panel}] tbody tr:not(.none)"
            );
            foreach (var row in rows.Where(row => row.One(".n").Words() != "0").Take(3))
            {
                var narrowed = await service.OpenAsync(row.One("th a").Address());

                Assert.Equal(
                    (Label(row), row.One(".n").Words()),
                    (Label(row), narrowed.One("[role=status] strong").Words())
                );
                var chosen = narrowed.One($"section[aria-labelledby={panel}] a[aria-current=true]");
                Assert.Equal("/", chosen.Address());
            }
        }
    }

    [Fact]
    public async Task A_second_value_of_a_panel_is_or_and_a_value_of_another_panel_is_and()
    {
        var open = await service.OpenAsync("/?status=OPEN");

        Assert.Equal(
            "/?status=COMPLETED,OPEN",
            open.QuerySelectorAll("section[aria-labelledby=statuses] th a")
                .Single(link => link.Words() == "Completed")
                .Address()
        );
        Assert.Equal(
            "/?phase=PHASE2&status=OPEN",
            open.QuerySelectorAll("section[aria-labelledby=phases] th a")
                .Single(link => link.Words() == "Phase II")
                .Address()
        );
        Assert.Equal("/", open.One(".chips a").Address());
    }

    [Fact]
    public async Task The_newcomer_finds_the_open_trials_with_a_mek_inhibitor()
    {
        var words = await service.OpenAsync("/?q=selumetinib");
        Assert.NotEqual("0", words.One("[role=status] strong").Words());

        var trials = await service.OpenAsync("/trials?drugType=MEK_INHIBITOR&openNow=true");
        var row = Assert.Single(trials.QuerySelectorAll(".cards tbody tr"));
        var trial = await service.OpenAsync(row.One("a").Address());
        Assert.Contains(
            "“",
            trial
                .QuerySelectorAll("section[aria-labelledby=labels] tbody tr")
                .First(label => label.Words().StartsWith("Drug type", StringComparison.Ordinal))
                .Words(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_empty_cohort_says_what_to_leave_out()
    {
        var page = await service.OpenAsync("/?status=OPEN&startFrom=2040-01-01");

        var note = page.QuerySelectorAll(".note")
            .Single(note => note.Words().Contains("No trial", StringComparison.Ordinal));
        foreach (var item in note.QuerySelectorAll("li"))
        {
            var without = await service.OpenAsync(item.One("a").Address());
            Assert.EndsWith(
                $": {without.One("[role=status] strong").Words()} trials",
                item.Words(),
                StringComparison.Ordinal
            );
        }
        Assert.Equal(2, note.QuerySelectorAll("li").Length);
    }

    private static string Label(IElement row) =>
        row.One("th").Words().Replace("Chosen: ", "", StringComparison.Ordinal);

    private static int Number(IElement element) =>
        int.Parse(element.Words(), CultureInfo.InvariantCulture);

    private static string Without(string filter, string parameter) =>
        string.Join(
            '&',
            filter
                .Split('&')
                .Where(part => !part.StartsWith($"{parameter}=", StringComparison.Ordinal))
        );
}
