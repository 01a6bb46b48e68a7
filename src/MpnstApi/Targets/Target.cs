using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Filtering;
using MpnstApi.Releases;
using MpnstApi.Statistics;

namespace MpnstApi.Targets;

/// <summary>A protein's place in MPNST biology.</summary>
/// <param name="Kind">MUTATED_GENE, PATHWAY, SUBTYPE, PRECLINICAL_LEAD or CLINICAL_LEAD.</param>
/// <param name="Statement">What is known.</param>
/// <param name="Reference">Who says so.</param>
public sealed record TargetBiology(
    [property: ClosedVocabulary(
        "BiologyKind",
        "MUTATED_GENE",
        "PATHWAY",
        "SUBTYPE",
        "PRECLINICAL_LEAD",
        "CLINICAL_LEAD"
    )]
        string Kind,
    string Statement,
    string? Reference
);

/// <summary>A target in a list, with its counts in the cohort.</summary>
/// <param name="Symbol">HGNC symbol; the family's id for a family.</param>
/// <param name="Kind">PROTEIN, or FAMILY for a name that stands for several.</param>
/// <param name="HgncId">HGNC id; null for a family or where not seen.</param>
/// <param name="Uniprot">UniProt accession.</param>
/// <param name="Name">Full name.</param>
/// <param name="Aliases">Further symbols and names.</param>
/// <param name="Family">The family it belongs to.</param>
/// <param name="Pathway">The signalling pathway it belongs to.</param>
/// <param name="TrialCount">Trials of the cohort with a drug (or class of drugs) that acts on it, each once.</param>
/// <param name="PrimaryTrialCount">Those in which it is a drug's stated mechanism.</param>
/// <param name="DrugCount">Drugs in these trials that act on it.</param>
/// <param name="Href">Lists exactly the trials counted; null where a query string cannot say which.</param>
public record TargetSummary(
    string Symbol,
    [property: ClosedVocabulary("TargetKind", "PROTEIN", "FAMILY")] string Kind,
    string? HgncId,
    string? Uniprot,
    string Name,
    IReadOnlyList<string> Aliases,
    string? Family,
    string? Pathway,
    int TrialCount,
    int PrimaryTrialCount,
    int DrugCount,
    ResourceLink? Href
);

/// <summary>A drug that acts on a target.</summary>
/// <param name="Id">Drug id, or the id of a class of drugs.</param>
/// <param name="Name">INN, or name of the class.</param>
/// <param name="Kind">DRUG, or CLASS where trials name no drug.</param>
/// <param name="Symbol">The protein; for a family, which member.</param>
/// <param name="Role">PRIMARY or SECONDARY.</param>
/// <param name="Action">INHIBITOR, ...; null where no source was seen.</param>
/// <param name="Reference">Who says so; null where unreviewed.</param>
/// <param name="Reviewed">False if the link has not been checked against a source.</param>
/// <param name="TrialCount">Trials of the cohort with this drug acting on it.</param>
/// <param name="Href">The drug's record; null for a class.</param>
public sealed record TargetDrug(
    string Id,
    string Name,
    [property: ClosedVocabulary("AgentKind", "DRUG", "CLASS")] string Kind,
    string Symbol,
    TargetRole Role,
    string? Action,
    string? Reference,
    bool Reviewed,
    int TrialCount,
    ResourceLink? Href
);

/// <summary>One target: its drugs, its trials by phase and status, its place in MPNST biology.</summary>
public sealed record TargetProfile : TargetSummary
{
    public TargetProfile(TargetSummary summary)
        : base(summary) { }

    /// <summary>Members of a family; empty for a protein.</summary>
    public required IReadOnlyList<string> Members { get; init; }

    /// <summary>Its place in MPNST biology; null if none is known.</summary>
    public required TargetBiology? Biology { get; init; }

    /// <summary>Drugs, and classes of drugs, of the cohort's trials that act on it, by number of trials.</summary>
    public required IReadOnlyList<TargetDrug> Drugs { get; init; }

    /// <summary>The trials counted, by phase; phases without one are included.</summary>
    public required IReadOnlyList<Bucket> TrialsByPhase { get; init; }

    /// <summary>The trials counted, by status; statuses without one are included.</summary>
    public required IReadOnlyList<Bucket> TrialsByStatus { get; init; }

    /// <summary>The cohort.</summary>
    public required IReadOnlyList<FilterEcho> Filter { get; init; }

    /// <summary>The data.</summary>
    public required DatasetInfo Dataset { get; init; }
}
