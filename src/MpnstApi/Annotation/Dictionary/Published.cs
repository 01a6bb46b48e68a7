using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Annotation.Dictionary;

/// <summary>The letter.</summary>
/// <param name="Title">Title of the letter.</param>
/// <param name="Authors">Its authors.</param>
/// <param name="Journal">The journal.</param>
/// <param name="Year">Year of publication.</param>
/// <param name="Figure">The figure that is quoted.</param>
/// <param name="Database">The database that it was made from.</param>
/// <param name="Received">When it was received.</param>
/// <param name="Accepted">When it was accepted.</param>
/// <param name="DataCutOff">The day of the data; null if the letter states none.</param>
/// <param name="TrialsIdentified">Number of trials that it says were found.</param>
/// <param name="InferredDenominator">Number of trials that its percentages fit.</param>
/// <param name="Note">Remarks on the letter.</param>
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

/// <summary>A bucket as printed. A figure that is not printed is null, never 0.</summary>
/// <param name="Key">This service's key of the bucket.</param>
/// <param name="Label">The letter's label.</param>
/// <param name="Trials">Trials as printed; null if not printed.</param>
/// <param name="PrintedPercent">Percent as printed; null if not printed.</param>
/// <param name="Note">Irregularity of this bucket in print.</param>
/// <param name="Rank">Rank in an order that the letter states in words; null if it states none.</param>
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
/// <param name="Denominator">As stated; null if the letter states none.</param>
/// <param name="InferredDenominator">The number of trials that the percentages fit; null if nothing fits.</param>
/// <param name="PrintedTotal">Sum of the printed buckets.</param>
/// <param name="Comparability">DIRECT, REMAPPED, RANK_ONLY or SIDE_BY_SIDE.</param>
/// <param name="ComparabilityNote">What can be compared, and why not more.</param>
/// <param name="Note">Irregularities in print.</param>
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

/// <summary>A statement of the letter about the disease, with the numbers of its references.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="LetterReferences">Numbers of the letter's references.</param>
public sealed record PublishedStatement(string Statement, IReadOnlyList<int> LetterReferences);

/// <summary>A gap that the letter names.</summary>
/// <param name="Key">This service's key of the gap.</param>
/// <param name="Statement">The letter's statement.</param>
public sealed record PublishedGap([property: GapKeyVocabulary] string Key, string Statement);

/// <summary>The letter's figure as printed. Irregularities are noted, nothing is corrected.</summary>
/// <param name="Source">The letter itself.</param>
/// <param name="Panels">Panels A to G.</param>
/// <param name="Arithmetic">Where printed numbers do not add up.</param>
/// <param name="Context">Statements of the letter about the disease.</param>
/// <param name="Gaps">Gaps that the letter names.</param>
/// <param name="ComparisonNote">The limits of a comparison.</param>
public sealed record Published(
    PublishedSource Source,
    IReadOnlyList<PublishedPanel> Panels,
    IReadOnlyList<string> Arithmetic,
    IReadOnlyList<PublishedStatement> Context,
    IReadOnlyList<PublishedGap> Gaps,
    string ComparisonNote
);
