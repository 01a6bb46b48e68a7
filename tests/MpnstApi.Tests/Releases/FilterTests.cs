using MpnstApi.Filtering;
using MpnstApi.Indexing;
using MpnstApi.Releases;

namespace MpnstApi.Tests.Releases;

/// <summary>What lists, NAME.all and their spellings mean.</summary>
public sealed class FilterTests(Service service)
{
    private const string Trials = "/api/v1/trials";

    [Theory]
    [InlineData("phase=PHASE1&phase=PHASE2", "phase=PHASE1,PHASE2")]
    [InlineData("status=OPEN&status=PLANNED,COMPLETED", "status=COMPLETED,OPEN,PLANNED")]
    [InlineData("id=NCT03433183&id=NCT06693284", "id=NCT03433183,NCT06693284")]
    [InlineData("target=KDR&target=PDGFR", "target=KDR,PDGFRA,PDGFRB")]
    [InlineData("target.all=MEK&target.all=MTOR", "target.all=MEK,MTOR")]
    [InlineData("country=US&country=France", "country=FR,US")]
    [InlineData("startYear=2018&startYear=2019", "startYear=2018,2019")]
    public async Task A_repeated_list_parameter_and_a_comma_list_are_the_same(
        string repeated,
        string commas
    )
    {
        using var one = await service.SendAsync($"{Trials}?{repeated}");
        using var other = await service.SendAsync($"{Trials}?{commas}");

        Assert.Equal(await Service.TextOf(other), await Service.TextOf(one));
        Assert.Equal(other.Headers.ETag, one.Headers.ETag);
        Assert.True((await Service.JsonOf(one))["page"]!.Number("total") > 0);
    }

    [Fact]
    public async Task Either_of_two_phases_is_the_sum_of_both()
    {
        Assert.Equal(
            await CountAsync("phase=PHASE1") + await CountAsync("phase=PHASE2"),
            await CountAsync("phase=PHASE1&phase=PHASE2")
        );
        Assert.Equal(2, await CountAsync("id=NCT03433183&id=NCT06693284"));
    }

    [Fact]
    public async Task Words_that_may_hold_commas_are_repeated_and_any_of_them_will_do()
    {
        var first = await IdsAsync("condition=neurofibromatosis");
        var second = await IdsAsync("condition=sheath");
        Assert.NotEmpty(first.Except(second));
        Assert.NotEmpty(second.Except(first));

        Assert.Equal(
            first.Union(second).Order(StringComparer.Ordinal),
            await IdsAsync("condition=sheath&condition=neurofibromatosis")
        );
        Assert.Equal(
            first.Intersect(second),
            await IdsAsync("condition.all=sheath&condition.all=neurofibromatosis")
        );
    }

    [Fact]
    public async Task All_requires_each_target_and_a_family_any_of_its_members()
    {
        var trials = await service.WalkAsync($"{Trials}?target.all=MEK,MTOR");

        Assert.Contains(trials, trial => trial.Text("id") == "NCT03433183");
        Assert.All(
            trials,
            trial =>
            {
                Assert.Contains("MTOR", trial.Texts("targets"));
                Assert.NotEmpty(trial.Texts("targets").Intersect(["MAP2K1", "MAP2K2"]));
            }
        );
    }

    /// <summary>Facets of which a trial may have several values, and some to require together.</summary>
    public static TheoryData<string, string> FacetsWithAll =>
        new()
        {
            { "treatment", "CHEMOTHERAPY_SINGLE,CHEMOTHERAPY_COMBINATION" },
            { "modality", "TARGETED,CHEMOTHERAPY" },
            { "drugType", "MEK_INHIBITOR,MTOR_INHIBITOR" },
            { "drug", "selumetinib,sirolimus" },
            { "target", "KDR,KIT" },
            { "targetedProtein", "KDR,KIT" },
            { "immunotherapyTarget", "PDCD1,CTLA4" },
            { "biomarker", "UNCLASSIFIED" },
            { "country", "US,FR" },
            { "stdAge", "CHILD,ADULT" },
            { "certainty", "REGISTRY,TEXT" },
            { "condition", "sarcoma" },
            { "intervention", "imatinib" },
            { "collaborator", "Institute" },
        };

