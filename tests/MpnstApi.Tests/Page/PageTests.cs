using System.Globalization;

namespace MpnstApi.Tests.Page;

/// <summary>What all pages have in common: their weight, their errors, and that strangers' texts are harmless.</summary>
public sealed class PageTests(Service service)
{
    private const int HeadersOfAResponse = 700;

    [Fact]
    public async Task A_first_visit_and_a_click_stay_light()
    {
        var page = await service.OpenAsync("/");
        var html = await WeightAsync("/");
        var style = await WeightAsync(page.One("link[rel=stylesheet]").Address());
        var script = await WeightAsync(page.One("script").GetAttribute("src")!);
        var click = await WeightAsync("/?status=OPEN");

        Assert.InRange(html, 1, 12_000);
        Assert.InRange(style, 1, 3_000);
        Assert.InRange(script, 1, 2_000);
        Assert.InRange(html + style + script + 3 * HeadersOfAResponse, 1, 20_000);
        Assert.InRange(click + HeadersOfAResponse, 1, 14_000);
        Assert.Single(page.QuerySelectorAll("script"));
        Assert.Single(page.QuerySelectorAll("link[rel=stylesheet]"));
        Assert.Empty(page.QuerySelectorAll("[style], style, [onclick], img, iframe"));
        Assert.InRange(page.All.Length, 1, 1_500);
    }

    [Fact]
    public async Task What_a_page_loads_may_be_kept_for_good()
    {
        var page = await service.OpenAsync("/");

        using var style = await service.SendAsync(page.One("link[rel=stylesheet]").Address());
        Assert.True(style.Headers.CacheControl!.MaxAge >= TimeSpan.FromDays(365));
        Assert.Equal("text/css", style.Content.Headers.ContentType?.MediaType);
        await service.GetProblemAsync("/page/page.x.css", 404, "unknown-path");
    }

    [Fact]
    public async Task An_unchanged_page_costs_a_304()
    {
        using var first = await service.SendAsync("/?status=OPEN");
        using var second = await service.SendAsync(
            "/?status=open",
            headers: ("If-None-Match", first.Headers.ETag!.ToString())
        );

        Assert.Equal(304, (int)second.StatusCode);
    }

    [Fact]
    public async Task A_page_that_is_requested_again_has_the_same_policy()
    {
        using var first = await service.SendAsync("/?phase=PHASE3");
        using var second = await service.SendAsync("/?phase=PHASE3");

        Assert.Equal(
            first.Headers.GetValues("Content-Security-Policy"),
            second.Headers.GetValues("Content-Security-Policy")
        );
        Assert.DoesNotContain(
            "unsafe-inline",
            Assert.Single(second.Headers.GetValues("Content-Security-Policy")),
            StringComparison.Ordinal
        );
        Assert.False(second.Headers.Contains("blazor-enhanced-nav"));
        Assert.Equal(await Service.TextOf(first), await Service.TextOf(second));
    }

    [Fact]
    public async Task A_form_with_empty_fields_leads_to_the_address_without_them()
    {
        var page = await service.OpenAsync("/?q=&status=OPEN&sponsor=");

        Assert.Equal(
            ["Status: Open"],
            page.QuerySelectorAll(".chips li a")
                .Select(chip => chip.Words())
                .SkipLast(1)
                .Select(Chip)
        );
        await service.GetProblemAsync("/api/v1/landscape?q=", 400, "invalid-value");
    }

