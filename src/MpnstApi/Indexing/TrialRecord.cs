using MpnstApi.Annotation;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Storage;

namespace MpnstApi.Indexing;

/// <summary>
/// Represents a trial as the store has it, while a release is built. Indexes read it; the release keeps a
/// <see cref="ReleasedTrial"/>.
/// </summary>
public sealed record TrialRecord
{
    public required TrialFacts Facts { get; init; }
    public required TrialLabels Labels { get; init; }

    /// <summary>Gets the links from the trial's drugs to proteins that count.</summary>
    public required IReadOnlyList<TargetUse> Targets { get; init; }

    /// <summary>Gets the distinct countries of the sites, by name.</summary>
    public required IReadOnlyList<Country> Countries { get; init; }
    public required StatusFreshness StatusFreshness { get; init; }
}
