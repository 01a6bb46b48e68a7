using MpnstApi.Storage;

namespace MpnstApi.Importing;

/// <summary>Represents the result of a run. <c>Read = Added + Changed + Unchanged + LeftOut + Rejected</c>.</summary>
/// <param name="Run">The run as it is stored.</param>
/// <param name="Release">The release it published; null if nothing changed.</param>
/// <param name="Rejected">The first rejected records, at most 10,000; <see cref="ImportRun.Rejected"/> counts all.</param>
public sealed record ImportReport(
    ImportRun Run,
    ReleaseRow? Release,
    IReadOnlyList<RejectedRecord> Rejected
)
{
    /// <summary>Gets the ids of imported trials that a full pass of the sync requested and the registry does not have.</summary>
    public IReadOnlyList<string> NotInRegistry { get; init; } = [];
}

/// <summary>Represents the progress of an import.</summary>
/// <param name="Read">Records read, including rejected ones.</param>
/// <param name="Bytes">Bytes read.</param>
/// <param name="TotalBytes">Bytes to read.</param>
public readonly record struct ImportProgress(int Read, long Bytes, long TotalBytes);
