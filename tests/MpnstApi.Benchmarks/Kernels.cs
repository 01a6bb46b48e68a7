using System.Text.Json;
using BenchmarkDotNet.Attributes;
using MpnstApi.Annotation;
using MpnstApi.Annotation.Dictionary;
using MpnstApi.Filtering;
using MpnstApi.Http;
using MpnstApi.Importing;
using MpnstApi.Indexing;
using MpnstApi.Landscape;
using MpnstApi.Registry;
using MpnstApi.Releases;
using MpnstApi.Statistics;
using MpnstApi.Storage;
using MpnstApi.Trials;

namespace MpnstApi.Benchmarks;

/// <summary>
/// Measures what requests, imports and starts spend their time in, over a release of made-up trials. No cache takes part:
/// each call does the whole work.
/// </summary>
[MemoryDiagnoser]
public class Kernels
{
    private static readonly string Snapshot = Path.Combine(
        AppContext.BaseDirectory,
        "Data",
        "mpnst-trials.ndjson"
    );

    private readonly JsonSerializerOptions json = new(JsonSerializerDefaults.Web);
    private readonly TrialFilter filter = TrialFilter
        .Empty.And("scope", FilterParameters.EveryScope)
        .And("phase", "PHASE2")
        .And("startFrom", "2008")
        .And("startTo", "2019");
    private DrugDictionary dictionary = null!;
    private TrialAnnotator annotator = null!;
    private IReadOnlyList<AnnotationInput> texts = [];
    private IReadOnlyList<StoredTrial> stored = [];
    private Release release = null!;
    private Cohort cohort = null!;
    private LandscapeResponse landscape = null!;
    private int next;

    /// <summary>Gets or sets the number of trials in the release.</summary>
    [Params(1_000, 10_000)]
    public int Trials { get; set; }

    [GlobalSetup]
    public async Task PrepareAsync()
    {
        HttpRegistration.Configure(json);
        dictionary = DrugDictionary.Load();
        annotator = TrialAnnotator.With(dictionary);
        var file = Path.GetTempFileName();
        try
        {
            await MadeUpStudies.WriteAsync(Trials, Snapshot, file);
            await using var stream = File.OpenRead(file);
            var studies = StudyReader.Read(stream).Select(record => record.Study!).ToList();
            texts =
            [
                .. studies.Select(study =>
                    TrialMapping.ForAnnotation(
                        TrialMapping.Facts(study),
                        TrialMapping.LongTexts(study)
                    )
                ),
            ];
            stored = [.. studies.Select(Store).OrderBy(trial => trial.Id, StringComparer.Ordinal)];
        }
        finally
        {
            File.Delete(file);
        }
        release = Load();
        cohort = Cohort.Selected(release, filter);
        landscape = Landscape();
    }

    /// <summary>Selects the trials of a filter.</summary>
    [Benchmark]
    public TrialSet Select() => FilterParameters.Select(release, filter);

    /// <summary>Counts one panel of a cohort.</summary>
    [Benchmark]
    public object Panel() => Panels.All[^2].Count(cohort, int.MaxValue, mergedAxis: true);

    /// <summary>Selects a cohort and counts its seven panels and the gaps.</summary>
    [Benchmark]
    public LandscapeResponse Landscape() =>
        LandscapeQuery.Whole(release, filter, top: 20, mergedAxis: true);

    /// <summary>Selects a cohort and reads a page of its trials.</summary>
    [Benchmark]
    public object List() => TrialQuery.List(release, filter, TrialOrder.Default).Page(0, 50);

    /// <summary>Writes a landscape as JSON.</summary>
    [Benchmark]
    public byte[] Serialize() => JsonSerializer.SerializeToUtf8Bytes(landscape, json);

    /// <summary>Annotates one trial with whole texts, each call another.</summary>
    [Benchmark]
    public TrialLabels Annotate() => Annotator.Annotate(texts[next++ % texts.Count], dictionary);

    /// <summary>Builds a release from rows of the store.</summary>
    [Benchmark]
    public Release Load()
    {
        var header = new ReleaseHeader(
            1,
            "2026-01-01.1",
            "made-up studies",
            null,
            new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            dictionary.Version,
            stored.Count,
            stored.Count,
            0,
            0,
            0,
            null
        );
        using var builder = new ReleaseBuilder([header], dictionary, near: null);
        foreach (var batch in stored.Chunk(200))
        {
            builder.Add(batch, CancellationToken.None);
        }
        return builder.Build();
    }

    private StoredTrial Store(Study study)
    {
        var facts = TrialMapping.Facts(study);
        var labels =
            annotator.TryLabel(facts, TrialMapping.LongTexts(study), out var problem)
            ?? throw new InvalidOperationException(problem);
        var text = StoredJson.Write(facts);
        return new StoredTrial(
            facts.Id,
            text,
            labels.Json,
            StoredJson.Hash(text),
            labels.Hash,
            Origin.File,
            DateTime.UnixEpoch,
            From: 1
        );
    }
}
