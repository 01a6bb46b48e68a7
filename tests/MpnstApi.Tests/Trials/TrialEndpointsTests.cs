using System.Globalization;
using System.Text.Json.Nodes;
using CsvHelper;

namespace MpnstApi.Tests.Trials;

/// <summary>What somebody who lists or opens trials sees.</summary>
public sealed class TrialEndpointsTests(Service service)
{
    private const string Trials = "/api/v1/trials";

    [Fact]
    public async Task The_trial_of_selumetinib_and_sirolimus_shows_drugs_targets_and_why()
    {
        var trial = await service.GetAsync($"{Trials}/NCT03433183");

        Assert.Equal("NF1_MPNST", trial.Text("indication"));
        Assert.Equal(
            ["selumetinib", "sirolimus"],
            trial.Items("drugs").Select(drug => drug.Text("id"))
        );
        Assert.Superset(
            new HashSet<string> { "MAP2K1", "MAP2K2", "MTOR" },
            trial.Texts("targets").ToHashSet()
        );
        var evidence = trial["annotation"]!.Items("evidence").ToList();
        foreach (var symbol in new[] { "MAP2K1", "MAP2K2", "MTOR" })
        {
            Assert.Contains(
                evidence,
                row =>
                    row.Text("label") == "target"
                    && row.Text("value") == symbol
                    && row.Text("reference") is not null
            );
        }
        Assert.Contains(
            evidence,
            row => row.Text("label") == "indication" && row.Text("value") == "NF1_MPNST"
        );
        Assert.All(evidence, row => Assert.NotNull(row.Text("dictionaryVersion")));
    }

    [Fact]
    public async Task Every_trial_gives_a_reason_for_every_label()
    {
        foreach (var summary in await service.WalkAsync($"{Trials}?scope=ALL"))
        {
            var trial = await service.GetAsync($"{Trials}/{summary.Text("id")}");
            var reasons = trial["annotation"]!
                .Items("evidence")
                .Select(row => (row.Text("label"), row.Text("value")))
                .ToHashSet();
            foreach (
                var label in new[]
                {
                    "scope",
                    "phase",
                    "status",
                    "indication",
                    "biomarkerSelection",
                }
            )
            {
                Assert.Contains((label, trial.Text(label)), reasons);
            }
            Assert.All(
                trial.Texts("treatments"),
                value => Assert.Contains(("treatment", value), reasons)
            );
            Assert.All(
                trial.Texts("modalities"),
                value => Assert.Contains(("modality", value), reasons)
            );
            Assert.All(
                trial.Texts("targets"),
                value => Assert.Contains(("target", value), reasons)
            );
            Assert.All(
                trial.Items("drugs"),
                drug => Assert.Contains(("drug", drug.Text("id")), reasons)
            );
        }
    }

    [Fact]
    public async Task Absent_facts_are_null_and_no_member_is_ever_missing()
    {
        var trials = await service.WalkAsync($"{Trials}?scope=ALL");
        var members = trials[0].AsObject().Select(member => member.Key).ToList();

        Assert.All(
            trials,
            trial => Assert.Equal(members, trial.AsObject().Select(member => member.Key))
        );
        Assert.Contains(trials, trial => trial["enrollment"] is null);
        Assert.All(trials, trial => Assert.NotNull(trial.Text("changedAt")));
    }

    [Theory]
    [InlineData("NCT0343318", "NCT03433183")]
    [InlineData("nct-03433183", "NCT03433183")]
    public async Task A_mistyped_id_gets_the_nearest(string typed, string meant)
    {
        var problem = await service.GetProblemAsync($"{Trials}/{typed}", 404, "unknown-id");

        Assert.Contains(meant, problem.Texts("suggestions"));
    }

    [Fact]
    public async Task A_batch_returns_the_known_and_names_the_unknown()
    {
        var page = await service.GetAsync($"{Trials}?id=NCT03433183,NCT99999999,nct06502171");

        Assert.Equal(
            ["NCT03433183", "NCT06502171"],
            page.Items("items").Select(trial => trial.Text("id")).Order(StringComparer.Ordinal)
        );
        Assert.Equal(["NCT99999999"], page.Texts("notFound"));
    }

