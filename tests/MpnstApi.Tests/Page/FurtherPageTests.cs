using System.Globalization;
using AngleSharp.Dom;

namespace MpnstApi.Tests.Page;

/// <summary>The pages beside the landscape and the trials show the numbers of their operations.</summary>
public sealed class FurtherPageTests(Service service)
{
    [Theory]
    [InlineData("/targets?status=OPEN", "trialCount")]
    [InlineData("/drugs?phase=PHASE2", "trialCount")]
    public async Task A_list_has_the_rows_and_counts_of_the_api(string address, string count)
    {
        var page = await service.OpenAsync(address);
        var body = await service.GetAsync($"/api/v1{address}");

        Assert.Equal(
            body.Items("items").Select(item => item.Number(count)),
            page.QuerySelectorAll("main .plain tbody tr").Select(row => Number(row.One(".n")))
        );
        await EveryCountIsLinkedAsync(page);
    }

    [Theory]
    [InlineData("/targets/KIDR")]
    [InlineData("/targets/VEGFR?status=OPEN")]
    [InlineData("/drugs/GW786034")]
    public async Task A_record_has_the_counts_of_the_api(string address)
    {
        var page = await service.OpenAsync(address);
        var body = await service.GetAsync($"/api/v1{address}");

        Assert.Equal(body.Number("trialCount"), Number(page.One("[role=status] strong")));
        Assert.Equal(
            body.Items("trialsByPhase").Select(bucket => bucket.Number("count")),
            page.QuerySelectorAll("section[aria-labelledby=phases] .n").Select(Number)
        );
        await EveryCountIsLinkedAsync(page);
    }

    [Theory]
    [InlineData("/crosstab", "rows=phase&columns=status")]
    [InlineData("/crosstab?rows=treatment&columns=scope", "rows=treatment&columns=scope")]
    public async Task The_crosstab_has_the_cells_of_the_api(string address, string query)
    {
        var page = await service.OpenAsync(address);
        var body = await service.GetAsync($"/api/v1/landscape/crosstab?{query}");

        var cells = page.QuerySelectorAll(".heat tbody tr:not(:last-child) td:not(:last-child)")
            .Where(cell => cell.Words().Length > 0)
            .Select(Number);
        Assert.Equal(
            body.Items("cells").Select(cell => cell.Number("count")).Order(),
            cells.Order()
        );
        Assert.Equal(
            body.Items("rowTotals").Select(total => total.Number("count")),
            page.QuerySelectorAll(".heat tbody tr:not(:last-child) td:last-child").Select(Number)
        );
        Assert.Equal(body.Number("total"), Number(page.One("[role=status] strong")));
        await EveryCountIsLinkedAsync(page);
    }

    [Fact]
    public async Task The_timeline_has_the_years_of_the_api()
    {
        var page = await service.OpenAsync("/timeline?by=status");
        var body = await service.GetAsync("/api/v1/landscape/timeline?by=status");

        Assert.Equal(
            body.Items("years").Select(year => (year.Number("year"), year.Number("total"))),
            page.QuerySelectorAll(".heat tbody tr")
                .Select(row => (Number(row.One("th")), Number(row.QuerySelectorAll(".n")[^1])))
        );
        Assert.Contains(
            $"{body.Number("unclassified")} of them state no start",
            page.One("[role=status]").Words(),
            StringComparison.Ordinal
        );
        await EveryCountIsLinkedAsync(page);
    }

    [Fact]
    public async Task The_comparison_sets_each_number_beside_the_printed_one()
    {
        var page = await service.OpenAsync("/comparison");
        var body = await service.GetAsync("/api/v1/landscape/comparison");

        foreach (var panel in body.Items("panels"))
        {
            var rows = page.QuerySelectorAll(
                $"section[aria-labelledby={panel.Text("panel")}] tbody tr"
            );
            Assert.Equal(
                panel
                    .Items("buckets")
                    .Select(bucket =>
                        (
                            bucket.Text("label"),
                            Written(bucket["count"]),
                            bucket["difference"] is null
                        )
                    ),
                rows.Select(row =>
                    (
                        (string?)row.One("th").Words(),
                        row.QuerySelectorAll(".n")[0].Words(),
                        row.QuerySelectorAll(".n")[3].Words().Length == 0
                    )
                )
            );
        }
        await EveryCountIsLinkedAsync(page);
    }

