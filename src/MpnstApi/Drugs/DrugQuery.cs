using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Exports;
using MpnstApi.Filtering;
using MpnstApi.Indexing;
using MpnstApi.Releases;
using MpnstApi.Statistics;

namespace MpnstApi.Drugs;

/// <summary>Queries about drugs, shared by REST, GraphQL and exports.</summary>
public static class DrugQuery
{
    /// <summary>Gets the columns of the table of drugs.</summary>
    public static Table<DrugSummary> Table { get; } =
        new(
            "drugs",
            [
                new(
                    "id",
                    ColumnType.Text,
                    "Lower-case INN, other characters as \"-\".",
                    drug => drug.Id
                ),
                new(
                    "name",
                    ColumnType.Text,
                    "International nonproprietary name.",
                    drug => drug.Name
                ),
                new(
                    "modality",
                    ColumnType.Text,
                    "What kind of treatment it is.",
                    drug => drug.Modality.Key()
                ),
                new("types", ColumnType.List, "Drug type keys.", drug => drug.Types),
                new(
                    "targets",
                    ColumnType.List,
                    "HGNC symbols of its targets.",
                    drug => drug.Targets
                ),
                new(
                    "trialCount",
                    ColumnType.WholeNumber,
                    "Trials of the cohort in which it counts as treatment, each once.",
                    drug => drug.TrialCount
                ),
            ]
        )
        {
            FirstIsKey = true,
        };

    /// <summary>Returns the drugs that trials of the cohort give, ordered by number of trials and id, or by id.</summary>
    public static Listing<DrugSummary> List(Release release, TrialFilter filter, bool byId = false)
    {
        var cohort = Cohort.Of(release, filter, Facets.Drug);
        var index = release.Index(Facets.Drug);
        var counted = release
            .Dictionary.Drugs.Select(drug =>
                (Drug: drug, Count: index[drug.Id].CountWith(cohort.Trials))
            )
            .Where(pair => pair.Count > 0)
            .OrderByDescending(pair => byId ? 0 : pair.Count)
            .ThenBy(pair => pair.Drug.Id, StringComparer.Ordinal)
            .Select(pair => pair.Drug)
            .ToList();
        return new(
            counted.Count,
            (offset, limit) =>
                counted.Skip(offset).Take(limit).Select(drug => Summary(cohort, drug))
        );
    }

    /// <summary>Returns the drug with this id, name or synonym; null if there is none.</summary>
    public static DrugProfile? Find(Release release, TrialFilter filter, string idOrSynonym)
    {
        if (release.Dictionary.FindDrug(idOrSynonym) is not { } drug)
        {
            return null;
        }
        var cohort = Cohort.Of(release, filter, Facets.Drug);
        var summary = Summary(cohort, drug);
        var counted = cohort with
        {
            Filter = cohort.Filter.And("drug", drug.Id),
            Trials = cohort.Trials.And(release.Index(Facets.Drug)[drug.Id]),
        };
        return new DrugProfile(summary)
        {
            Synonyms = drug.Synonyms,
            Ids = drug.Ids,
            TargetLinks = drug.Targets,
            ReviewedOn = drug.ReviewedOn,
            Reference = drug.Reference,
            Note = drug.Note,
            TrialsByPhase = counted.By(Facets.Phase).Buckets,
            TrialsByStatus = counted.By(Facets.Status).Buckets,
            Filter = FilterEcho.Of(filter),
            Dataset = DatasetInfo.Of(release),
        };
    }

    private static DrugSummary Summary(Cohort cohort, Drug drug) =>
        new(
            drug.Id,
            drug.Name,
            drug.Modality,
            drug.Types,
            [.. drug.Targets.Select(target => target.Symbol)],
            cohort.Release.Index(Facets.Drug)[drug.Id].CountWith(cohort.Trials),
            cohort.Link((Facets.Drug, drug.Id))
        );
}
