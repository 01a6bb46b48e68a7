using MpnstApi.Annotation;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Filtering;
using MpnstApi.Indexing;
using MpnstApi.Releases;
using MpnstApi.Statistics;
using MpnstApi.Storage;

namespace MpnstApi.Datasets;

/// <summary>Queries about the dataset itself.</summary>
public static class DatasetQuery
{
    private static readonly Facet[] Classified =
    [
        Facets.StudyType,
        Facets.Purpose,
        Facets.Phase,
        Facets.Status,
        Facets.Indication,
        Facets.Modality,
        Facets.Treatment,
        Facets.DrugType,
        Facets.TargetedProtein,
        Facets.ImmunotherapyTarget,
        Facets.Country,
        Facets.Sponsor,
        Facets.StartYear,
    ];

    public static DatasetResponse Describe(Release release)
    {
        var header = release.Header;
        return new DatasetResponse(
            header.Version,
            release.Sources,
            header.SourceTimestamp,
            release.StatusDates,
            header.PublishedAt,
            new DatasetCounts(
                release.Trials.Length,
                Terms<Scope>.All.ToDictionary(
                    scope => scope.Value,
                    scope => release.Index(Facets.Scope)[scope.Value].Count
                ),
                Enum.GetValues<Origin>()
                    .ToDictionary(
                        origin => origin.ToString().ToUpperInvariant(),
                        origin => release.Trials.Count(trial => trial.Content.Origin == origin)
                    ),
                release.DefaultScope.CountWith(release.Indexes.CountsInPanels),
                release.Index(Facets.Drug).Keys.Count,
                release.Index(Facets.Target).Keys.Count
            ),
            header.DictionaryVersion,
            release.ContentHash,
            Gaps(release),
            Sources.All
        );
    }

    public static ReleaseList Releases(Release release) =>
        new(release.History, release.Header.Version);

    /// <summary>Returns the coverage of annotation in a cohort.</summary>
    public static CoverageResponse Coverage(Release release, TrialFilter filter)
    {
        var selected = FilterParameters.Select(release, filter);
        var cohort = new Cohort(release, filter, selected, 0);
        var names = release.Indexes.Interventions.In(selected).ToList();
        return new CoverageResponse(
            FilterEcho.Of(filter),
            selected.Count,
            release.Indexes.InterventionNames.CountDistinct(selected),
            [
                .. ByName(match => match.Entries.Count == 0)
                    .Select(name => new UnmatchedIntervention(
                        name.Match.Name,
                        name.Trials.Count,
                        name.Trials,
                        name.Match.Nearest
                    )),
            ],
            Partly(match => match.Unread.Count > 0),
            Partly(match => match.IsClassOnly),
            Partly(match => match.Certainty is Certainty.Stem),
            [
                .. Classified.Select(facet => new UnclassifiedFacet(
                    facet.Name,
                    release.Index(facet).Unclassified.CountWith(selected),
                    selected.Count,
                    cohort.Link((facet, Facets.Unclassified))
                )),
            ],
            [
                .. release
                    .Index(Facets.Drug)
                    .Keys.Where(drug =>
                        release.Index(Facets.Drug)[drug].CountWith(selected) > 0
                        && release.Dictionary.FindDrug(drug)?.ReviewedOn is null
                    ),
            ],
            [
                .. release
                    .Indexes.TargetUses.All.Where(pair => !pair.Use.Reviewed)
                    .GroupBy(pair => (pair.Use.Agent, pair.Use.Symbol))
                    .Select(group => new UnreviewedLink(
                        group.Key.Agent,
                        group.Key.Symbol,
                        cohort.Union(group.Select(pair => pair.Trials)).CountWith(selected)
                    ))
                    .Where(link => link.Trials > 0)
                    .OrderBy(link => link.Drug, StringComparer.Ordinal)
                    .ThenBy(link => link.Symbol, StringComparer.Ordinal),
            ],
            cohort.By(Facets.Certainty).Buckets,
            DatasetInfo.Of(release)
        );

        IReadOnlyList<PartlyReadIntervention> Partly(Func<InterventionMatch, bool> isPartly) =>
            [
                .. ByName(isPartly)
                    .Select(name => new PartlyReadIntervention(
                        name.Match.Name,
                        name.Match.Unread,
                        name.Match.Entries,
                        name.Trials.Count,
                        name.Trials
                    )),
            ];

        // Ordered by number of trials, each with the reading of the first trial that has the name.
        IEnumerable<(InterventionMatch Match, List<string> Trials)> ByName(
            Func<InterventionMatch, bool> which
        ) =>
            names
                .Where(pair => which(pair.Match))
                .GroupBy(pair => pair.Match.Name)
                .Select(group =>
                    (
                        group.MinBy(pair => pair.Trials.First()).Match,
                        Trials: cohort
                            .Union(group.Select(pair => pair.Trials))
                            .Select(position => release.Trials[position].Id)
                            .ToList()
                    )
                )
                .OrderByDescending(name => name.Trials.Count)
                .ThenBy(name => name.Match.Name, StringComparer.Ordinal);
    }

    /// <summary>Returns the known gaps of a release.</summary>
    public static IReadOnlyList<string> Gaps(Release release)
    {
        var gathered = release.OfSnapshot;
        var gaps = new List<string>();
        if (gathered > 0)
        {
            gaps.Add(
                $"{gathered} records were gathered from stored copies of registry pages and public exports; fields that were not found are absent, and none has eligibility text."
            );
            gaps.Add(
                "The registry has more trials than the bundled snapshot: when it was gathered, at least two known MPNST trials, of everolimus with bevacizumab and of a BET inhibitor, were in none of the stored pages."
            );
        }
        if (release.StatusDates.Undated > 0)
        {
            gaps.Add(
                $"{release.StatusDates.Undated} statuses have no date; the others are as of statusAsOf, not of today."
            );
        }
        return gaps;
    }
}
