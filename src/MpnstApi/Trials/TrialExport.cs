using MpnstApi.Exports;
using MpnstApi.Filtering;
using MpnstApi.Http;
using MpnstApi.Indexing;
using MpnstApi.Releases;

namespace MpnstApi.Trials;

/// <summary>Trials as files.</summary>
public static class TrialExport
{
    /// <summary>All trials of a release, with all columns.</summary>
    public static IReadOnlyList<TableFile<Release>> Whole { get; } =
        TableResponses.WholeRelease(
            TrialQuery.Table,
            "trials",
            TrialFilter.Empty.And("scope", FilterParameters.EveryScope),
            (release, filter) => Rows(TrialQuery.List(release, filter, TrialOrder.Default).All)
        );

    /// <summary>The rows of these trials, made as they are taken.</summary>
    public static IEnumerable<TrialSummary> Rows(IEnumerable<ReleasedTrial> trials) =>
        trials.Select(trial => new TrialSummary(trial));
}
