using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Filtering;
using MpnstApi.Releases;
using MpnstApi.Statistics;

namespace MpnstApi.Targets;

/// <summary>A protein's role in MPNST biology.</summary>
/// <param name="Kind">MUTATED_GENE, PATHWAY, SUBTYPE, PRECLINICAL_LEAD or CLINICAL_LEAD.</param>
/// <param name="Statement">What is known.</param>
/// <param name="Reference">The source of the statement.</param>
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
/// <param name="Kind">PROTEIN, or FAMILY for a name of several proteins.</param>
/// <param name="HgncId">HGNC id; null for a family or if not found.</param>
/// <param name="Uniprot">UniProt accession.</param>
/// <param name="Name">Full name.</param>
/// <param name="Aliases">Further symbols and names.</param>
/// <param name="Family">The family it belongs to.</param>
/// <param name="Pathway">The signalling pathway it belongs to.</param>
/// <param name="TrialCount">Trials of the cohort with a drug (or class of drugs) that acts on it, each once.</param>
/// <param name="PrimaryTrialCount">Those in which it is a drug's stated mechanism.</param>
/// <param name="DrugCount">Drugs in these trials that act on it.</param>
/// <param name="Href">Lists exactly the trials counted; null if a query string cannot express which.</param>
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
/// <param name="Kind">DRUG, or CLASS if trials do not name a drug.</param>
/// <param name="Symbol">The protein; for a family the member.</param>
/// <param name="Role">PRIMARY or SECONDARY.</param>
/// <param name="Action">INHIBITOR, ...; null if no source was found.</param>
/// <param name="Reference">The source of the link; null if unreviewed.</param>
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

/// <summary>One target: its drugs, its trials by phase and status, its role in MPNST biology.</summary>
public sealed record TargetProfile : TargetSummary
{
    public TargetProfile(TargetSummary summary)
        : base(summary) { }

    /// <summary>Members of a family; empty for a protein.</summary>
    public required IReadOnlyList<string> Members { get; init; }

    /// <summary>Its role in MPNST biology; null if none is known.</summary>
    public required TargetBiology? Biology { get; init; }

    /// <summary>Drugs, and classes of drugs, of the cohort's trials that act on it, by number of trials.</summary>
    public required IReadOnlyList<TargetDrug> Drugs { get; init; }

    /// <summary>The trials counted, by phase; phases without trials are included.</summary>
    public required IReadOnlyList<Bucket> TrialsByPhase { get; init; }

    /// <summary>The trials counted, by status; statuses without trials are included.</summary>
    public required IReadOnlyList<Bucket> TrialsByStatus { get; init; }

    /// <summary>The cohort.</summary>
    public required IReadOnlyList<FilterEcho> Filter { get; init; }

    /// <summary>The data.</summary>
    public required DatasetInfo Dataset { get; init; }
}
