using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Filtering;
using MpnstApi.Releases;
using MpnstApi.Statistics;

namespace MpnstApi.Landscape;

/// <summary>One panel, with its cohort and data.</summary>
public sealed record PanelResponse : PanelCount
{
    public PanelResponse(PanelCount panel, IReadOnlyList<FilterEcho> filter, DatasetInfo dataset)
        : base(panel)
    {
        Filter = filter;
        Dataset = dataset;
    }

    /// <summary>The cohort.</summary>
    public IReadOnlyList<FilterEcho> Filter { get; }

    /// <summary>The data.</summary>
    public DatasetInfo Dataset { get; }
}

/// <summary>The basis of a figure.</summary>
/// <param name="Statement">The part of the registry that this release has.</param>
/// <param name="RecordsLacking">Trials of the cohort whose records lack the data that the figure needs.</param>
/// <param name="RecordsTotal">Trials of the cohort.</param>
public sealed record Completeness(string Statement, int RecordsLacking, int RecordsTotal);

/// <summary>
/// A share that the letter calls too small, computed from this release. It describes this release, not the field as a
/// whole.
/// </summary>
/// <param name="Key">BIOMARKER_SELECTED, LATE_PHASE, MPNST_DEDICATED, NF1, IMMUNOTHERAPY or OPEN_NOW.</param>
/// <param name="Label">Short human label.</param>
/// <param name="Definition">The trials in the numerator and in the denominator.</param>
/// <param name="Numerator">Trials that count.</param>
/// <param name="Denominator">Trials for which it is known.</param>
/// <param name="Unknown">Trials for which it is unknown.</param>
/// <param name="Percent">100·numerator/denominator, one decimal; null if the denominator is 0 or less than unknown.</param>
/// <param name="Note">The reason why there is no percent; null if there is one.</param>
/// <param name="Completeness">The basis of the figure.</param>
/// <param name="Href">Lists the trials of the numerator; null if a query string cannot express which.</param>
public sealed record Gap(
    [property: GapKeyVocabulary] string Key,
    string Label,
    string Definition,
    int Numerator,
    int Denominator,
    int Unknown,
    decimal? Percent,
    string? Note,
    Completeness Completeness,
    ResourceLink? Href
);

/// <summary>A protein with a role in MPNST biology that no trial of the cohort in this release is known to target.</summary>
/// <param name="Symbol">HGNC symbol.</param>
/// <param name="Name">Name of the protein.</param>
/// <param name="Biology">Its role in MPNST biology.</param>
/// <param name="Reference">The source of the statement.</param>
/// <param name="Href">The target's record.</param>
public sealed record TargetWithoutTrials(
    string Symbol,
    string Name,
    string Biology,
    string? Reference,
    ResourceLink Href
);

/// <summary>The gaps of a cohort.</summary>
/// <param name="Filter">The cohort.</param>
/// <param name="Total">Trials the filter selects.</param>
/// <param name="Gaps">Shares that the letter calls too small.</param>
/// <param name="TargetsWithoutTrials">Proteins with a role in MPNST biology that no trial of the cohort targets.</param>
/// <param name="Dataset">The data.</param>
public sealed record GapResponse(
    IReadOnlyList<FilterEcho> Filter,
    int Total,
    IReadOnlyList<Gap> Gaps,
    IReadOnlyList<TargetWithoutTrials> TargetsWithoutTrials,
    DatasetInfo Dataset
);

/// <summary>Seven panels and the gaps of a cohort.</summary>
/// <param name="Filter">The cohort.</param>
/// <param name="Total">Trials that the filter selects: those that a panel counts and those that it excludes.</param>
/// <param name="Panels">A to G.</param>
/// <param name="Gaps">Shares that the letter calls too small.</param>
/// <param name="TargetsWithoutTrials">Proteins with a role in MPNST biology that no trial of the cohort targets.</param>
/// <param name="Dataset">The data.</param>
public sealed record LandscapeResponse(
    IReadOnlyList<FilterEcho> Filter,
    int Total,
    IReadOnlyList<PanelCount> Panels,
    IReadOnlyList<Gap> Gaps,
    IReadOnlyList<TargetWithoutTrials> TargetsWithoutTrials,
    DatasetInfo Dataset
);

/// <summary>A row, a column or a timeline's bucket.</summary>
/// <param name="Key">Value's key; NOT_STATED for trials without one.</param>
/// <param name="Label">Label for charts.</param>
/// <param name="Count">Trials, each once.</param>
/// <param name="Href">Lists exactly these trials; null if a query string cannot express which.</param>
public sealed record Tally(string Key, string Label, int Count, ResourceLink? Href);

/// <summary>A cell that is not empty.</summary>
/// <param name="Row">Key of the row.</param>
/// <param name="Column">Key of the column.</param>
/// <param name="Count">Trials, each once.</param>
/// <param name="Href">Lists exactly these trials; null if a query string cannot express which.</param>
public sealed record Cell(string Row, string Column, int Count, ResourceLink? Href);

