using System.ComponentModel;
using ModelContextProtocol;
using ModelContextProtocol.Server;
using MpnstApi.Filtering;
using MpnstApi.Http;
using MpnstApi.Landscape;
using MpnstApi.Statistics;
using MpnstApi.Vocabularies;

namespace MpnstApi.Mcp;

/// <summary>A value and how many trials have it.</summary>
/// <param name="Key">The value for filters.</param>
/// <param name="Label">The label for people.</param>
/// <param name="Count">Trials, each once.</param>
/// <param name="Percent">Percent of the trials counted, one decimal.</param>
public sealed record CountedValue(string Key, string Label, int Count, decimal? Percent);

/// <summary>A panel.</summary>
/// <param name="Panel">Name of the panel.</param>
/// <param name="Title">Its subject.</param>
/// <param name="Counted">Trials counted.</param>
/// <param name="Unclassified">Trials of these that are in no row, because the value is not known.</param>
/// <param name="Excluded">Trials that the filter selects and the panel does not count.</param>
/// <param name="Overlapping">Whether a trial may be in several rows.</param>
/// <param name="Rows">The rows, zeros left out.</param>
/// <param name="RowsNotShown">Number of rows left out because of top.</param>
public sealed record PanelSummary(
    string Panel,
    string Title,
    int Counted,
    int Unclassified,
    int Excluded,
    bool Overlapping,
    IReadOnlyList<CountedValue> Rows,
    int RowsNotShown
);

/// <summary>A share that the letter calls too small.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Label">Its label.</param>
/// <param name="Numerator">Trials that count.</param>
/// <param name="Denominator">Trials for which it is known.</param>
/// <param name="Unknown">Trials for which it is unknown.</param>
/// <param name="Percent">The share; null if it is known for too few trials.</param>
public sealed record GapSummary(
    string Key,
    string Label,
    int Numerator,
    int Denominator,
    int Unknown,
    decimal? Percent
);

/// <summary>The landscape of a cohort.</summary>
/// <param name="Selected">Trials that the filter selects.</param>
/// <param name="Panels">The requested panels.</param>
/// <param name="Gaps">Shares that the letter calls too small.</param>
/// <param name="Basis">The basis of the response.</param>
public sealed record LandscapeSummary(
    int Selected,
    IReadOnlyList<PanelSummary> Panels,
    IReadOnlyList<GapSummary> Gaps,
    Basis Basis
);

/// <summary>A cell of a crosstab.</summary>
/// <param name="Row">Key of the row.</param>
/// <param name="Column">Key of the column.</param>
/// <param name="Count">Trials with both, each once.</param>
public sealed record CrossCount(string Row, string Column, int Count);

/// <summary>A cohort by two dimensions.</summary>
/// <param name="Counted">Trials counted.</param>
/// <param name="Excluded">Trials that the filter selects and that are not counted.</param>
/// <param name="Rows">Totals of the rows.</param>
/// <param name="Columns">Totals of the columns.</param>
/// <param name="Cells">Cells; empty ones are left out.</param>
/// <param name="Basis">The basis of the response.</param>
public sealed record CrossTabulation(
    int Counted,
    int Excluded,
    IReadOnlyList<CountedValue> Rows,
    IReadOnlyList<CountedValue> Columns,
    IReadOnlyList<CrossCount> Cells,
    Basis Basis
);

/// <summary>A value of the letter compared with ours.</summary>
/// <param name="Key">Our key.</param>
/// <param name="Label">The letter's label.</param>
/// <param name="LetterTrials">Trials as printed; null if not printed.</param>
/// <param name="LetterPercent">Percent as printed; null if not printed.</param>
/// <param name="Trials">Our trials; null if we have no such value.</param>
/// <param name="Percent">Our percent of classified trials.</param>
/// <param name="Difference">Difference in percentage points; null if the two cannot be compared.</param>
public sealed record ComparedValue(
    string Key,
    string Label,
    int? LetterTrials,
    decimal? LetterPercent,
    int? Trials,
    decimal? Percent,
    decimal? Difference
);

/// <summary>A panel of the letter compared with ours.</summary>
/// <param name="Panel">Name of the panel.</param>
/// <param name="Comparability">DIRECT, REMAPPED, RANK_ONLY or SIDE_BY_SIDE.</param>
/// <param name="Note">The conclusions that are possible.</param>
/// <param name="Rows">The values, the letter's first.</param>
/// <param name="RowsNotShown">Number of our rows that are left out.</param>
public sealed record ComparedPanel(
    string Panel,
    string Comparability,
    string Note,
    IReadOnlyList<ComparedValue> Rows,
    int RowsNotShown
);

/// <summary>The letter's figure compared with ours.</summary>
/// <param name="Note">The limits of the comparison.</param>
/// <param name="Panels">The requested panels.</param>
/// <param name="Basis">The basis of the response.</param>
public sealed record LetterComparison(
    string Note,
    IReadOnlyList<ComparedPanel> Panels,
    Basis Basis
);

