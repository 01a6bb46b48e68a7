namespace RegistryStandIn;

/// <summary>The registry's names of pieces, and what its search areas look in (search-areas.tsv, from the registry itself).</summary>
internal static class Areas
{
    private const string Protocol = "protocolSection";
    private const string Identification = $"{Protocol}.identificationModule";
    private const string Status = $"{Protocol}.statusModule";
    private const string Conditions = $"{Protocol}.conditionsModule";
    private const string Arms = $"{Protocol}.armsInterventionsModule";
    private const string Sponsors = $"{Protocol}.sponsorCollaboratorsModule";
    private const string Design = $"{Protocol}.designModule";
    private const string Outcomes = $"{Protocol}.outcomesModule";
    private const string Eligibility = $"{Protocol}.eligibilityModule";
    private const string Contacts = $"{Protocol}.contactsLocationsModule";
    private const string Locations = $"{Contacts}.locations";
    private const string Results = "resultsSection.outcomeMeasuresModule.outcomeMeasures";
    private const string ConditionMesh = "derivedSection.conditionBrowseModule";
    private const string InterventionMesh = "derivedSection.interventionBrowseModule";

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
        ["OrgStudyId"] = $"{Identification}.orgStudyIdInfo.id",
        ["SecondaryId"] = $"{Identification}.secondaryIdInfos.id",
        ["StdAge"] = $"{Eligibility}.stdAges",
        ["StudyPopulation"] = $"{Eligibility}.studyPopulation",
        ["PrimaryOutcomeMeasure"] = $"{Outcomes}.primaryOutcomes.measure",
        ["PrimaryOutcomeDescription"] = $"{Outcomes}.primaryOutcomes.description",
        ["SecondaryOutcomeMeasure"] = $"{Outcomes}.secondaryOutcomes.measure",
        ["SecondaryOutcomeDescription"] = $"{Outcomes}.secondaryOutcomes.description",
        ["OtherOutcomeMeasure"] = $"{Outcomes}.otherOutcomes.measure",
        ["OtherOutcomeDescription"] = $"{Outcomes}.otherOutcomes.description",
        ["OutcomeMeasureTitle"] = $"{Results}.title",
        ["OutcomeMeasureDescription"] = $"{Results}.description",
        ["ArmGroupLabel"] = $"{Arms}.armGroups.label",
        ["ArmGroupDescription"] = $"{Arms}.armGroups.description",
        ["ArmGroupType"] = $"{Arms}.armGroups.type",
        ["InterventionDescription"] = $"{Arms}.interventions.description",
        ["CollaboratorName"] = $"{Sponsors}.collaborators.name",
        ["ResponsiblePartyInvestigatorFullName"] =
            $"{Sponsors}.responsibleParty.investigatorFullName",
        ["ResponsiblePartyInvestigatorTitle"] = $"{Sponsors}.responsibleParty.investigatorTitle",
        ["ResponsiblePartyInvestigatorAffiliation"] =
            $"{Sponsors}.responsibleParty.investigatorAffiliation",
        ["ResponsiblePartyOldNameTitle"] = $"{Sponsors}.responsibleParty.oldNameTitle",
        ["ResponsiblePartyOldOrganization"] = $"{Sponsors}.responsibleParty.oldOrganization",
        ["OverallOfficialAffiliation"] = $"{Contacts}.overallOfficials.affiliation",
        ["OverallOfficialRole"] = $"{Contacts}.overallOfficials.role",
        ["OverallOfficialName"] = $"{Contacts}.overallOfficials.name",
        ["CentralContactName"] = $"{Contacts}.centralContacts.name",
        ["LocationState"] = $"{Locations}.state",
        ["LocationContactName"] = $"{Locations}.contacts.name",
        ["BioSpecDescription"] = $"{Design}.bioSpec.description",
        ["DesignAllocation"] = $"{Design}.designInfo.allocation",
        ["DesignInterventionModel"] = $"{Design}.designInfo.interventionModel",
        ["DesignMasking"] = $"{Design}.designInfo.maskingInfo.masking",
        ["DesignWhoMasked"] = $"{Design}.designInfo.maskingInfo.whoMasked",
        ["DesignObservationalModel"] = $"{Design}.designInfo.observationalModel",
        ["DesignPrimaryPurpose"] = $"{Design}.designInfo.primaryPurpose",
        ["DesignTimePerspective"] = $"{Design}.designInfo.timePerspective",
        ["ConditionMeshTerm"] = $"{ConditionMesh}.meshes.term",
        ["ConditionAncestorTerm"] = $"{ConditionMesh}.ancestors.term",
        ["InterventionMeshTerm"] = $"{InterventionMesh}.meshes.term",
        ["InterventionAncestorTerm"] = $"{InterventionMesh}.ancestors.term",
    };

    private static readonly Dictionary<string, IReadOnlyList<Piece>> Search = ReadSearch();

    /// <summary>Paths of the pieces that are exact in an area, and so by themselves.</summary>
    private static readonly HashSet<string> Exact =
    [
        .. Search
            .Values.SelectMany(area => area)
            .Where(piece => piece.IsExact)
            .Select(piece => piece.Path),
    ];

    /// <summary>A piece of a search area.</summary>
    /// <param name="IsExact">Only the whole value matches; else words and phrases within it.</param>
    internal sealed record Piece(string Path, bool IsExact);

    /// <summary>Returns the pieces of a search area, or the one piece of that name; null where there is no such name.</summary>
    public static IReadOnlyList<Piece>? Find(string name) =>
        Search.TryGetValue(name, out var area) ? area
        : Pieces.TryGetValue(name, out var path) ? [new Piece(path, Exact.Contains(path))]
        : null;

    /// <summary>The table of areas: a name, a tab, its pieces with commas between them.</summary>
    private static Dictionary<string, IReadOnlyList<Piece>> ReadSearch()
    {
        using var table = new StreamReader(
            typeof(Areas).Assembly.GetManifestResourceStream("search-areas.tsv")!
        );
        var areas = new Dictionary<string, IReadOnlyList<Piece>>(StringComparer.Ordinal);
        while (table.ReadLine() is { } line)
        {
            if (line.Split('\t') is [var name, var pieces] && !name.StartsWith('#'))
            {
                areas[name] = [.. pieces.Split(", ").Select(ReadPiece)];
            }
        }
        return areas;
    }

    private static Piece ReadPiece(string text)
    {
        const string Mark = " (exact)";
        var isExact = text.EndsWith(Mark, StringComparison.Ordinal);
        return new Piece(Pieces[isExact ? text[..^Mark.Length] : text], isExact);
    }

    /// <summary>The path of an item of <c>fields</c>: a piece, or a path as it is written; null where there is none.</summary>
    public static string? Field(string name) =>
        Pieces.TryGetValue(name, out var path) ? path
        : Pieces.ContainsValue(name) ? name
        : null;

    public static bool IsDate(string name) =>
        Pieces.ContainsKey(name) && name.EndsWith("Date", StringComparison.Ordinal);
}