    [Fact]
    public async Task A_form_keeps_the_rest_of_the_filter()
    {
        var page = await service.OpenAsync("/?target.all=MEK,MTOR&status=OPEN,COMPLETED&top=20");
        var fields = page.QuerySelectorAll("form[role=search] input[type=hidden]")
            .Select(field => $"{field.GetAttribute("name")}={field.GetAttribute("value")}");

        var searched = await service.OpenAsync($"/?{string.Join('&', fields)}&q=selumetinib");

        Assert.Equal(
            page.QuerySelectorAll(".chips li a").SkipLast(1).Select(chip => Chip(chip.Words())),
            searched
                .QuerySelectorAll(".chips li a")
                .SkipLast(1)
                .Select(chip => Chip(chip.Words()))
                .Where(chip => !chip.StartsWith("Words", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task A_wrong_value_is_a_page_that_links_the_nearest_right_one()
    {
        var page = await service.OpenAsync("/?phase=PHASE22&status=OPEN", 400);

        Assert.Contains("PHASE22", page.One("main").Words(), StringComparison.Ordinal);
        var mended = page.QuerySelectorAll("main li a")[0].Address();
        Assert.Equal("/?phase=PHASE2&status=OPEN", mended);
        await service.OpenAsync(mended);
        await service.GetProblemAsync("/?phase=PHASE22", 400, "unknown-value");
    }

    [Fact]
    public async Task A_misspelt_parameter_is_a_page_that_links_the_nearest_right_one()
    {
        var page = await service.OpenAsync("/trials?fase=PHASE2", 400);

        Assert.Contains(
            "/trials?phase=PHASE2",
            page.QuerySelectorAll("main li a").Select(link => link.Address())
        );
    }

    [Fact]
    public async Task An_unknown_trial_is_a_page_that_links_the_nearest()
    {
        var known = service.Release.Trials[0].Id;
        var misspelt = known[..^1] + (known[^1] == '0' ? '1' : '0');
        var page = await service.OpenAsync($"/trials/{misspelt}", 404);

        await service.OpenAsync(page.QuerySelectorAll("main li a")[0].Address());
    }

    [Fact]
    public async Task An_expired_or_wrong_cursor_is_a_page_that_says_where_to_begin()
    {
        var page = await service.OpenAsync("/trials?status=OPEN&cursor=x", 400);

        Assert.Contains(
            "/trials?status=OPEN",
            page.QuerySelectorAll("main li a").Select(link => link.Address())
        );
    }

    [Fact]
    public async Task A_path_that_does_not_exist_is_a_page_for_browsers_alone()
    {
        await service.OpenAsync("/nothing", 404);
        await service.GetProblemAsync("/nothing", 404, "unknown-path");
        using var api = await service.SendAsync(
            "/api/v1/nothing",
            headers: ("Accept", HtmlPage.BrowserAccepts)
        );
        Assert.Equal("application/problem+json", api.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_client_that_accepts_json_gets_the_address_of_the_data()
    {
        using var response = await service.SendAsync(
            "/trials?status=OPEN",
            headers: ("Accept", "application/json")
        );

        Assert.Equal(406, (int)response.StatusCode);
        Assert.Contains(
            "/api/v1/trials",
            (await Service.JsonOf(response)).Text("detail"),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/?status=OPEN")]
    [InlineData("/trials?phase=PHASE2&sort=id")]
    [InlineData("/trials/NCT03433183")]
    public async Task The_data_of_a_page_is_what_its_link_to_json_returns(string address)
    {
        var page = await service.OpenAsync(address);

        var data = await service.GetAsync(page.One("link[type='application/json']").Address());
        Assert.True(
            data["panels"] is not null || data["items"] is not null || data["id"] is not null
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("?status=COMPLETED&sort=-enrollment&limit=10")]
    public async Task The_list_has_the_trials_of_the_api_page_by_page(string query)
    {
        var page = await service.OpenAsync($"/trials{query}");
        var body = await service.GetAsync($"/api/v1/trials{query}");

        Assert.Equal(body.Items("items").Select(item => item.Text("id")), Ids(page));
        Assert.Equal(
            body["page"]!.Number("total").ToString(CultureInfo.InvariantCulture),
            page.One("[role=status] strong").Words()
        );
        var next = await service.OpenAsync(page.One("a[rel=next]").Address());
        var cursor = body["page"]!.Text("nextCursor");
        var second = await service.GetAsync(
            $"/api/v1/trials{query}{(query.Length == 0 ? "?" : "&")}cursor={cursor}"
        );
        Assert.Equal(second.Items("items").Select(item => item.Text("id")), Ids(next));
    }

    [Fact]
    public async Task A_trial_shows_each_label_with_its_reason_and_each_regimen()
    {
        var trial = await service.GetAsync("/api/v1/trials/NCT03433183");
        var page = await service.OpenAsync("/trials/NCT03433183");

        var labels = page.QuerySelectorAll("section[aria-labelledby=labels] tbody tr");
        Assert.Equal(trial["annotation"]!.Items("evidence").Count(), labels.Length);
        foreach (var (evidence, row) in trial["annotation"]!.Items("evidence").Zip(labels))
        {
            Assert.Contains(evidence.Text("text") ?? "", row.Words(), StringComparison.Ordinal);
            Assert.Contains(evidence.Text("rule")!, row.Words(), StringComparison.Ordinal);
        }
        Assert.Equal(
            trial.Items("regimens").Count(),
            page.QuerySelectorAll("section[aria-labelledby=regimens] tbody tr").Length
        );
    }

    [Fact]
    public async Task What_strangers_write_into_a_record_is_only_text()
    {
        const string Title = "<script>alert(1)</script><img src=x onerror=alert(2)> \u202Eetirw";
        var folder = Directory.CreateTempSubdirectory("mpnst-page-").FullName;
        try
        {
            await using var own = await Service.StartAsync(folder);
            await own.ImportAsync(
                StudyJson.Of(
                    "NCT09999901",
                    title: Title,
                    sponsor: "\"><svg onload=alert(3)>",
                    drug: "<b>pazopanib</b>",
                    armLabel: "javascript:alert(4)"
                )
            );

            foreach (
                var address in new[]
                {
                    "/trials/NCT09999901",
                    "/trials?id=NCT09999901",
                    "/?q=%22%3E%3Cscript%3Ealert(5)%3C/script%3E",
                    "/?sponsor=%22%3E%3Csvg%20onload=alert(6)%3E",
                }
            )
            {
                var page = await own.OpenAsync(address);
                Assert.Single(page.QuerySelectorAll("script"));
                Assert.Empty(page.QuerySelectorAll("main img, main b, [onload], [onerror]"));
                Assert.DoesNotContain(
                    page.QuerySelectorAll("a"),
                    link => link.Address().StartsWith("javascript:", StringComparison.Ordinal)
                );
            }
            var trial = await own.OpenAsync("/trials/NCT09999901");
            // An override of the direction of text ends with its element.
            Assert.Equal(Title, trial.One("h1 bdi").TextContent);

            // An older release says so, and leads to the current one.
            var older = await own.OpenAsync($"/?release={own.Previous!.Header.Version}");
            Assert.Equal("/", older.One(".note a").Address());
            Assert.All(
                older.QuerySelectorAll("main th a"),
                link => Assert.Contains("release=", link.Address(), StringComparison.Ordinal)
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<int> WeightAsync(string address)
    {
        using var response = await service.SendAsync(address, headers: ("Accept-Encoding", "br"));
        Assert.Equal(["br"], response.Content.Headers.ContentEncoding);
        return (
            await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)
        ).Length;
    }

    private static IEnumerable<string> Ids(AngleSharp.Dom.IDocument page) =>
        page.QuerySelectorAll(".cards tbody th a").Select(link => link.Words());

    private static string Chip(string words) =>
        words.Replace("Remove ", "", StringComparison.Ordinal).TrimEnd('×', ' ');
}
