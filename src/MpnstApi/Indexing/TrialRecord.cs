using MpnstApi.Annotation;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Storage;

namespace MpnstApi.Indexing;

/// <summary>
/// Represents a trial as the store has it, while a release is built from it. Indexes read it; what a release keeps of
/// it is a <see cref="ReleasedTrial"/>.
/// </summary>
public sealed record TrialRecord
{
    public required TrialFacts Facts { get; init; }
    public required TrialLabels Labels { get; init; }

    /// <summary>Links from the trial's drugs to proteins, as far as they count.</summary>
    public required IReadOnlyList<TargetUse> Targets { get; init; }

    /// <summary>Countries of the sites, distinct, by name.</summary>
    public required IReadOnlyList<Country> Countries { get; init; }
    public required StatusFreshness StatusFreshness { get; init; }
}
