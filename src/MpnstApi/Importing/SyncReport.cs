using MpnstApi.Storage;

namespace MpnstApi.Importing;

/// <summary>Specifies how a sync that did not fail ended.</summary>
public enum SyncOutcome
{
    /// <summary>The registry has nothing newer than at the last sync.</summary>
    NothingNew,

    /// <summary>The registry's data is older than at the last sync; it was ignored.</summary>
    OlderData,

    /// <summary>Another process is running a sync.</summary>
    Busy,

    /// <summary>Another dictionary annotated the store; nothing was done.</summary>
    OtherDictionary,

    /// <summary>A sync with this data was held back before; it must be confirmed.</summary>
    StillHeldBack,

    /// <summary>The data was imported; a release was published if anything changed.</summary>
    Done,
}

/// <summary>Represents the result of a sync.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Timestamp">The registry's own timestamp of its data, UTC; null if it was not read.</param>
/// <param name="Import">The run; null if there was none.</param>
public sealed record SyncReport(SyncOutcome Outcome, DateTime? Timestamp, ImportReport? Import)
{
    /// <summary>
    /// Gets the ids of trials of the snapshot or of files that a full pass requested and the registry does not have; their
    /// records are as old as when they were imported.
    /// </summary>
    public IReadOnlyList<string> NotInRegistry => Import?.NotInRegistry ?? [];
}