/// <summary>Trials of a cohort by two dimensions.</summary>
/// <param name="Rows">Name of the rows' dimension.</param>
/// <param name="Columns">Name of the columns' dimension.</param>
/// <param name="Filter">The cohort.</param>
/// <param name="Total">Trials counted.</param>
/// <param name="Excluded">Trials the filter selects that are not counted, as in the panels.</param>
/// <param name="RowTotals">Rows; a trial may be in several if the dimension has several values.</param>
/// <param name="ColumnTotals">Columns.</param>
/// <param name="Cells">Cells that are not empty, row by row.</param>
/// <param name="Dataset">The data.</param>
public sealed record CrosstabResponse(
    [property: ClosedVocabulary(ClosedVocabularyAttribute.Dimension)] string Rows,
    [property: ClosedVocabulary(ClosedVocabularyAttribute.Dimension)] string Columns,
    IReadOnlyList<FilterEcho> Filter,
    int Total,
    int Excluded,
    IReadOnlyList<Tally> RowTotals,
    IReadOnlyList<Tally> ColumnTotals,
    IReadOnlyList<Cell> Cells,
    DatasetInfo Dataset
);

/// <summary>A year of starts. Empty years are included.</summary>
/// <param name="Year">The year.</param>
/// <param name="Total">Trials that started or are to start in it.</param>
/// <param name="Href">Lists exactly these trials; null if a query string cannot express which.</param>
/// <param name="Buckets">These trials by the dimension.</param>
public sealed record TimelineYear(
    int Year,
    int Total,
    ResourceLink? Href,
    IReadOnlyList<Tally> Buckets
);

/// <summary>Starts by year and one dimension.</summary>
/// <param name="By">Name of the dimension.</param>
/// <param name="Filter">The cohort.</param>
/// <param name="Total">Trials counted.</param>
/// <param name="Excluded">Trials the filter selects that are not counted, as in the panels.</param>
/// <param name="Unclassified">Trials without a start date.</param>
/// <param name="Years">From the first start to the last.</param>
/// <param name="Dataset">The data.</param>
public sealed record TimelineResponse(
    [property: ClosedVocabulary(ClosedVocabularyAttribute.Dimension)] string By,
    IReadOnlyList<FilterEcho> Filter,
    int Total,
    int Excluded,
    int Unclassified,
    IReadOnlyList<TimelineYear> Years,
    DatasetInfo Dataset
)
{
    /// <summary>Returns the values of the dimension that any year has, the most frequent first.</summary>
    public IEnumerable<(string Key, string Label)> ValuesByCount() =>
        Years
            .SelectMany(year => year.Buckets)
            .GroupBy(bucket => (bucket.Key, bucket.Label))
            .OrderByDescending(value => value.Sum(bucket => bucket.Count))
            .Select(value => value.Key);
}

/// <summary>The letter's side of a panel.</summary>
/// <param name="Denominator">131 if it can be inferred; null if none is stated or fits.</param>
/// <param name="Note">Irregularities in print.</param>
public sealed record LetterSide(int? Denominator, string? Note);

/// <summary>Our side of a panel.</summary>
/// <param name="Total">Trials the panel counts.</param>
/// <param name="Classified">Those in a bucket.</param>
public sealed record OurSide(int Total, int Classified);

/// <summary>A bucket of the letter compared with ours.</summary>
/// <param name="Key">Our key of the bucket.</param>
/// <param name="Label">The letter's word for it.</param>
/// <param name="LetterCount">Trials as printed; null if not printed.</param>
/// <param name="LetterPercent">Percent as printed; null if not printed.</param>
/// <param name="Count">Our trials; null if we have no such bucket.</param>
/// <param name="Percent">Our percent of classified trials, one decimal.</param>
/// <param name="Difference">Our percent minus the letter's, in percentage points; null if the two cannot be compared.</param>
/// <param name="Note">Irregularity of this bucket in print.</param>
/// <param name="Href">Lists our trials; null if we have no such bucket.</param>
public sealed record ComparisonBucket(
    string Key,
    string Label,
    int? LetterCount,
    decimal? LetterPercent,
    int? Count,
    decimal? Percent,
    decimal? Difference,
    string? Note,
    ResourceLink? Href
);

/// <summary>A panel of the letter compared with ours.</summary>
/// <param name="Panel">Name of the panel.</param>
/// <param name="Comparability">DIRECT, REMAPPED, RANK_ONLY or SIDE_BY_SIDE.</param>
/// <param name="Note">The conclusions that are possible, and explanations of the difference.</param>
/// <param name="Letter">The letter's side.</param>
/// <param name="Ours">Our side.</param>
/// <param name="RankCorrelation">Spearman's rank correlation over buckets that both rank; null for fewer than three or if all are tied.</param>
/// <param name="Buckets">Buckets of the letter, followed by ours that it does not print.</param>
public sealed record ComparisonPanel(
    [property: ClosedVocabulary(ClosedVocabularyAttribute.PanelName)] string Panel,
    [property: ComparabilityVocabulary] string Comparability,
    string Note,
    LetterSide Letter,
    OurSide Ours,
    decimal? RankCorrelation,
    IReadOnlyList<ComparisonBucket> Buckets
);

/// <summary>Our panels compared with the letter's.</summary>
/// <param name="Filter">The cohort of our panels.</param>
/// <param name="Note">The limits of the comparison.</param>
/// <param name="Panels">Panel by panel.</param>
/// <param name="Dataset">The data.</param>
public sealed record ComparisonResponse(
    IReadOnlyList<FilterEcho> Filter,
    string Note,
    IReadOnlyList<ComparisonPanel> Panels,
    DatasetInfo Dataset
);
