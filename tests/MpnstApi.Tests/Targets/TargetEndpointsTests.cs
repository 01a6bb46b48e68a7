namespace MpnstApi.Tests.Targets;

/// <summary>What somebody who looks up a protein sees.</summary>
public sealed class TargetEndpointsTests(Service service)
{
    [Theory]
    [InlineData("KIDR", "KDR")]
    [InlineData("vegfr2", "KDR")]
    [InlineData("PD-1", "PDCD1")]
    [InlineData("PD-L1", "CD274")]
    [InlineData("mTOR", "MTOR")]
    [InlineData("NY-ESO-1", "CTAG1B")]
    [InlineData("B7-H3", "CD276")]
    [InlineData("HER2", "ERBB2")]
    [InlineData("FMS", "CSF1R")]
    [InlineData("MEK1", "MAP2K1")]
    public async Task An_alias_gives_the_canonical_record(string alias, string symbol)
    {
        var target = await service.GetAsync($"/api/v1/targets/{alias}");

        Assert.Equal(symbol, target.Text("symbol"));
    }

    [Theory]
    [InlineData("VEGFR", "FLT1,FLT4,KDR")]
    [InlineData("MEK", "MAP2K1,MAP2K2")]
    [InlineData("PDGFR", "PDGFRA,PDGFRB")]
    public async Task A_family_gives_its_members(string family, string members)
    {
        var target = await service.GetAsync($"/api/v1/targets/{family}");

        Assert.Equal("FAMILY", target.Text("kind"));
        Assert.Equal(members.Split(','), target.Texts("members").Order(StringComparer.Ordinal));
        var page = await service.GetAsync(target.Text("href")!);
        Assert.Equal(target.Number("trialCount"), page["page"]!.Number("total"));
    }

    [Fact]
    public async Task A_target_shows_its_drugs_with_references_and_its_trials_by_phase_and_status()
    {
        var target = await service.GetAsync("/api/v1/targets/KDR");

        var pazopanib = target.Items("drugs").Single(drug => drug.Text("id") == "pazopanib");
        Assert.Equal("PRIMARY", pazopanib.Text("role"));
        Assert.StartsWith("http", pazopanib.Text("reference"));
        var trials = target.Number("trialCount");
        Assert.True(trials > 20);
        foreach (
            var bucket in target.Items("trialsByPhase").Where(bucket => bucket.Number("count") > 0)
        )
        {
            var page = await service.GetAsync(bucket.Text("href")!);
            Assert.Equal(bucket.Number("count"), page["page"]!.Number("total"));
        }
    }

    [Fact]
    public async Task Counts_of_the_list_are_those_of_the_records_and_links()
    {
        foreach (var target in (await service.WalkAsync("/api/v1/targets")).Take(25))
        {
            var profile = await service.GetAsync($"/api/v1/targets/{target.Text("symbol")}");
            var page = await service.GetAsync(target.Text("href")!);
            Assert.Equal(target.Number("trialCount"), profile.Number("trialCount"));
            Assert.Equal(target.Number("trialCount"), page["page"]!.Number("total"));
        }
    }

    [Fact]
    public async Task A_filter_narrows_the_counts()
    {
        var all = await service.GetAsync("/api/v1/targets/KDR");
        var phase2 = await service.GetAsync("/api/v1/targets/KDR?phase=PHASE2");

        Assert.InRange(phase2.Number("trialCount"), 1, all.Number("trialCount") - 1);
        Assert.Equal(
            all.Items("trialsByPhase")
                .Single(bucket => bucket.Text("key") == "PHASE2")
                .Number("count"),
            phase2.Number("trialCount")
        );
    }
}
