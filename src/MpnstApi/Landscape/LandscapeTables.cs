using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Exports;
using MpnstApi.Filtering;
using MpnstApi.Indexing;
using MpnstApi.Releases;
using MpnstApi.Statistics;

namespace MpnstApi.Landscape;

/// <summary>Represents a bucket of a panel as a row; the last row of a panel has the trials in no bucket.</summary>
public sealed record PanelRow(PanelCount Panel, Bucket? Bucket);

/// <summary>Represents a cell of a crosstab as a row.</summary>
public sealed record CrosstabRow(
    string Row,
    string RowLabel,
    string Column,
    string ColumnLabel,
    int Count
);

/// <summary>
/// Represents a value in a year as a row. A year without a start is one row without a value; the last row, without a year,
/// has the trials without a start date.
/// </summary>
public sealed record TimelineRow(int? Year, string? Key, string? Label, int Count, int YearTotal);

/// <summary>Defines panels, crosstabs and timelines as tables, with a row for each count.</summary>
public static class LandscapeTables
{
    public static Table<PanelRow> Panel { get; } =
        new(
            "panels",
            [
                new("panel", ColumnType.Text, "Name of the panel.", row => row.Panel.Panel),
                new(
                    "key",
                    ColumnType.Text,
                    "The value's key; UNCLASSIFIED for the trials in no bucket.",
                    row => row.Bucket?.Key ?? Facets.Unclassified
                ),
                new(
                    "label",
                    ColumnType.Text,
                    "Label for charts.",
                    row => row.Bucket?.Label ?? "Unclassified"
                ),
                new(
                    "count",
                    ColumnType.WholeNumber,
                    "Trials, each once. In an overlapping panel a trial may be in several rows.",
                    row => row.Bucket?.Count ?? row.Panel.Unclassified
                ),
                new(
                    "percent",
                    ColumnType.Number,
                    "Percent of the trials that the panel counts, one decimal; empty if it counts none.",
                    row =>
                        row.Bucket is { } bucket
                            ? bucket.Percent
                            : Percentages.Of(row.Panel.Unclassified, row.Panel.Total)
                ),
                new(
                    "percentOfClassified",
                    ColumnType.Number,
                    "Percent of the trials in a bucket, one decimal; empty if there are none and for UNCLASSIFIED.",
                    row => row.Bucket?.PercentOfClassified
                ),
                new(
                    "rounded",
                    ColumnType.WholeNumber,
                    "Percent of the trials in a bucket as integers that add up to 100; empty if buckets overlap.",
                    row => row.Bucket?.Rounded
                ),
                new(
                    "panelTotal",
                    ColumnType.WholeNumber,
                    "Trials that the panel counts.",
                    row => row.Panel.Total
                ),
                new(
                    "panelClassified",
                    ColumnType.WholeNumber,
                    "Those in a bucket.",
                    row => row.Panel.Classified
                ),
                new(
                    "panelExcluded",
                    ColumnType.WholeNumber,
                    "Trials that the filter selects and the panel does not count.",
                    row => row.Panel.Excluded
                ),
                .. Terms<Certainty>.All.Select(certainty => new Column<PanelRow>(
                    $"certainty{certainty.Value[0]}{certainty.Value[1..].ToLowerInvariant()}",
                    ColumnType.WholeNumber,
                    $"Trials of count whose label is based on {certainty.Value}; empty for UNCLASSIFIED.",
                    row => row.Bucket?.ByCertainty.GetValueOrDefault(certainty.Value)
                )
                {
                    Member = "byCertainty",
                }),
            ]
        );

    public static Table<CrosstabRow> Crosstab { get; } =
        new(
            "crosstab",
            [
                new(
                    "row",
                    ColumnType.Text,
                    "The value's key in the dimension of the rows; NOT_STATED if there is none.",
                    row => row.Row
                ),
                new("rowLabel", ColumnType.Text, "Label of row for charts.", row => row.RowLabel),
                new(
                    "column",
                    ColumnType.Text,
                    "The value's key in the dimension of the columns; NOT_STATED if there is none.",
                    row => row.Column
                ),
                new(
                    "columnLabel",
                    ColumnType.Text,
                    "Label of column for charts.",
                    row => row.ColumnLabel
                ),
                new(
                    "count",
                    ColumnType.WholeNumber,
                    "Trials with both values, each once; pairs without a trial have no row.",
                    row => row.Count
                ),
            ]
        );

    public static Table<TimelineRow> Timeline { get; } =
        new(
            "timeline",
            [
                new(
                    "year",
                    ColumnType.WholeNumber,
                    "The year of the start; empty in the row of the trials without a start date.",
                    row => row.Year
                ),
                new(
                    "key",
                    ColumnType.Text,
                    "The value's key in the dimension; NOT_STATED if there is none; empty in a year without a start and for trials without a start date.",
                    row => row.Key
                ),
                new("label", ColumnType.Text, "Label of key for charts.", row => row.Label),
                new("count", ColumnType.WholeNumber, "Trials, each once.", row => row.Count),
                new(
                    "yearTotal",
                    ColumnType.WholeNumber,
                    "Trials of the year, each once.",
                    row => row.YearTotal
                ),
            ]
        );

    /// <summary>Returns the rows of one panel with all its buckets.</summary>
    public static IEnumerable<PanelRow> Rows(
        Release release,
        TrialFilter filter,
        PanelDefinition panel,
        bool mergedAxis
    )
    {
        var count = panel.Count(Cohort.Selected(release, filter), int.MaxValue, mergedAxis);
        return count
            .Buckets.Select(bucket => new PanelRow(count, bucket))
            .Append(new PanelRow(count, null));
    }

    /// <summary>Returns the rows of all panels.</summary>
    public static IEnumerable<PanelRow> Rows(
        Release release,
        TrialFilter filter,
        bool mergedAxis
    ) => Panels.All.SelectMany(panel => Rows(release, filter, panel, mergedAxis));

    public static IEnumerable<CrosstabRow> Rows(CrosstabResponse crosstab)
    {
        var rows = crosstab.RowTotals.ToDictionary(row => row.Key, row => row.Label);
        var columns = crosstab.ColumnTotals.ToDictionary(
            column => column.Key,
            column => column.Label
        );
        return crosstab.Cells.Select(cell => new CrosstabRow(
            cell.Row,
            rows[cell.Row],
            cell.Column,
            columns[cell.Column],
            cell.Count
        ));
    }

    public static IEnumerable<TimelineRow> Rows(TimelineResponse timeline)
    {
        foreach (var year in timeline.Years)
        {
            if (year.Total == 0)
            {
                yield return new TimelineRow(year.Year, null, null, 0, 0);
            }
            foreach (var bucket in year.Buckets)
            {
                yield return new TimelineRow(
                    year.Year,
                    bucket.Key,
                    bucket.Label,
                    bucket.Count,
                    year.Total
                );
            }
        }
        if (timeline.Unclassified > 0)
        {
            yield return new TimelineRow(
                null,
                null,
                null,
                timeline.Unclassified,
                timeline.Unclassified
            );
        }
    }
}
