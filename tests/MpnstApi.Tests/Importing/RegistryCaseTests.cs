using System.Text.Json.Nodes;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Importing;
using MpnstApi.Registry;
using MpnstApi.Storage;
using MpnstApi.Tests.Annotation;

namespace MpnstApi.Tests.Importing;

/// <summary>Records as the registry has them, and what a sync makes of them where an import reads the same from a file.</summary>
public sealed class RegistryCaseTests
{
    private static readonly string[] Inclusion =
    [
        "Histologically proven malignant peripheral nerve sheath tumor",
        "MPNSTs of any site",
        "Malignant&nbsp;peripheral&nbsp;nerve&nbsp;sheath&nbsp;tumours",
        "Neurofibrosarcomas",
        "Malignant schwannomas",
        "Malignant nervous sheath neoplasm",
        "Malignant triton tumours",
        "Age 18 or older",
        "Measurable disease",
        "Ability to swallow",
        "No active infection",
        "ECOG 0 or 1",
        "Adequate organ function",
        "Life expectancy of three months",
        "Informed consent",
    ];

    private static readonly string[] Titles =
    [
        "Drug A in advanced solid tumors",
        "Drug B in sarcomas",
        "Drug C in Non-Rhabdomyosarcoma Soft Tissue Sarcoma",
        "Drug D for plexiform neurofibromas",
        "Drug E for NF-1",
        "Drug F in NRSTS",
        "Drug G in breast cancer",
        "Drug J in breast cancer",
        "Drug K in lung cancer",
        "Drug L in solid tumors",
        "Drug M in melanoma",
        "Drug N in bladder cancer",
        "Drug O in colon cancer",
        "Malignant Peripheral Nerve-Sheath Tumours: drug H",
        "Drug I in STS",
    ];

    private static readonly string[] Conditions =
    [
        "Advanced Solid Tumor",
        "Soft Tissue Sarcoma",
        "Peripheral Nerve Sheath Tumor, Malignant",
        "Von Recklinghausen's Disease",
        "Neurofibromatoses",
        "Neurofibromatosis 1",
        "Breast Cancer",
        "Lung Cancer",
        "Melanoma",
        "Bladder Cancer",
        "Colon Cancer",
        "Solid Tumor",
        "Sarcoma",
    ];

    private static readonly string[] Descriptions =
    [
        "",
        "Cohort 3 enrols patients with MPNST.",
        "Patients with malignant neurilemmoma may enter.",
    ];

    [Theory]
    [InlineData("eligibility")]
    [InlineData("description")]
    [InlineData("title")]
    [InlineData("condition")]
    [InlineData("keyword")]
    public async Task A_trial_is_found_wherever_annotation_would_find_it(string place)
    {
        await using var host = await SyncHost.StartAsync();
        await host.Registry.UpsertAsync(
            host.Study(1, "Drug A in advanced solid tumors", "Advanced Solid Tumor"),
            Only(host, 2, place, "malignant peripheral nerve sheath tumor")
        );
        await host.NextDayAsync();

        await host.SyncAsync();

        Assert.Equal([SyncHost.Id(2)], (await host.CurrentAsync()).Keys);
    }

