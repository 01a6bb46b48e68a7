namespace MpnstApi.Storage;

/// <summary>
/// One state of one trial: its facts, texts and labels, and the releases in which it holds.
/// Staged rows have no <see cref="FromRelease"/>; current ones have one and no <see cref="UntilRelease"/>.
/// </summary>
public sealed class TrialVersion
{
    /// <summary>NCT id.</summary>
    public required string TrialId { get; init; }

    /// <summary>The run that wrote this version.</summary>
    public required Guid RunId { get; init; }

    /// <summary>Sequence of the first release that holds this version; null while it is staged.</summary>
    public int? FromRelease { get; set; }

    /// <summary>Sequence of the first release that no longer holds it; null while it is current or staged.</summary>
    public int? UntilRelease { get; set; }

    public required Origin Origin { get; set; }

    /// <summary>SHA-256 over <see cref="Facts"/> and <see cref="Texts"/>.</summary>
    public required string FactsHash { get; init; }

    /// <summary>JSON of <see cref="TrialFacts"/>.</summary>
    public required string Facts { get; init; }

    /// <summary>JSON of <see cref="TrialNarrative"/>.</summary>
    public required string Texts { get; init; }

    /// <summary>JSON of the labels, opaque here.</summary>
    public required string Labels { get; init; }

    /// <summary>SHA-256 over the labels without the dictionary version: equal labels of two dictionaries hash alike.</summary>
    public required string LabelsHash { get; init; }

    /// <summary>The dictionary that made these labels; a later one that makes the same labels writes no new version.</summary>
    public required string DictionaryVersion { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime RetrievedAt { get; init; }
}

/// <summary>How a record came here. A snapshot never overwrites what came by file or sync.</summary>
public enum Origin
{
    /// <summary>With the bundled snapshot.</summary>
    Snapshot,

    /// <summary>From an imported file.</summary>
    File,

    /// <summary>From the registry.</summary>
    Sync,
}
