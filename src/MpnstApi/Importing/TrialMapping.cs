using System.Text.RegularExpressions;
using MpnstApi.Annotation;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Registry;
using MpnstApi.Storage;

namespace MpnstApi.Importing;

/// <summary>Maps the registry's document to what is stored, and that to what annotation reads.</summary>
public static partial class TrialMapping
{
    private const string RegistryName = "ClinicalTrials.gov";
    private const string SnapshotName =
        "Bundled snapshot, from stored copies of ClinicalTrials.gov";

    /// <summary>The registry's number of participants where a sponsor does not know it.</summary>
    private const int UnknownEnrollment = 99_999_999;

    private const int LongestQuote = 40;

    /// <summary>The type of a former NCT id of a trial.</summary>
    internal const string AliasType = "NCT_ALIAS";

    /// <summary>
    /// Returns the facts of a study, which must have an id. A date or number that is not valid is left out and quoted in a caveat.
    /// </summary>
    public static TrialFacts Facts(Study study)
    {
        var protocol = study.ProtocolSection!;
        var identification = protocol.IdentificationModule!;
        var status = protocol.StatusModule;
        var sponsors = protocol.SponsorCollaboratorsModule;
        var design = protocol.DesignModule;
        var eligibility = protocol.EligibilityModule;
        var id = identification.NctId!;
        var caveats = Texts(study.Snapshot?.Caveats);
        return new TrialFacts
        {
            Id = id,
            Registry = RegistryName,
            Title = Text(identification.BriefTitle),
            OfficialTitle = Text(identification.OfficialTitle),
            TitleSource = Text(study.Snapshot?.TitleSource),
            Acronym = Text(identification.Acronym),
            Ids = Identifiers(identification),
            StudyType = Text(design?.StudyType),
            PrimaryPurpose = Text(design?.DesignInfo?.PrimaryPurpose),
            Phases = Texts(design?.Phases),
            OverallStatus = Text(status?.OverallStatus),
            StatusAsOf = StatusAsOf(study, caveats),
            WhyStopped = Text(status?.WhyStopped),
            StartDate = Date(status?.StartDateStruct?.Date, "startDateStruct.date", caveats),
            PrimaryCompletionDate = Date(
                status?.PrimaryCompletionDateStruct?.Date,
                "primaryCompletionDateStruct.date",
                caveats
            ),
            CompletionDate = Date(
                status?.CompletionDateStruct?.Date,
                "completionDateStruct.date",
                caveats
            ),
            FirstPosted = Date(
                status?.StudyFirstPostDateStruct?.Date,
                "studyFirstPostDateStruct.date",
                caveats
            ),
            LastUpdate = Date(
                status?.LastUpdatePostDateStruct?.Date,
                "lastUpdatePostDateStruct.date",
                caveats
            ),
            Sponsor = Sponsor(sponsors?.LeadSponsor),
            Collaborators = Each(sponsors?.Collaborators, Sponsor),
            Conditions = Texts(protocol.ConditionsModule?.Conditions),
            Keywords = Texts(protocol.ConditionsModule?.Keywords),
            Interventions =
            [
                .. Interventions(study)
                    .Select(intervention => new StoredIntervention(
                        Text(intervention.Type),
                        intervention.Name!,
                        Texts(intervention.OtherNames)
                    )),
            ],
            Arms =
            [
                .. Arms(study)
                    .Select(arm => new StoredArm(
                        Text(arm.Label),
                        Text(arm.Type),
                        Texts(arm.InterventionNames)
                    )),
            ],
            Allocation = Text(design?.DesignInfo?.Allocation),
            Masking = Text(design?.DesignInfo?.MaskingInfo?.Masking),
            EnrollmentCount = Enrollment(design?.EnrollmentInfo?.Count, caveats),
            EnrollmentType = Text(design?.EnrollmentInfo?.Type),
            MinimumAge = Text(eligibility?.MinimumAge),
            MaximumAge = Text(eligibility?.MaximumAge),
            Sex = Text(eligibility?.Sex),
            StdAges = Texts(eligibility?.StdAges),
            Outcomes =
            [
                .. Outcomes("PRIMARY", protocol.OutcomesModule?.PrimaryOutcomes),
                .. Outcomes("SECONDARY", protocol.OutcomesModule?.SecondaryOutcomes),
                .. Outcomes("OTHER", protocol.OutcomesModule?.OtherOutcomes),
            ],
            Sites = Each(protocol.ContactsLocationsModule?.Locations, Site),
            Publications = Each(protocol.ReferencesModule?.References, Publication),
            HasResults = study.HasResults,
            SnapshotScope = Text(study.Snapshot?.Mpnst),
            SnapshotNamedIn = Text(study.Snapshot?.MpnstNamedIn),
            // Evaluated last: reading the members above adds to it.
            Caveats = [.. caveats.Distinct(StringComparer.Ordinal)],
            Source = new StoredSource(
                study.Snapshot is null ? RegistryName : SnapshotName,
                $"https://clinicaltrials.gov/study/{id}",
                Texts(study.Snapshot?.Sources)
            ),
        };
    }