    [Fact]
    public async Task Whatever_an_import_would_keep_a_sync_keeps_too()
    {
        await using var host = await SyncHost.StartAsync();
        var random = new Random(20261127);
        var records = Enumerable
            .Range(1, 400)
            .Select(number => Made(host, number, random))
            .ToList();
        await host.Registry.UpsertAsync(records);
        await host.NextDayAsync();

        await host.SyncAsync();

        var kept = records.Where(Keeps).Select(IdOf).Order(StringComparer.Ordinal).ToList();
        Assert.InRange(kept.Count, 200, 380);
        Assert.Equal(kept, (await host.CurrentAsync()).Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_query_that_is_too_complicated_is_split_in_halves()
    {
        await using var host = await SyncHost.StartAsync();
        await host.Registry.UpsertAsync(Only(host, 1, "title", "malignant triton tumors"));
        await host.Registry.SetComplexityAsync(400);
        await host.NextDayAsync();

        await host.SyncAsync();

        Assert.Single(await host.CurrentAsync());
        var requests = (await host.Registry.RequestsAsync())
            .Select(request => Uri.UnescapeDataString(request.Address))
            .ToList();
        // Ten phrases in 57 pieces are too many for it, five are not.
        Assert.All(
            new[]
            {
                "PNSTs OR neurofibrosarcoma OR neurofibrosarcomas OR",
                "PNSTs OR neurofibrosarcoma)",
            },
            requested =>
                Assert.Single(
                    requests,
                    request =>
                        request.Contains("AREA[BasicSearch]", StringComparison.Ordinal)
                        && request.Contains(requested, StringComparison.Ordinal)
                )
        );
        await host.Registry.SetComplexityAsync(10);
        await host.NextDayAsync();
        var rejected = await Assert.ThrowsAsync<RegistryException>(() => host.SyncAsync());
        Assert.Contains("Too complicated query", rejected.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_question_is_of_one_area_and_at_the_most_ten_phrases()
    {
        await using var host = await SyncHost.StartAsync();
        await host.NextDayAsync();

        await host.SyncAsync();

        var terms = (await host.Registry.RequestsAsync())
            .Where(request => request.Address.Contains("query.term", StringComparison.Ordinal))
            .Select(request => Uri.UnescapeDataString(request.Address))
            .ToList();
        Assert.InRange(terms.Count, 8, 20);
        Assert.All(
            terms,
            term =>
            {
                Assert.Equal(2, term.Split("AREA[").Length);
                Assert.InRange(term.Split(" OR ").Length, 1, 10);
            }
        );
    }

    [Fact]
    public async Task A_full_pass_refreshes_a_snapshots_trial_that_no_question_finds()
    {
        await using var host = await SyncHost.StartAsync();
        var study = host.Study(1, "Drug A in solid tumors", "Solid Tumor");
        await host.ImportAsync(
            RunKind.Snapshot,
            study.Replace(
                "\"hasResults\"",
                "\"snapshot\":{\"mpnst\":\"NAMED\"},\"hasResults\"",
                StringComparison.Ordinal
            )
        );
        await host.ImportAsync(RunKind.File, host.Study(2, "Drug B in lymphoma", "Lymphoma"));
        await host.ImportAsync(RunKind.File, host.Study(3, "Drug C in MPNST", "MPNST"));
        await host.Registry.UpsertAsync(
            host.Study(1, "Drug A in solid tumors", "Solid Tumor", "COMPLETED"),
            host.Study(2, "Drug B in lymphoma", "Lymphoma", "COMPLETED")
        );
        await host.NextDayAsync();

        var report = await host.SyncAsync(full: true, acceptShrink: true);

        Assert.Equal([SyncHost.Id(3)], report.NotInRegistry);
        var current = await host.CurrentAsync();
        // Its own record says nothing of MPNST or sarcoma.
        Assert.DoesNotContain(SyncHost.Id(1), current.Keys);
        // Somebody's own choice stays, brought up to date; what no registry has stays as it is.
        Assert.Equal(Origin.File, current[SyncHost.Id(2)].Origin);
        Assert.Contains("COMPLETED", current[SyncHost.Id(2)].Facts, StringComparison.Ordinal);
        Assert.Equal(Origin.File, current[SyncHost.Id(3)].Origin);
        var left = Assert.Single(await host.FeedAsync(), line => line.Kind == ChangeKind.LeftScope);
        Assert.Contains("scope OTHER", left.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_trial_that_comes_back_under_another_id_names_its_successor_and_predecessor(
        bool full
    )
    {
        await using var host = await SyncHost.StartAsync();
        await host.Registry.UpsertAsync(host.Study(41, "Drug N for MPNST", "MPNST"));
        await host.NextDayAsync();
        await host.SyncAsync();
        await host.NextDayAsync();
        await host.Registry.RemoveAsync(SyncHost.Id(41));
        await host.Registry.UpsertAsync(
            host.Study(42, "Drug N for MPNST", "MPNST")
                .Replace(
                    "\"briefTitle\"",
                    $"\"nctIdAliases\":[\"{SyncHost.Id(41)}\"],\"briefTitle\"",
                    StringComparison.Ordinal
                )
        );

        await host.SyncAsync(full);

        Assert.Equal([SyncHost.Id(42)], (await host.CurrentAsync()).Keys);
        var lines = (await host.FeedAsync()).Where(line => line.ReleaseSequence == 2).ToList();
        Assert.Contains(
            SyncHost.Id(42),
            Assert.Single(lines, line => line.Kind == ChangeKind.LeftScope).Reason,
            StringComparison.Ordinal
        );
        Assert.Contains(
            SyncHost.Id(41),
            Assert.Single(lines, line => line.Kind == ChangeKind.Added).Reason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_number_or_date_that_cannot_be_meant_costs_that_and_not_the_trial()
    {
        var facts = FactsOf(
            """
            {"protocolSection":{"identificationModule":{"nctId":"NCT90000011"},
              "statusModule":{"statusVerifiedDate":"2026-10","startDateStruct":{"date":"March 2019"},
                "completionDateStruct":{"date":"2019-02-30"},"lastUpdatePostDateStruct":{"date":"2026-11-20"}},
              "designModule":{"enrollmentInfo":{"count":99999999,"type":"ACTUAL"}}}}
            """
        );

        Assert.Null(facts.StartDate);
        Assert.Null(facts.CompletionDate);
        Assert.Null(facts.EnrollmentCount);
        Assert.Equal(("2026-10", "2026-11-20"), (facts.StatusAsOf, facts.LastUpdate));
        Assert.Equal(3, facts.Caveats.Count);
        Assert.Contains("\"March 2019\"", facts.Caveats[0], StringComparison.Ordinal);
        Assert.Contains("\"2019-02-30\"", facts.Caveats[1], StringComparison.Ordinal);
        Assert.Contains("99999999", facts.Caveats[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"date":"March 2019"}""", "March 2019")]
    [InlineData("""{"date":"2019-02-30"}""", "2019-02-30")]
    [InlineData("""{"date":[2019]}""", "[2019]")]
    [InlineData("""{"date":{"year":2019}}""", """{"year":2019}""")]
    [InlineData("""{"date":20190101}""", "20190101")]
    [InlineData("""{"date":true}""", "true")]
    [InlineData("\"19/02/2019\"", "19/02/2019")]
    [InlineData("[]", "[]")]
    [InlineData("""{"date":"\ud83d"}""", "ud83d")]
    public void Whatever_stands_in_place_of_a_date_is_quoted_in_a_caveat(
        string written,
        string quoted
    )
    {
        foreach (
            var member in new[]
            {
                "startDateStruct",
                "primaryCompletionDateStruct",
                "completionDateStruct",
                "studyFirstPostDateStruct",
                "lastUpdatePostDateStruct",
            }
        )
        {
            var facts = FactsOf(
                $$$"""{"protocolSection":{"identificationModule":{"nctId":"NCT90000011"},"statusModule":{"overallStatus":"COMPLETED","{{{member}}}":{{{written}}} } } }"""
            );

            Assert.Equal("COMPLETED", facts.OverallStatus);
            Assert.Equal(
                [null, null, null, null, null, null],
                [
                    facts.StartDate,
                    facts.PrimaryCompletionDate,
                    facts.CompletionDate,
                    facts.FirstPosted,
                    facts.LastUpdate,
                    facts.StatusAsOf,
                ]
            );
            var caveat = Assert.Single(facts.Caveats);
            Assert.Contains(quoted, caveat, StringComparison.Ordinal);
            Assert.Contains(member, caveat, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"date":null}""")]
    [InlineData("""{"date":" "}""")]
    public void A_date_that_is_absent_needs_no_caveat(string written)
    {
        var facts = FactsOf(
            $$$"""{"protocolSection":{"identificationModule":{"nctId":"NCT90000011"},"statusModule":{"startDateStruct":{{{written}}} } } }"""
        );

        Assert.Null(facts.StartDate);
        Assert.Empty(facts.Caveats);
    }

    [Fact]
    public async Task A_caveat_of_a_record_is_stored_with_the_trial_and_does_not_change_it_again()
    {
        await using var host = await SyncHost.StartAsync();
        await host.Registry.UpsertAsync(
            host.Study(1)
                .Replace(
                    "\"overallStatus\"",
                    "\"startDateStruct\":{\"date\":\"soon\"},\"overallStatus\"",
                    StringComparison.Ordinal
                )
        );
        await host.NextDayAsync();

        await host.SyncAsync();
        await host.NextDayAsync();
        var again = await host.SyncAsync(full: true);

        var stored = (await host.CurrentAsync())[SyncHost.Id(1)];
        Assert.Contains(
            "\"soon\"",
            Assert.Single(StoredJson.Read<TrialFacts>(stored.Facts).Caveats),
            StringComparison.Ordinal
        );
        Assert.Null(again.Import!.Release);
    }

    [Fact]
    public void No_participants_are_a_number()
    {
        var facts = FactsOf(
            """{"protocolSection":{"identificationModule":{"nctId":"NCT90000012"},"designModule":{"enrollmentInfo":{"count":0}}}}"""
        );

        Assert.Equal(0, facts.EnrollmentCount);
        Assert.Empty(facts.Caveats);
    }

    private static TrialFacts FactsOf(string json)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json));
        return TrialMapping.Facts(Assert.Single(StudyReader.Read(stream)).Study!);
    }

    private static bool Keeps(string json) => Snapshot.LabelsOf(json).Scope is not Scope.Other;

    private static string IdOf(string json) =>
        JsonNode.Parse(json)!["protocolSection"]!["identificationModule"]!["nctId"]!.ToString();

    /// <summary>A study that has the words in one place and nowhere else.</summary>
    private static string Only(SyncHost host, int number, string place, string words)
    {
        var study = JsonNode.Parse(
            host.Study(
                number,
                place == "title" ? $"Drug A for {words}" : "Drug A in advanced solid tumors",
                place == "condition" ? words : "Advanced Solid Tumor"
            )
        )!;
        var protocol = study["protocolSection"]!.AsObject();
        switch (place)
        {
            case "eligibility":
                protocol["eligibilityModule"] = new JsonObject
                {
                    ["eligibilityCriteria"] = $"Inclusion Criteria:\n\n* Proven {words}",
                };
                break;
            case "description":
                protocol["descriptionModule"] = new JsonObject
                {
                    ["detailedDescription"] = $"Cohort 3 enrols patients with {words}.",
                };
                break;
            case "keyword":
                protocol["conditionsModule"]!["keywords"] = new JsonArray(words);
                break;
        }
        return study.ToJsonString();
    }

    private static string Made(SyncHost host, int number, Random random)
    {
        var study = JsonNode.Parse(host.Study(number, Any(Titles), Any(Conditions)))!;
        var protocol = study["protocolSection"]!.AsObject();
        protocol["conditionsModule"]!["keywords"] = new JsonArray(Any(Conditions));
        protocol["descriptionModule"] = new JsonObject
        {
            ["detailedDescription"] = Any(Descriptions),
        };
        protocol["eligibilityModule"] = new JsonObject
        {
            ["eligibilityCriteria"] =
                $"Inclusion Criteria:\n\n* {Any(Inclusion)}\n\nExclusion Criteria:\n\n* {Any(Inclusion)}",
        };
        return study.ToJsonString();

        string Any(string[] choices) => choices[random.Next(choices.Length)];
    }
}