    [Fact]
    public async Task The_pages_of_changes_and_of_the_data_show_the_release()
    {
        var version = service.Release.Header.Version;

        Assert.Contains(
            version,
            (await service.OpenAsync("/changes?after=0")).One("main").Words(),
            StringComparison.Ordinal
        );
        var about = await service.OpenAsync("/about");
        Assert.Contains(version, about.One("main").Words(), StringComparison.Ordinal);
        foreach (var gap in (await service.GetAsync("/api/v1/dataset")).Texts("gaps"))
        {
            Assert.Contains(gap, about.One("main").Words(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_page_of_changes_takes_the_filter_and_hands_it_to_feed_readers()
    {
        var page = await service.OpenAsync("/changes?id=NCT03433183");
        var lines = (await service.GetAsync("/api/v1/changes?id=NCT03433183")).Items("items");
        var feed = page.One("link[type='application/atom+xml']").Address();
        using var atom = await service.SendAsync(feed);

        Assert.Equal(lines.Count(), page.QuerySelectorAll("main section ul li bdi").Length);
        Assert.Equal("/api/v1/changes?id=NCT03433183&format=atom", feed);
        Assert.Equal("application/atom+xml", atom.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/?status=OPEN", "landscape.png?status=OPEN&dpi=144")]
    [InlineData("/timeline", "timeline.png?dpi=144")]
    [InlineData("/comparison?phase=PHASE2", "comparison.png?phase=PHASE2&dpi=144")]
    [InlineData("/trials/NCT03433183", "landscape.png?dpi=144")]
    public async Task Where_a_link_to_a_page_is_shown_there_is_a_picture(string path, string figure)
    {
        var page = await service.OpenAsync(path);
        var image = new Uri(page.One("meta[property='og:image']").GetAttribute("content")!);
        using var picture = await service.SendAsync(image.PathAndQuery);

        Assert.Equal($"/api/v1/landscape/figures/{figure}", image.PathAndQuery);
        Assert.Equal("image/png", picture.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task The_text_boxes_of_the_filter_offer_words_that_it_takes()
    {
        var page = await service.OpenAsync("/");
        foreach (var box in page.QuerySelectorAll("input[list]"))
        {
            var words = page.QuerySelectorAll($"#{box.GetAttribute("list")} option");
            Assert.InRange(words.Length, 10, 100);
            foreach (var word in words.Take(5))
            {
                var found = await service.GetAsync(
                    $"/api/v1/trials?{box.GetAttribute("name")}={Uri.EscapeDataString(word.TextContent)}&limit=1"
                );
                Assert.InRange(found["page"]!.Number("total"), 1, 248);
            }
        }
    }

    [Fact]
    public async Task Every_page_leads_only_to_pages_that_exist()
    {
        var seen = new HashSet<string>();
        foreach (
            var start in new[]
            {
                "/",
                "/trials",
                "/targets",
                "/drugs",
                "/crosstab",
                "/timeline",
                "/comparison",
                "/changes",
                "/about",
            }
        )
        {
            var page = await service.OpenAsync(start);
            var links = page.QuerySelectorAll("a[href^='/'], link[href^='/']")
                .Select(link => link.Address())
                .Where(seen.Add)
                .GroupBy(link => link.Split('?')[0])
                .SelectMany(path => path.Take(3));
            foreach (var link in links.Take(60))
            {
                using var response = await service.SendAsync(
                    link,
                    headers: ("Accept", HtmlPage.BrowserAccepts)
                );
                Assert.True(response.IsSuccessStatusCode, $"{start} leads to {link}");
            }
        }
    }

    private async Task EveryCountIsLinkedAsync(IDocument page)
    {
        foreach (var count in page.QuerySelectorAll("main .n a").Take(40))
        {
            var list = await service.GetAsync($"/api/v1{count.Address()}&limit=1");
            Assert.Equal(
                (count.Address(), Number(count)),
                (count.Address(), list["page"]!.Number("total"))
            );
        }
    }

    private static string Written(System.Text.Json.Nodes.JsonNode? count) =>
        count?.GetValue<int>().ToString(CultureInfo.InvariantCulture) ?? "";

    private static int Number(IElement element) =>
        int.Parse(element.Words(), CultureInfo.InvariantCulture);
}
