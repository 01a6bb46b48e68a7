using MpnstApi.Annotation.Dictionary;
using MpnstApi.Releases;

namespace MpnstApi.Drugs;

/// <summary>Questions about drugs, for whoever asks: REST, GraphQL, exports.</summary>
public static class DrugQuery
{
    /// <summary>Drugs some trial of the slice gives, by number of trials, then id.</summary>
    public static IReadOnlyList<DrugSummary> List(Release release, TrialFilter filter)
    {
        var slice = Slice.Of(release, filter, Facets.Drug);
        return
        [
            .. release
                .Dictionary.Drugs.Select(drug => Summary(slice, drug))
                .Where(drug => drug.TrialCount > 0)
                .OrderByDescending(drug => drug.TrialCount)
                .ThenBy(drug => drug.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>The drug with this id, name or synonym; null where there is none.</summary>
    public static DrugProfile? Find(Release release, TrialFilter filter, string idOrSynonym)
    {
        if (release.Dictionary.FindDrug(idOrSynonym) is not { } drug)
        {
            return null;
        }
        var slice = Slice.Of(release, filter, Facets.Drug);
        var summary = Summary(slice, drug);
        var counted = slice with
        {
            Filter = slice.Filter.And("drug", drug.Id),
            Trials = slice.Trials.And(release.Index(Facets.Drug)[drug.Id]),
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

    private static DrugSummary Summary(Slice slice, Drug drug) =>
        new(
            drug.Id,
            drug.Name,
            drug.Modality,
            drug.Types,
            [.. drug.Targets.Select(target => target.Symbol)],
            slice.Release.Index(Facets.Drug)[drug.Id].CountWith(slice.Trials),
            slice.Href((Facets.Drug, drug.Id))
        );
}
