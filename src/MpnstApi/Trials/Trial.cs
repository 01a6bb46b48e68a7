using MpnstApi.Annotation;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Indexing;
using MpnstApi.Storage;

namespace MpnstApi.Trials;

// The names of these records are the names of schemas in the OpenAPI document.

/// <summary>A further id of a trial.</summary>
/// <param name="Type">The registry's type of the id.</param>
/// <param name="Value">The id.</param>
public sealed record FactIdentifier(string Type, string Value);

/// <summary>An arm.</summary>
/// <param name="Label">The arm's label.</param>
/// <param name="Type">The registry's type of the arm.</param>
/// <param name="Interventions">Its interventions, as the registry names them ("Drug: Selumetinib").</param>
public sealed record FactArm(string? Label, string? Type, IReadOnlyList<string> Interventions);

/// <summary>An outcome.</summary>
/// <param name="Kind">PRIMARY, SECONDARY or OTHER.</param>
/// <param name="Measure">What is measured.</param>
/// <param name="TimeFrame">When it is measured.</param>
public sealed record FactOutcome(string Kind, string Measure, string? TimeFrame);

/// <summary>A site, without its contact persons.</summary>
/// <param name="Facility">Name of the facility.</param>
/// <param name="City">City.</param>
/// <param name="Country">Country, as the registry names it.</param>
/// <param name="Status">The site's own status.</param>
public sealed record FactSite(string? Facility, string? City, string? Country, string? Status);

/// <summary>A publication that the record refers to.</summary>
/// <param name="Pmid">PubMed id.</param>
/// <param name="Doi">DOI.</param>
public sealed record FactPublication(string? Pmid, string? Doi);

/// <summary>An intervention of the record and its reading by the dictionary.</summary>
/// <param name="Type">The registry's type.</param>
/// <param name="Name">As in the record.</param>
/// <param name="DrugId">The drug; null if it is none or several.</param>
/// <param name="DrugIds">All drugs that it names.</param>
/// <param name="Modality">The kind of treatment; null if unmatched.</param>
/// <param name="Matched">False if the name is not in the dictionary.</param>
/// <param name="Certainty">The basis of the match: DICTIONARY, SPELLING or STEM; null if unmatched.</param>
/// <param name="Unread">The parts of a matched name, as written, that could not be read.</param>
public sealed record TrialIntervention(
    string? Type,
    string Name,
    string? DrugId,
    IReadOnlyList<string> DrugIds,
    Modality? Modality,
    bool Matched,
    Certainty? Certainty,
    IReadOnlyList<string> Unread
);

/// <summary>Who may enter.</summary>
/// <param name="MinimumAge">As the registry writes it ("18 Years"); null if not stated.</param>
/// <param name="MaximumAge">As the registry writes it; null if not stated.</param>
/// <param name="Sex">The registry's value: ALL, FEMALE or MALE.</param>
/// <param name="StdAges">The registry's standard age groups.</param>
public sealed record Eligibility(
    string? MinimumAge,
    string? MaximumAge,
    string? Sex,
    IReadOnlyList<string> StdAges
);

/// <summary>Allocation and masking of participants, in the registry's values.</summary>
/// <param name="Allocation">The registry's allocation, for instance RANDOMIZED.</param>
/// <param name="Masking">The registry's masking, for instance NONE.</param>
public sealed record TrialDesign(string? Allocation, string? Masking);

/// <summary>The evidence of a label, with the version of the dictionary.</summary>
/// <param name="Label">Name of the label in the filter.</param>
/// <param name="Value">The value that it supports.</param>
/// <param name="Field">Field of the record; null if the evidence is not a field.</param>
/// <param name="Text">The words in the field; null if the evidence is an absence.</param>
/// <param name="Rule">The rule that fired, or dictionary:{entry}.</param>
/// <param name="Certainty">The basis of the label.</param>
/// <param name="Reference">URL, DOI or PMID of a source.</param>
/// <param name="DictionaryVersion">Version of the dictionary and rules.</param>
public sealed record TrialEvidence(
    string Label,
    string Value,
    string? Field,
    string? Text,
    string Rule,
    Certainty Certainty,
    string? Reference,
    string DictionaryVersion
);

/// <summary>One drug's (or class's) link to one protein.</summary>
/// <param name="Symbol">HGNC symbol.</param>
/// <param name="Role">Stated mechanism, or a further protein.</param>
/// <param name="Agent">Id of the drug or class of drugs.</param>
/// <param name="Modality">Modality of the agent in this trial.</param>
/// <param name="Action">INHIBITOR, AGONIST and the like; null if no source was found.</param>
/// <param name="Reference">URL, DOI or PMID of a source; null if unreviewed.</param>
/// <param name="Reviewed">False if the link has not been checked against a source.</param>
public sealed record TrialTarget(
    string Symbol,
    TargetRole Role,
    string Agent,
    Modality Modality,
    string? Action,
    string? Reference,
    bool Reviewed
);

/// <summary>The derived labels and their evidence.</summary>
/// <param name="DrugTypes">Types of the drugs that count as treatment.</param>
/// <param name="MpnstFocused">About MPNST only, but observational.</param>
/// <param name="NeverEnrolled">Withdrawn before the first participant: left out of counts of drugs and targets by default.</param>
/// <param name="Targets">Links from the trial's drugs, and classes of drugs, to proteins.</param>
/// <param name="Evidence">The evidence of each label.</param>
public sealed record TrialAnnotation(
    IReadOnlyList<string> DrugTypes,
    bool MpnstFocused,
    bool NeverEnrolled,
    IReadOnlyList<TrialTarget> Targets,
    IReadOnlyList<TrialEvidence> Evidence
);

