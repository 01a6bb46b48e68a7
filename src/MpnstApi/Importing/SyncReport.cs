using MpnstApi.Storage;

namespace MpnstApi.Importing;

/// <summary>How a sync ended that did not fail.</summary>
public enum SyncOutcome
{
    /// <summary>The registry has nothing newer than the last sync saw.</summary>
    NothingNew,

    /// <summary>The registry's data is older than what the last sync saw; it was left alone.</summary>
    OlderData,

    /// <summary>Another process is at it.</summary>
    Busy,

    /// <summary>Another dictionary made the labels here; the programs that have it go on.</summary>
    OtherDictionary,

    /// <summary>These data were held back before; a person must confirm.</summary>
    StillHeldBack,

    /// <summary>It was read; a release was published where something differed.</summary>
    Done,
}

/// <summary>What became of a sync.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Timestamp">The registry's own timestamp of its data, UTC; null where it was not asked.</param>
/// <param name="Import">The run; null where there was none.</param>
public sealed record SyncReport(SyncOutcome Outcome, DateTime? Timestamp, ImportReport? Import)
{
    /// <summary>
    /// Gets the ids of trials of the snapshot or of files that a full pass requested and the registry does not have; their
    /// records are as old as when they were imported.
    /// </summary>
    public IReadOnlyList<string> NotInRegistry => Import?.NotInRegistry ?? [];
}