    /// <summary>Returns the long texts of a study.</summary>
    public static TrialNarrative LongTexts(Study study) =>
        new()
        {
            BriefSummary = Text(study.ProtocolSection?.DescriptionModule?.BriefSummary),
            DetailedDescription = Text(
                study.ProtocolSection?.DescriptionModule?.DetailedDescription
            ),
            EligibilityCriteria = Text(
                study.ProtocolSection?.EligibilityModule?.EligibilityCriteria
            ),
            InterventionDescriptions =
            [
                .. Interventions(study).Select(intervention => Text(intervention.Description)),
            ],
            ArmDescriptions = [.. Arms(study).Select(arm => Text(arm.Description))],
        };

    /// <summary>Returns what annotation reads, made from what is stored, so that a later annotation reads the same as that of the import.</summary>
    public static AnnotationInput ForAnnotation(TrialFacts facts, TrialNarrative texts) =>
        new()
        {
            Id = facts.Id,
            Title = facts.Title,
            OfficialTitle = facts.OfficialTitle,
            Acronym = facts.Acronym,
            Conditions = facts.Conditions,
            Keywords = facts.Keywords,
            BriefSummary = texts.BriefSummary,
            DetailedDescription = texts.DetailedDescription,
            EligibilityCriteria = texts.EligibilityCriteria,
            StudyType = facts.StudyType,
            PrimaryPurpose = facts.PrimaryPurpose,
            Phases = facts.Phases,
            OverallStatus = facts.OverallStatus,
            Interventions =
            [
                .. facts.Interventions.Select(
                    (intervention, index) =>
                        new InterventionText(
                            intervention.Type,
                            intervention.Name,
                            texts.InterventionDescriptions.ElementAtOrDefault(index),
                            intervention.OtherNames
                        )
                ),
            ],
            Arms =
            [
                .. facts.Arms.Select(
                    (arm, index) =>
                        new ArmText(
                            arm.Label,
                            arm.Type,
                            texts.ArmDescriptions.ElementAtOrDefault(index),
                            arm.Interventions
                        )
                ),
            ],
            PrimaryOutcomes =
            [
                .. facts
                    .Outcomes.Where(outcome => outcome.Kind == "PRIMARY")
                    .Select(outcome => outcome.Measure),
            ],
            SnapshotScope = Terms<Scope>.Parse(facts.SnapshotScope),
            SnapshotNamedIn = facts.SnapshotNamedIn,
        };

    /// <summary>
    /// Returns the date of the status: when the record was last verified, or the date of the last update in older records
    /// that lack it.
    /// </summary>
    private static string? StatusAsOf(Study study, List<string> caveats)
    {
        var status = study.ProtocolSection?.StatusModule;
        return study.Snapshot is { } snapshot
            ? Date(snapshot.StatusAsOf, "snapshot.statusAsOf", caveats)
            : Date(status?.StatusVerifiedDate, "statusVerifiedDate", caveats)
                ?? Date(
                    status?.LastUpdatePostDateStruct?.Date,
                    "lastUpdatePostDateStruct.date",
                    caveats
                );
    }

