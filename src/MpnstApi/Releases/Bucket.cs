using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Releases;

/// <summary>How many trials of a slice have one value.</summary>
/// <param name="Key">Value's key.</param>
/// <param name="Label">What a chart prints.</param>
/// <param name="Count">Trials, each once.</param>
/// <param name="Percent">100·count/total, one decimal; null over 0.</param>
/// <param name="PercentOfClassified">100·count/classified, one decimal; null over 0.</param>
/// <param name="Rounded">Whole percents of classified that add up to 100 (largest remainder); null where buckets overlap.</param>
/// <param name="ByCertainty">The count by what the label rests on.</param>
/// <param name="Href">Lists exactly the trials counted.</param>
public sealed record Bucket(
    string Key,
    string Label,
    int Count,
    decimal? Percent,
    decimal? PercentOfClassified,
    int? Rounded,
    IReadOnlyDictionary<string, int> ByCertainty,
    string Href
);

/// <summary>What counting a slice by a facet gave.</summary>
/// <param name="Total">Trials counted.</param>
/// <param name="Classified">Those with a value.</param>
/// <param name="Unclassified">Those without.</param>
/// <param name="Excluded">Trials the filter selects that are not counted: other study types; for drugs and targets, trials that never enrolled anyone.</param>
/// <param name="Overlapping">A trial may be in several buckets.</param>
/// <param name="Buckets">All of them, in order.</param>
public sealed record Count(
    int Total,
    int Classified,
    int Unclassified,
    int Excluded,
    bool Overlapping,
    IReadOnlyList<Bucket> Buckets
);

/// <summary>The trials a statistic counts, and the filter that lists exactly them.</summary>
/// <param name="Release">The release counted.</param>
/// <param name="Filter">Lists the counted trials.</param>
/// <param name="Trials">The counted trials.</param>
/// <param name="Excluded">Trials the caller's filter selects that are not counted.</param>
public sealed record Slice(Release Release, TrialFilter Filter, TrialSet Trials, int Excluded)
{
    /// <summary>
    /// What a statistic over these facets counts of a filter: interventional trials and those of unknown type unless the
    /// filter or a facet asks for the study type; for facets of drugs only trials that enrolled, unless asked otherwise.
    /// </summary>
    public static Slice Of(Release release, TrialFilter filter, params ReadOnlySpan<Facet> facets)
    {
        var selected = FilterParameters.Select(release, filter);
        var (counted, trials) = (filter, selected);
        if (filter.Of("studyType") is null && !facets.Contains(Facets.StudyType))
        {
            counted = counted.And("studyType", StudyType.Interventional.Key(), Facets.Unclassified);
            trials = trials.And(release.CountsInPanels);
        }
        if (filter.IncludeWithdrawn is null && AnyOfDrugs(facets))
        {
            counted = counted.And("includeWithdrawn", "false");
            trials = trials.Except(release.NeverEnrolled);
        }
        return new Slice(release, counted, trials, selected.Count - trials.Count);
    }

    /// <summary>Counts the slice by a facet: a closed vocabulary in its order and with its empty values, an open one by count, then key.</summary>
    public Count By(Facet facet, Func<string, bool>? shown = null)
    {
        var index = Release.Index(Facets.InRole(facet, Filter.TargetRole));
        var keys = index.Keys.Where(key => shown is null || shown(key)).ToList();
        var having = shown is null
            ? Trials.Except(index.Unclassified)
            : Trials.And(Union(keys.Select(key => index[key])));
        var classified = having.Count;
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
        return new Count(
            Trials.Count,
            classified,
            Trials.Count - classified,
            Excluded,
            !facet.OneValue,
            [
                .. counts.Select(
                    (bucket, place) =>
                        new Bucket(
                            bucket.Key,
                            FacetLabels.Of(Release, facet, bucket.Key),
                            bucket.Count,
                            Percentages.Of(bucket.Count, Trials.Count),
                            Percentages.Of(bucket.Count, classified),
                            rounded?[place],
                            index
                                .ByCertainty(bucket.Key, Trials)
                                .ToDictionary(grade => grade.Key.Key(), grade => grade.Value),
                            Href((facet, bucket.Key))
                        )
                ),
            ]
        );
    }

    /// <summary>The address that lists exactly the slice's trials that also have these values.</summary>
    public string Href(params ReadOnlySpan<(Facet Facet, string Key)> values)
    {
        var filter = Filter;
        foreach (var (facet, key) in values)
        {
            // A text filter means "contains"; in quotes it means this name.
            var value = facet == Facets.Sponsor && key != Facets.Unclassified ? $"\"{key}\"" : key;
            filter = filter.And(facet.Name, value);
        }
        var query = filter.ToQuery();
        return query.Length > 0 ? $"/api/v1/trials?{query}" : "/api/v1/trials";
    }

    /// <summary>Trials in any of these sets.</summary>
    public TrialSet Union(IEnumerable<TrialSet> sets) =>
        sets.Aggregate(TrialSet.None(Trials.Size), (left, right) => left.Or(right));

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
