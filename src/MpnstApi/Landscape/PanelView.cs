using MpnstApi.Filtering;
using MpnstApi.Releases;
using MpnstApi.Statistics;

namespace MpnstApi.Landscape;

/// <summary>
/// A panel as it is drawn, on the page and in figures. A panel that the filter narrows by its own facet is counted
/// without that condition, so that it shows what else could be chosen.
/// </summary>
/// <param name="Panel">The panel.</param>
/// <param name="Rows">The rows shown, in order.</param>
/// <param name="HiddenRows">Rows left out after the first ones.</param>
/// <param name="Unclassified">Trials in no row.</param>
/// <param name="Total">Trials counted: the base of the percentages.</param>
/// <param name="Excluded">Trials the filter selects that the panel does not count.</param>
/// <param name="Overlapping">A trial may be in several rows.</param>
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
    /// <summary>The longest bar stands for this many trials; at least 1.</summary>
    public int Longest { get; } = Math.Max(1, Rows.Select(row => row.Count).DefaultIfEmpty().Max());

    /// <summary>The filter parameter that a row is a value of.</summary>
    public string Parameter => Panel.Facet.Name;

    /// <summary>What the row of unclassified trials is called.</summary>
    public string UnclassifiedLabel =>
        Panel.Facet.Vocabulary is not null ? "Not stated" : "None known";

    /// <summary>How to read the numbers: their base, and what is not shown.</summary>
    public string Foot =>
        $"{Total} {(Total == 1 ? "trial" : "trials")}"
        + (OwnFilter ? " before this panel's own filter" : "")
        + (Overlapping ? "; one may be in several rows" : "")
        + (HiddenRows > 0 ? $"; {HiddenRows} rarer rows not shown" : "")
        + ".";

    /// <summary>Counts a panel of a cohort; of a panel over an open vocabulary only the first rows are shown, and those chosen.</summary>
    public static PanelView Of(
        Release release,
        TrialFilter filter,
        PanelDefinition panel,
        int top,
        bool mergedAxis
    )
    {
        var chosen = filter
            .Terms.Where(term => term.Parameter == panel.Facet.Name)
            .SelectMany(term => term.Values)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var count = panel.Count(
            Cohort.Selected(release, filter.Without(panel.Facet.Name)),
            int.MaxValue,
            mergedAxis
        );
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
/// <param name="Label">What it is called.</param>
/// <param name="Count">Trials.</param>
/// <param name="Percent">Of all trials counted, one decimal; null over 0.</param>
/// <param name="IsChosen">Whether the filter asks for it.</param>
/// <param name="Trials">Lists exactly the trials counted; null where a query string cannot say which.</param>
public sealed record PanelViewRow(
    string Key,
    string Label,
    int Count,
    decimal? Percent,
    bool IsChosen,
    ResourceLink? Trials
);
