using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Storage;

namespace MpnstApi.Indexing;

/// <summary>
/// Represents one state of a trial in memory: the members shown in lists directly, the rest compressed. Trials share
/// objects for equal values, such as sponsors.
/// </summary>
public sealed record TrialContent
{
    // The address of a registry page that can be derived from the id is not stored for each trial.
    private const string PageOfRegistry = "https://clinicaltrials.gov/study/";
    private const string FollowsFromId = "";

    private readonly string? url;
    private readonly byte[] detail;

    public TrialContent(
        TrialRecord record,
        byte[] detail,
        DetailCompression compression,
        SharedValues shared
    )
    {
        var (facts, labels) = (record.Facts, record.Labels);
        this.detail = detail;
        Compression = compression;
        Id = facts.Id;
        url = facts.Source.Url == PageOfRegistry + facts.Id ? FollowsFromId : facts.Source.Url;
        Registry = shared.Text(facts.Registry);
        Title = facts.Title;
        TitleSource = shared.OptionalText(facts.TitleSource);
        Acronym = facts.Acronym;
        Scope = labels.Scope;
        StudyType = labels.StudyType;
        Purpose = labels.Purpose;
        Phase = labels.Phase;
        Status = labels.Status;
        RegistryStatus = shared.OptionalText(facts.OverallStatus);
        CtrpCategory = labels.CtrpCategory;
        StatusAsOf = shared.OptionalText(facts.StatusAsOf);
        Indication = labels.Indication;
        MpnstDedicated = labels.MpnstDedicated;
        NeverEnrolled = labels.NeverEnrolled;
        Nf1 = labels.Nf1;
        Nf1Association = labels.Nf1Association;
        BiomarkerSelection = labels.BiomarkerSelection;
        Treatments = shared.Texts(labels.Treatments);
        Modalities = shared.Modalities.Of(labels.Modalities);
        Drugs = shared.Drugs.Of([
            .. labels.Drugs.Select(drug => new DrugRef(drug.Id, drug.Name)).Distinct(),
        ]);
        Targets = shared.Texts([
            .. labels
                .Targets.Select(target => target.Symbol)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ]);
        Sponsor = facts.Sponsor is { } sponsor ? shared.Sponsor(SponsorRef.Of(sponsor)) : null;
        Collaborators = shared.Sponsors.Of([
            .. facts.Collaborators.Select(SponsorRef.Of).Select(shared.Sponsor),
        ]);
        Countries = shared.Countries.Of(record.Countries);
        Enrollment = facts.EnrollmentCount;
        EnrollmentType = shared.OptionalText(facts.EnrollmentType);
        StartDate = shared.OptionalText(facts.StartDate);
        PrimaryCompletionDate = shared.OptionalText(facts.PrimaryCompletionDate);
        CompletionDate = shared.OptionalText(facts.CompletionDate);
        LastUpdate = shared.OptionalText(facts.LastUpdate);
        HasResults = facts.HasResults;
        Ages = new AdmittedAges(facts);
    }

    public required Origin Origin { get; init; }
    public required DateTime RetrievedAt { get; init; }

    /// <summary>
    /// Gets the first half of the SHA-256 of the record and its long texts, which releases do not have in memory. Equal
    /// values mean equal records.
    /// </summary>
    public required UInt128 RecordHash { get; init; }

    /// <summary>Gets the first half of the SHA-256 of the labels, without the version of the dictionary.</summary>
    public required UInt128 LabelsHash { get; init; }

    /// <summary>Gets the sequence of the release in which the record or its labels last changed.</summary>
    public required int ChangedInSequence { get; init; }

    /// <summary>Gets the version of that release.</summary>
    public required string ChangedIn { get; init; }

    /// <summary>Gets the compression of the details.</summary>
    public DetailCompression Compression { get; }
    public string Id { get; }
    public string Registry { get; }
    public string? Url => url == FollowsFromId ? PageOfRegistry + Id : url;
    public string? Title { get; }
    public string? TitleSource { get; }
    public string? Acronym { get; }
    public Scope Scope { get; }
    public StudyType StudyType { get; }
    public Purpose Purpose { get; }
    public Phase Phase { get; }
    public TrialStatus Status { get; }
    public string? RegistryStatus { get; }
    public CtrpCategory? CtrpCategory { get; }
    public string? StatusAsOf { get; }
    public Indication Indication { get; }
    public bool MpnstDedicated { get; }

    /// <summary>Gets whether the trial was withdrawn before the first participant.</summary>
    public bool NeverEnrolled { get; }
    public bool Nf1 { get; }
    public Nf1Association Nf1Association { get; }
    public BiomarkerSelection BiomarkerSelection { get; }
    public IReadOnlyList<string> Treatments { get; }
    public IReadOnlyList<Modality> Modalities { get; }

    /// <summary>Gets the distinct drugs that count as treatment.</summary>
    public IReadOnlyList<DrugRef> Drugs { get; }

    /// <summary>Gets the distinct symbols of the proteins that these drugs act on, in ordinal order.</summary>
    public IReadOnlyList<string> Targets { get; }

    public SponsorRef? Sponsor { get; }
    public IReadOnlyList<SponsorRef> Collaborators { get; }

    /// <summary>Gets the distinct countries of the sites, by name.</summary>
    public IReadOnlyList<Country> Countries { get; }

    /// <summary>Gets the number of participants.</summary>
    public int? Enrollment { get; }
    public string? EnrollmentType { get; }
    public string? StartDate { get; }
    public string? PrimaryCompletionDate { get; }
    public string? CompletionDate { get; }
    public string? LastUpdate { get; }
    public bool? HasResults { get; }
    public AdmittedAges Ages { get; }

    /// <summary>Gets whether panels count the trial: it is interventional or has no stated type.</summary>
    public bool CountsInPanels => StudyType is StudyType.Interventional or StudyType.NotStated;

    /// <summary>Reads all facts and labels of the trial, again at each call.</summary>
    public TrialDetail ReadDetail() => StoredJson.Read<TrialDetail>(Compression.Decompress(detail));
}