    [Fact]
    public void All_is_offered_for_facets_of_several_values_a_trial_and_no_others() =>
        Assert.Equal(
            FacetsWithAll.Select(row => row.Data.Item1).Order(StringComparer.Ordinal),
            FilterParameters
                .All.Where(parameter => parameter.HasAll)
                .Select(parameter => parameter.Name)
                .Order(StringComparer.Ordinal)
        );

    [Theory]
    [MemberData(nameof(FacetsWithAll))]
    public async Task All_selects_what_each_of_its_values_selects(string facet, string values)
    {
        IEnumerable<string> expected = await IdsAsync("scope=ALL");
        foreach (var value in values.Split(','))
        {
            expected = expected.Intersect(await IdsAsync($"scope=ALL&{facet}={value}"));
        }

        Assert.Equal(expected, await IdsAsync($"scope=ALL&{facet}.all={values}"));
    }

    [Theory]
    [InlineData("phase.all=PHASE1,PHASE2", "phase.all", "at most one value of phase")]
    [InlineData("sponsor.all=NCI", "sponsor.all", "at most one value of sponsor")]
    [InlineData("id.all=NCT03433183", "id.all", "at most one value of id")]
    [InlineData("nf1.all=true", "nf1.all", "nf1 takes one value")]
    [InlineData("q.all=sarcoma", "q.all", "q takes one value")]
    public async Task All_of_a_facet_of_one_value_is_rejected_with_the_sentence_why(
        string query,
        string parameter,
        string why
    )
    {
        var problem = await service.GetProblemAsync($"{Trials}?{query}", 400, "unknown-parameter");

        Assert.Contains(why, problem.Text("detail"), StringComparison.Ordinal);
        Assert.Equal(parameter, Assert.Single(problem.Items("errors")).Text("parameter"));
        Assert.Equal([parameter[..^4]], problem.Texts("suggestions"));
    }

    [Theory]
    [InlineData("target.al=KDR", "target.all")]
    [InlineData("targetAll=KDR", "target.all")]
    public async Task All_misspelt_is_rejected_with_the_right_spelling(
        string query,
        string right
    ) =>
        Assert.Contains(
            right,
            (await service.GetProblemAsync($"{Trials}?{query}", 400, "unknown-parameter")).Texts(
                "suggestions"
            )
        );

    [Theory]
    [InlineData("country=US,FR")]
    [InlineData("country=United States, France")]
    [InlineData("country=usa,FRANCE")]
    public async Task The_us_or_france_is_selected_with_a_comma(string query)
    {
        var either = await IdsAsync(query);

        Assert.NotEmpty(either);
        Assert.Equal(
            (await IdsAsync("country=US"))
                .Union(await IdsAsync("country=FR"))
                .Order(StringComparer.Ordinal),
            either
        );
    }

    [Theory]
    [InlineData("country=Korea, Republic of", "KR")]
    [InlineData("country=Korea, Republic of, FR", "FR,KR")]
    public async Task A_comma_inside_a_countrys_name_divides_nothing(string query, string codes)
    {
        var landscape = await service.GetAsync($"/api/v1/landscape/phases?{query}");

        Assert.Equal(
            codes.Split(','),
            landscape
                .Items("filter")
                .Single(one => one.Text("parameter") == "country")
                .Texts("anyOf")
        );
    }

    [Fact]
    public async Task A_list_of_countries_with_one_that_nobody_knows_names_that_one()
    {
        var problem = await service.GetProblemAsync(
            $"{Trials}?country=US,Frankreich",
            400,
            "unknown-value"
        );

        Assert.Equal("Frankreich", Assert.Single(problem.Items("errors")).Text("value"));
        Assert.Equal(["France"], problem.Texts("suggestions").Take(1));
    }

