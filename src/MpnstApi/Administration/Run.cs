using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Importing;
using MpnstApi.Storage;

namespace MpnstApi.Administration;

/// <summary>
/// An import, a sync or an annotation with a new dictionary. Once it has ended, <c>read</c> is the sum of added, changed,
/// unchanged, leftOut and rejected.
/// </summary>
/// <param name="Id">Key of the run.</param>
/// <param name="Kind">What it reads: the bundled snapshot, a file, the registry, or stored trials for a new dictionary.</param>
/// <param name="Source">Name of the file or folder, of the registry, or the dictionary's version.</param>
/// <param name="SourceTimestamp">The registry's own timestamp of the data; null if the source has none.</param>
/// <param name="FullPass">Whether a sync requested everything, not only what was updated.</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="EndedAt">UTC; null while it is running or if it was interrupted.</param>
/// <param name="State">Its state.</param>
/// <param name="Read">Records read.</param>
/// <param name="Added">Trials that were not stored before.</param>
/// <param name="Changed">Trials whose facts or labels differ.</param>
/// <param name="Unchanged">Trials that did not change.</param>
/// <param name="LeftOut">Records outside the scopes that are kept.</param>
/// <param name="Rejected">Records that could not be read.</param>
/// <param name="Removed">Trials that were removed.</param>
/// <param name="Release">Version of the release that it published; null if nothing changed or it did not finish.</param>
/// <param name="Error">Why it failed or was held back; null otherwise.</param>
public sealed record Run(
    Guid Id,
    [property: ClosedVocabulary("RunKind", "SNAPSHOT", "FILE", "DICTIONARY", "SYNC")] string Kind,
    string Source,
    DateTime? SourceTimestamp,
    bool FullPass,
    DateTime StartedAt,
    DateTime? EndedAt,
    [property: ClosedVocabulary("RunState", "RUNNING", "DONE", "FAILED", "ABANDONED", "HELD_BACK")]
        string State,
    int Read,
    int Added,
    int Changed,
    int Unchanged,
    int LeftOut,
    int Rejected,
    int Removed,
    string? Release,
    string? Error
)
{
    internal static Run Of(ImportRun run, string? release) =>
        new(
            run.Id,
            Keyword(run.Kind),
            run.Source,
            run.SourceTimestamp,
            run.FullPass,
            run.StartedAt,
            run.EndedAt,
            Keyword(run.State),
            run.Read,
            run.Added,
            run.Changed,
            run.Unchanged,
            run.LeftOut,
            run.Rejected,
            run.Removed,
            release,
            run.Error
        );

    internal static string Keyword<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());
}

/// <summary>Runs, newest first.</summary>
/// <param name="Items">At most as many as were requested.</param>
public sealed record RunList(IReadOnlyList<Run> Items);

/// <summary>A record that could not be read.</summary>
/// <param name="Position">Its position: record number and byte offset.</param>
/// <param name="TrialId">NCT id; null if none could be read.</param>
/// <param name="Reason">What is wrong and what would be right.</param>
public sealed record RejectedItem(string Position, string? TrialId, string Reason);

/// <summary>The result of an import.</summary>
/// <param name="Run">The run.</param>
/// <param name="Rejected">The first records that could not be read, at most 100; run.rejected counts all.</param>
public sealed record ImportResponse(Run Run, IReadOnlyList<RejectedItem> Rejected)
{
    private const int MostRejected = 100;

    internal static ImportResponse Of(ImportReport report) =>
        new(
            Administration.Run.Of(report.Run, report.Release?.Version),
            [
                .. report
                    .Rejected.Take(MostRejected)
                    .Select(record => new RejectedItem(
                        record.Position,
                        record.TrialId,
                        record.Reason
                    )),
            ]
        );
}

/// <summary>The result of a sync.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Timestamp">The registry's own timestamp of its data, UTC.</param>
/// <param name="Import">The run with its rejected records; null if nothing had to be read.</param>
/// <param name="NotInRegistry">Ids of imported trials that the registry does not have; only after a full pass.</param>
public sealed record SyncResponse(
    [property: ClosedVocabulary("SyncOutcome", "DONE", "NOTHING_NEW", "OLDER_DATA")] string Outcome,
    DateTime? Timestamp,
    ImportResponse? Import,
    IReadOnlyList<string> NotInRegistry
);

/// <summary>Reads runs from the store.</summary>
public static class RunQuery
{
    public static async Task<RunList> ListAsync(
        MpnstDbContext db,
        int limit,
        CancellationToken cancellation
    )
    {
        var rows = await db
            .ImportRuns.AsNoTracking()
            // Each run has its own lease, except an annotation that precedes an import.
            .OrderByDescending(run => run.FencingToken)
            .ThenByDescending(run => run.StartedAt)
            .Take(limit)
            .Select(run => new
            {
                Run = run,
                Release = db
                    .Releases.Where(release => release.Sequence == run.ReleaseSequence)
                    .Select(release => release.Version)
                    .FirstOrDefault(),
            })
            .ToListAsync(cancellation);
        return new RunList([.. rows.Select(row => Run.Of(row.Run, row.Release))]);
    }
}