    private static string? Date(string? text, string field, List<string> caveats)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }
        if (RegistryDate.IsValid(text))
        {
            return text;
        }
        var quoted =
            text.Length <= LongestQuote ? text
            // Not between the halves of a surrogate pair.
            : char.IsHighSurrogate(text[LongestQuote - 1]) ? $"{text[..(LongestQuote - 1)]}…"
            : $"{text[..LongestQuote]}…";
        caveats.Add(
            $"The record's {field} is \"{quoted}\", which is not a date (YYYY, YYYY-MM or YYYY-MM-DD); it is left out."
        );
        return null;
    }

    private static int? Enrollment(int? count, List<string> caveats)
    {
        if (count is not (UnknownEnrollment or < 0))
        {
            return count;
        }
        caveats.Add(
            $"The record gives {count} participants, {(count < 0 ? "which cannot be" : "the registry's number for \"unknown\"")}; the number is left out."
        );
        return null;
    }

    private static List<StoredIdentifier> Identifiers(IdentificationModule identification)
    {
        var ids = new List<StoredIdentifier>();
        Add(
            identification.OrgStudyIdInfo?.Type ?? "ORG_STUDY_ID",
            identification.OrgStudyIdInfo?.Id
        );
        foreach (var secondary in identification.SecondaryIdInfos ?? [])
        {
            Add(secondary?.Type ?? "SECONDARY_ID", secondary?.Id);
        }
        foreach (var alias in identification.NctIdAliases ?? [])
        {
            Add(AliasType, alias);
        }
        return ids;

        void Add(string type, string? value)
        {
            if (Text(value) is { } id)
            {
                ids.Add(new StoredIdentifier(type, id));
            }
        }
    }

    private static StoredSponsor? Sponsor(Sponsor? sponsor) =>
        Text(sponsor?.Name) is { } name ? new StoredSponsor(name, Text(sponsor!.Class)) : null;

    /// <summary>Returns the interventions that have a name: facts and descriptions must list the same ones.</summary>
    private static IEnumerable<Intervention> Interventions(Study study) =>
        (study.ProtocolSection?.ArmsInterventionsModule?.Interventions ?? [])
            .OfType<Intervention>()
            .Where(intervention => Text(intervention.Name) is not null);

    private static IEnumerable<ArmGroup> Arms(Study study) =>
        (study.ProtocolSection?.ArmsInterventionsModule?.ArmGroups ?? []).OfType<ArmGroup>();

    private static List<StoredOutcome> Outcomes(string kind, IReadOnlyList<Outcome?>? outcomes) =>
        Each(
            outcomes,
            outcome =>
                Text(outcome?.Measure) is { } measure
                    ? new StoredOutcome(kind, measure, Text(outcome!.TimeFrame))
                    : null
        );

    private static StoredSite? Site(Location? location)
    {
        if (location is null)
        {
            return null;
        }
        var site = new StoredSite(
            Text(location.Facility),
            Text(location.City),
            Text(location.Country),
            Text(location.Status)
        );
        return site == new StoredSite(null, null, null, null) ? null : site;
    }

    private static StoredPublication? Publication(Reference? reference)
    {
        var doi = reference?.Citation is { } citation ? Doi().Match(citation) : null;
        var publication = new StoredPublication(
            Text(reference?.Pmid),
            doi?.Success == true ? doi.Value : null
        );
        return publication == new StoredPublication(null, null) ? null : publication;
    }

    private static List<TResult> Each<TSource, TResult>(
        IReadOnlyList<TSource>? list,
        Func<TSource, TResult?> map
    )
        where TResult : class => [.. (list ?? []).Select(map).OfType<TResult>()];

    private static List<string> Texts(IReadOnlyList<string?>? list) => Each(list, Text);

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    // A DOI in a citation ends before the full stop that closes the sentence.
    [GeneratedRegex(@"\b10\.[0-9]{4,9}/[^\s""<>;]*[^\s""<>;.,)]")]
    private static partial Regex Doi();
}
