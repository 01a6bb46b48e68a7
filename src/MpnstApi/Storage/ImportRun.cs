namespace MpnstApi.Storage;

/// <summary>One import, sync or new annotation, and what became of it.</summary>
public sealed class ImportRun
{
    public required Guid Id { get; init; }
    public required RunKind Kind { get; init; }

    /// <summary>Name of the file or folder, "bundled snapshot", or the dictionary's version.</summary>
    public required string Source { get; init; }

    /// <summary>
    /// SHA-256 of what was read, known when all of it was; for DICTIONARY of the dictionary's version; for SYNC of what was
    /// asked and of the dictionary that decided what to keep.
    /// </summary>
    public string? SourceHash { get; set; }

    /// <summary>The registry's own timestamp of the data, UTC; null where the source has none.</summary>
    public DateTime? SourceTimestamp { get; set; }

    /// <summary>Whether a sync asked for everything, so that what it lacks may leave.</summary>
    public bool FullPass { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime StartedAt { get; init; }
    public DateTime? EndedAt { get; set; }
    public required RunState State { get; set; }

    /// <summary>Always the sum of the five counts below, once the run has ended.</summary>
    public int Read { get; set; }
    public int Added { get; set; }
    public int Changed { get; set; }
    public int Unchanged { get; set; }

    /// <summary>Records outside the scopes that are kept.</summary>
    public int LeftOut { get; set; }
    public int Rejected { get; set; }

    /// <summary>Trials that left because the registry dropped them, or they are in no scope any more.</summary>
    public int Removed { get; set; }

    /// <summary>Token of the lease under which the run writes.</summary>
    public required long FencingToken { get; init; }

    /// <summary>The release this run published; null where nothing changed or the run did not finish.</summary>
    public int? ReleaseSequence { get; set; }
    public string? Error { get; set; }
}

/// <summary>What a run reads.</summary>
public enum RunKind
{
    Snapshot,
    File,
    Dictionary,
    Sync,
}

/// <summary>What became of a run. An abandoned one left nothing behind.</summary>
public enum RunState
{
    Running,
    Done,
    Failed,
    Abandoned,

    /// <summary>Would have dropped too many trials; nothing was published, and a person must confirm it.</summary>
    HeldBack,
}

/// <summary>A record that could not be read, where it stands and why.</summary>
public sealed class RejectedRecord
{
    public required Guid RunId { get; init; }

    /// <summary>1, 2, 3, ... within the run.</summary>
    public required int Ordinal { get; init; }

    /// <summary>File, record number and byte offset.</summary>
    public required string Position { get; init; }

    /// <summary>NCT id, where one could be read.</summary>
    public string? TrialId { get; init; }

    /// <summary>What was wrong and what would be right.</summary>
    public required string Reason { get; init; }
}

/// <summary>Leave for one process at a time; its token fences off those that lost it.</summary>
public sealed class Lease
{
    /// <summary>Whoever imports, stages a sync or annotates anew holds this one.</summary>
    public const string Writer = "writer";

    /// <summary>Whoever asks the registry holds this one, from the first question to the publication.</summary>
    public const string Sync = "sync";

    public required string Name { get; init; }

    /// <summary>Null while nobody holds it.</summary>
    public string? Holder { get; set; }

    /// <summary>Grows by one whenever the lease is taken.</summary>
    public required long Token { get; set; }

    /// <summary>UTC.</summary>
    public required DateTime ExpiresAt { get; set; }
}
