using System.Text.Json.Serialization;

namespace MpnstApi.Registry;

// The parts of a ClinicalTrials.gov API v2 study document that this service uses, named as there.
// Everything may be absent: withheld studies have an id and little else. Members not listed are
// skipped, among them `locations_nested`, which some stored copies have beside an equal `locations`.

/// <summary>A study document.</summary>
public sealed record Study
{
    public ProtocolSection? ProtocolSection { get; init; }
    public bool? HasResults { get; init; }

    /// <summary>Only in the bundled snapshot, never from the registry.</summary>
    public SnapshotMember? Snapshot { get; init; }
}

public sealed record ProtocolSection
{
    public IdentificationModule? IdentificationModule { get; init; }
    public StatusModule? StatusModule { get; init; }
    public SponsorCollaboratorsModule? SponsorCollaboratorsModule { get; init; }
    public DescriptionModule? DescriptionModule { get; init; }
    public ConditionsModule? ConditionsModule { get; init; }
    public DesignModule? DesignModule { get; init; }
    public ArmsInterventionsModule? ArmsInterventionsModule { get; init; }
    public OutcomesModule? OutcomesModule { get; init; }
    public EligibilityModule? EligibilityModule { get; init; }
    public ContactsLocationsModule? ContactsLocationsModule { get; init; }
    public ReferencesModule? ReferencesModule { get; init; }
}

public sealed record IdentificationModule
{
    public string? NctId { get; init; }
    public IReadOnlyList<string?>? NctIdAliases { get; init; }
    public OrgStudyIdInfo? OrgStudyIdInfo { get; init; }
    public IReadOnlyList<SecondaryIdInfo?>? SecondaryIdInfos { get; init; }
    public string? BriefTitle { get; init; }
    public string? OfficialTitle { get; init; }
    public string? Acronym { get; init; }
}

public sealed record OrgStudyIdInfo(string? Id, string? Type);

public sealed record SecondaryIdInfo(string? Id, string? Type);

public sealed record StatusModule
{
    [JsonConverter(typeof(DateTextConverter))]
    public string? StatusVerifiedDate { get; init; }
    public string? OverallStatus { get; init; }
    public string? WhyStopped { get; init; }
    public DateStruct? StartDateStruct { get; init; }
    public DateStruct? PrimaryCompletionDateStruct { get; init; }
    public DateStruct? CompletionDateStruct { get; init; }
    public DateStruct? StudyFirstPostDateStruct { get; init; }
    public DateStruct? LastUpdatePostDateStruct { get; init; }
}

/// <summary>A date as the registry gives it: YYYY, YYYY-MM or YYYY-MM-DD, or whatever is there instead.</summary>
[JsonConverter(typeof(DateStructConverter))]
public sealed record DateStruct(string? Date);

public sealed record SponsorCollaboratorsModule
{
    public Sponsor? LeadSponsor { get; init; }
    public IReadOnlyList<Sponsor?>? Collaborators { get; init; }
}

public sealed record Sponsor(string? Name, string? Class);

public sealed record DescriptionModule(string? BriefSummary, string? DetailedDescription);

public sealed record ConditionsModule
{
    public IReadOnlyList<string?>? Conditions { get; init; }
    public IReadOnlyList<string?>? Keywords { get; init; }
}

public sealed record DesignModule
{
    public string? StudyType { get; init; }
    public IReadOnlyList<string?>? Phases { get; init; }
    public DesignInfo? DesignInfo { get; init; }
    public EnrollmentInfo? EnrollmentInfo { get; init; }
}

public sealed record DesignInfo
{
    public string? Allocation { get; init; }
    public string? PrimaryPurpose { get; init; }
    public MaskingInfo? MaskingInfo { get; init; }
}

public sealed record MaskingInfo(string? Masking);

public sealed record EnrollmentInfo(int? Count, string? Type);

public sealed record ArmsInterventionsModule
{
    public IReadOnlyList<ArmGroup?>? ArmGroups { get; init; }
    public IReadOnlyList<Intervention?>? Interventions { get; init; }
}

public sealed record ArmGroup
{
    public string? Label { get; init; }
    public string? Type { get; init; }
    public string? Description { get; init; }
    public IReadOnlyList<string?>? InterventionNames { get; init; }
}

public sealed record Intervention
{
    public string? Type { get; init; }
    public string? Name { get; init; }
    public string? Description { get; init; }
    public IReadOnlyList<string?>? OtherNames { get; init; }
}

public sealed record OutcomesModule
{
    public IReadOnlyList<Outcome?>? PrimaryOutcomes { get; init; }
    public IReadOnlyList<Outcome?>? SecondaryOutcomes { get; init; }
    public IReadOnlyList<Outcome?>? OtherOutcomes { get; init; }
}

public sealed record Outcome(string? Measure, string? TimeFrame);

public sealed record EligibilityModule
{
    public string? EligibilityCriteria { get; init; }
    public string? MinimumAge { get; init; }
    public string? MaximumAge { get; init; }
    public string? Sex { get; init; }
    public IReadOnlyList<string?>? StdAges { get; init; }
}

public sealed record ContactsLocationsModule
{
    public IReadOnlyList<Location?>? Locations { get; init; }
}

/// <summary>A site; its contact persons are not read.</summary>
public sealed record Location(string? Facility, string? Status, string? City, string? Country);

public sealed record ReferencesModule
{
    public IReadOnlyList<Reference?>? References { get; init; }
}

public sealed record Reference(string? Pmid, string? Citation);

/// <summary>The members that the bundled snapshot adds to its records.</summary>
public sealed record SnapshotMember
{
    /// <summary>Gets the relation to MPNST: NAMED, SARCOMA or NF1.</summary>
    public string? Mpnst { get; init; }

    /// <summary>Gets where MPNST is named, "conditions|title"; null if not known.</summary>
    public string? MpnstNamedIn { get; init; }

    /// <summary>Gets the date of the source of the status.</summary>
    [JsonConverter(typeof(DateTextConverter))]
    public string? StatusAsOf { get; init; }

    /// <summary>Gets NOT_REGISTRY if the title is not the registry's.</summary>
    public string? TitleSource { get; init; }
    public IReadOnlyList<string?>? Sources { get; init; }
    public IReadOnlyList<string?>? Caveats { get; init; }
}
