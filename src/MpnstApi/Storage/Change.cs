namespace MpnstApi.Storage;

/// <summary>
/// Represents a change of a release, which is an entry of the change feed. Changes are staged with their run and get their
/// sequence when it is published; those without one are not part of the feed.
/// </summary>
public sealed class Change
{
    /// <summary>Gets the run that staged it.</summary>
    public required Guid RunId { get; init; }

    /// <summary>1, 2, 3, ... within the run.</summary>
    public required int Ordinal { get; init; }

    /// <summary>1, 2, 3, ... over all releases, without gaps; null while it is staged.</summary>
    public long? Sequence { get; set; }

    /// <summary>Gets or sets the release that has it; null while it is staged.</summary>
    public int? ReleaseSequence { get; set; }

    /// <summary>NCT id; null for RELEASED.</summary>
    public string? TrialId { get; init; }
    public required ChangeKind Kind { get; init; }

    /// <summary>Gets the member of the trial, as responses name it; null if the change is of the trial as a whole.</summary>
    public string? Field { get; init; }

    /// <summary>Gets the former JSON of the member; null if there was none.</summary>
    public string? Old { get; init; }

    /// <summary>Gets the new JSON of the member; null if there is none.</summary>
    public string? New { get; init; }

    /// <summary>Gets the reason, in a sentence.</summary>
    public string? Reason { get; init; }
}

/// <summary>Specifies the kind of a change.</summary>
public enum ChangeKind
{
    /// <summary>A release without changes of trials: the first one, or one that changed none.</summary>
    Released,

    /// <summary>A trial was added.</summary>
    Added,

    /// <summary>A fact of the registry's record changed.</summary>
    Changed,

    /// <summary>A derived label changed.</summary>
    LabelChanged,

    /// <summary>A trial was removed: the registry no longer has it, or it is in no scope any more.</summary>
    LeftScope,

    /// <summary>A removed trial was added again.</summary>
    Returned,
}