    [Theory]
    [InlineData("target.all=KDR", "target=KDR")]
    [InlineData("target=KDR&target.all=KIT", "target.all=KDR,KIT")]
    [InlineData("target=KDR,KIT&target.all=kit", "target=KIT")]
    [InlineData("target=kit,KDR&target.all=CSF1R", "target=KDR,KIT&target.all=CSF1R")]
    [InlineData("target.all=PDGFR,KIT", "target=PDGFRA,PDGFRB&target.all=KIT")]
    [InlineData("target.all=mek,pdgfr", "target.all=MEK,PDGFR")]
    [InlineData("target.all=mek&target=PDGFRB,PDGFRA", "target.all=MEK,PDGFR")]
    [InlineData("condition=b&condition=a, c", "condition=a%2C%20c&condition=b")]
    [InlineData("nf1=TRUE&phase=phase1", "phase=PHASE1&nf1=true")]
    public void A_filter_has_one_spelling(string given, string canonical)
    {
        Assert.Equal(canonical, Read(given).ToQuery());
        Assert.Equal(canonical, Read(Uri.UnescapeDataString(canonical)).ToQuery());
    }

    [Theory]
    [InlineData("target=KDR,KIT", "target", "CSF1R", "target=KDR,KIT&target.all=CSF1R")]
    [InlineData("target=KDR,KIT", "target", "KDR", "target=KDR")]
    [InlineData("phase=PHASE1,PHASE2", "phase", "PHASE2", "phase=PHASE2")]
    [InlineData("phase=PHASE1", "phase", "PHASE2", "scope=UNCLASSIFIED&phase=PHASE1")]
    [InlineData(
        "sponsor=cancer",
        "sponsor",
        "\"National Cancer Institute\"",
        "sponsor=%22National%20Cancer%20Institute%22"
    )]
    public void A_link_adds_its_value_in_the_same_spelling(
        string given,
        string parameter,
        string value,
        string canonical
    ) => Assert.Equal(canonical, Read(given).And(parameter, value).ToQuery());

    [Theory]
    [InlineData("target=KDR,KIT", "target", "PDGFRA,CSF1R")]
    [InlineData("modality=TARGETED,CHEMOTHERAPY", "modality", "IMMUNOTHERAPY,VACCINE")]
    [InlineData("sponsor=cancer", "sponsor", "institute")]
    public void What_a_query_string_cannot_say_has_no_spelling_but_a_key(
        string given,
        string parameter,
        string values
    )
    {
        var filter = Read(given).And(parameter, [.. values.Split(',')]);

        Assert.Null(filter.ToQuery());
        Assert.NotEqual(filter.ToKey(), Read(given).ToKey());
        var either = TrialFilter.Empty.And(
            parameter,
            [.. Read(given).Of(parameter)!.Values, .. values.Split(',')]
        );
        Assert.NotEqual(filter.ToKey(), either.ToKey());
    }

    [Fact]
    public async Task The_links_of_a_crosstab_by_scope_stay_in_the_slice()
    {
        var crosstab = await service.GetAsync(
            "/api/v1/landscape/crosstab?rows=scope&columns=phase"
        );

        foreach (var row in crosstab.Items("rowTotals"))
        {
            var page = await service.GetAsync(row.Text("href")!);
            Assert.Equal(row.Number("count"), page["page"]!.Number("total"));
        }
    }

    private async Task<int> CountAsync(string query) =>
        (await service.GetAsync($"{Trials}?{query}"))["page"]!.Number("total");

    private async Task<IReadOnlyList<string>> IdsAsync(string query) =>
        [
            .. (await service.WalkAsync($"{Trials}?{query}&sort=id")).Select(trial =>
                trial.Text("id")!
            ),
        ];

    private TrialFilter Read(string query)
    {
        var faults = new List<ParameterError>();
        var filter = FilterParameters.Parse(
            query
                .Split('&')
                .Select(pair => pair.Split('='))
                .GroupBy(pair => pair[0])
                .Select(pairs =>
                    FilterParameters.Given(
                        pairs.Key,
                        [.. pairs.Select(pair => pair[1])],
                        service.Release,
                        faults
                    )!
                ),
            service.Release,
            faults
        );
        Assert.Empty(faults);
        return filter;
    }
}
