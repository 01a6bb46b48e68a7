namespace MpnstApi.Storage;

/// <summary>
/// What a registry says of a trial, in its own values and words, without what this service never serves
/// (names of contact persons, result tables). Absent text and numbers are null, absent lists empty;
/// dates are as given (YYYY, YYYY-MM or YYYY-MM-DD).
/// </summary>
public sealed record TrialFacts
{
    /// <summary>NCT id.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the registry, "ClinicalTrials.gov".</summary>
    public required string Registry { get; init; }
    public string? Title { get; init; }
    public string? OfficialTitle { get; init; }

    /// <summary>"NOT_REGISTRY" where the title is not the registry's own; null where it is.</summary>
    public string? TitleSource { get; init; }
    public string? Acronym { get; init; }

    /// <summary>Further ids: organisation's, secondary (type as the registry gives it), alias NCT ids.</summary>
    public IReadOnlyList<FactIdentifier> Ids { get; init; } = [];
    public string? StudyType { get; init; }
    public string? PrimaryPurpose { get; init; }
    public IReadOnlyList<string> Phases { get; init; } = [];
    public string? OverallStatus { get; init; }

    /// <summary>Date of the source of the status; null where not known.</summary>
    public string? StatusAsOf { get; init; }
    public string? WhyStopped { get; init; }
    public string? StartDate { get; init; }
    public string? PrimaryCompletionDate { get; init; }
    public string? CompletionDate { get; init; }
    public string? FirstPosted { get; init; }
    public string? LastUpdate { get; init; }
    public FactSponsor? Sponsor { get; init; }
    public IReadOnlyList<FactSponsor> Collaborators { get; init; } = [];
    public IReadOnlyList<string> Conditions { get; init; } = [];
    public IReadOnlyList<string> Keywords { get; init; } = [];
    public IReadOnlyList<FactIntervention> Interventions { get; init; } = [];
    public IReadOnlyList<FactArm> Arms { get; init; } = [];
    public string? Allocation { get; init; }
    public string? Masking { get; init; }
    public int? EnrollmentCount { get; init; }
    public string? EnrollmentType { get; init; }

    /// <summary>As the registry writes it ("18 Years", "6 Months").</summary>
    public string? MinimumAge { get; init; }
    public string? MaximumAge { get; init; }
    public string? Sex { get; init; }
    public IReadOnlyList<string> StdAges { get; init; } = [];
    public IReadOnlyList<FactOutcome> Outcomes { get; init; } = [];
    public IReadOnlyList<FactSite> Sites { get; init; } = [];
    public IReadOnlyList<FactPublication> Publications { get; init; } = [];

    /// <summary>Null where the record does not say.</summary>
    public bool? HasResults { get; init; }

    /// <summary>Snapshot only: NAMED, SARCOMA or NF1.</summary>
    public string? SnapshotScope { get; init; }

    /// <summary>Snapshot only: where MPNST was seen named, "conditions|title".</summary>
    public string? SnapshotNamedIn { get; init; }

    /// <summary>What was inferred or linked by title; shown with the trial.</summary>
    public IReadOnlyList<string> Caveats { get; init; } = [];

    /// <summary>Where the record can be read, and what it was gathered from.</summary>
    public required FactSource Source { get; init; }
}

/// <summary>A further id of a trial.</summary>
/// <param name="Type">The registry's type of the id.</param>
/// <param name="Value">The id.</param>
public sealed record FactIdentifier(string Type, string Value);

/// <summary>A sponsor or collaborator; class as the registry gives it.</summary>
public sealed record FactSponsor(string Name, string? Class);

/// <summary>An intervention; type as the registry gives it.</summary>
public sealed record FactIntervention(string? Type, string Name, IReadOnlyList<string> OtherNames);

/// <summary>An arm; interventions as the registry names them ("Drug: Selumetinib").</summary>
/// <param name="Label">The arm's label.</param>
/// <param name="Type">The registry's type of the arm.</param>
/// <param name="Interventions">What it is given, as the registry names it ("Drug: Selumetinib").</param>
public sealed record FactArm(string? Label, string? Type, IReadOnlyList<string> Interventions);

/// <summary>An outcome; kind is PRIMARY, SECONDARY or OTHER.</summary>
/// <param name="Kind">PRIMARY, SECONDARY or OTHER.</param>
/// <param name="Measure">What is measured.</param>
/// <param name="TimeFrame">When.</param>
public sealed record FactOutcome(string Kind, string Measure, string? TimeFrame);

/// <summary>A site, without its contact persons.</summary>
/// <param name="Facility">Name of the facility.</param>
/// <param name="City">City.</param>
/// <param name="Country">Country, as the registry names it.</param>
/// <param name="Status">The site's own status.</param>
public sealed record FactSite(string? Facility, string? City, string? Country, string? Status);

/// <summary>A publication the record refers to.</summary>
/// <param name="Pmid">PubMed id.</param>
/// <param name="Doi">DOI.</param>
public sealed record FactPublication(string? Pmid, string? Doi);

/// <summary>Where a record comes from. References are the sources a snapshot record was gathered from.</summary>
public sealed record FactSource(string Name, string? Url, IReadOnlyList<string> References);

/// <summary>The record's long texts: read by annotation, kept in the store, never held in memory by a release.</summary>
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
