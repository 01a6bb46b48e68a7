using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Indexing;
using MpnstApi.Storage;

namespace MpnstApi.Trials;

/// <summary>A drug by id and international nonproprietary name.</summary>
/// <param name="Id">Lower-case INN, other characters as "-".</param>
/// <param name="Name">International nonproprietary name.</param>
public sealed record DrugRef(string Id, string Name);

/// <summary>A sponsor or collaborator; class null where the record states none.</summary>
/// <param name="Name">Its name in the record.</param>
/// <param name="Class">The registry's class; null where the record states none.</param>
public sealed record SponsorRef(string Name, SponsorClass? Class)
{
    public static SponsorRef Of(StoredSponsor sponsor) =>
        new(sponsor.Name, Terms<SponsorClass>.Parse(RegistryTerms.SponsorClass(sponsor.Class)));
}

/// <summary>Participants; type is ACTUAL or ESTIMATED, null where the record does not say.</summary>
/// <param name="Count">Participants.</param>
/// <param name="Type">ACTUAL or ESTIMATED; null where the record does not say.</param>
public sealed record Enrollment(int Count, string? Type);

/// <summary>A trial in a list. Absent facts are null, lists are empty; dates as the registry gave them.</summary>
public record TrialSummary
{
    public TrialSummary(ReleasedTrial trial)
    {
        var (facts, labels) = (trial.Facts, trial.Labels);
        Id = facts.Id;
        Registry = facts.Registry;
        Url = facts.Source.Url;
        Title = facts.Title;
        TitleSource = facts.TitleSource;
        Acronym = facts.Acronym;
        Scope = labels.Scope;
        StudyType = labels.StudyType;
        Purpose = labels.Purpose;
        Phase = labels.Phase;
        Status = labels.Status;
        RegistryStatus = facts.OverallStatus;
        CtrpCategory = labels.CtrpCategory;
        StatusAsOf = facts.StatusAsOf;
        StatusFreshness = trial.StatusFreshness;
        OpenNow = trial.OpenNow;
        Indication = labels.Indication;
        MpnstDedicated = labels.MpnstDedicated;
        Nf1 = labels.Nf1;
        Nf1Association = labels.Nf1Association;
        BiomarkerSelection = labels.BiomarkerSelection;
        Treatments = labels.Treatments;
        Modalities = labels.Modalities;
        Drugs = [.. labels.Drugs.Select(drug => new DrugRef(drug.Id, drug.Name)).Distinct()];
        Targets =
        [
            .. labels
                .Targets.Select(target => target.Symbol)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        Sponsor = facts.Sponsor is { } sponsor ? SponsorRef.Of(sponsor) : null;
        Collaborators = [.. facts.Collaborators.Select(SponsorRef.Of)];
        Countries = trial.Countries;
        Enrollment = facts.EnrollmentCount is { } count ? new(count, facts.EnrollmentType) : null;
        StartDate = facts.StartDate;
        PrimaryCompletionDate = facts.PrimaryCompletionDate;
        CompletionDate = facts.CompletionDate;
        LastUpdate = facts.LastUpdate;
        ChangedAt = trial.ChangedIn;
        HasResults = facts.HasResults;
    }

    /// <summary>NCT id.</summary>
    public string Id { get; }

    /// <summary>Name of the registry.</summary>
    public string Registry { get; }

    /// <summary>The registry's page of the trial.</summary>
    public string? Url { get; }

    /// <summary>Brief title.</summary>
    public string? Title { get; }

    /// <summary>NOT_REGISTRY where the title is not the registry's own; null where it is.</summary>
    public string? TitleSource { get; }

    /// <summary>The record's acronym.</summary>
    public string? Acronym { get; }

    /// <summary>How MPNST comes into the trial.</summary>
    public Scope Scope { get; }

    /// <summary>The registry's study type.</summary>
    public StudyType StudyType { get; }

    /// <summary>The registry's primary purpose.</summary>
    public Purpose Purpose { get; }

    /// <summary>The trial's phase.</summary>
    public Phase Phase { get; }

    /// <summary>The trial's status in the letter's words.</summary>
    public TrialStatus Status { get; }

    /// <summary>The registry's own status.</summary>
    public string? RegistryStatus { get; }

    /// <summary>The status category of NCI's Clinical Trials Reporting Program; null where the status has none.</summary>
    public CtrpCategory? CtrpCategory { get; }

    /// <summary>Date of the source of the status; null where not known.</summary>
    public string? StatusAsOf { get; }

    /// <summary>How old the source of the status is.</summary>
    public StatusFreshness StatusFreshness { get; }

    /// <summary>Whether the trial is open; null if unknown, for example last seen open years ago.</summary>
    public bool? OpenNow { get; }

    /// <summary>The patients the trial is for.</summary>
    public Indication Indication { get; }

    /// <summary>About MPNST alone, interventional, for treatment.</summary>
    public bool MpnstDedicated { get; }

    /// <summary>The record names neurofibromatosis type 1 as a disease of its patients.</summary>
    public bool Nf1 { get; }

    /// <summary>Whether entry asks for neurofibromatosis type 1.</summary>
    public Nf1Association Nf1Association { get; }

    /// <summary>Whether entry requires a molecular finding.</summary>
    public BiomarkerSelection BiomarkerSelection { get; }

    /// <summary>Treatment keys of the regimens.</summary>
    public IReadOnlyList<string> Treatments { get; }

    /// <summary>Kinds of treatment that the arms give.</summary>
    public IReadOnlyList<Modality> Modalities { get; }

    /// <summary>Drugs that count as treatment.</summary>
    public IReadOnlyList<DrugRef> Drugs { get; }

    /// <summary>HGNC symbols of the proteins these drugs act on.</summary>
    public IReadOnlyList<string> Targets { get; }

    /// <summary>Lead sponsor; null where none is stated.</summary>
    public SponsorRef? Sponsor { get; }

    /// <summary>Collaborators of the sponsor.</summary>
    public IReadOnlyList<SponsorRef> Collaborators { get; }

    /// <summary>Countries of the sites, distinct, by name.</summary>
    public IReadOnlyList<Country> Countries { get; }

    /// <summary>Participants; null where none are stated.</summary>
    public Enrollment? Enrollment { get; }

    /// <summary>As the registry gave it: YYYY, YYYY-MM or YYYY-MM-DD.</summary>
    public string? StartDate { get; }

    /// <summary>As the registry gave it.</summary>
    public string? PrimaryCompletionDate { get; }

    /// <summary>As the registry gave it.</summary>
    public string? CompletionDate { get; }

    /// <summary>The registry's last update of the record.</summary>
    public string? LastUpdate { get; }

    /// <summary>The release in which the record or its labels last changed.</summary>
    public string ChangedAt { get; }

    /// <summary>Results are posted; null where the record does not say.</summary>
    public bool? HasResults { get; }
}
