using System.Text.Json.Nodes;
using CsCheck;

namespace MpnstApi.Tests.Landscape;

/// <summary>
/// For filters nobody thought of: lists, panels and links say the same, and what they say is what one gets by reading
/// all trials and picking by hand.
/// </summary>
public sealed class FilterProperties(Service service)
{
    private sealed record Choice(string Parameter, string Value, Func<JsonNode, bool> Holds);

    private static Gen<Choice> Choices(IReadOnlyList<JsonNode> trials)
    {
        Gen<Choice> OneOf(string parameter, Func<JsonNode, IEnumerable<string?>> values) =>
            KnownValues
                .Some(trials, values)
                .Select(chosen => new Choice(
                    parameter,
                    string.Join(',', chosen.Distinct()),
                    trial => values(trial).Any(value => chosen.Contains(value))
                ));

        Gen<Choice> AllOf(string parameter, Func<JsonNode, IEnumerable<string?>> values) =>
            OneOf(parameter, values)
                .Select(any => new Choice(
                    any.Parameter + ".all",
                    any.Value,
                    trial => any.Value.Split(',').All(value => values(trial).Contains(value))
                ));

        Gen<Choice> Flag(string parameter) =>
            Gen.Bool.Select(wanted => new Choice(
                parameter,
                wanted ? "true" : "false",
                trial => trial[parameter]?.GetValue<bool>() == wanted
            ));

        return Gen.OneOf(
            OneOf("phase", trial => Stated(trial.Text("phase"))),
            OneOf("status", trial => Stated(trial.Text("status"))),
            OneOf("indication", trial => [trial.Text("indication")]),
            OneOf("statusFreshness", trial => [trial.Text("statusFreshness")]),
            OneOf("biomarkerSelection", trial => [trial.Text("biomarkerSelection")]),
            OneOf("studyType", trial => Stated(trial.Text("studyType"))),
            OneOf("treatment", trial => trial.Texts("treatments")),
            OneOf("modality", trial => trial.Texts("modalities")),
            OneOf("drug", trial => trial.Items("drugs").Select(drug => drug.Text("id"))),
            OneOf("target", trial => trial.Texts("targets")),
            AllOf("target", trial => trial.Texts("targets")),
            AllOf("drug", trial => trial.Items("drugs").Select(drug => drug.Text("id"))),
            AllOf("treatment", trial => trial.Texts("treatments")),
            AllOf("modality", trial => trial.Texts("modalities")),
            AllOf("country", trial => trial.Items("countries").Select(one => one.Text("code"))),
            OneOf("country", trial => trial.Items("countries").Select(one => one.Text("code"))),
            OneOf("startYear", trial => [trial.Text("startDate")?[..4]]),
            OneOf("primaryCompletionYear", trial => [trial.Text("primaryCompletionDate")?[..4]]),
            OneOf("registryStatus", trial => [trial.Text("registryStatus")]),
            Flag("mpnstDedicated"),
            Flag("nf1"),
            Flag("openNow"),
            Gen.Int[1990, 2026]
                .Select(year => new Choice(
                    "startFrom",
                    $"{year}",
                    trial => string.CompareOrdinal(trial.Text("startDate"), $"{year}") >= 0
                )),
            Gen.Int[1990, 2026]
                .Select(year => new Choice(
                    "startTo",
                    $"{year}-12-31",
                    trial =>
                        trial.Text("startDate") is { } start
                        && string.CompareOrdinal(start[..4], $"{year}") <= 0
                ))
        );
    }

    private static IEnumerable<string?> Stated(string? value) =>
        value is "NOT_STATED" ? [] : [value];

    [Fact]
    public async Task Lists_panels_and_links_agree_with_a_count_by_hand()
    {
        var all = await service.WalkAsync("/api/v1/trials?scope=ALL");
        var filters = Gen.Select(Choices(all).Array[0, 4], Gen.Bool);

        await filters.CheckAsync(
            seed: 20261129,
            count: 150,
            longCount: 3_000,
            async sample =>
            {
                var (choices, repeated) = sample;
                var query = string.Join(
                    '&',
                    choices
                        .DistinctBy(choice => choice.Parameter)
                        .SelectMany(choice =>
                            (repeated ? choice.Value.Split(',') : [choice.Value]).Select(value =>
                                $"{choice.Parameter}={Uri.EscapeDataString(value)}"
                            )
                        )
                        .Prepend("scope=ALL")
                );
                var expected = all.Where(trial =>
                        choices
                            .DistinctBy(choice => choice.Parameter)
                            .All(choice => choice.Holds(trial))
                    )
                    .Select(trial => trial.Text("id"))
                    .Order(StringComparer.Ordinal)
                    .ToList();

                var listed = await service.WalkAsync($"/api/v1/trials?{query}");
                Assert.Equal(
                    expected,
                    listed.Select(trial => trial.Text("id")).Order(StringComparer.Ordinal)
                );

                var landscape = await service.GetAsync($"/api/v1/landscape?{query}&top=500");
                Assert.Equal(expected.Count, landscape.Number("total"));
                foreach (var panel in landscape.Items("panels"))
                {
                    Assert.Equal(expected.Count, panel.Number("total") + panel.Number("excluded"));
                    var sum = panel.Items("buckets").Sum(bucket => bucket.Number("count"));
                    if (panel["overlapping"]!.GetValue<bool>())
                    {
                        Assert.True(sum >= panel.Number("classified"));
                    }
                    else
                    {
                        Assert.Equal(panel.Number("classified"), sum);
                    }
                }
                var buckets = landscape
                    .Items("panels")
                    .SelectMany(panel => panel.Items("buckets"))
                    .Where(bucket => bucket.Number("count") > 0)
                    .Take(6);
                foreach (var bucket in buckets)
                {
                    var page = await service.GetAsync(bucket.Text("href")! + "&limit=1");
                    Assert.Equal(bucket.Number("count"), page["page"]!.Number("total"));
                }
            }
        );
    }
}
