namespace MpnstApi.Tests.Drugs;

/// <summary>What somebody who looks up a drug sees.</summary>
public sealed class DrugEndpointsTests(Service service)
{
    [Theory]
    [InlineData("GW786034", "pazopanib")]
    [InlineData("Adriamycin", "doxorubicin")]
    [InlineData("ET-743", "trabectedin")]
    [InlineData("RAD001", "everolimus")]
    [InlineData("pazopanib%20hydrochloride", "pazopanib")]
    public async Task A_synonym_gives_the_canonical_record(string synonym, string id)
    {
        var drug = await service.GetAsync($"/api/v1/drugs/{synonym}");

        Assert.Equal(id, drug.Text("id"));
    }

    [Fact]
    public async Task A_drug_shows_its_targets_with_role_action_and_reference()
    {
        var drug = await service.GetAsync("/api/v1/drugs/sirolimus");

        var mtor = drug.Items("targetLinks").Single(link => link.Text("symbol") == "MTOR");
        Assert.Equal("PRIMARY", mtor.Text("role"));
        Assert.NotNull(mtor.Text("reference"));
        Assert.Equal(
            "SECONDARY",
            drug.Items("targetLinks").Single(link => link.Text("symbol") == "FKBP1A").Text("role")
        );
    }

    [Fact]
    public async Task Counts_of_the_list_are_those_of_the_records_and_links()
    {
        var drugs = await service.WalkAsync("/api/v1/drugs");

        Assert.Equal("doxorubicin", drugs[0].Text("id"));
        foreach (var drug in drugs.Take(25))
        {
            var profile = await service.GetAsync($"/api/v1/drugs/{drug.Text("id")}");
            var page = await service.GetAsync(drug.Text("href")!);
            Assert.Equal(drug.Number("trialCount"), profile.Number("trialCount"));
            Assert.Equal(drug.Number("trialCount"), page["page"]!.Number("total"));
        }
    }

    [Fact]
    public async Task A_mistyped_drug_gets_the_nearest()
    {
        var problem = await service.GetProblemAsync("/api/v1/drugs/pazopanip", 404, "unknown-id");

        Assert.Contains("pazopanib", problem.Texts("suggestions"));
    }
}
