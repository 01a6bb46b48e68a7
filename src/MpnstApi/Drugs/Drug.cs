using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Releases;

namespace MpnstApi.Drugs;

/// <summary>A drug in a list, with its count in the slice.</summary>
public record DrugSummary
{
    /// <summary>Lower-case INN, other characters as "-".</summary>
    public required string Id { get; init; }

    /// <summary>International nonproprietary name.</summary>
    public required string Name { get; init; }
    public required Modality Modality { get; init; }

    /// <summary>Drug type keys.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>HGNC symbols of its targets.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>Trials of the slice in which it counts as treatment, each once.</summary>
    public required int TrialCount { get; init; }

    /// <summary>Lists exactly the trials counted.</summary>
    public required string Href { get; init; }
}

/// <summary>One drug: names, targets with references, trials by phase and status.</summary>
public sealed record DrugProfile : DrugSummary
{
    public required IReadOnlyList<string> Synonyms { get; init; }

    /// <summary>Ids elsewhere; null where not seen.</summary>
    public required DrugIds Ids { get; init; }

    /// <summary>Its links to proteins, each with role, action and reference.</summary>
    public required IReadOnlyList<DrugTarget> TargetLinks { get; init; }

    /// <summary>The day a curator checked the entry against sources; null where nobody has.</summary>
    public required string? ReviewedOn { get; init; }

    /// <summary>What the entry was compared with: URL, DOI or PMID; null where nobody has.</summary>
    public required string? Reference { get; init; }
    public required string? Note { get; init; }
    public required IReadOnlyList<Bucket> TrialsByPhase { get; init; }
    public required IReadOnlyList<Bucket> TrialsByStatus { get; init; }
    public required IReadOnlyList<FilterEcho> Filter { get; init; }
    public required DatasetInfo Dataset { get; init; }
}
