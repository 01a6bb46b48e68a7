using MpnstApi.Filtering;

namespace MpnstApi.Statistics;

/// <summary>How many trials of a cohort have one value.</summary>
/// <param name="Key">Value's key.</param>
/// <param name="Label">What a chart prints.</param>
/// <param name="Count">Trials, each once.</param>
/// <param name="Percent">100·count/total, one decimal; null over 0.</param>
/// <param name="PercentOfClassified">100·count/classified, one decimal; null over 0.</param>
/// <param name="Rounded">Whole percents of classified that add up to 100 (largest remainder); null where buckets overlap.</param>
/// <param name="ByCertainty">The count by what the label rests on.</param>
/// <param name="Href">Lists exactly the trials counted; null where a query string cannot say which.</param>
public sealed record Bucket(
    string Key,
    string Label,
    int Count,
    decimal? Percent,
    decimal? PercentOfClassified,
    int? Rounded,
    IReadOnlyDictionary<string, int> ByCertainty,
    ResourceLink? Href
);

/// <summary>What counting a cohort by a facet gave.</summary>
/// <param name="Total">Trials counted.</param>
/// <param name="Classified">Those with a value.</param>
/// <param name="Unclassified">Those without.</param>
/// <param name="Excluded">Trials the filter selects that are not counted: other study types; for drugs and targets, trials that never enrolled anyone.</param>
/// <param name="Overlapping">A trial may be in several buckets.</param>
/// <param name="Buckets">The shown ones, in order.</param>
/// <param name="Omitted">What the top cut off.</param>
public sealed record Distribution(
    int Total,
    int Classified,
    int Unclassified,
    int Excluded,
    bool Overlapping,
    IReadOnlyList<Bucket> Buckets,
    Omitted Omitted
);

/// <summary>What is not shown because only the first buckets were asked for.</summary>
/// <param name="Buckets">Buckets left out.</param>
/// <param name="Trials">Trials in a bucket left out and in none of those shown.</param>
public sealed record Omitted(int Buckets, int Trials);