    [Theory]
    [InlineData("startDate", 7)]
    [InlineData("-startDate", 13)]
    [InlineData("-enrollment", 50)]
    [InlineData("enrollment", 1)]
    [InlineData("lastUpdate", 31)]
    [InlineData("-changedAt", 200)]
    [InlineData("id", 19)]
    public async Task Pages_miss_and_double_nothing_in_any_order(string sort, int limit)
    {
        var whole = await service.WalkAsync($"{Trials}?scope=ALL");

        var walked = await service.WalkAsync($"{Trials}?scope=ALL&sort={sort}", limit);

        var ids = walked.Select(trial => trial.Text("id")).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Equal(
            whole.Select(trial => trial.Text("id")).Order(StringComparer.Ordinal),
            ids.Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("enrollment")]
    [InlineData("-enrollment")]
    public async Task Sorted_by_enrollment_the_trials_that_state_none_stand_last(string sort)
    {
        var counts = (await service.WalkAsync($"{Trials}?sort={sort}"))
            .Select(trial => trial["enrollment"]?.Number("count"))
            .ToList();
        var stated = counts.TakeWhile(count => count is not null).ToList();

        Assert.All(counts.Skip(stated.Count), Assert.Null);
        Assert.Equal(sort.StartsWith('-') ? stated.OrderDescending() : stated.Order(), stated);
    }

    [Fact]
    public async Task Links_lead_to_the_first_and_the_next_page()
    {
        using var response = await service.SendAsync($"{Trials}?phase=phase2&limit=3");

        var link = Assert.Single(response.Headers.GetValues("Link"));
        var next = link.Split(", ")
            .Single(part => part.EndsWith("rel=\"next\"", StringComparison.Ordinal));
        var page = await service.GetAsync(next[1..next.IndexOf('>', StringComparison.Ordinal)]);
        Assert.Equal(3, page["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_cursor_of_another_query_is_rejected()
    {
        var page = await service.GetAsync($"{Trials}?phase=PHASE2&limit=2");
        var cursor = page["page"]!.Text("nextCursor");

        await service.GetProblemAsync($"{Trials}?phase=PHASE1&cursor={cursor}", 400, "bad-cursor");
        await service.GetProblemAsync($"{Trials}?cursor=rubbish", 400, "bad-cursor");
    }

    [Fact]
    public async Task A_cursor_of_a_release_that_is_gone_links_the_first_page()
    {
        var cursor = new MpnstApi.Http.PageCursor("1999-01-01.1", "x", 25).Write();

        var problem = await service.GetProblemAsync(
            $"{Trials}?phase=PHASE2&cursor={cursor}",
            410,
            "cursor-expired"
        );

        var first = await service.GetAsync(problem.Text("firstPage")!);
        Assert.NotEmpty(first["items"]!.AsArray());
    }

    [Fact]
    public async Task The_csv_has_the_same_trials_and_values_as_the_pages()
    {
        const string cohort = "scope=ALL&sort=-enrollment";
        var pages = await service.WalkAsync($"{Trials}?{cohort}");
        using var response = await service.SendAsync(
            $"{Trials}?{cohort}",
            headers: ("Accept", "text/csv")
        );

        Assert.Equal("text/csv", response.Content.Headers.ContentType?.MediaType);
        using var csv = new CsvReader(
            new StringReader(await Service.TextOf(response)),
            CultureInfo.InvariantCulture
        );
        var rows = csv.GetRecords<dynamic>().Cast<IDictionary<string, object>>().ToList();
        Assert.Equal(pages.Count, rows.Count);
        foreach (var (trial, row) in pages.Zip(rows))
        {
            Assert.Equal(trial.Text("id"), row["id"]);
            Assert.Equal(trial.Text("title") ?? "", ((string)row["title"]).TrimStart('\''));
            Assert.Equal(trial.Text("indication"), row["indication"]);
            Assert.Equal(string.Join("; ", trial.Texts("targets")), row["targets"]);
            Assert.Equal(
                trial["enrollment"]?.Number("count").ToString(CultureInfo.InvariantCulture) ?? "",
                row["enrollment"]
            );
        }
    }

    [Fact]
    public async Task Format_wins_over_accept_and_an_export_takes_no_page()
    {
        using var response = await service.SendAsync(
            $"{Trials}?format=json",
            headers: ("Accept", "text/csv")
        );
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);

        await service.GetProblemAsync($"{Trials}?format=csv&limit=5", 400, "invalid-value");
    }

    [Theory]
    [InlineData("fields=title,phase")]
    [InlineData("fields=title&format=json")]
    [InlineData("fields=id&limit=1")]
    public async Task Fields_is_for_tables_since_json_has_every_member_its_schema_requires(
        string query
    )
    {
        var problem = await service.GetProblemAsync($"{Trials}?{query}", 400, "invalid-value");

        Assert.Contains("/graphql", problem.Text("detail"), StringComparison.Ordinal);
        Assert.Equal("fields", Assert.Single(problem.Items("errors")).Text("parameter"));
    }

    [Fact]
    public async Task Fields_names_columns_repeated_or_with_commas_and_rejects_what_no_summary_has()
    {
        foreach (var fields in new[] { "fields=phase,title", "fields=title&fields=phase" })
        {
            using var response = await service.SendAsync($"{Trials}?format=csv&{fields}");
            Assert.StartsWith(
                "id,title,phase\r\n",
                await Service.TextOf(response),
                StringComparison.Ordinal
            );
        }

        await service.GetProblemAsync(
            $"{Trials}?format=csv&fields=id,,title",
            400,
            "unknown-value"
        );
        var problem = await service.GetProblemAsync(
            $"{Trials}?format=csv&fields=titel",
            400,
            "unknown-value"
        );
        Assert.Contains("title", problem.Texts("suggestions"));
    }

    [Fact]
    public async Task Fields_in_a_csv_keep_every_column_of_a_member()
    {
        using var response = await service.SendAsync(
            "/api/v1/trials?format=csv&fields=Enrollment, sponsor"
        );

        Assert.StartsWith(
            "id,sponsor,sponsorClass,enrollment,enrollmentType\r\n",
            await Service.TextOf(response),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("q=neurofibromatosis sirol", "NCT03433183")]
    [InlineData("q=RAPAMUNE selu", "NCT03433183")]
    [InlineData("target.all=MAP2K1,MTOR", "NCT03433183")]
    [InlineData("drug=GW786034&startYear=unclassified", null)]
    [InlineData("sponsor=national cancer&purpose=treatment", null)]
    public async Task Searches_find_what_a_person_would_expect(string query, string? expected)
    {
        var trials = await service.WalkAsync($"{Trials}?{query}");

        Assert.NotEmpty(trials);
        if (expected is not null)
        {
            Assert.Contains(trials, trial => trial.Text("id") == expected);
        }
    }

    [Fact]
    public async Task A_sponsor_nobody_has_is_an_empty_page()
    {
        var page = await service.GetAsync($"{Trials}?sponsor=No%20Such%20Sponsor");

        Assert.Empty(page["items"]!.AsArray());
        Assert.Equal(0, page["page"]!.Number("total"));
    }

    [Theory]
    [InlineData("country=FR", "France")]
    [InlineData("country=france", "France")]
    [InlineData("country=USA", "United States")]
    public async Task A_country_goes_by_code_or_name(string query, string name)
    {
        var trials = await service.WalkAsync($"{Trials}?{query}");

        Assert.NotEmpty(trials);
        Assert.All(
            trials,
            trial =>
                Assert.Contains(trial.Items("countries"), country => country.Text("name") == name)
        );
    }

    [Fact]
    public async Task A_boolean_filter_never_matches_what_nobody_knows()
    {
        var all = await service.WalkAsync($"{Trials}?scope=ALL");
        foreach (var name in new[] { "hasResults", "openNow" })
        {
            foreach (var wanted in new[] { true, false })
            {
                var found = await service.WalkAsync($"{Trials}?scope=ALL&{name}={wanted}");
                Assert.Equal(
                    all.Count(trial => trial[name]?.GetValue<bool>() == wanted),
                    found.Count
                );
            }
        }
    }
}
