using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Filtering;
using MpnstApi.Indexing;
using MpnstApi.Releases;

namespace MpnstApi.Statistics;

/// <summary>The trials that a statistic counts, with the filter that selects exactly these.</summary>
/// <param name="Release">The release.</param>
/// <param name="Filter">Selects the counted trials.</param>
/// <param name="Trials">The counted trials.</param>
/// <param name="Excluded">Number of trials that the caller's filter selects and that are not counted.</param>
public sealed record Cohort(Release Release, TrialFilter Filter, TrialSet Trials, int Excluded)
{
    /// <summary>Returns the cohort of all trials that a filter selects.</summary>
    public static Cohort Selected(Release release, TrialFilter filter) =>
        new(release, filter, FilterParameters.Select(release, filter), 0);

    /// <summary>Returns the cohort that a statistic over these facets counts for a filter; see <see cref="Counting"/>.</summary>
    public static Cohort Of(
        Release release,
        TrialFilter filter,
        params ReadOnlySpan<Facet> facets
    ) => Selected(release, filter).Counting(facets);

    /// <summary>
    /// Returns the cohort that the filter selects without its conditions on a parameter; this one if it has none.
    /// </summary>
    public Cohort Without(string parameter) =>
        Filter.Terms.Any(term => term.Parameter == parameter)
            ? Selected(Release, Filter.Without(parameter))
            : this;

    /// <summary>
    /// Returns the part of the cohort that a statistic over these facets counts: interventional trials and those of unknown
    /// type, unless the filter or a facet has the study type; for facets of drugs only trials that enrolled, unless the
    /// filter says otherwise.
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

    /// <summary>
    /// Returns the distribution over a facet: a closed vocabulary in its order, including empty values; an open one by
    /// count, then key.
    /// </summary>
    /// <param name="facet">The facet.</param>
    /// <param name="belongs">Returns whether a key is counted; null to count all.</param>
    /// <param name="top">The number of buckets shown.</param>
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

    /// <summary>Returns a link to exactly the trials of the cohort that also have these values.</summary>
    public ResourceLink Link(params ReadOnlySpan<(Facet Facet, string Key)> values)
    {
        var filter = Filter;
        foreach (var (facet, key) in values)
        {
            // A text means "contains"; in quotes it means exactly this name.
            var value = facet == Facets.Sponsor && key != Facets.Unclassified ? $"\"{key}\"" : key;
            filter = (facet == Facets.Scope ? WithScope(filter) : filter).And(facet.Name, value);
        }
        return ResourceLink.ToTrials(filter);
    }

    // A scope in the filter replaces the default scope.
    private static TrialFilter WithScope(TrialFilter filter) =>
        filter.Of("scope") is null && filter.Of("id") is null
            ? filter.And("scope", Scope.Named.Key(), Scope.Sarcoma.Key())
            : filter;

    /// <summary>Returns the union of these sets.</summary>
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
