using System.Net;
using System.Text.Json.Nodes;

namespace MpnstApi.Tests.Registry;

/// <summary>The stand-in finds and takes no more than the registry does: what passes here need not fail there.</summary>
public sealed class RegistryStandInTests : IAsyncLifetime
{
    private readonly HttpClient client = new();
    private RegistryServer? server;

    public async ValueTask InitializeAsync()
    {
        server = await RegistryServer.StartAsync();
        await server.UpsertAsync(
            """
            {"protocolSection":{
              "identificationModule":{"nctId":"NCT96000002","nctIdAliases":["NCT96000001"],"briefTitle":"A title","acronym":"ACRO"},
              "conditionsModule":{"conditions":["Condition one"],"keywords":["Keyword two"]},
              "descriptionModule":{"briefSummary":"Summary words","detailedDescription":"Description words"},
              "armsInterventionsModule":{"armGroups":[{"label":"Label words","description":"Arm words"}]},
              "eligibilityModule":{"eligibilityCriteria":"Criteria words","studyPopulation":"Population words"},
              "contactsLocationsModule":{"locations":[{"facility":"General Hospital","country":"United States"}]}},
             "derivedSection":{"conditionBrowseModule":{"meshes":[{"term":"Mesh words"}],"ancestors":[{"term":"Ancestor words"}]}}}
            """.ReplaceLineEndings("")
        );
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server!.DisposeAsync();
    }

    [Theory]
    [InlineData("query.term=title", true)]
    [InlineData("query.term=\"arm words\"", true)]
    [InlineData("query.term=\"label words\"", true)]
    [InlineData("query.term=\"ancestor words\"", true)]
    [InlineData("query.term=\"criteria words\"", false)]
    [InlineData("query.term=\"population words\"", false)]
    [InlineData("query.term=\"description words\"", false)]
    [InlineData("query.term=AREA[EligibilitySearch](criteria AND population)", true)]
    [InlineData("query.term=AREA[EligibilitySearch](summary)", false)]
    [InlineData("query.term=AREA[DetailedDescription](description)", true)]
    [InlineData("query.term=AREA[ConditionSearch](mesh AND keyword AND title AND condition)", true)]
    [InlineData("query.term=AREA[ConditionSearch](summary)", false)]
    [InlineData("query.term=AREA[ConditionSearch](acro)", false)]
    [InlineData("query.term=AREA[Condition](keyword)", false)]
    // No inflections and no synonyms.
    [InlineData("query.term=titles", false)]
    [InlineData("query.term=titl", false)]
    // An exact piece is found by the whole of its value alone.
    [InlineData("query.term=\"united states\"", true)]
    [InlineData("query.term=united", false)]
    [InlineData("query.term=AREA[LocationCountry](united)", false)]
    [InlineData("query.term=AREA[LocationCountry]\"United States\"", true)]
    [InlineData("filter.ids=NCT96000002", true)]
    [InlineData("filter.ids=NCT96000001", true)]
    [InlineData("filter.ids=NCT96000003", false)]
    public async Task A_study_is_found_where_the_registry_looks_and_nowhere_else(
        string query,
        bool isFound
    )
    {
        var result = JsonNode.Parse(
            await client.GetStringAsync(Address(query), TestContext.Current.CancellationToken)
        )!;

        Assert.Equal(isFound ? 1 : 0, result["studies"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("query.words=title")]
    [InlineData("query.term=(title")]
    [InlineData("query.term=\"title")]
    [InlineData("query.term=title OR")]
    [InlineData("query.term=AREA[NoSuchPiece](title)")]
    [InlineData("query.term=AREA[BasicSearch]")]
    [InlineData("query.term=AREA[LastUpdatePostDate]RANGE[yesterday,MAX]")]
    [InlineData("query.term=title&fields=NoSuchPiece")]
    [InlineData("filter.ids=96000001")]
    [InlineData("query.term=title&pageToken=abc")]
    [InlineData("query.term=title&pageSize=many")]
    public async Task What_the_registry_does_not_know_is_a_bad_request_in_plain_text(string query)
    {
        using var response = await client.GetAsync(
            Address(query),
            TestContext.Current.CancellationToken
        );

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
    }

    private Uri Address(string query) => new($"{server!.Address}/studies?{query}");
}
