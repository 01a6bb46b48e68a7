using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Exports;
using MpnstApi.Filtering;
using MpnstApi.Indexing;
using MpnstApi.Releases;
using MpnstApi.Statistics;

namespace MpnstApi.Trials;

/// <summary>Queries about trials, shared by REST, GraphQL and exports.</summary>
public static class TrialQuery
{
    /// <summary>Gets the columns of the table of trials, one for each member of a summary.</summary>
    public static Table<TrialSummary> Table { get; } =
        new(
            "trials",
            [
                new("id", ColumnType.Text, "NCT id.", trial => trial.Id),
                new("registry", ColumnType.Text, "Name of the registry.", trial => trial.Registry),
                new(
                    "url",
                    ColumnType.Text,
                    "The registry's page of the trial.",
                    trial => trial.Url
                ),
                new("title", ColumnType.Text, "Brief title.", trial => trial.Title),
                new(
                    "titleSource",
                    ColumnType.Text,
                    "NOT_REGISTRY if the title is not the registry's own.",
                    trial => trial.TitleSource
                ),
                new("acronym", ColumnType.Text, "The record's acronym.", trial => trial.Acronym),
                new("scope", ColumnType.Text, Facets.Scope.Definition, trial => trial.Scope.Key()),
                new(
                    "studyType",
                    ColumnType.Text,
                    Facets.StudyType.Definition,
                    trial => trial.StudyType.Key()
                ),
                new(
                    "purpose",
                    ColumnType.Text,
                    Facets.Purpose.Definition,
                    trial => trial.Purpose.Key()
                ),
                new("phase", ColumnType.Text, Facets.Phase.Definition, trial => trial.Phase.Key()),
                new(
                    "status",
                    ColumnType.Text,
                    Facets.Status.Definition,
                    trial => trial.Status.Key()
                ),
                new(
                    "registryStatus",
                    ColumnType.Text,
                    Facets.RegistryStatus.Definition,
                    trial => trial.RegistryStatus
                ),
                new(
                    "ctrpCategory",
                    ColumnType.Text,
                    Facets.CtrpCategory.Definition,
                    trial => trial.CtrpCategory?.Key()
                ),
                new(
                    "statusAsOf",
                    ColumnType.Date,
                    "Date of the source of the status.",
                    trial => trial.StatusAsOf
                ),
                new(
                    "statusFreshness",
                    ColumnType.Text,
                    Facets.StatusFreshness.Definition,
                    trial => trial.StatusFreshness.Key()
                ),
                new(
                    "openNow",
                    ColumnType.Boolean,
                    "Open or planned by a current status; empty if unknown.",
                    trial => trial.OpenNow
                ),
                new(
                    "indication",
                    ColumnType.Text,
                    Facets.Indication.Definition,
                    trial => trial.Indication.Key()
                ),
                new(
                    "mpnstDedicated",
                    ColumnType.Boolean,
                    "About MPNST only, interventional, for treatment.",
                    trial => trial.MpnstDedicated
                ),
                new(
                    "nf1",
                    ColumnType.Boolean,
                    "The record names neurofibromatosis type 1 as a disease of its patients.",
                    trial => trial.Nf1
                ),
                new(
                    "nf1Association",
                    ColumnType.Text,
                    Facets.Nf1Association.Definition,
                    trial => trial.Nf1Association.Key()
                ),
                new(
                    "biomarkerSelection",
                    ColumnType.Text,
                    Facets.BiomarkerSelection.Definition,
                    trial => trial.BiomarkerSelection.Key()
                ),
                List("treatments", Facets.Treatment.Definition, trial => trial.Treatments),
                List(
                    "modalities",
                    Facets.Modality.Definition,
                    trial => trial.Modalities.Select(modality => modality.Key())
                ),
                List(
                    "drugs",
                    "Ids of the drugs that count as treatment.",
                    trial => trial.Drugs.Select(drug => drug.Id)
                ),
                List(
                    "targets",
                    "HGNC symbols of the proteins that these drugs act on.",
                    trial => trial.Targets
                ),
                new("sponsor", ColumnType.Text, "Lead sponsor.", trial => trial.Sponsor?.Name),
                new(
                    "sponsorClass",
                    ColumnType.Text,
                    Facets.SponsorClass.Definition,
                    trial => trial.Sponsor?.Class?.Key()
                )
                {
                    Member = "sponsor",
                },
                List(
                    "collaborators",
                    "Names of the collaborators.",
                    trial => trial.Collaborators.Select(sponsor => sponsor.Name)
                ),
                List(
                    "countries",
                    Facets.Country.Definition,
                    trial => trial.Countries.Select(country => country.Code ?? country.Name)
                ),
                new(
                    "enrollment",
                    ColumnType.WholeNumber,
                    "Participants.",
                    trial => trial.Enrollment?.Count
                ),
                new(
                    "enrollmentType",
                    ColumnType.Text,
                    "ACTUAL or ESTIMATED.",
                    trial => trial.Enrollment?.Type
                )
                {
                    Member = "enrollment",
                },
                new(
                    "startDate",
                    ColumnType.Date,
                    "As the registry gave it: YYYY, YYYY-MM or YYYY-MM-DD.",
                    trial => trial.StartDate
                ),
                FirstDay("startDate", trial => trial.StartDate),
                new(
                    "primaryCompletionDate",
                    ColumnType.Date,
                    "As the registry gave it.",
                    trial => trial.PrimaryCompletionDate
                ),
                FirstDay("primaryCompletionDate", trial => trial.PrimaryCompletionDate),
                new(
                    "completionDate",
                    ColumnType.Date,
                    "As the registry gave it.",
                    trial => trial.CompletionDate
                ),
                new(
                    "lastUpdate",
                    ColumnType.Date,
                    "The registry's last update of the record.",
                    trial => trial.LastUpdate
                ),
                new(
                    "changedAt",
                    ColumnType.Text,
                    "The release in which the record or its labels last changed.",
                    trial => trial.ChangedAt
                ),
                new(
                    "hasResults",
                    ColumnType.Boolean,
                    "Whether results are posted; empty if the record does not say.",
                    trial => trial.HasResults
                ),
            ]
        )
        {
            FirstIsKey = true,
        };

