namespace MpnstApi.Storage;

/// <summary>
/// Represents one version of a trial: its facts, texts and labels, and the releases that have it.
/// Staged rows have no <see cref="FromRelease"/>; current ones have one and no <see cref="UntilRelease"/>.
/// </summary>
public sealed class TrialVersion
{
    /// <summary>NCT id.</summary>
    public required string TrialId { get; init; }

    /// <summary>Gets the run that wrote this version.</summary>
    public required Guid RunId { get; init; }

    /// <summary>Gets or sets the sequence of the first release with this version; null while it is staged.</summary>
    public int? FromRelease { get; set; }

    /// <summary>Gets or sets the sequence of the first release without it; null while it is current or staged.</summary>
    public int? UntilRelease { get; set; }

    public required Origin Origin { get; set; }

    /// <summary>SHA-256 over <see cref="Facts"/> and <see cref="Texts"/>.</summary>
    public required string FactsHash { get; init; }

    /// <summary>JSON of <see cref="TrialFacts"/>.</summary>
    public required string Facts { get; init; }

    /// <summary>JSON of <see cref="TrialNarrative"/>.</summary>
    public required string Texts { get; init; }

    /// <summary>Gets the JSON of the labels.</summary>
    public required string Labels { get; init; }

    /// <summary>SHA-256 over the labels without the dictionary version: equal labels of two dictionaries hash alike.</summary>
    public required string LabelsHash { get; init; }

    /// <summary>Gets the dictionary of these labels; a later one that gives the same labels makes no new version.</summary>
    public required string DictionaryVersion { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime RetrievedAt { get; init; }
}

/// <summary>Specifies how a record was obtained. A snapshot never overwrites a record from a file or a sync.</summary>
public enum Origin
{
    /// <summary>With the bundled snapshot.</summary>
    Snapshot,

    /// <summary>From an imported file.</summary>
    File,

    /// <summary>From the registry.</summary>
    Sync,
}
