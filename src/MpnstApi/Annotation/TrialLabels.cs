using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Annotation;

/// <summary>
/// The labels derived for one trial, with their evidence. They depend only on the record and the version of the dictionary.
/// </summary>
public sealed record TrialLabels
{
    /// <summary>Gets the version of the dictionary and rules that made these labels.</summary>
    public required string DictionaryVersion { get; init; }
    public required Scope Scope { get; init; }
    public required StudyType StudyType { get; init; }
    public required Purpose Purpose { get; init; }
    public required Phase Phase { get; init; }
    public required TrialStatus Status { get; init; }
    public CtrpCategory? CtrpCategory { get; init; }

    /// <summary>
    /// Gets whether the trial was withdrawn before the first participant; counts of drugs and targets leave it out by
    /// default.
    /// </summary>
    public bool NeverEnrolled { get; init; }
    public required Indication Indication { get; init; }

    /// <summary>Gets whether the trial is interventional, for treatment, and about MPNST only.</summary>
    public bool MpnstDedicated { get; init; }

    /// <summary>Gets whether the trial is about MPNST only, but observational.</summary>
    public bool MpnstFocused { get; init; }

    /// <summary>Gets whether the record names neurofibromatosis type 1 as a disease of its patients.</summary>
    public bool Nf1 { get; init; }
    public required Nf1Association Nf1Association { get; init; }
    public required BiomarkerSelection BiomarkerSelection { get; init; }
    public IReadOnlyList<Biomarker> Biomarkers { get; init; } = [];

    /// <summary>
    /// Gets the modalities that count as treatment, in vocabulary order; SUPPORTIVE, DIAGNOSTIC and OTHER never do.
    /// </summary>
    public IReadOnlyList<Modality> Modalities { get; init; } = [];

    /// <summary>Gets the distinct treatment keys (CHEMOTHERAPY_SINGLE, ...) in ordinal order; empty if undetermined.</summary>
    public IReadOnlyList<string> Treatments { get; init; } = [];
    public IReadOnlyList<Regimen> Regimens { get; init; } = [];

    /// <summary>Gets the distinct drug type keys of the drugs and classes that count, in ordinal order.</summary>
    public IReadOnlyList<string> DrugTypes { get; init; } = [];

    /// <summary>Gets the drugs that count as treatment in this trial, ordered by id.</summary>
    public IReadOnlyList<DrugUse> Drugs { get; init; } = [];

    /// <summary>
    /// Gets every link from a drug or class to a target in this trial; a symbol has several if several drugs act on it.
    /// </summary>
    public IReadOnlyList<TargetUse> Targets { get; init; } = [];

    /// <summary>Gets one entry for each intervention of the record, in its order.</summary>
    public IReadOnlyList<InterventionMatch> Interventions { get; init; } = [];

    /// <summary>
    /// Gets the evidence, at least one entry for each label and value. <c>Label</c> is the name of the label in the filter
    /// (scope, studyType, purpose, phase, status, ctrpCategory, indication, mpnstDedicated, nf1, nf1Association,
    /// biomarkerSelection, biomarker, modality, treatment, drugType, drug, target).
    /// </summary>
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];
}

/// <summary>A molecular finding that entry requires.</summary>
/// <param name="Name">Readable name, for example "MTAP deletion".</param>
/// <param name="Gene">HGNC symbol (HLA-A for HLA-A*02); null if the finding does not concern a single gene.</param>
/// <param name="Finding">mutation, amplification, loss, expression, HLA type, fusion, methylation; wild type or absence if entry requires that it be absent.</param>
public sealed record Biomarker(string Name, string? Gene, string Finding);

/// <summary>The treatment of one arm.</summary>
/// <param name="Arm">The arm's label; null if the record has no arms or the arm has no label.</param>
/// <param name="Drugs">Ids of the drugs that count.</param>
/// <param name="Modalities">Modalities that count, in vocabulary order, including surgery.</param>
/// <param name="Treatment">Treatment key, NO_ANTITUMOR_TREATMENT or UNDETERMINED.</param>
/// <param name="Certainty">ARMS, LIST, HINT or TITLE.</param>
public sealed record Regimen(
    string? Arm,
    IReadOnlyList<string> Drugs,
    IReadOnlyList<Modality> Modalities,
    string Treatment,
    Certainty Certainty
);

/// <summary>A drug that counts as treatment in this trial, with its modality here.</summary>
public sealed record DrugUse(string Id, string Name, Modality Modality, Certainty Certainty);

/// <summary>A link from a drug, or an unnamed class of drugs, of this trial to a protein.</summary>
/// <param name="Symbol">HGNC symbol.</param>
/// <param name="Role">The best role among the trial's links of this drug to this symbol.</param>
/// <param name="Agent">Id of the drug or class entry.</param>
/// <param name="Modality">Modality of the agent in this trial, which decides between panels F and G.</param>
/// <param name="Action">INHIBITOR, ANTIBODY BINDING, AGONIST, ... as in the source; null if no source was found.</param>
/// <param name="Reference">URL, DOI or PMID; null if unreviewed.</param>
/// <param name="Reviewed">False if the link has not been checked against a source.</param>
public sealed record TargetUse(
    string Symbol,
    TargetRole Role,
    string Agent,
    Modality Modality,
    string? Action,
    string? Reference,
    bool Reviewed
);

/// <summary>The reading of one intervention by the dictionary.</summary>
/// <param name="Name">As in the record.</param>
/// <param name="Entries">Ids of the drugs, classes or procedures it matched; empty if unmatched.</param>
/// <param name="DrugIds">The drugs among them.</param>
/// <param name="Modality">Modality of the first entry; null if unmatched.</param>
/// <param name="Nearest">Up to three entries with similar names: suggestions for a curator, never a match.</param>
public sealed record InterventionMatch(
    string Name,
    IReadOnlyList<string> Entries,
    IReadOnlyList<string> DrugIds,
    Modality? Modality,
    IReadOnlyList<string> Nearest
)
{
    /// <summary>Gets the basis of the least certain part: DICTIONARY, SPELLING or STEM; null if unmatched.</summary>
    public Certainty? Certainty { get; init; }

    /// <summary>Gets the parts of a matched name, as written, that could not be read; empty if all or nothing was read.</summary>
    public IReadOnlyList<string> Unread { get; init; } = [];

    /// <summary>Gets whether only a class matched: the drug, antigen or payload could not be read.</summary>
    public bool IsClassOnly { get; init; }
}

/// <summary>The evidence of a label.</summary>
/// <param name="Label">Name of the label in the filter.</param>
/// <param name="Value">The value that it supports.</param>
/// <param name="Field">Field of the record, in the registry's path or short form (conditions, briefTitle, armGroups[2], ...).</param>
/// <param name="Text">The words in the field; null if the evidence is an absence.</param>
/// <param name="Rule">Name of the rule, or "dictionary:{entry id}".</param>
/// <param name="Certainty">The basis of the label.</param>
/// <param name="Reference">URL, DOI or PMID of a source, for links of the dictionary.</param>
public sealed record Evidence(
    string Label,
    string Value,
    string? Field,
    string? Text,
    string Rule,
    Certainty Certainty,
    string? Reference
);
