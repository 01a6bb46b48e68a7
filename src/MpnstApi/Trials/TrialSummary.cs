using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Indexing;

namespace MpnstApi.Trials;

/// <summary>The number of participants.</summary>
/// <param name="Count">Participants.</param>
/// <param name="Type">ACTUAL or ESTIMATED; null if the record does not say.</param>
public sealed record Enrollment(int Count, string? Type);

/// <summary>A trial in a list. Absent facts are null, absent lists are empty, and dates are as the registry gave them.</summary>
public record TrialSummary
{
    private readonly ReleasedTrial trial;
    private readonly TrialContent content;

    public TrialSummary(ReleasedTrial trial)
    {
        this.trial = trial;
        content = trial.Content;
    }

    /// <summary>NCT id.</summary>
    public string Id => content.Id;

    /// <summary>Name of the registry.</summary>
    public string Registry => content.Registry;

    /// <summary>The registry's page of the trial.</summary>
    public string? Url => content.Url;

    /// <summary>Brief title.</summary>
    public string? Title => content.Title;

    /// <summary>NOT_REGISTRY if the title is not the registry's own; otherwise null.</summary>
    public string? TitleSource => content.TitleSource;

    /// <summary>The record's acronym.</summary>
    public string? Acronym => content.Acronym;

    /// <summary>How MPNST is involved in the trial.</summary>
    public Scope Scope => content.Scope;

    /// <summary>The registry's study type.</summary>
    public StudyType StudyType => content.StudyType;

    /// <summary>The registry's primary purpose.</summary>
    public Purpose Purpose => content.Purpose;

    /// <summary>The trial's phase.</summary>
    public Phase Phase => content.Phase;

    /// <summary>The trial's status in the letter's words.</summary>
    public TrialStatus Status => content.Status;

    /// <summary>The registry's own status.</summary>
    public string? RegistryStatus => content.RegistryStatus;

    /// <summary>The status category of NCI's Clinical Trials Reporting Program; null if the status has none.</summary>
    public CtrpCategory? CtrpCategory => content.CtrpCategory;

    /// <summary>Date of the source of the status; null if unknown.</summary>
    public string? StatusAsOf => content.StatusAsOf;

    /// <summary>How old the source of the status is.</summary>
    public StatusFreshness StatusFreshness => trial.StatusFreshness;

    /// <summary>Whether the trial is open; null if unknown, for example last seen open years ago.</summary>
    public bool? OpenNow => trial.OpenNow;

    /// <summary>The patients the trial is for.</summary>
    public Indication Indication => content.Indication;

    /// <summary>About MPNST only, interventional, for treatment.</summary>
    public bool MpnstDedicated => content.MpnstDedicated;

    /// <summary>Whether the record names neurofibromatosis type 1 as a disease of its patients.</summary>
    public bool Nf1 => content.Nf1;

    /// <summary>Whether entry requires neurofibromatosis type 1.</summary>
    public Nf1Association Nf1Association => content.Nf1Association;

    /// <summary>Whether entry requires a molecular finding.</summary>
    public BiomarkerSelection BiomarkerSelection => content.BiomarkerSelection;

    /// <summary>Treatment keys of the regimens.</summary>
    public IReadOnlyList<string> Treatments => content.Treatments;

    /// <summary>Kinds of treatment that the arms give.</summary>
    public IReadOnlyList<Modality> Modalities => content.Modalities;

    /// <summary>Drugs that count as treatment.</summary>
    public IReadOnlyList<DrugRef> Drugs => content.Drugs;

    /// <summary>HGNC symbols of the proteins that these drugs act on.</summary>
    public IReadOnlyList<string> Targets => content.Targets;

    /// <summary>Lead sponsor; null if none is stated.</summary>
    public SponsorRef? Sponsor => content.Sponsor;

    /// <summary>Collaborators of the sponsor.</summary>
    public IReadOnlyList<SponsorRef> Collaborators => content.Collaborators;

    /// <summary>Countries of the sites, distinct, by name.</summary>
    public IReadOnlyList<Country> Countries => content.Countries;

    /// <summary>Participants; null if not stated.</summary>
    public Enrollment? Enrollment =>
        content.Enrollment is { } count ? new(count, content.EnrollmentType) : null;

    /// <summary>As the registry gave it: YYYY, YYYY-MM or YYYY-MM-DD.</summary>
    public string? StartDate => content.StartDate;

    /// <summary>As the registry gave it.</summary>
    public string? PrimaryCompletionDate => content.PrimaryCompletionDate;

    /// <summary>As the registry gave it.</summary>
    public string? CompletionDate => content.CompletionDate;

    /// <summary>The registry's last update of the record.</summary>
    public string? LastUpdate => content.LastUpdate;

    /// <summary>The release in which the record or its labels last changed.</summary>
    public string ChangedAt => content.ChangedIn;

    /// <summary>Whether results are posted; null if the record does not say.</summary>
    public bool? HasResults => content.HasResults;
}
