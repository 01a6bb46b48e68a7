using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Releases;

namespace MpnstApi.Targets;

/// <summary>A protein's place in MPNST biology.</summary>
/// <param name="Kind">MUTATED_GENE, PATHWAY, SUBTYPE, PRECLINICAL_LEAD or CLINICAL_LEAD.</param>
/// <param name="Statement">What is known.</param>
/// <param name="Reference">Who says so.</param>
public sealed record TargetBiology(string Kind, string Statement, string? Reference);

/// <summary>A target in a list, with its counts in the slice.</summary>
public record TargetSummary
{
    /// <summary>HGNC symbol; the family's id for a family.</summary>
    public required string Symbol { get; init; }

    /// <summary>PROTEIN, or FAMILY for a name that stands for several.</summary>
    public required string Kind { get; init; }
    public required string? HgncId { get; init; }

    /// <summary>UniProt accession.</summary>
    public required string? Uniprot { get; init; }
    public required string Name { get; init; }
    public required IReadOnlyList<string> Aliases { get; init; }
    public required string? Family { get; init; }
    public required string? Pathway { get; init; }

    /// <summary>Trials of the slice with a drug (or class of drugs) that acts on it, each once.</summary>
    public required int TrialCount { get; init; }

    /// <summary>Those in which it is a drug's stated mechanism.</summary>
    public required int PrimaryTrialCount { get; init; }

    /// <summary>Drugs in these trials that act on it.</summary>
    public required int DrugCount { get; init; }

    /// <summary>Lists exactly the trials counted.</summary>
    public required string Href { get; init; }
}

/// <summary>A drug that acts on a target.</summary>
/// <param name="Id">Drug id, or the id of a class of drugs.</param>
/// <param name="Name">INN, or name of the class.</param>
/// <param name="Kind">DRUG, or CLASS where trials name no drug.</param>
/// <param name="Symbol">The protein; for a family, which member.</param>
/// <param name="Role">PRIMARY or SECONDARY.</param>
/// <param name="Action">INHIBITOR, ...; null where no source was seen.</param>
/// <param name="Reference">Who says so; null where unreviewed.</param>
/// <param name="Reviewed">False where nobody checked the link against a source.</param>
/// <param name="TrialCount">Trials of the slice with this drug acting on it.</param>
/// <param name="Href">The drug's record; null for a class.</param>
public sealed record TargetDrug(
    string Id,
    string Name,
    string Kind,
    string Symbol,
    TargetRole Role,
    string? Action,
    string? Reference,
    bool Reviewed,
    int TrialCount,
    string? Href
);

/// <summary>One target: its drugs, its trials by phase and status, its place in MPNST biology.</summary>
public sealed record TargetProfile : TargetSummary
{
    /// <summary>Members of a family; empty for a protein.</summary>
    public required IReadOnlyList<string> Members { get; init; }
    public required TargetBiology? Biology { get; init; }
    public required IReadOnlyList<TargetDrug> Drugs { get; init; }
    public required IReadOnlyList<Bucket> TrialsByPhase { get; init; }
    public required IReadOnlyList<Bucket> TrialsByStatus { get; init; }
    public required IReadOnlyList<FilterEcho> Filter { get; init; }
    public required DatasetInfo Dataset { get; init; }
}
