using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using MpnstApi.Annotation;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Benchmarks;
using MpnstApi.Importing;
using MpnstApi.Indexing;
using MpnstApi.Storage;

namespace MpnstApi.Tests.Landscape;

/// <summary>
/// A release of many made-up trials beside the bundled ones: whatever the indexes are queried for, they select what a plain
/// scan of all records does. Set MPNST_LONG=1 for 100,000 trials; without it there are 1,000.
/// </summary>
public sealed class MadeUpFilterTests : IAsyncLifetime
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("MPNST_LONG") == "1";

    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-many-").FullName;
    private Service? service;

    private sealed record RecordedTrial(ReleasedTrial Trial, TrialFacts Facts, TrialLabels Labels);

    private sealed record SampledCondition(string Query, Func<RecordedTrial, bool> Holds);

    public async ValueTask InitializeAsync()
    {
        var file = Path.Combine(folder, "trials.ndjson");
        await MadeUpStudies.WriteAsync(
            IsLong ? 100_000 : 1_000,
            Path.Combine(AppContext.BaseDirectory, "Data", "mpnst-trials.ndjson"),
            file
        );
        service = await Service.StartAsync(folder);
        var report = await service
            .Services.GetRequiredService<Importer>()
            .ImportAsync(
                ImportSource.FromPath(file),
                keepAll: true,
                progress: null,
                TestContext.Current.CancellationToken
            );
        await service.WaitForReleaseAsync(report.Release!.Sequence);
    }

    public async ValueTask DisposeAsync()
    {
        if (service is not null)
        {
            await service.DisposeAsync();
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Filters_of_a_large_release_select_what_a_scan_of_its_records_does()
    {
        var all = service!
            .Release.Trials.Select(trial =>
            {
                var (facts, labels) = trial.Content.ReadDetail();
                return new RecordedTrial(trial, facts, labels);
            })
            .ToList();

        await Conditions(all)
            .Array[0, 4]
            .CheckAsync(
                seed: 20261128,
                count: 200,
                longCount: 200,
                async conditions =>
                {
                    var requested = conditions.DistinctBy(one => one.Query.Split('=')[0]).ToList();
                    var query = string.Join(
                        '&',
                        requested.Select(one => one.Query).Prepend("scope=ALL")
                    );

                    var page = await service.GetAsync($"/api/v1/trials?{query}&sort=id&limit=200");

                    var expected = all.Where(trial => requested.All(one => one.Holds(trial)))
                        .Select(trial => trial.Facts.Id)
                        .ToList();
                    Assert.Equal(
                        expected.Take(200),
                        page.Items("items").Select(trial => trial.Text("id"))
                    );
                    Assert.Equal(expected.Count, page["page"]!.Number("total"));
                    var landscape = await service.GetAsync($"/api/v1/landscape?{query}");
                    Assert.Equal(expected.Count, landscape.Number("total"));
                }
            );
    }

    private Gen<SampledCondition> Conditions(IReadOnlyList<RecordedTrial> all)
    {
        Gen<SampledCondition> Key(string name, Func<RecordedTrial, IEnumerable<string?>> values)
        {
            var known = all.SelectMany(values).OfType<string>().Distinct().ToArray();
            return Gen.OneOfConst(known)
                .Array[1, 3]
                .Select(chosen => new SampledCondition(
                    $"{name}={string.Join(',', chosen.Distinct().Select(Uri.EscapeDataString))}",
                    trial => values(trial).Intersect(chosen).Any()
                ));
        }

        // A part of a text that some trial has, or the whole in quotes.
        Gen<SampledCondition> Words(string name, Func<RecordedTrial, IEnumerable<string>> texts)
        {
            var known = all.SelectMany(texts)
                .Distinct()
                .Where(text => Text.Words(text).Length > 0)
                .ToArray();
            return Gen.Select(Gen.OneOfConst(known), Gen.Int[0, 3])
                .Select(pair =>
                {
                    var (text, form) = pair;
                    var words = Text.Words(text);
                    return form switch
                    {
                        0 => new SampledCondition(
                            $"{name}={Uri.EscapeDataString($"\"{text.ToUpperInvariant()}\"")}",
                            trial => texts(trial).Contains(text, StringComparer.OrdinalIgnoreCase)
                        ),
                        1 => new SampledCondition(
                            $"{name}=UNCLASSIFIED",
                            trial => !texts(trial).Any()
                        ),
                        2 => Containing(words[^1][..Math.Min(4, words[^1].Length)]),
                        _ => Containing(string.Join(' ', words)),
                    };

                    SampledCondition Containing(string part) =>
                        new(
                            $"{name}={Uri.EscapeDataString(part)}",
                            trial =>
                                texts(trial)
                                    .Any(one =>
                                        Text.Fold(one).Contains(part, StringComparison.Ordinal)
                                    )
                        );
                });
        }

        Gen<SampledCondition> Day(string name, Func<RecordedTrial, string?> date, bool isFrom) =>
            Gen.Select(Gen.Int[1990, 2030], Gen.Int[1, 12])
                .Select(pair =>
                {
                    var day = new DateOnly(pair.Item1, pair.Item2, 1);
                    return new SampledCondition(
                        $"{name}={pair.Item1}-{pair.Item2:D2}",
                        trial =>
                            PartialDate.Parse(date(trial)) is { } given
                            && (isFrom ? given >= day : given <= day)
                    );
                });

        Gen<SampledCondition> Flag(string name, Func<RecordedTrial, bool?> value) =>
            Gen.Bool.Select(wanted => new SampledCondition(
                $"{name}={(wanted ? "true" : "false")}",
                trial => value(trial) == wanted
            ));

        return Gen.OneOf(
            Key("phase", trial => Stated(trial.Labels.Phase.Key())),
            Key("status", trial => Stated(trial.Labels.Status.Key())),
            Key("registryStatus", trial => [trial.Facts.OverallStatus]),
            Key("studyType", trial => Stated(trial.Labels.StudyType.Key())),
            Key("purpose", trial => Stated(trial.Labels.Purpose.Key())),
            Key("indication", trial => Stated(trial.Labels.Indication.Key())),
            Key("biomarkerSelection", trial => Stated(trial.Labels.BiomarkerSelection.Key())),
            Key("statusFreshness", trial => [trial.Trial.StatusFreshness.Key()]),
            Key("modality", trial => trial.Labels.Modalities.Select(one => one.Key())),
            Key("treatment", trial => trial.Labels.Treatments),
            Key("drugType", trial => trial.Labels.DrugTypes),
            Key("drug", trial => trial.Labels.Drugs.Select(drug => drug.Id)),
            Key("target", trial => trial.Labels.Targets.Select(use => use.Symbol)),
            Key("certainty", trial => trial.Labels.Evidence.Select(row => row.Certainty.Key())),
            Key("country", trial => trial.Trial.Content.Countries.Select(one => one.Code)),
            Key("startYear", trial => [trial.Facts.StartDate?[..4]]),
            Words("sponsor", trial => trial.Facts.Sponsor is { } one ? [one.Name] : []),
            Words("collaborator", trial => trial.Facts.Collaborators.Select(one => one.Name)),
            Words("condition", trial => trial.Facts.Conditions),
            Words("intervention", trial => trial.Facts.Interventions.Select(one => one.Name)),
            Day("startFrom", trial => trial.Facts.StartDate, isFrom: true),
            Day("startTo", trial => trial.Facts.StartDate, isFrom: false),
            Day("primaryCompletionFrom", trial => trial.Facts.PrimaryCompletionDate, isFrom: true),
            Day("primaryCompletionTo", trial => trial.Facts.PrimaryCompletionDate, isFrom: false),
            Flag("mpnstDedicated", trial => trial.Labels.MpnstDedicated),
            Flag("nf1", trial => trial.Labels.Nf1),
            Flag("openNow", trial => trial.Trial.OpenNow),
            Flag("hasResults", trial => trial.Facts.HasResults),
            Gen.Bool.Select(every => new SampledCondition(
                $"includeWithdrawn={(every ? "true" : "false")}",
                trial => every || !trial.Labels.NeverEnrolled
            )),
            Gen.OneOfConst(
                    all.SelectMany(trial => trial.Facts.Ids).Select(id => id.Value).ToArray()
                )
                .Where(id => !id.Contains(',', StringComparison.Ordinal))
                .Select(id =>
                {
                    var meant =
                        all.FirstOrDefault(trial => IsId(trial.Facts.Id, id))
                        ?? all.First(trial => trial.Facts.Ids.Any(one => IsId(one.Value, id)));
                    return new SampledCondition(
                        $"id={Uri.EscapeDataString(id.ToLowerInvariant())}",
                        trial => trial == meant
                    );
                }),
            Gen.OneOfConst(all.Select(trial => trial.Facts.Title).OfType<string>().ToArray())
                .Select(title => Text.Words(title)[0])
                .Select(word => new SampledCondition(
                    $"q={Uri.EscapeDataString(word)}",
                    trial => Searched(trial).Any(text => Has(text, word))
                ))
        );
    }

    private static bool IsId(string id, string other) =>
        id.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static bool Has(string text, string word) =>
        Text.Words(text)
            .Any(other =>
                word.Length < 3 ? other == word : other.StartsWith(word, StringComparison.Ordinal)
            );

    private IEnumerable<string> Searched(RecordedTrial trial) =>
        new[]
        {
            trial.Facts.Id,
            trial.Facts.Title,
            trial.Facts.OfficialTitle,
            trial.Facts.Acronym,
            trial.Facts.Sponsor?.Name,
        }
            .OfType<string>()
            .Concat(trial.Facts.Ids.Select(id => id.Value))
            .Concat(trial.Facts.Conditions)
            .Concat(trial.Facts.Interventions.Select(one => one.Name))
            .Concat(trial.Labels.Drugs.SelectMany(Names));

    private IEnumerable<string> Names(DrugUse use) =>
        service!.Release.Dictionary.FindDrug(use.Id) is { } drug
            ? [drug.Name, .. drug.Synonyms]
            : [use.Name];

    private static IEnumerable<string?> Stated(string value) =>
        value is "NOT_STATED" ? [] : [value];
}