/// <summary>A value of a vocabulary.</summary>
/// <param name="Value">The value for filters.</param>
/// <param name="Label">The label for people.</param>
/// <param name="Definition">Its meaning; null if the label says it.</param>
/// <param name="Count">Trials of the filter that have it; null if trials are not counted by it.</param>
public sealed record ListedValue(string Value, string Label, string? Definition, int? Count);

/// <summary>Values of a parameter of the filter, or the parameters themselves.</summary>
/// <param name="Name">The parameter; null for the list of all.</param>
/// <param name="Definition">Its meaning and how it is written.</param>
/// <param name="Values">Its values.</param>
/// <param name="ValuesNotShown">Number of values left out; use a filter to get fewer.</param>
/// <param name="Basis">The basis of the response.</param>
public sealed record ListedValues(
    string? Name,
    string Definition,
    IReadOnlyList<ListedValue> Values,
    int ValuesNotShown,
    Basis Basis
);

/// <summary>Defines the tools that count trials.</summary>
[McpServerToolType]
public sealed class LandscapeTools(McpQueries queries)
{
    private const int MostTop = 50;
    private const int MostCells = 200;
    private const int MostRowsBesideLetter = 15;
    private const int MostValues = 100;

    private const string PanelsHelp =
        "Names of panels: phases, statuses, indications, treatments, chemotherapy-types, targets, immunotherapy-targets. All seven if left out.";

    [McpServerTool(
        Name = "get_landscape",
        Title = "Landscape",
        ReadOnly = true,
        Idempotent = true,
        Destructive = false,
        OpenWorld = false,
        UseStructuredContent = true
    )]
    [Description(
        "Counts clinical trials of malignant peripheral nerve sheath tumours by phase, status, indication, treatment, chemotherapy type, protein target and immunotherapy target, and the gaps of the field. Start here for how many and which share."
    )]
    public async Task<LandscapeSummary> GetLandscape(
        [Description(McpQueries.FilterHelp)] string? filter = null,
        [Description(PanelsHelp)] string[]? panels = null,
        [Description("The most rows of a panel, from 1 to 50.")] int top = 10,
        CancellationToken cancellation = default
    )
    {
        McpQueries.Bounded("top", top, MostTop);
        var query = await queries.ReadAsync("landscape", filter, cancellation);
        var selected = Cohort.Selected(query.Release, query.Filter);
        return new LandscapeSummary(
            selected.Trials.Count,
            [
                .. Chosen(panels)
                    .Select(panel =>
                        Summarize(panel.Count(selected, int.MaxValue, mergedAxis: true), top)
                    ),
            ],
            [
                .. LandscapeQuery
                    .GapsOf(query.Release, query.Filter)
                    .Gaps.Select(gap => new GapSummary(
                        gap.Key,
                        gap.Label,
                        gap.Numerator,
                        gap.Denominator,
                        gap.Unknown,
                        gap.Percent
                    )),
            ],
            queries.BasisOf(query, "/")
        );
    }

    [McpServerTool(
        Name = "cross_tabulate",
        Title = "Cross tabulation",
        ReadOnly = true,
        Idempotent = true,
        Destructive = false,
        OpenWorld = false,
        UseStructuredContent = true
    )]
    [Description(
        "Counts trials by two dimensions at once, such as phase by status or target by startYear (which is a timeline). At most 200 cells."
    )]
    public async Task<CrossTabulation> CrossTabulate(
        [Description(
            "Dimension of the rows, such as phase, status, indication, treatment, modality, drugType, target, drug, country, sponsor, startYear or biomarker. The error for an unknown name lists all dimensions."
        )]
            string rows,
        [Description("Dimension of the columns.")] string columns,
        [Description(McpQueries.FilterHelp)] string? filter = null,
        CancellationToken cancellation = default
    )
    {
        var query = await queries.ReadAsync(
            "landscape/crosstab",
            filter,
            [RequestParameters.Rows, RequestParameters.Columns],
            [("rows", rows), ("columns", columns)],
            cancellation
        );
        var crosstab =
            LandscapeQuery.Crosstab(
                query.Release,
                query.Filter,
                query.Get(RequestParameters.Rows),
                query.Get(RequestParameters.Columns),
                MostCells
            )
            ?? throw new McpException(
                $"{rows} by {columns} has more than {MostCells} cells. Narrow the trials with a filter, such as {rows}=A,B, or choose a dimension with fewer values."
            );
        return new CrossTabulation(
            crosstab.Total,
            crosstab.Excluded,
            Totals(crosstab.RowTotals, crosstab.Total),
            Totals(crosstab.ColumnTotals, crosstab.Total),
            [.. crosstab.Cells.Select(cell => new CrossCount(cell.Row, cell.Column, cell.Count))],
            queries.BasisOf(query, "/crosstab")
        );
    }

