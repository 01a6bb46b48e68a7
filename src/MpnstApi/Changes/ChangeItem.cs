using System.Text.Json;
using MpnstApi.Releases;
using MpnstApi.Storage;

namespace MpnstApi.Changes;

/// <summary>A change of a release, which is an entry of the change feed.</summary>
/// <param name="Sequence">1, 2, 3, ... without gaps: a reader who keeps the last one misses and repeats nothing.</param>
/// <param name="At">When the release was published, UTC.</param>
/// <param name="Release">The release that made the change.</param>
/// <param name="TrialId">NCT id; null for RELEASED.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Field">Member of the trial by its path in a Trial, such as status or source.origin; null for a change of the trial as a whole. Not in a Trial: registryStudyType, registryPurpose, registryPhases and firstPosted, the registry's own values; briefSummary, detailedDescription, eligibilityCriteria, interventionDescriptions and armDescriptions, its long texts; annotation.interventions, what the dictionary made of each.</param>
/// <param name="Old">The former value; for a list of objects the items that were removed, for a long text the passage that differs.</param>
/// <param name="New">The new value; for a list of objects the items that were added, for a long text the passage that differs.</param>
/// <param name="Reason">The reason: the record or the dictionary, with the evidence of a label.</param>
public sealed record ChangeItem(
    long Sequence,
    DateTime At,
    string Release,
    string? TrialId,
    ChangeKind Kind,
    string? Field,
    JsonElement? Old,
    JsonElement? New,
    string? Reason
)
{
    /// <summary>Gets the kind as responses write it.</summary>
    public string KindKey() => JsonNamingPolicy.SnakeCaseUpper.ConvertName(Kind.ToString());
}

/// <summary>A page of the change feed.</summary>
/// <param name="Items">In the order of their sequences.</param>
/// <param name="NextAfter">The value of after for the next page; equal to after if there are no further changes.</param>
/// <param name="Dataset">The release with the last changes of the feed so far.</param>
public sealed record ChangePage(
    IReadOnlyList<ChangeItem> Items,
    long NextAfter,
    DatasetInfo Dataset
);

/// <summary>The changes of one trial.</summary>
/// <param name="TrialId">NCT id.</param>
/// <param name="Items">Changes, newest first. A trial of the first release has no change of kind ADDED.</param>
/// <param name="NextBefore">The value of before for older changes; null if there are none.</param>
/// <param name="Dataset">The data.</param>
public sealed record TrialChanges(
    string TrialId,
    IReadOnlyList<ChangeItem> Items,
    long? NextBefore,
    DatasetInfo Dataset
);
