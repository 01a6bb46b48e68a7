using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Indexing;
using MpnstApi.Storage;
using ZstdSharp;

namespace MpnstApi.Releases;

/// <summary>A trial as the store has it in the rows of a release.</summary>
/// <param name="Id">NCT id.</param>
/// <param name="Facts">JSON of <see cref="TrialFacts"/>.</param>
/// <param name="Labels">JSON of the labels.</param>
/// <param name="FactsHash">SHA-256 of the record and its long texts.</param>
/// <param name="LabelsHash">SHA-256 of the labels.</param>
/// <param name="Origin">How the record was obtained.</param>
/// <param name="RetrievedAt">When it was obtained, UTC.</param>
/// <param name="From">Sequence of the first release with this version.</param>
public sealed record StoredTrial(
    string Id,
    string Facts,
    string Labels,
    string FactsHash,
    string LabelsHash,
    Origin Origin,
    DateTime RetrievedAt,
    int From
);

/// <summary>Builds a release batch by batch, in ordinal order of the ids.</summary>
public sealed class ReleaseBuilder : IDisposable
{
    // Number of trials whose JSON serves as the compression dictionary for all trials.
    private const int Samples = 8;

    private readonly ImmutableArray<ReleaseHeader> history;
    private readonly DrugDictionary dictionary;
    private readonly Release? near;
    private readonly DateOnly released;
    private readonly Dictionary<int, string> versions;
    private readonly TrialIndexBuilder indexes;
    private readonly SharedValues shared = new();
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private DetailCompression? compression;
    private ThreadLocal<Compressor>? compressors;

    /// <param name="history">The header of the release, followed by those of all earlier releases.</param>
    /// <param name="near">A release in memory that shares trials with this one; null if there is none.</param>
    public ReleaseBuilder(
        ImmutableArray<ReleaseHeader> history,
        DrugDictionary dictionary,
        Release? near
    )
    {
        this.history = history;
        this.dictionary = dictionary;
        this.near = near;
        released = DateOnly.FromDateTime(history[0].PublishedAt);
        versions = history.ToDictionary(release => release.Sequence, release => release.Version);
        indexes = new TrialIndexBuilder(dictionary);
    }

    /// <summary>Adds trials in ordinal order of the ids.</summary>
    public void Add(IReadOnlyList<StoredTrial> batch, CancellationToken cancellation)
    {
        Prepare(batch);
        // Parsing and compressing JSON is most of the work, and independent for each trial.
        var details = new Detail[batch.Count];
        Parallel.For(
            0,
            batch.Count,
            new ParallelOptions { CancellationToken = cancellation },
            place => details[place] = Read(batch[place])
        );
        for (var place = 0; place < batch.Count; place++)
        {
            Add(batch[place], details[place]);
        }
    }

    /// <summary>Returns the release with all trials added so far.</summary>
    public Release Build() =>
        new(
            history[0],
            indexes.Build(),
            Convert.ToHexStringLower(hash.GetHashAndReset()),
            dictionary,
            history
        );

    public void Dispose()
    {
        hash.Dispose();
        foreach (var compressor in compressors?.Values ?? [])
        {
            compressor.Dispose();
        }
        compressors?.Dispose();
    }

    /// <summary>The parts of a trial that can be prepared independently of other trials.</summary>
    /// <param name="Json">Facts and labels in UTF-8.</param>
    /// <param name="Value">The same, parsed.</param>
    /// <param name="Compressed">The compressed JSON; null if <paramref name="Same"/> has it.</param>
    /// <param name="Same">The identical state of the trial in another release in memory; null if there is none.</param>
    private readonly record struct Detail(
        DetailJson Json,
        TrialDetail Value,
        byte[]? Compressed,
        TrialContent? Same
    );

