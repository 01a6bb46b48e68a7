using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Storage;

namespace MpnstApi.Indexing;

/// <summary>
/// Represents one state of a trial in memory: what a list shows of it is open, the rest compressed. Values that many
/// trials have, such as sponsors, are the same objects in all of them.
/// </summary>
public sealed record TrialContent
{
    // A registry's page whose address follows from the id is not kept once more for each trial.
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
    /// First half of the SHA-256 over the record and its long texts, which no release holds: equal ones mean equal
    /// records.
    /// </summary>
    public required UInt128 RecordHash { get; init; }

    /// <summary>The same over the labels, whichever version of the dictionary made them.</summary>
    public required UInt128 LabelsHash { get; init; }

    /// <summary>Sequence of the release in which the record or its labels last changed.</summary>
    public required int ChangedInSequence { get; init; }

    /// <summary>Version of that release.</summary>
    public required string ChangedIn { get; init; }

    /// <summary>What <see cref="ReadDetail"/> is compressed with.</summary>
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

    /// <summary>Withdrawn before the first participant.</summary>
    public bool NeverEnrolled { get; }
    public bool Nf1 { get; }
    public Nf1Association Nf1Association { get; }
    public BiomarkerSelection BiomarkerSelection { get; }
    public IReadOnlyList<string> Treatments { get; }
    public IReadOnlyList<Modality> Modalities { get; }

    /// <summary>Drugs that count as treatment, each once.</summary>
    public IReadOnlyList<DrugRef> Drugs { get; }

    /// <summary>Symbols of the proteins these drugs act on, each once, in ordinal order.</summary>
    public IReadOnlyList<string> Targets { get; }

    public SponsorRef? Sponsor { get; }
    public IReadOnlyList<SponsorRef> Collaborators { get; }

    /// <summary>Countries of the sites, distinct, by name.</summary>
    public IReadOnlyList<Country> Countries { get; }

    /// <summary>Number of participants.</summary>
    public int? Enrollment { get; }
    public string? EnrollmentType { get; }
    public string? StartDate { get; }
    public string? PrimaryCompletionDate { get; }
    public string? CompletionDate { get; }
    public string? LastUpdate { get; }
    public bool? HasResults { get; }
    public AdmittedAges Ages { get; }

    /// <summary>Panels count the trial: interventional, or of no stated type.</summary>
    public bool CountsInPanels => StudyType is StudyType.Interventional or StudyType.NotStated;

    /// <summary>Everything known of the trial, read anew at each call.</summary>
    public TrialDetail ReadDetail() => StoredJson.Read<TrialDetail>(Compression.Decompress(detail));
}