/// <summary>The origin of the record.</summary>
/// <param name="Name">Registry or collection.</param>
/// <param name="Origin">How it was obtained: SNAPSHOT, FILE or SYNC.</param>
/// <param name="RetrievedAt">When it was obtained, UTC.</param>
/// <param name="Url">Address of the record.</param>
/// <param name="References">The sources that a snapshot record was compiled from.</param>
public sealed record TrialSource(
    string Name,
    Origin Origin,
    DateTime RetrievedAt,
    string? Url,
    IReadOnlyList<string> References
);

/// <summary>A trial: the members of its summary, the facts of the record, and every label with its evidence.</summary>
public sealed record Trial : TrialSummary
{
    private readonly TrialContent content;
    private TrialDetail? detail;

    public Trial(ReleasedTrial trial)
        : base(trial) => content = trial.Content;

    // Decompressed on first access to a member that the summary does not have.
    private TrialDetail Detail => detail ??= content.ReadDetail();
    private TrialFacts Facts => Detail.Facts;
    private TrialLabels Labels => Detail.Labels;

    /// <summary>The record's official title.</summary>
    public string? OfficialTitle => Facts.OfficialTitle;

    /// <summary>Further ids, each with the registry's type of it.</summary>
    public IReadOnlyList<FactIdentifier> Ids =>
        [.. Facts.Ids.Select(id => new FactIdentifier(id.Type, id.Value))];

    /// <summary>Conditions as the record lists them.</summary>
    public IReadOnlyList<string> Conditions => Facts.Conditions;

    /// <summary>Keywords as the record lists them.</summary>
    public IReadOnlyList<string> Keywords => Facts.Keywords;

    /// <summary>Interventions of the record, and the dictionary's reading of each.</summary>
    public IReadOnlyList<TrialIntervention> Interventions =>
        [.. Facts.Interventions.Zip(Labels.Interventions, Intervention)];

    /// <summary>Arms of the record.</summary>
    public IReadOnlyList<FactArm> Arms =>
        [.. Facts.Arms.Select(arm => new FactArm(arm.Label, arm.Type, arm.Interventions))];

    /// <summary>The treatment of each arm.</summary>
    public IReadOnlyList<Regimen> Regimens => Labels.Regimens;

    /// <summary>Molecular findings that entry requires.</summary>
    public IReadOnlyList<Biomarker> Biomarkers => Labels.Biomarkers;

    /// <summary>Allocation and masking of participants.</summary>
    public TrialDesign Design => new(Facts.Allocation, Facts.Masking);

    /// <summary>Who may enter.</summary>
    public Eligibility Eligibility =>
        new(Facts.MinimumAge, Facts.MaximumAge, Facts.Sex, Facts.StdAges);

    /// <summary>What is measured.</summary>
    public IReadOnlyList<FactOutcome> Outcomes =>
        [
            .. Facts.Outcomes.Select(outcome => new FactOutcome(
                outcome.Kind,
                outcome.Measure,
                outcome.TimeFrame
            )),
        ];

    /// <summary>The sites.</summary>
    public IReadOnlyList<FactSite> Sites =>
        [
            .. Facts.Sites.Select(site => new FactSite(
                site.Facility,
                site.City,
                site.Country,
                site.Status
            )),
        ];

    /// <summary>Publications that the record refers to.</summary>
    public IReadOnlyList<FactPublication> Publications =>
        [
            .. Facts.Publications.Select(publication => new FactPublication(
                publication.Pmid,
                publication.Doi
            )),
        ];

    /// <summary>The registry's reason for an early end.</summary>
    public string? WhyStopped => Facts.WhyStopped;

    /// <summary>The derived labels and their evidence.</summary>
    public TrialAnnotation Annotation =>
        new(
            Labels.DrugTypes,
            Labels.MpnstFocused,
            Labels.NeverEnrolled,
            [.. Labels.Targets.Select(Target)],
            [.. Labels.Evidence.Select(evidence => Reason(evidence, Labels.DictionaryVersion))]
        );

    /// <summary>Facts of this record that were inferred or matched by title.</summary>
    public IReadOnlyList<string> Caveats => Facts.Caveats;

    /// <summary>The origin of the record.</summary>
    public TrialSource Source =>
        new(
            Facts.Source.Name,
            content.Origin,
            content.RetrievedAt,
            content.Url,
            Facts.Source.References
        );

    private static TrialIntervention Intervention(
        StoredIntervention fact,
        InterventionMatch match
    ) =>
        new(
            fact.Type,
            fact.Name,
            match.DrugIds is [var only] ? only : null,
            match.DrugIds,
            match.Modality,
            match.Entries.Count > 0,
            match.Certainty,
            match.Unread
        );

    private static TrialTarget Target(TargetUse use) =>
        new(use.Symbol, use.Role, use.Agent, use.Modality, use.Action, use.Reference, use.Reviewed);

    private static TrialEvidence Reason(Evidence evidence, string dictionaryVersion) =>
        new(
            evidence.Label,
            evidence.Value,
            evidence.Field,
            evidence.Text,
            evidence.Rule,
            evidence.Certainty,
            evidence.Reference,
            dictionaryVersion
        );
}