    // Releases in memory also share the compression dictionary, which is sampled from the first batch.
    private void Prepare(IReadOnlyList<StoredTrial> batch)
    {
        if (compression is null)
        {
            var every = Math.Max(1, batch.Count / Samples);
            compression =
                near?.Indexes.Compression
                ?? new DetailCompression(
                    batch
                        .Where((_, place) => place % every == 0)
                        .Select(trial => new DetailJson(trial.Facts, trial.Labels).Bytes)
                );
            compressors = new(compression.CreateCompressor, trackAllValues: true);
        }
    }

    private Detail Read(StoredTrial trial)
    {
        var json = new DetailJson(trial.Facts, trial.Labels);
        var same =
            near?.Find(trial.Id) is { Content: var content }
            && content.Id == trial.Id
            && content.ChangedInSequence == trial.From
            && content.Origin == trial.Origin
            && content.RetrievedAt == trial.RetrievedAt
                ? content
                : null;
        return new Detail(
            json,
            StoredJson.Read<TrialDetail>(json.Bytes),
            same is null ? compressors!.Value!.Wrap(json.Bytes).ToArray() : null,
            same
        );
    }

    private void Add(StoredTrial trial, Detail detail)
    {
        var (facts, labels) = detail.Value;
        var freshness = ReleasedTrial.Freshness(facts.StatusAsOf, released);
        var openNow = ReleasedTrial.IsOpen(
            labels.Status,
            freshness,
            PartialDate.Parse(facts.PrimaryCompletionDate),
            released
        );
        var record = new TrialRecord
        {
            Facts = facts,
            Labels = labels,
            Targets = labels.Targets,
            Countries = ReleasedTrial.CountriesOf(facts),
            StatusFreshness = freshness,
        };
        var content =
            detail.Same
            ?? new TrialContent(record, detail.Compressed!, compression!, shared)
            {
                Origin = trial.Origin,
                RetrievedAt = trial.RetrievedAt,
                RecordHash = FirstHalf(trial.FactsHash),
                LabelsHash = FirstHalf(trial.LabelsHash),
                ChangedInSequence = trial.From,
                ChangedIn = versions[trial.From],
            };
        Hash(detail.Json.Facts);
        Hash(detail.Json.Labels);
        Hash(Encoding.UTF8.GetBytes(freshness.Key()));
        Hash(Encoding.UTF8.GetBytes(openNow?.ToString() ?? ""));
        indexes.Add(content, openNow, record);
    }

    // Computes the same hash as StoredJson.Hash does from all texts at once.
    private void Hash(ReadOnlySpan<byte> text)
    {
        hash.AppendData(text);
        hash.AppendData([0]);
    }

    private static UInt128 FirstHalf(string hash) =>
        UInt128.Parse(
            hash.AsSpan(0, hash.Length / 2),
            NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture
        );

    /// <summary>Returns facts and labels as one JSON object, from which <see cref="TrialDetail"/> is read.</summary>
    private readonly struct DetailJson
    {
        private readonly Range facts;
        private readonly Range labels;

        public DetailJson(string facts, string labels)
        {
            var before = "{\"facts\":"u8;
            var between = ",\"labels\":"u8;
            Bytes = new byte[
                before.Length
                    + Encoding.UTF8.GetByteCount(facts)
                    + between.Length
                    + Encoding.UTF8.GetByteCount(labels)
                    + 1
            ];
            var place = 0;
            before.CopyTo(Bytes);
            place += before.Length;
            this.facts = place..(place += Encoding.UTF8.GetBytes(facts, Bytes.AsSpan(place)));
            between.CopyTo(Bytes.AsSpan(place));
            place += between.Length;
            this.labels = place..(place += Encoding.UTF8.GetBytes(labels, Bytes.AsSpan(place)));
            Bytes[place] = (byte)'}';
        }

        public byte[] Bytes { get; }
        public ReadOnlySpan<byte> Facts => Bytes.AsSpan(facts);
        public ReadOnlySpan<byte> Labels => Bytes.AsSpan(labels);
    }
}