    /// <summary>Returns the trials that a filter selects, in an order.</summary>
    public static Listing<ReleasedTrial> List(Release release, TrialFilter filter, string order)
    {
        var selected = FilterParameters.Select(release, filter);
        return new(
            selected.Count,
            (offset, limit) =>
                release
                    .Indexes.Ordered(selected, order)
                    .Skip(offset)
                    .Take(limit)
                    .Select(position => release.Trials[position])
        );
    }

    /// <summary>Returns the ids of a filter that no trial of the release has; empty if the filter has no ids.</summary>
    public static IReadOnlyList<string> NotFound(Release release, TrialFilter filter) =>
        [
            .. filter
                .Terms.Where(term => term.Parameter == "id")
                .SelectMany(term => term.Values)
                .Where(id => release.Find(id) is null),
        ];

    /// <summary>Returns the trial with this NCT id or other id; null if there is none.</summary>
    public static Trial? Find(Release release, string id) =>
        release.Find(id) is { } trial ? new Trial(trial) : null;

    private static Column<TrialSummary> FirstDay(string member, Func<TrialSummary, string?> date) =>
        new(
            $"{member}First",
            ColumnType.Day,
            $"The first day of {member}: 2019-04-01 for 2019-04.",
            trial => PartialDate.Parse(date(trial))
        )
        {
            Member = member,
        };

    private static Column<TrialSummary> List(
        string name,
        string description,
        Func<TrialSummary, IEnumerable<string>> values
    ) => new(name, ColumnType.List, description, values);
}
