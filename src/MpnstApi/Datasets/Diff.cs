using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Filtering;
using MpnstApi.Indexing;
using MpnstApi.Releases;
using MpnstApi.Statistics;
using MpnstApi.Storage;

namespace MpnstApi.Datasets;

/// <summary>A trial that is in only one of two releases.</summary>
/// <param name="Id">NCT id.</param>
/// <param name="Title">Brief title.</param>
public sealed record DiffTrial(string Id, string? Title);

/// <summary>A trial that is in both releases, with a different record or different labels.</summary>
/// <param name="Id">NCT id.</param>
/// <param name="Title">Brief title in the second release.</param>
/// <param name="Kinds">CHANGED if the record differs, LABEL_CHANGED if the labels differ. The change feed lists the members.</param>
public sealed record ChangedTrial(string Id, string? Title, IReadOnlyList<ChangeKind> Kinds);

/// <summary>A count in two releases.</summary>
/// <param name="Before">In the first.</param>
/// <param name="After">In the second.</param>
/// <param name="Difference">After minus before.</param>
public sealed record CountDifference(int Before, int After, int Difference)
{
    public static CountDifference Of(int before, int after) => new(before, after, after - before);
}

/// <summary>A bucket in two releases; 0 in a release that does not have it.</summary>
/// <param name="Key">Value's key.</param>
/// <param name="Label">Label for charts.</param>
/// <param name="Before">Trials in the first release.</param>
/// <param name="After">Trials in the second.</param>
/// <param name="Difference">After minus before.</param>
public sealed record BucketDifference(
    string Key,
    string Label,
    int Before,
    int After,
    int Difference
);

/// <summary>One panel of the figure in two releases.</summary>
/// <param name="Panel">phases, statuses, indications, treatments, chemotherapy-types, targets or immunotherapy-targets.</param>
/// <param name="Title">What the panel is about.</param>
/// <param name="Total">Trials counted.</param>
/// <param name="Classified">Those in a bucket.</param>
/// <param name="Unclassified">Those in none.</param>
/// <param name="Excluded">Trials in the default scope that the panel does not count.</param>
/// <param name="Buckets">All buckets of either release, in the order of the second, followed by those only in the first.</param>
public sealed record PanelDifference(
    [property: ClosedVocabulary(ClosedVocabularyAttribute.PanelName)] string Panel,
    string Title,
    CountDifference Total,
    CountDifference Classified,
    CountDifference Unclassified,
    CountDifference Excluded,
    IReadOnlyList<BucketDifference> Buckets
);

/// <summary>Two releases compared.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The second.</param>
/// <param name="Added">Trials of any scope that are only in the second.</param>
/// <param name="Changed">Trials of any scope whose record or labels differ. Values that depend on the date alone (statusFreshness, openNow) are not compared.</param>
/// <param name="Gone">Trials of any scope that are only in the first.</param>
/// <param name="Panels">A to G in the default scope.</param>
/// <param name="Dataset">The second release's data.</param>
public sealed record DatasetDiff(
    ReleaseHeader From,
    ReleaseHeader To,
    IReadOnlyList<DiffTrial> Added,
    IReadOnlyList<ChangedTrial> Changed,
    IReadOnlyList<DiffTrial> Gone,
    IReadOnlyList<PanelDifference> Panels,
    DatasetInfo Dataset
);

/// <summary>Compares two releases, whichever was published first.</summary>
public static class Diff
{
    public static DatasetDiff Between(Release from, Release to)
    {
        var added = new List<DiffTrial>();
        var changed = new List<ChangedTrial>();
        var gone = new List<DiffTrial>();
        foreach (var (before, after) in Pairs(from, to))
        {
            if (before is null)
            {
                added.Add(new DiffTrial(after!.Id, after.Content.Title));
            }
            else if (after is null)
            {
                gone.Add(new DiffTrial(before.Id, before.Content.Title));
            }
            else if (Kinds(before, after) is { Count: > 0 } kinds)
            {
                changed.Add(new ChangedTrial(after.Id, after.Content.Title, kinds));
            }
        }
        return new DatasetDiff(
            from.Header,
            to.Header,
            added,
            changed,
            gone,
            [.. Panels.All.Select(panel => Compare(panel, from, to))],
            DatasetInfo.Of(to)
        );
    }

    // Both releases have their trials in the same order, so one pass over both finds the pairs.
    private static IEnumerable<(ReleasedTrial? Before, ReleasedTrial? After)> Pairs(
        Release from,
        Release to
    )
    {
        var (left, right) = (0, 0);
        while (left < from.Trials.Length || right < to.Trials.Length)
        {
            var order =
                left == from.Trials.Length ? 1
                : right == to.Trials.Length ? -1
                : string.CompareOrdinal(from.Trials[left].Id, to.Trials[right].Id);
            yield return (
                order <= 0 ? from.Trials[left++] : null,
                order >= 0 ? to.Trials[right++] : null
            );
        }
    }

    private static List<ChangeKind> Kinds(ReleasedTrial before, ReleasedTrial after)
    {
        var kinds = new List<ChangeKind>();
        if (
            before.Content.RecordHash != after.Content.RecordHash
            || before.Content.Origin != after.Content.Origin
        )
        {
            kinds.Add(ChangeKind.Changed);
        }
        if (before.Content.LabelsHash != after.Content.LabelsHash)
        {
            kinds.Add(ChangeKind.LabelChanged);
        }
        return kinds;
    }

    private static PanelDifference Compare(PanelDefinition panel, Release from, Release to)
    {
        var before = Count(from);
        var after = Count(to);
        var counts = before.Buckets.ToDictionary(bucket => bucket.Key, bucket => bucket.Count);
        var kept = after.Buckets.Select(bucket => bucket.Key).ToHashSet();
        return new PanelDifference(
            panel.Key,
            panel.Title,
            CountDifference.Of(before.Total, after.Total),
            CountDifference.Of(before.Classified, after.Classified),
            CountDifference.Of(before.Unclassified, after.Unclassified),
            CountDifference.Of(before.Excluded, after.Excluded),
            [
                .. after.Buckets.Select(bucket =>
                    Compare(bucket, counts.GetValueOrDefault(bucket.Key), bucket.Count)
                ),
                .. before
                    .Buckets.Where(bucket => !kept.Contains(bucket.Key))
                    .Select(bucket => Compare(bucket, bucket.Count, 0)),
            ]
        );

        PanelCount Count(Release release) =>
            panel.Count(
                Cohort.Selected(release, TrialFilter.Empty),
                int.MaxValue,
                mergedAxis: true
            );
    }

    private static BucketDifference Compare(Bucket bucket, int before, int after) =>
        new(bucket.Key, bucket.Label, before, after, after - before);
}
