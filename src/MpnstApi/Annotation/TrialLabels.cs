using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Annotation;

/// <summary>Everything derived for one trial, each label with its evidence. Deterministic for a record and a dictionary version.</summary>
public sealed record TrialLabels
{
    /// <summary>Version of the dictionary and rules that made these labels.</summary>
    public required string DictionaryVersion { get; init; }
    public required Scope Scope { get; init; }
    public required StudyType StudyType { get; init; }
    public required Purpose Purpose { get; init; }
    public required Phase Phase { get; init; }
    public required TrialStatus Status { get; init; }
    public CtrpCategory? CtrpCategory { get; init; }

    /// <summary>Withdrawn before the first participant: left out of drug and target counts unless asked for.</summary>
    public bool NeverEnrolled { get; init; }
    public required Indication Indication { get; init; }

    /// <summary>Interventional, for treatment, and about MPNST alone.</summary>
    public bool MpnstDedicated { get; init; }

    /// <summary>About MPNST alone, but observational.</summary>
    public bool MpnstFocused { get; init; }

    /// <summary>The record names neurofibromatosis type 1 as a disease of its patients.</summary>
    public bool Nf1 { get; init; }
    public required Nf1Association Nf1Association { get; init; }
    public required BiomarkerSelection BiomarkerSelection { get; init; }
    public IReadOnlyList<Biomarker> Biomarkers { get; init; } = [];

    /// <summary>What counts as treatment, in vocabulary order; SUPPORTIVE, DIAGNOSTIC and OTHER never do.</summary>
    public IReadOnlyList<Modality> Modalities { get; init; } = [];

    /// <summary>Treatment keys (CHEMOTHERAPY_SINGLE, ...), distinct, ordinal order; empty where undetermined.</summary>
    public IReadOnlyList<string> Treatments { get; init; } = [];
    public IReadOnlyList<Regimen> Regimens { get; init; } = [];

    /// <summary>Drug type keys of the drugs and classes that count, distinct, ordinal order.</summary>
    public IReadOnlyList<string> DrugTypes { get; init; } = [];

    /// <summary>Drugs that count as treatment in this trial, by id.</summary>
    public IReadOnlyList<DrugUse> Drugs { get; init; } = [];

    /// <summary>Every drug-to-target (or class-to-target) link of this trial; several per symbol where several drugs hit it.</summary>
    public IReadOnlyList<TargetUse> Targets { get; init; } = [];

    /// <summary>One entry for each intervention of the record, in its order.</summary>
    public IReadOnlyList<InterventionMatch> Interventions { get; init; } = [];

    /// <summary>
    /// Why. At least one entry for each label and value; <c>Label</c> is the filter's name for it
    /// (scope, studyType, purpose, phase, status, ctrpCategory, indication, mpnstDedicated, nf1, nf1Association,
    /// biomarkerSelection, biomarker, modality, treatment, drugType, drug, target).
    /// </summary>
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];
}

/// <summary>A molecular finding that entry asks for.</summary>
/// <param name="Name">As a reader would say it, for example "MTAP deletion".</param>
/// <param name="Gene">HGNC symbol; null where the finding is not of one gene (HLA-A*02 is HLA-A).</param>
/// <param name="Finding">mutation, amplification, loss, expression, HLA type, fusion, methylation; wild type or absence where entry asks that it be missing.</param>
public sealed record Biomarker(string Name, string? Gene, string Finding);

/// <summary>What one arm gives.</summary>
/// <param name="Arm">The arm's label; null where the record has no arms or the arm no label.</param>
/// <param name="Drugs">Ids of the drugs that count.</param>
/// <param name="Modalities">What counts, in vocabulary order, surgery included.</param>
/// <param name="Treatment">Treatment key, NO_ANTITUMOR_TREATMENT or UNDETERMINED.</param>
/// <param name="Certainty">ARMS, LIST, HINT or TITLE.</param>
public sealed record Regimen(
    string? Arm,
    IReadOnlyList<string> Drugs,
    IReadOnlyList<Modality> Modalities,
    string Treatment,
    Certainty Certainty
);

/// <summary>A drug that counts as treatment in this trial, and as what it acts here.</summary>
public sealed record DrugUse(string Id, string Name, Modality Modality, Certainty Certainty);

/// <summary>A protein this trial's drugs (or an unnamed class of drugs) act on.</summary>
/// <param name="Symbol">HGNC symbol.</param>
/// <param name="Role">The best role among the trial's links of this drug to this symbol.</param>
/// <param name="Agent">Id of the drug or class entry.</param>
/// <param name="Modality">As what the agent acts in this trial; decides between panels F and G.</param>
/// <param name="Action">INHIBITOR, ANTIBODY BINDING, AGONIST, ... as the source says; null where no source was seen.</param>
/// <param name="Reference">URL, DOI or PMID; null where unreviewed.</param>
/// <param name="Reviewed">False where nobody has checked the link against a source.</param>
public sealed record TargetUse(
    string Symbol,
    TargetRole Role,
    string Agent,
    Modality Modality,
    string? Action,
    string? Reference,
    bool Reviewed
);

/// <summary>What the dictionary made of one intervention.</summary>
/// <param name="Name">As in the record.</param>
/// <param name="Entries">Ids of the drugs, classes or procedures it matched; empty where unmatched.</param>
/// <param name="DrugIds">The drugs among them.</param>
/// <param name="Modality">Of the first entry; null where unmatched.</param>
/// <param name="Nearest">Up to three entries whose names are near: suggestions to a curator, never a match.</param>
public sealed record InterventionMatch(
    string Name,
    IReadOnlyList<string> Entries,
    IReadOnlyList<string> DrugIds,
    Modality? Modality,
    IReadOnlyList<string> Nearest
)
{
    /// <summary>What the least sure part rests on: DICTIONARY, SPELLING or STEM; null where unmatched.</summary>
    public Certainty? Certainty { get; init; }

    /// <summary>The parts of a matched name, as written, that could not be read; empty where all was read, and where nothing was.</summary>
    public IReadOnlyList<string> Unread { get; init; } = [];

    /// <summary>A class matched and nothing more precise: which drug, antigen or payload it is was not read.</summary>
    public bool IsClassOnly { get; init; }
}

/// <summary>Why a label holds.</summary>
/// <param name="Label">The filter's name of the label.</param>
/// <param name="Value">The value it explains.</param>
/// <param name="Field">Field of the record, in the registry's path or short form (conditions, briefTitle, armGroups[2], ...).</param>
/// <param name="Text">The words in that field; null where the evidence is an absence.</param>
/// <param name="Rule">Name of the rule, or "dictionary:{entry id}".</param>
/// <param name="Certainty">How sure.</param>
/// <param name="Reference">URL, DOI or PMID that says so, for dictionary links.</param>
public sealed record Evidence(
    string Label,
    string Value,
    string? Field,
    string? Text,
    string Rule,
    Certainty Certainty,
    string? Reference
);
