using MpnstApi.Storage;

namespace MpnstApi.Importing;

/// <summary>What became of a run. <c>Read = Added + Changed + Unchanged + LeftOut + SetAside</c>.</summary>
/// <param name="Run">As stored.</param>
/// <param name="Release">The release it published; null where nothing changed.</param>
/// <param name="SetAside">The first records set aside, at most 10,000; <see cref="ImportRun.SetAside"/> counts all.</param>
public sealed record ImportReport(
    ImportRun Run,
    Release? Release,
    IReadOnlyList<SetAsideRecord> SetAside
);

/// <summary>How far an import is.</summary>
/// <param name="Read">Records read, those set aside included.</param>
/// <param name="Bytes">Bytes read.</param>
/// <param name="TotalBytes">Bytes to read.</param>
public readonly record struct ImportProgress(int Read, long Bytes, long TotalBytes);
