using System.Text.Json;
using MpnstApi.Releases;
using MpnstApi.Storage;

namespace MpnstApi.Changes;

/// <summary>One line of the feed: what a release changed.</summary>
/// <param name="Sequence">1, 2, 3, ... without gaps: a reader who keeps the last one misses and doubles nothing.</param>
/// <param name="At">When the release was published, UTC.</param>
/// <param name="Release">The release that brought it.</param>
/// <param name="TrialId">NCT id; null for RELEASED.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="Field">Member of the trial by its path in a Trial, such as status or source.origin; null where the line is about the trial as a whole. Not in a Trial: registryStudyType, registryPurpose, registryPhases and firstPosted, the registry's own values; briefSummary, detailedDescription, eligibilityCriteria, interventionDescriptions and armDescriptions, its long texts; annotation.interventions, what the dictionary made of each.</param>
/// <param name="Old">The member before; of a list of objects what went, of a long text the passage that differs.</param>
/// <param name="New">The member now; of a list of objects what came, of a long text the passage that differs.</param>
/// <param name="Reason">Why: the record or the dictionary, and the evidence of a label.</param>
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
    /// <summary>The kind as responses write it.</summary>
    public string KindKey() => JsonNamingPolicy.SnakeCaseUpper.ConvertName(Kind.ToString());
}

/// <summary>Lines of the feed.</summary>
/// <param name="Items">In the order of their sequences.</param>
/// <param name="NextAfter">Give it as after for the lines that follow; after itself where there are none.</param>
/// <param name="Dataset">The release whose lines are the last of the feed so far.</param>
public sealed record ChangePage(
    IReadOnlyList<ChangeItem> Items,
    long NextAfter,
    DatasetInfo Dataset
);

/// <summary>What became of one trial.</summary>
/// <param name="TrialId">NCT id.</param>
/// <param name="Items">Lines of the feed, newest first; a trial of the first release has none of its coming.</param>
/// <param name="NextBefore">Give it as before for older lines; null where there are none.</param>
/// <param name="Dataset">The data.</param>
public sealed record TrialChanges(
    string TrialId,
    IReadOnlyList<ChangeItem> Items,
    long? NextBefore,
    DatasetInfo Dataset
);
