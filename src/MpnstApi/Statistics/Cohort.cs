using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Filtering;
using MpnstApi.Indexing;
using MpnstApi.Releases;

namespace MpnstApi.Statistics;

/// <summary>The trials a statistic counts, and the filter that lists exactly them.</summary>
/// <param name="Release">The release counted.</param>
/// <param name="Filter">Lists the counted trials.</param>
/// <param name="Trials">The counted trials.</param>
/// <param name="Excluded">Trials the caller's filter selects that are not counted.</param>
public sealed record Cohort(Release Release, TrialFilter Filter, TrialSet Trials, int Excluded)
{
    /// <summary>Every trial a filter selects.</summary>
    public static Cohort Selected(Release release, TrialFilter filter) =>
        new(release, filter, FilterParameters.Select(release, filter), 0);

    /// <summary>What a statistic over these facets counts of a filter; see <see cref="Counting"/>.</summary>
    public static Cohort Of(
        Release release,
        TrialFilter filter,
        params ReadOnlySpan<Facet> facets
    ) => Selected(release, filter).Counting(facets);

    /// <summary>
    /// What a statistic over these facets counts of the cohort: interventional trials and those of unknown type unless the
    /// filter or a facet asks for the study type; for facets of drugs only trials that enrolled, unless asked otherwise.
    /// </summary>
    public Cohort Counting(params ReadOnlySpan<Facet> facets)
    {
        var (counted, trials) = (Filter, Trials);
        if (Filter.Of("studyType") is null && !facets.Contains(Facets.StudyType))
        {
            counted = counted.And("studyType", StudyType.Interventional.Key(), Facets.Unclassified);
            trials = trials.And(Release.Indexes.CountsInPanels);
        }
        if (Filter.IncludeWithdrawn is null && AnyOfDrugs(facets))
        {
            counted = counted.And("includeWithdrawn", "false");
            trials = trials.Except(Release.Indexes.NeverEnrolled.True);
        }
        return new Cohort(Release, counted, trials, Trials.Count - trials.Count);
    }

    /// <summary>Counts the cohort by a facet: a closed vocabulary in its order and with its empty values, an open one by count, then key.</summary>
    /// <param name="facet">What to count by.</param>
    /// <param name="belongs">Which keys count at all; null for all.</param>
    /// <param name="top">How many buckets are shown.</param>
    public Distribution By(Facet facet, Func<string, bool>? belongs = null, int top = int.MaxValue)
    {
        var index = Release.Index(facet, Filter.Links);
        var keys = index.Keys.Where(key => belongs is null || belongs(key)).ToList();
        var classified = belongs is null
            ? Trials.Count - index.Unclassified.CountWith(Trials)
            : Union(keys.Select(key => index[key])).CountWith(Trials);
        var counts = keys.Select(key => (Key: key, Count: index[key].CountWith(Trials)))
            .Where(bucket => bucket.Count > 0 || facet.Vocabulary is not null)
            .ToList();
        if (facet.Vocabulary is null)
        {
            counts.Sort(
                (left, right) =>
                    right.Count != left.Count
                        ? right.Count.CompareTo(left.Count)
                        : string.CompareOrdinal(left.Key, right.Key)
            );
        }
        var rounded = facet.OneValue
            ? Percentages.LargestRemainder([.. counts.Select(bucket => bucket.Count)])
            : null;
        var shown = counts.Take(top).ToList();
        var cut = Union(counts.Skip(top).Select(bucket => index[bucket.Key]))
            .Except(Union(shown.Select(bucket => index[bucket.Key])));
        return new Distribution(
            Trials.Count,
            classified,
            Trials.Count - classified,
            Excluded,
            !facet.OneValue,
            [
                .. shown.Select(
                    (bucket, place) =>
                        new Bucket(
                            bucket.Key,
                            FacetLabels.Of(Release, facet, bucket.Key),
                            bucket.Count,
                            Percentages.Of(bucket.Count, Trials.Count),
                            Percentages.Of(bucket.Count, classified),
                            rounded?[place],
                            index.ByCertainty(bucket.Key, Trials),
                            Link((facet, bucket.Key))
                        )
                ),
            ],
            new Omitted(counts.Count - shown.Count, cut.CountWith(Trials))
        );
    }

    /// <summary>Links to exactly the cohort's trials that also have these values.</summary>
    public ResourceLink Link(params ReadOnlySpan<(Facet Facet, string Key)> values)
    {
        var filter = Filter;
        foreach (var (facet, key) in values)
        {
            // A text filter means "contains"; in quotes it means this name.
            var value = facet == Facets.Sponsor && key != Facets.Unclassified ? $"\"{key}\"" : key;
            filter = (facet == Facets.Scope ? WithScope(filter) : filter).And(facet.Name, value);
        }
        return ResourceLink.ToTrials(filter);
    }

    // To ask for a scope lifts the default one.
    private static TrialFilter WithScope(TrialFilter filter) =>
        filter.Of("scope") is null && filter.Of("id") is null
            ? filter.And("scope", Scope.Named.Key(), Scope.Sarcoma.Key())
            : filter;

    /// <summary>Trials in any of these sets.</summary>
    public TrialSet Union(IEnumerable<TrialSet> sets) => TrialSet.Union(Trials.Size, sets);

    private static bool AnyOfDrugs(ReadOnlySpan<Facet> facets)
    {
        foreach (var facet in facets)
        {
            if (facet.OfDrugs)
            {
                return true;
            }
        }
        return false;
    }
}
