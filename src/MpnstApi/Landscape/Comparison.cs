using System.Globalization;
using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Filtering;
using MpnstApi.Indexing;
using MpnstApi.Releases;
using MpnstApi.Statistics;

namespace MpnstApi.Landscape;

/// <summary>Compares our panels with the letter's.</summary>
public static class Comparison
{
    /// <summary>
    /// Returns our panels compared with the letter's, for a cohort; for trials that name MPNST if the filter has no scope.
    /// </summary>
    public static ComparisonResponse Of(Release release, TrialFilter filter)
    {
        // The letter's ranking suggests that it counts all links to a target.
        var ours = filter.Without("targetRole");
        if (ours.Of("scope") is null)
        {
            ours = ours.And("scope", Scope.Named.Key());
        }
        var selected = Cohort.Selected(release, ours);
        var published = release.Dictionary.Published;
        return new ComparisonResponse(
            FilterEcho.Of(ours),
            published.ComparisonNote,
            [
                .. published.Panels.Select(letter =>
                {
                    var panel = Panels.Find(letter.Panel)!;
                    return Beside(
                        selected,
                        letter,
                        panel,
                        panel.Count(selected, int.MaxValue, mergedAxis: true)
                    );
                }),
            ],
            DatasetInfo.Of(release)
        );
    }

    private static ComparisonPanel Beside(
        Cohort selected,
        PublishedPanel letter,
        PanelDefinition panel,
        PanelCount ours
    )
    {
        var comparable = letter.Comparability is "DIRECT" or "REMAPPED";
        var release = selected.Release;
        var cohort = selected.Counting(panel.Facet);
        var counted = ours.Buckets.ToDictionary(bucket => bucket.Key, bucket => bucket.Count);
        var named = letter.Buckets.Select(bucket =>
        {
            int? count = IsOurs(release, panel, bucket.Key)
                ? counted.GetValueOrDefault(bucket.Key)
                : null;
            var percent = count is { } known ? Percentages.Of(known, ours.Classified) : null;
            return new ComparisonBucket(
                bucket.Key,
                bucket.Label,
                bucket.Trials,
                bucket.PrintedPercent,
                count,
                percent,
                comparable ? percent - bucket.PrintedPercent : null,
                bucket.Note,
                count is null ? null : cohort.Link((panel.Facet, bucket.Key))
            );
        });
        var further = ours
            .Buckets.Where(bucket =>
                bucket.Count > 0 && letter.Buckets.All(theirs => theirs.Key != bucket.Key)
            )
            .Select(bucket => new ComparisonBucket(
                bucket.Key,
                bucket.Label,
                null,
                null,
                bucket.Count,
                bucket.PercentOfClassified,
                null,
                null,
                bucket.Href
            ));
        return new ComparisonPanel(
            letter.Panel,
            letter.Comparability,
            $"{letter.ComparabilityNote} {letter.Note} {Explain(release, ours)}",
            new LetterSide(letter.InferredDenominator, letter.Note),
            new OurSide(ours.Total, ours.Classified),
            Spearman([
                .. letter
                    .Buckets.Where(bucket => bucket.Rank is not null || bucket.Trials is not null)
                    .Where(bucket => IsOurs(release, panel, bucket.Key))
                    .Select(bucket =>
                        (
                            (decimal)(-bucket.Rank ?? bucket.Trials!.Value),
                            (decimal)counted.GetValueOrDefault(bucket.Key)
                        )
                    ),
            ]),
            [.. named, .. further]
        );
    }

    /// <summary>Returns whether a key of the letter is also a key of ours, even if no trial has it.</summary>
    private static bool IsOurs(Release release, PanelDefinition panel, string key) =>
        FilterParameters.Find(panel.Facet.Name)!.Parse(key, release).Error is null;

    private static string Explain(Release release, PanelCount ours)
    {
        var dates = release.StatusDates;
        var dated = dates.Min is null
            ? "no status with a date"
            : $"statuses from {dates.Min} to {dates.Max} and {dates.Undated} without a date";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Ours: {ours.Classified} of {ours.Total} trials have a value, from release {release.Header.Version} with {dated}. The figures differ in their trials (this release, or INFORMATrial), in their date, and in their labels (by published rules, or by rules that are not stated)."
        );
    }

    /// <summary>
    /// Returns Pearson's correlation of the mid-ranks, two decimals; null for fewer than three pairs or if one side is
    /// completely tied.
    /// </summary>
    public static decimal? Spearman(IReadOnlyList<(decimal Left, decimal Right)> pairs)
    {
        if (pairs.Count < 3)
        {
            return null;
        }
        var left = Ranks([.. pairs.Select(pair => pair.Left)]);
        var right = Ranks([.. pairs.Select(pair => pair.Right)]);
        var middle = (pairs.Count + 1) / 2.0;
        var both = left.Zip(right, (one, other) => (one - middle) * (other - middle)).Sum();
        var spread = Math.Sqrt(
            left.Sum(rank => (rank - middle) * (rank - middle))
                * right.Sum(rank => (rank - middle) * (rank - middle))
        );
        return spread == 0 ? null : Math.Round((decimal)(both / spread), 2);
    }

    private static double[] Ranks(IReadOnlyList<decimal> values) =>
        [
            .. values.Select(value =>
                values.Count(other => other < value)
                + (values.Count(other => other == value) + 1) / 2.0
            ),
        ];
}
