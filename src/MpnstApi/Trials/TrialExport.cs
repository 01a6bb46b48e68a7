using MpnstApi.Exports;
using MpnstApi.Filtering;
using MpnstApi.Http;
using MpnstApi.Indexing;
using MpnstApi.Releases;

namespace MpnstApi.Trials;

/// <summary>Exports trials as files.</summary>
public static class TrialExport
{
    /// <summary>Returns all trials of a release, with all columns.</summary>
    public static IReadOnlyList<TableFile<Release>> Whole { get; } =
        TableResponses.WholeRelease(
            TrialQuery.Table,
            "trials",
            TrialFilter.Empty.And("scope", FilterParameters.EveryScope),
            (release, filter) => Rows(TrialQuery.List(release, filter, TrialOrder.Default).All)
        );

    /// <summary>Returns the rows of these trials, lazily.</summary>
    public static IEnumerable<TrialSummary> Rows(IEnumerable<ReleasedTrial> trials) =>
        trials.Select(trial => new TrialSummary(trial));
}
