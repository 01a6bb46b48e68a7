namespace MpnstApi.Storage;

/// <summary>Represents an import, a sync or an annotation with a new dictionary, and its result.</summary>
public sealed class ImportRun
{
    public required Guid Id { get; init; }
    public required RunKind Kind { get; init; }

    /// <summary>Gets the name of the file or folder, "bundled snapshot", or the dictionary's version.</summary>
    public required string Source { get; init; }

    /// <summary>
    /// Gets or sets the SHA-256 of what was read; null until all of it was. For DICTIONARY it is that of the dictionary's
    /// version, for SYNC that of the queries and of the dictionary that decides what to keep.
    /// </summary>
    public string? SourceHash { get; set; }

    /// <summary>Gets the registry's own timestamp of the data, UTC; null if the source has none.</summary>
    public DateTime? SourceTimestamp { get; set; }

    /// <summary>Gets whether a sync downloaded everything, so that trials it lacks may be removed.</summary>
    public bool FullPass { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime StartedAt { get; init; }
    public DateTime? EndedAt { get; set; }
    public required RunState State { get; set; }

    /// <summary>Gets or sets the number of records; the sum of the five counts below, once the run has ended.</summary>
    public int Read { get; set; }
    public int Added { get; set; }
    public int Changed { get; set; }
    public int Unchanged { get; set; }

    /// <summary>Records outside the scopes that are kept.</summary>
    public int LeftOut { get; set; }
    public int Rejected { get; set; }

    /// <summary>Gets or sets the number of trials that were removed because the registry no longer has them, or they are in no scope any more.</summary>
    public int Removed { get; set; }

    /// <summary>Token of the lease under which the run writes.</summary>
    public required long FencingToken { get; init; }

    /// <summary>Gets the release this run published; null if nothing changed or the run did not finish.</summary>
    public int? ReleaseSequence { get; set; }
    public string? Error { get; set; }
}

/// <summary>Specifies what a run reads.</summary>
public enum RunKind
{
    Snapshot,
    File,
    Dictionary,
    Sync,
}

/// <summary>Specifies the state of a run. An abandoned one was interrupted, and its staged rows were deleted.</summary>
public enum RunState
{
    Running,
    Done,
    Failed,
    Abandoned,

    /// <summary>The run would have removed too many trials; nothing was published, and the sync must be confirmed.</summary>
    HeldBack,
}

/// <summary>Represents a record that could not be read, with its position and the reason.</summary>
public sealed class RejectedRecord
{
    public required Guid RunId { get; init; }

    /// <summary>1, 2, 3, ... within the run.</summary>
    public required int Ordinal { get; init; }

    /// <summary>File, record number and byte offset.</summary>
    public required string Position { get; init; }

    /// <summary>NCT id, if one could be read.</summary>
    public string? TrialId { get; init; }

    /// <summary>Gets what is wrong and what would be right.</summary>
    public required string Reason { get; init; }
}

/// <summary>Represents a lease, which one process holds at a time. Its fencing token stops those that lost it.</summary>
public sealed class Lease
{
    /// <summary>The name of the lease of an import, a sync that stages, or an annotation with a new dictionary.</summary>
    public const string Writer = "writer";

    /// <summary>The name of the lease of a sync, from its first request to its publication.</summary>
    public const string Sync = "sync";

    public required string Name { get; init; }

    /// <summary>Gets or sets the holder; null while there is none.</summary>
    public string? Holder { get; set; }

    /// <summary>Gets or sets the fencing token, which grows by one whenever the lease is taken.</summary>
    public required long Token { get; set; }

    /// <summary>UTC.</summary>
    public required DateTime ExpiresAt { get; set; }
}
