using MpnstApi.Exports;
using MpnstApi.Filtering;
using MpnstApi.Indexing;
using MpnstApi.Releases;

namespace MpnstApi.Trials;

/// <summary>Trials as CSV.</summary>
public static class TrialExport
{
    /// <summary>All trials of a release, with all columns.</summary>
    public static TableFile<Release> Whole { get; } =
        new(
            TableDescription.Of("trials", TrialQuery.Columns),
            "text/csv",
            NameOf,
            release => $"/api/v1/trials?format=csv&scope=ALL&release={release.Header.Version}",
            (release, output, cancellation) =>
                WriteAsync(
                    output,
                    TrialQuery.Columns,
                    TrialQuery.List(
                        release,
                        TrialFilter.Empty.And("scope", "ALL"),
                        TrialOrder.Default
                    ),
                    cancellation
                )
        );

    public static string NameOf(Release release) => $"mpnst-trials-{release.Header.Version}.csv";

    /// <summary>Writes these columns of these trials.</summary>
    public static Task WriteAsync(
        Stream output,
        IReadOnlyList<Column<TrialSummary>> columns,
        IReadOnlyList<ReleasedTrial> trials,
        CancellationToken cancellation
    ) =>
        CsvExport.WriteAsync(
            output,
            columns,
            trials.Select(trial => new TrialSummary(trial)),
            cancellation
        );
}
