using MpnstApi.Filtering;
using MpnstApi.Statistics;

namespace MpnstApi.Landscape;

/// <summary>
/// A panel as shown on pages and in figures. A panel that the filter narrows by its own facet is counted without that
/// condition, so that it shows the other choices.
/// </summary>
/// <param name="Panel">The panel.</param>
/// <param name="Rows">The rows shown, in order.</param>
/// <param name="HiddenRows">Rows left out after the first ones.</param>
/// <param name="Unclassified">Trials in no row.</param>
/// <param name="Total">Trials counted: the base of the percentages.</param>
/// <param name="Excluded">Trials that the filter selects and the panel does not count.</param>
/// <param name="Overlapping">Whether a trial may be in several rows.</param>
/// <param name="OwnFilter">Whether the filter narrows by the panel's own facet.</param>
public sealed record PanelView(
    PanelDefinition Panel,
    IReadOnlyList<PanelViewRow> Rows,
    int HiddenRows,
    int Unclassified,
    int Total,
    int Excluded,
    bool Overlapping,
    bool OwnFilter
)
{
    /// <summary>Gets the number of trials of the longest bar, at least 1.</summary>
    public int Longest { get; } = Math.Max(1, Rows.Select(row => row.Count).DefaultIfEmpty().Max());

    /// <summary>Gets the filter parameter that takes the key of a row.</summary>
    public string Parameter => Panel.Facet.Name;

    /// <summary>Gets the label of the row of unclassified trials.</summary>
    public string UnclassifiedLabel =>
        Panel.Facet.Vocabulary is not null ? "Not stated" : "None known";

    /// <summary>Gets a note on the numbers: their base, and rows that are not shown.</summary>
    public string Foot =>
        $"{Total} {(Total == 1 ? "trial" : "trials")}"
        + (OwnFilter ? " before this panel's own filter" : "")
        + (Overlapping ? "; one may be in several rows" : "")
        + (HiddenRows > 0 ? $"; {HiddenRows} rarer rows not shown" : "")
        + ".";

    /// <summary>
    /// Counts a panel of what a filter selected. A panel over an open vocabulary shows only the first rows and those chosen.
    /// </summary>
    public static PanelView Of(Cohort selected, PanelDefinition panel, int top, bool mergedAxis)
    {
        var chosen = selected
            .Filter.Terms.Where(term => term.Parameter == panel.Facet.Name)
            .SelectMany(term => term.Values)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var count = panel.Count(selected.Without(panel.Facet.Name), int.MaxValue, mergedAxis);
        var rows = count
            .Buckets.Select(bucket => new PanelViewRow(
                bucket.Key,
                bucket.Label,
                bucket.Count,
                bucket.Percent,
                chosen.Contains(bucket.Key),
                bucket.Href
            ))
            .ToList();
        var shown = panel.Facet.Vocabulary is null
            ? rows.Where((row, place) => place < top || row.IsChosen).ToList()
            : rows;
        return new PanelView(
            panel,
            shown,
            rows.Count - shown.Count,
            count.Unclassified,
            count.Total,
            count.Excluded,
            count.Overlapping,
            chosen.Count > 0
        );
    }
}

/// <summary>A row of a panel.</summary>
/// <param name="Key">The value that the filter takes.</param>
/// <param name="Label">Its label.</param>
/// <param name="Count">Trials.</param>
/// <param name="Percent">Percent of all trials counted, one decimal; null if there are none.</param>
/// <param name="IsChosen">Whether the filter has it.</param>
/// <param name="Trials">Lists exactly the trials counted; null if a query string cannot express which.</param>
public sealed record PanelViewRow(
    string Key,
    string Label,
    int Count,
    decimal? Percent,
    bool IsChosen,
    ResourceLink? Trials
);
