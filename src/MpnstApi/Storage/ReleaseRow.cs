namespace MpnstApi.Storage;

/// <summary>Represents a published state of all trials.</summary>
public sealed class ReleaseRow
{
    /// <summary>1, 2, 3, ... without gaps.</summary>
    public required int Sequence { get; init; }

    /// <summary>YYYY-MM-DD.N, the UTC day of publication and a number within it.</summary>
    public required string Version { get; init; }

    /// <summary>
    /// Gets the source of the import: the name of a file or folder, "bundled snapshot", "ClinicalTrials.gov", "dictionary".
    /// </summary>
    public required string Source { get; init; }

    /// <summary>Gets the registry's own timestamp of the newest sync so far, UTC; null before the first.</summary>
    public DateTime? SourceTimestamp { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime PublishedAt { get; init; }

    /// <summary>Gets the dictionary that the labels of all current versions agree with.</summary>
    public required string DictionaryVersion { get; init; }

    /// <summary>Gets the number of trials in this release.</summary>
    public required int Trials { get; init; }
    public required int Added { get; init; }
    public required int Changed { get; init; }
    public required int Removed { get; init; }

    /// <summary>Gets the sequence of its last entry in the change feed.</summary>
    public required long LastChange { get; init; }

    /// <summary>Gets or sets the content hash; null until the release was loaded once.</summary>
    public string? ContentHash { get; set; }
}