    [McpServerTool(
        Name = "compare_with_letter",
        Title = "Comparison with the letter",
        ReadOnly = true,
        Idempotent = true,
        Destructive = false,
        OpenWorld = false,
        UseStructuredContent = true
    )]
    [Description(
        "Compares the figure printed in the letter of Zhao et al. (Front Med 2025) with the same panels counted from this release, and states the limits of the comparison. Use it to check what the letter states."
    )]
    public async Task<LetterComparison> CompareWithLetter(
        [Description(McpQueries.FilterHelp)] string? filter = null,
        [Description(PanelsHelp)] string[]? panels = null,
        CancellationToken cancellation = default
    )
    {
        var query = await queries.ReadAsync("landscape/comparison", filter, cancellation);
        var chosen = Chosen(panels).Select(panel => panel.Key).ToHashSet();
        var comparison = Comparison.Of(query.Release, query.Filter);
        return new LetterComparison(
            comparison.Note,
            [
                .. comparison
                    .Panels.Where(panel => chosen.Contains(panel.Panel))
                    .Select(panel => new ComparedPanel(
                        panel.Panel,
                        panel.Comparability,
                        panel.Note,
                        [
                            .. panel
                                .Buckets.Take(MostRowsBesideLetter)
                                .Select(bucket => new ComparedValue(
                                    bucket.Key,
                                    bucket.Label,
                                    bucket.LetterCount,
                                    bucket.LetterPercent,
                                    bucket.Count,
                                    bucket.Percent,
                                    bucket.Difference
                                )),
                        ],
                        Math.Max(0, panel.Buckets.Count - MostRowsBesideLetter)
                    )),
            ],
            queries.BasisOf(query, "/comparison")
        );
    }

    [McpServerTool(
        Name = "list_values",
        Title = "Values of the filter",
        ReadOnly = true,
        Idempotent = true,
        Destructive = false,
        OpenWorld = false,
        UseStructuredContent = true
    )]
    [Description(
        "Lists what the filter takes: without a name all its parameters; with the name of a parameter its values with labels, definitions and numbers of trials."
    )]
    public async Task<ListedValues> ListValues(
        [Description("A parameter of the filter, such as status, drugType or biomarker.")]
            string? name = null,
        [Description(McpQueries.FilterHelp)] string? filter = null,
        CancellationToken cancellation = default
    )
    {
        var query = await queries.ReadAsync("vocabularies", filter, cancellation);
        if (name is null)
        {
            return new ListedValues(
                null,
                McpQueries.FilterHelp,
                [
                    .. FilterParameters.All.Select(parameter => new ListedValue(
                        parameter.Name,
                        parameter.Kind.ToString(),
                        parameter.Description,
                        null
                    )),
                ],
                0,
                queries.BasisOf(query with { Filter = TrialFilter.Empty }, "/about")
            );
        }
        if (FilterParameters.Find(name) is not { } found)
        {
            throw McpQueries.Unknown(
                "parameter of the filter",
                name,
                FilterParameters.All.Select(known => known.Name)
            );
        }
        var values = Values(query, found).ToList();
        return new ListedValues(
            found.Name,
            found.Description,
            [.. values.Take(MostValues)],
            Math.Max(0, values.Count - MostValues),
            queries.BasisOf(query with { Filter = TrialFilter.Empty }, "/about")
        );
    }

    private static IEnumerable<ListedValue> Values(ApiQuery query, FilterParameter parameter)
    {
        if (parameter.Facet is not { } facet)
        {
            return (parameter.Values ?? []).Select(value => new ListedValue(
                value,
                value,
                null,
                null
            ));
        }
        var definitions = VocabularyQuery
            .Find(query.Release, facet.Name)
            ?.Values.ToDictionary(term => term.Value, term => term.Definition);
        return new Cohort(query.Release, query.Filter, query.Select(), 0)
            .By(facet)
            .Buckets.Select(bucket => new ListedValue(
                bucket.Key,
                bucket.Label,
                definitions?.GetValueOrDefault(bucket.Key),
                bucket.Count
            ));
    }

    private static IReadOnlyList<PanelDefinition> Chosen(string[]? names) =>
        names is null or []
            ? Panels.All
            :
            [
                .. names.Select(name =>
                    Panels.Find(name)
                    ?? throw McpQueries.Unknown(
                        "panel",
                        name,
                        Panels.All.Select(known => known.Key)
                    )
                ),
            ];

    private static PanelSummary Summarize(PanelCount panel, int top)
    {
        var rows = panel.Buckets.Where(bucket => bucket.Count > 0).ToList();
        return new PanelSummary(
            panel.Panel,
            panel.Title,
            panel.Total,
            panel.Unclassified,
            panel.Excluded,
            panel.Overlapping,
            [
                .. rows.Take(top)
                    .Select(bucket => new CountedValue(
                        bucket.Key,
                        bucket.Label,
                        bucket.Count,
                        bucket.Percent
                    )),
            ],
            Math.Max(0, rows.Count - top)
        );
    }

    private static IReadOnlyList<CountedValue> Totals(IReadOnlyList<Tally> tallies, int total) =>
        [
            .. tallies.Select(tally => new CountedValue(
                tally.Key,
                tally.Label,
                tally.Count,
                Percentages.Of(tally.Count, total)
            )),
        ];
}
