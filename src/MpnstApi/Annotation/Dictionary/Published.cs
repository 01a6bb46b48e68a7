using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Annotation.Dictionary;

/// <summary>The letter.</summary>
/// <param name="Title">Title of the letter.</param>
/// <param name="Authors">Its authors.</param>
/// <param name="Journal">Where it appeared.</param>
/// <param name="Year">When it appeared.</param>
/// <param name="Figure">Which figure is quoted.</param>
/// <param name="Database">The database it was made from.</param>
/// <param name="Received">When it was received.</param>
/// <param name="Accepted">When it was accepted.</param>
/// <param name="DataCutOff">The day of the data; null where the letter states none.</param>
/// <param name="TrialsIdentified">Trials it says were found.</param>
/// <param name="InferredDenominator">Trials its percentages fit.</param>
/// <param name="Note">What is to be known of it.</param>
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
/// <param name="Key">This service's key of the bucket.</param>
/// <param name="Label">The letter's word for it.</param>
/// <param name="Trials">Trials as printed; null where not printed.</param>
/// <param name="PrintedPercent">Percent as printed; null where not printed.</param>
/// <param name="Note">Quirk of this bucket's print.</param>
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
/// <param name="Title">As printed.</param>
/// <param name="Denominator">As stated; null where the letter states none.</param>
/// <param name="InferredDenominator">What the percentages fit; null where nothing fits.</param>
/// <param name="PrintedTotal">Sum of the printed buckets.</param>
/// <param name="Comparability">DIRECT, REMAPPED, RANK_ONLY or SIDE_BY_SIDE.</param>
/// <param name="ComparabilityNote">What may be compared, and why not more.</param>
/// <param name="Note">Quirks of the print.</param>
/// <param name="Buckets">Buckets as printed.</param>
public sealed record PublishedPanel(
    [property: ClosedVocabulary(ClosedVocabularyAttribute.PanelName)] string Panel,
    string Letter,
    string Title,
    int? Denominator,
    int? InferredDenominator,
    int? PrintedTotal,
    [property: ComparabilityVocabulary] string Comparability,
    string ComparabilityNote,
    string? Note,
    IReadOnlyList<PublishedBucket> Buckets
);

/// <summary>What the letter says of the disease, with the numbers of its references.</summary>
/// <param name="Statement">What it says.</param>
/// <param name="LetterReferences">Numbers of the letter's references.</param>
public sealed record PublishedStatement(string Statement, IReadOnlyList<int> LetterReferences);

/// <summary>A gap the letter names.</summary>
/// <param name="Key">This service's key of the gap.</param>
/// <param name="Statement">What the letter says of it.</param>
public sealed record PublishedGap([property: GapKeyVocabulary] string Key, string Statement);

/// <summary>The letter's figure as printed: quirks named, nothing corrected.</summary>
/// <param name="Source">The letter itself.</param>
/// <param name="Panels">Panels A to G.</param>
/// <param name="Arithmetic">Where printed numbers do not add up.</param>
/// <param name="Context">What the letter says of the disease.</param>
/// <param name="Gaps">Gaps the letter names.</param>
/// <param name="ComparisonNote">What a comparison can and cannot say.</param>
public sealed record Published(
    PublishedSource Source,
    IReadOnlyList<PublishedPanel> Panels,
    IReadOnlyList<string> Arithmetic,
    IReadOnlyList<PublishedStatement> Context,
    IReadOnlyList<PublishedGap> Gaps,
    string ComparisonNote
);
