namespace MpnstApi.Annotation.Dictionary;

/// <summary>The letter.</summary>
public sealed record PublishedSource(
    string Title,
    string Authors,
    string Journal,
    int Year,
    string Figure,
    string Database,
    string Received,
    string Accepted,
    string? DataCutOff,
    int TrialsIdentified,
    int InferredDenominator,
    string Note
);

/// <summary>A bucket as printed; null where a figure is not printed, never 0.</summary>
/// <param name="Rank">Place in an order the letter states in words; null where it states none.</param>
public sealed record PublishedBucket(
    string Key,
    string Label,
    int? Trials,
    decimal? PrintedPercent,
    string? Note,
    int? Rank
);

/// <summary>A panel as printed.</summary>
/// <param name="Panel">Name of the panel in this service.</param>
/// <param name="Letter">A to G.</param>
/// <param name="Denominator">As stated; null where the letter states none.</param>
/// <param name="InferredDenominator">What the percentages fit; null where nothing fits.</param>
/// <param name="PrintedTotal">Sum of the printed buckets.</param>
/// <param name="Comparability">DIRECT, REMAPPED, RANK_ONLY or SIDE_BY_SIDE.</param>
public sealed record PublishedPanel(
    string Panel,
    string Letter,
    string Title,
    int? Denominator,
    int? InferredDenominator,
    int? PrintedTotal,
    string Comparability,
    string ComparabilityNote,
    string? Note,
    IReadOnlyList<PublishedBucket> Buckets
);

/// <summary>What the letter says of the disease, with the numbers of its references.</summary>
public sealed record PublishedStatement(string Statement, IReadOnlyList<int> LetterReferences);

/// <summary>A gap the letter names.</summary>
public sealed record PublishedGap(string Key, string Statement);

/// <summary>The letter's figure as printed: quirks named, nothing corrected.</summary>
public sealed record Published(
    PublishedSource Source,
    IReadOnlyList<PublishedPanel> Panels,
    IReadOnlyList<string> Arithmetic,
    IReadOnlyList<PublishedStatement> Context,
    IReadOnlyList<PublishedGap> Gaps,
    string ComparisonNote
);
