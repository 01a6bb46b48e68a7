using System.Text.Json.Nodes;
using MpnstApi.Tests.Annotation;
using MpnstApi.Tests.Registry;

namespace MpnstApi.Tests.Importing;

/// <summary>
/// The registry's search against what annotation accepts: whatever an import of records keeps, a sync from a registry that
/// has the same records keeps too.
/// </summary>
public sealed class SyncCoverageTests
{
    private static readonly string[] MpnstTerms =
    [
        "MPNST",
        "malignant peripheral nerve sheath tumor",
        "malignant peripheral nerve sheath tumour",
        "malignant peripheral nerve sheath neoplasm",
        "malignant nerve sheath tumor",
        "malignant nervous sheath tumour",
        "malignant peripheral nerve sheath sarcoma",
        "neurofibrosarcoma",
        "malignant schwannoma",
        "malignant neurilemmoma",
        "malignant neurilemoma",
        "neurilemmosarcoma",
        "neurilemosarcoma",
        "neurogenic sarcoma",
        "triton tumor",
        "malignant triton tumour",
    ];

    private static readonly string[] Nf1Terms =
    [
        "NF1",
        "NF 1",
        "neurofibromatosis",
        "neurofibromatosis 1",
        "neurofibromatosis type I",
        "von Recklinghausen disease",
        "plexiform neurofibroma",
        "atypical neurofibroma",
        "ANNUBP",
    ];

    private static readonly string[] SarcomaTerms =
    [
        "sarcoma",
        "soft tissue sarcoma",
        "non-rhabdomyosarcoma soft tissue sarcoma",
        "NRSTS",
        "STS",
        "leiomyosarcoma and other soft tissue sarcoma",
    ];

    /// <summary>One term as records write it: plural, capitals, hyphens, genitive, in brackets, with hard spaces.</summary>
    private static readonly Func<string, string>[] Spellings =
    [
        term => term,
        term => $"{term}s",
        term => term.ToUpperInvariant(),
        term => term.Replace(' ', '-'),
        term => $"{term}'s",
        term => $"({term})",
        term => term.Replace(' ', '\u00A0'),
        term => term.Replace(" ", "&nbsp;", StringComparison.Ordinal),
    ];

    private static readonly string[] Everywhere =
    [
        "briefTitle",
        "officialTitle",
        "condition",
        "keyword",
        "arm label",
        "arm description",
        "brief summary",
        "detailed description",
        "inclusion criteria",
    ];

    [Fact]
    public async Task Every_spelling_of_an_MPNST_term_is_found_in_every_place() =>
        await AssertFoundAsync(MpnstTerms, Everywhere);

    [Fact]
    public async Task Every_spelling_of_an_NF1_term_is_found_in_titles_conditions_and_keywords() =>
        await AssertFoundAsync(Nf1Terms, Everywhere[..4]);

    [Fact]
    public async Task Every_spelling_of_sarcomas_as_a_class_is_found_in_titles_and_conditions() =>
        await AssertFoundAsync(SarcomaTerms, Everywhere[..3]);

    [Fact]
    public async Task What_an_import_keeps_of_given_records_a_sync_keeps_too()
    {
        var records = Fixture("registry-cases.ndjson")
            .Concat(Fixture("full-records.ndjson"))
            .Concat(RegistryData.SnapshotLines)
            .Select(Numbered)
            .ToList();

        var kept = await AssertSameAsync(records);

        // All of those that name MPNST in criteria or a description alone, or sarcoma or NF1 in titles and keywords alone.
        Assert.Subset(
            kept.ToHashSet(StringComparer.Ordinal),
            Enumerable.Range(0, 8).Select(SyncHost.Id).ToHashSet(StringComparer.Ordinal)
        );
        Assert.InRange(kept.Count, records.Count / 2, records.Count - 1);
    }

    /// <summary>Every term in every spelling and place, each in a record of its own: what an import keeps, most of all.</summary>
    private static async Task AssertFoundAsync(string[] terms, string[] places)
    {
        var words = terms
            .SelectMany(term => Spellings.Select(spell => spell(term)))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var records = words
            .SelectMany(word => places.Select(place => Record(place, word)))
            .Select(Numbered)
            .ToList();

        var kept = await AssertSameAsync(records);

        // "NF1S" and the like mean nothing; they are few.
        Assert.InRange(kept.Count, records.Count * 7 / 10, records.Count);
    }

    private static async Task<IReadOnlyList<string>> AssertSameAsync(IReadOnlyList<string> records)
    {
        await using var imported = await SyncHost.StartAsync();
        await using var synced = await SyncHost.StartAsync(settings: "--Registry:PageSize=1000");
        await imported.ImportInScopeAsync(records);
        await synced.Registry.UpsertAsync(records);
        await synced.NextDayAsync();

        await synced.SyncAsync();

        var byImport = (await imported.CurrentAsync()).Keys.Order(StringComparer.Ordinal).ToList();
        var bySync = (await synced.CurrentAsync()).Keys.ToHashSet(StringComparer.Ordinal);
        var lost = byImport.Where(id => !bySync.Contains(id)).ToHashSet(StringComparer.Ordinal);
        Assert.True(
            lost.Count == 0,
            $"{lost.Count} are lost, such as {string.Join('\n', records.Where(record => lost.Any(record.Contains)).Take(5))}"
        );
        Assert.Equal(byImport.Count, bySync.Count);
        return byImport;
    }

    private static IEnumerable<string> Fixture(string name) =>
        File.ReadLines(Repository.Fixture(name));

    /// <summary>As the registry would have it: without the snapshot's own member, under an id that no other record has.</summary>
    private static string Numbered(string json, int number)
    {
        var study = JsonNode.Parse(json)!.AsObject();
        study.Remove("snapshot");
        study["protocolSection"]!["identificationModule"]!["nctId"] = SyncHost.Id(number);
        return study.ToJsonString();
    }

    /// <summary>A trial of solid tumours that has the words in one place and nowhere else.</summary>
    private static string Record(string place, string words) =>
        StudyJson.Of(
            SyncHost.Id(0),
            place == "briefTitle" ? $"Drug A for {words}" : "Drug A in adults",
            place == "condition" ? words : "Inoperable Tumor",
            officialTitle: place == "officialTitle"
                ? $"A phase 2 study of drug A for {words}"
                : null,
            summary: place == "brief summary"
                ? $"This study treats patients with {words}."
                : "Patients with a tumor get drug A.",
            description: place == "detailed description"
                ? $"This study enrolls a cohort of patients with {words}."
                : null,
            keyword: place == "keyword" ? words : "drug A",
            armLabel: place == "arm label" ? $"Cohort 1: {words}" : "Drug A",
            armDescription: place == "arm description"
                ? $"Patients with {words} get drug A."
                : "Drug A daily.",
            criteria: place == "inclusion criteria"
                ? $"Inclusion Criteria:\n\n* Proven {words}\n\nExclusion Criteria:\n\n* Pregnancy"
                : null
        );
}
