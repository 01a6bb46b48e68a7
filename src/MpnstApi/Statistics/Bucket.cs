using MpnstApi.Filtering;

namespace MpnstApi.Statistics;

/// <summary>The number of trials of a cohort that have a value.</summary>
/// <param name="Key">Value's key.</param>
/// <param name="Label">Label for charts.</param>
/// <param name="Count">Trials, each once.</param>
/// <param name="Percent">100·count/total, one decimal; null if total is 0.</param>
/// <param name="PercentOfClassified">100·count/classified, one decimal; null if classified is 0.</param>
/// <param name="Rounded">Percent of classified as an integer; all add up to 100 (largest remainder). Null if buckets overlap.</param>
/// <param name="ByCertainty">The count by certainty of the label.</param>
/// <param name="Href">Lists exactly the trials counted; null if a query string cannot express which.</param>
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

/// <summary>The distribution of a cohort over a facet.</summary>
/// <param name="Total">Trials counted.</param>
/// <param name="Classified">Those with a value.</param>
/// <param name="Unclassified">Those without.</param>
/// <param name="Excluded">Trials that the filter selects and that are not counted: other study types; for drugs and targets also trials that never enrolled anyone.</param>
/// <param name="Overlapping">Whether a trial may be in several buckets.</param>
/// <param name="Buckets">The buckets shown, in order.</param>
/// <param name="Omitted">Buckets left out because of top.</param>
public sealed record Distribution(
    int Total,
    int Classified,
    int Unclassified,
    int Excluded,
    bool Overlapping,
    IReadOnlyList<Bucket> Buckets,
    Omitted Omitted
);

/// <summary>The buckets that are not shown because only the first ones were requested.</summary>
/// <param name="Buckets">Number of buckets left out.</param>
/// <param name="Trials">Trials that are only in buckets left out.</param>
public sealed record Omitted(int Buckets, int Trials);
