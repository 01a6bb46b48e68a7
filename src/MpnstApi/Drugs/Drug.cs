using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Filtering;
using MpnstApi.Indexing;
using MpnstApi.Releases;
using MpnstApi.Statistics;

namespace MpnstApi.Drugs;

/// <summary>A drug in a list, with its count in the cohort.</summary>
/// <param name="Id">Lower-case INN, other characters as "-".</param>
/// <param name="Name">International nonproprietary name.</param>
/// <param name="Modality">What kind of treatment it is.</param>
/// <param name="Types">Drug type keys.</param>
/// <param name="Targets">HGNC symbols of its targets.</param>
/// <param name="TrialCount">Trials of the cohort in which it counts as treatment, each once.</param>
/// <param name="Href">Lists exactly the trials counted; null if a query string cannot express which.</param>
public record DrugSummary(
    string Id,
    string Name,
    Modality Modality,
    IReadOnlyList<string> Types,
    IReadOnlyList<string> Targets,
    int TrialCount,
    ResourceLink? Href
);

/// <summary>One drug: names, targets with references, trials by phase and status.</summary>
public sealed record DrugProfile : DrugSummary
{
    public DrugProfile(DrugSummary summary)
        : base(summary) { }

    /// <summary>Further names, brand names and codes.</summary>
    public required IReadOnlyList<string> Synonyms { get; init; }

    /// <summary>Ids in other databases; null if none was found.</summary>
    public required DrugIds Ids { get; init; }

    /// <summary>Its links to proteins, each with role, action and reference.</summary>
    public required IReadOnlyList<DrugTarget> TargetLinks { get; init; }

    /// <summary>The day on which a curator checked the entry against sources; null if unchecked.</summary>
    public required string? ReviewedOn { get; init; }

    /// <summary>The source that the entry was checked against: URL, DOI or PMID; null if unchecked.</summary>
    public required string? Reference { get; init; }

    /// <summary>A curator's remark.</summary>
    public required string? Note { get; init; }

    /// <summary>The trials counted, by phase; phases without trials are included.</summary>
    public required IReadOnlyList<Bucket> TrialsByPhase { get; init; }

    /// <summary>The trials counted, by status; statuses without trials are included.</summary>
    public required IReadOnlyList<Bucket> TrialsByStatus { get; init; }

    /// <summary>The cohort.</summary>
    public required IReadOnlyList<FilterEcho> Filter { get; init; }

    /// <summary>The data.</summary>
    public required DatasetInfo Dataset { get; init; }
}
