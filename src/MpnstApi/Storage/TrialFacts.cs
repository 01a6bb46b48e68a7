namespace MpnstApi.Storage;

/// <summary>
/// Represents the facts of a trial in the registry's own values and words, without what this service never serves
/// (names of contact persons, result tables). Absent texts and numbers are null, absent lists empty;
/// dates are as the registry gives them (YYYY, YYYY-MM or YYYY-MM-DD).
/// </summary>
public sealed record TrialFacts
{
    /// <summary>NCT id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the name of the registry, "ClinicalTrials.gov".</summary>
    public required string Registry { get; init; }
    public string? Title { get; init; }
    public string? OfficialTitle { get; init; }

    /// <summary>"NOT_REGISTRY" if the title is not the registry's own; null if it is.</summary>
    public string? TitleSource { get; init; }
    public string? Acronym { get; init; }

    /// <summary>Further ids: organisation's, secondary (type as the registry gives it), alias NCT ids.</summary>
    public IReadOnlyList<StoredIdentifier> Ids { get; init; } = [];
    public string? StudyType { get; init; }
    public string? PrimaryPurpose { get; init; }
    public IReadOnlyList<string> Phases { get; init; } = [];
    public string? OverallStatus { get; init; }

    /// <summary>Date of the source of the status; null if not known.</summary>
    public string? StatusAsOf { get; init; }
    public string? WhyStopped { get; init; }
    public string? StartDate { get; init; }
    public string? PrimaryCompletionDate { get; init; }
    public string? CompletionDate { get; init; }
    public string? FirstPosted { get; init; }
    public string? LastUpdate { get; init; }
    public StoredSponsor? Sponsor { get; init; }
    public IReadOnlyList<StoredSponsor> Collaborators { get; init; } = [];
    public IReadOnlyList<string> Conditions { get; init; } = [];
    public IReadOnlyList<string> Keywords { get; init; } = [];
    public IReadOnlyList<StoredIntervention> Interventions { get; init; } = [];
    public IReadOnlyList<StoredArm> Arms { get; init; } = [];
    public string? Allocation { get; init; }
    public string? Masking { get; init; }
    public int? EnrollmentCount { get; init; }
    public string? EnrollmentType { get; init; }

    /// <summary>As the registry writes it ("18 Years", "6 Months").</summary>
    public string? MinimumAge { get; init; }
    public string? MaximumAge { get; init; }
    public string? Sex { get; init; }
    public IReadOnlyList<string> StdAges { get; init; } = [];
    public IReadOnlyList<StoredOutcome> Outcomes { get; init; } = [];
    public IReadOnlyList<StoredSite> Sites { get; init; } = [];
    public IReadOnlyList<StoredPublication> Publications { get; init; } = [];

    /// <summary>Gets whether results are posted; null if the record does not say.</summary>
    public bool? HasResults { get; init; }

    /// <summary>Snapshot only: NAMED, SARCOMA or NF1.</summary>
    public string? SnapshotScope { get; init; }

    /// <summary>Snapshot only: where MPNST is named, "conditions|title".</summary>
    public string? SnapshotNamedIn { get; init; }

    /// <summary>Gets what was inferred or linked by title; shown with the trial.</summary>
    public IReadOnlyList<string> Caveats { get; init; } = [];

    /// <summary>Gets where the record can be read, and what it was compiled from.</summary>
    public required StoredSource Source { get; init; }
}

// These records are stored. Responses have types of their own, so that a member that is added there does not make a new
// version of every trial.

/// <summary>Represents a further id of a trial, with the registry's type of it.</summary>
public sealed record StoredIdentifier(string Type, string Value);

/// <summary>Represents a sponsor or collaborator; the class is the registry's.</summary>
public sealed record StoredSponsor(string Name, string? Class);

/// <summary>Represents an intervention; the type is the registry's.</summary>
public sealed record StoredIntervention(
    string? Type,
    string Name,
    IReadOnlyList<string> OtherNames
);

/// <summary>Represents an arm; interventions are named as in the registry ("Drug: Selumetinib").</summary>
public sealed record StoredArm(string? Label, string? Type, IReadOnlyList<string> Interventions);

/// <summary>Represents an outcome; the kind is PRIMARY, SECONDARY or OTHER.</summary>
public sealed record StoredOutcome(string Kind, string Measure, string? TimeFrame);

/// <summary>Represents a site, without its contact persons; the status is the site's own.</summary>
public sealed record StoredSite(string? Facility, string? City, string? Country, string? Status);

/// <summary>Represents a publication that the record refers to.</summary>
public sealed record StoredPublication(string? Pmid, string? Doi);

/// <summary>Represents the origin of a record. References are the sources that a snapshot record was compiled from.</summary>
public sealed record StoredSource(string Name, string? Url, IReadOnlyList<string> References);

/// <summary>Represents the long texts of a record. Annotation reads them, the store keeps them, and a release does not have them in memory.</summary>
public sealed record TrialNarrative
{
    public string? BriefSummary { get; init; }
    public string? DetailedDescription { get; init; }
    public string? EligibilityCriteria { get; init; }

    /// <summary>One for each intervention, in its order.</summary>
    public IReadOnlyList<string?> InterventionDescriptions { get; init; } = [];

    /// <summary>One for each arm, in its order.</summary>
    public IReadOnlyList<string?> ArmDescriptions { get; init; } = [];
}
