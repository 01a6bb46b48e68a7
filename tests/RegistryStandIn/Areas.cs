namespace RegistryStandIn;

/// <summary>The registry's names of pieces and of search areas, as far as tests ask for them.</summary>
internal static class Areas
{
    private const string Protocol = "protocolSection";
    private const string Identification = $"{Protocol}.identificationModule";
    private const string Status = $"{Protocol}.statusModule";
    private const string Conditions = $"{Protocol}.conditionsModule";
    private const string Arms = $"{Protocol}.armsInterventionsModule";
    private const string Locations = $"{Protocol}.contactsLocationsModule.locations";

    private static readonly Dictionary<string, string> Pieces = new(StringComparer.Ordinal)
    {
        ["ProtocolSection"] = Protocol,
        ["DerivedSection"] = "derivedSection",
        ["ResultsSection"] = "resultsSection",
        ["DocumentSection"] = "documentSection",
        ["AnnotationSection"] = "annotationSection",
        ["HasResults"] = "hasResults",
        ["IdentificationModule"] = Identification,
        ["StatusModule"] = Status,
        ["SponsorCollaboratorsModule"] = $"{Protocol}.sponsorCollaboratorsModule",
        ["OversightModule"] = $"{Protocol}.oversightModule",
        ["DescriptionModule"] = $"{Protocol}.descriptionModule",
        ["ConditionsModule"] = Conditions,
        ["DesignModule"] = $"{Protocol}.designModule",
        ["ArmsInterventionsModule"] = Arms,
        ["OutcomesModule"] = $"{Protocol}.outcomesModule",
        ["EligibilityModule"] = $"{Protocol}.eligibilityModule",
        ["ContactsLocationsModule"] = $"{Protocol}.contactsLocationsModule",
        ["ReferencesModule"] = $"{Protocol}.referencesModule",
        ["IPDSharingStatementModule"] = $"{Protocol}.ipdSharingStatementModule",
        ["NCTId"] = $"{Identification}.nctId",
        ["NCTIdAlias"] = $"{Identification}.nctIdAliases",
        ["BriefTitle"] = $"{Identification}.briefTitle",
        ["OfficialTitle"] = $"{Identification}.officialTitle",
        ["Acronym"] = $"{Identification}.acronym",
        ["OverallStatus"] = $"{Status}.overallStatus",
        ["StartDate"] = $"{Status}.startDateStruct.date",
        ["PrimaryCompletionDate"] = $"{Status}.primaryCompletionDateStruct.date",
        ["CompletionDate"] = $"{Status}.completionDateStruct.date",
        ["StudyFirstPostDate"] = $"{Status}.studyFirstPostDateStruct.date",
        ["LastUpdatePostDate"] = $"{Status}.lastUpdatePostDateStruct.date",
        ["LeadSponsorName"] = $"{Protocol}.sponsorCollaboratorsModule.leadSponsor.name",
        ["BriefSummary"] = $"{Protocol}.descriptionModule.briefSummary",
        ["DetailedDescription"] = $"{Protocol}.descriptionModule.detailedDescription",
        ["Condition"] = $"{Conditions}.conditions",
        ["Keyword"] = $"{Conditions}.keywords",
        ["StudyType"] = $"{Protocol}.designModule.studyType",
        ["Phase"] = $"{Protocol}.designModule.phases",
        ["InterventionType"] = $"{Arms}.interventions.type",
        ["InterventionName"] = $"{Arms}.interventions.name",
        ["InterventionOtherName"] = $"{Arms}.interventions.otherNames",
        ["EligibilityCriteria"] = $"{Protocol}.eligibilityModule.eligibilityCriteria",
        ["LocationFacility"] = $"{Locations}.facility",
        ["LocationStatus"] = $"{Locations}.status",
        ["LocationCity"] = $"{Locations}.city",
        ["LocationCountry"] = $"{Locations}.country",
    };

    private static readonly Dictionary<string, string[]> Search = new(StringComparer.Ordinal)
    {
        ["BasicSearch"] =
        [
            Identification,
            Conditions,
            Arms,
            $"{Protocol}.sponsorCollaboratorsModule",
            $"{Protocol}.descriptionModule",
            $"{Protocol}.outcomesModule",
            Pieces["EligibilityCriteria"],
        ],
        ["ConditionSearch"] =
        [
            Conditions,
            Pieces["BriefTitle"],
            Pieces["OfficialTitle"],
            Pieces["NCTId"],
        ],
        ["InterventionSearch"] = [Arms, Pieces["BriefTitle"], Pieces["OfficialTitle"]],
        ["TitleSearch"] = [Pieces["BriefTitle"], Pieces["OfficialTitle"], Pieces["Acronym"]],
    };

    /// <summary>Paths that a search area or piece covers; null where there is no such name.</summary>
    public static IReadOnlyList<string>? Paths(string name) =>
        Search.TryGetValue(name, out var paths) ? paths
        : Pieces.TryGetValue(name, out var path) ? [path]
        : null;

    /// <summary>The path of an item of <c>fields</c>: a piece, or a path as it stands; null where there is no such thing.</summary>
    public static string? Field(string name) =>
        Pieces.TryGetValue(name, out var path) ? path
        : Pieces.ContainsValue(name) ? name
        : null;

    public static bool IsDate(string name) =>
        Pieces.ContainsKey(name) && name.EndsWith("Date", StringComparison.Ordinal);
}
