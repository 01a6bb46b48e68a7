using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Releases;
using MpnstApi.Storage;

namespace MpnstApi.Trials;

/// <summary>A drug by id and international nonproprietary name.</summary>
public sealed record DrugRef(string Id, string Name);

/// <summary>A sponsor or collaborator; class null where the record states none.</summary>
public sealed record SponsorRef(string Name, SponsorClass? Class)
{
    public static SponsorRef Of(FactSponsor sponsor) =>
        new(sponsor.Name, Terms<SponsorClass>.Parse(RegistryTerms.SponsorClass(sponsor.Class)));
}

/// <summary>Participants; type is ACTUAL or ESTIMATED, null where the record does not say.</summary>
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
    public string? Title { get; }

    /// <summary>NOT_REGISTRY where the title is not the registry's own; null where it is.</summary>
    public string? TitleSource { get; }
    public string? Acronym { get; }
    public Scope Scope { get; }
    public StudyType StudyType { get; }
    public Purpose Purpose { get; }
    public Phase Phase { get; }
    public TrialStatus Status { get; }

    /// <summary>The registry's own status.</summary>
    public string? RegistryStatus { get; }
    public CtrpCategory? CtrpCategory { get; }

    /// <summary>Date of the source of the status; null where not known.</summary>
    public string? StatusAsOf { get; }
    public StatusFreshness StatusFreshness { get; }

    /// <summary>Null where nobody can tell, for example last seen open years ago.</summary>
    public bool? OpenNow { get; }
    public Indication Indication { get; }

    /// <summary>About MPNST alone, interventional, for treatment.</summary>
    public bool MpnstDedicated { get; }

    /// <summary>The record names neurofibromatosis type 1 as a disease of its patients.</summary>
    public bool Nf1 { get; }
    public Nf1Association Nf1Association { get; }
    public BiomarkerSelection BiomarkerSelection { get; }

    /// <summary>Treatment keys of the regimens.</summary>
    public IReadOnlyList<string> Treatments { get; }
    public IReadOnlyList<Modality> Modalities { get; }

    /// <summary>Drugs that count as treatment.</summary>
    public IReadOnlyList<DrugRef> Drugs { get; }

    /// <summary>HGNC symbols of the proteins these drugs act on.</summary>
    public IReadOnlyList<string> Targets { get; }
    public SponsorRef? Sponsor { get; }
    public IReadOnlyList<SponsorRef> Collaborators { get; }
    public IReadOnlyList<Country> Countries { get; }
    public Enrollment? Enrollment { get; }
    public string? StartDate { get; }
    public string? PrimaryCompletionDate { get; }
    public string? CompletionDate { get; }
    public string? LastUpdate { get; }

    /// <summary>The release in which the record or its labels last changed.</summary>
    public string ChangedAt { get; }
    public bool? HasResults { get; }
}
