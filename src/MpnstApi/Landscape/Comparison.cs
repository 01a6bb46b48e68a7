using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Releases;

namespace MpnstApi.Landscape;

/// <summary>Sets our panels beside the letter's.</summary>
public static class Comparison
{
    /// <summary>Ours on the slice, on trials that name MPNST where no scope is asked for, beside the letter's.</summary>
    public static ComparisonAnswer Of(Release release, TrialFilter filter)
    {
        var ours = filter.Of("scope") is null ? filter.And("scope", Scope.Named.Key()) : filter;
        var published = release.Dictionary.Published;
        return new ComparisonAnswer(
            FilterEcho.Of(ours),
            published.ComparisonNote,
            [
                .. published.Panels.Select(panel =>
                    Beside(
                        panel,
                        Panels.Find(panel.Panel)!.Count(release, ours, int.MaxValue, true)
                    )
                ),
            ],
            DatasetInfo.Of(release)
        );
    }

    private static ComparisonPanel Beside(PublishedPanel letter, PanelCount ours)
    {
        var comparable = letter.Comparability is "DIRECT" or "REMAPPED";
        var named = letter.Buckets.Select(bucket =>
        {
            var same = ours.Buckets.FirstOrDefault(ours => ours.Key == bucket.Key);
            return new ComparisonBucket(
                bucket.Key,
                bucket.Label,
                bucket.Trials,
                bucket.PrintedPercent,
                same?.Count,
                same?.PercentOfClassified,
                comparable ? same?.PercentOfClassified - bucket.PrintedPercent : null,
                bucket.Note,
                same?.Href
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
            $"{letter.ComparabilityNote} {letter.Note}".Trim(),
            new LetterSide(letter.InferredDenominator, letter.Note),
            new OurSide(ours.Total, ours.Classified),
            Spearman([
                .. letter
                    .Buckets.Select(bucket =>
                        (
                            Theirs: bucket.Rank is { } rank ? -rank : bucket.Trials,
                            Ours: ours.Buckets.FirstOrDefault(ours => ours.Key == bucket.Key)?.Count
                        )
                    )
                    .Where(pair => pair.Theirs is not null && pair.Ours is not null)
                    .Select(pair => ((decimal)pair.Theirs!.Value, (decimal)pair.Ours!.Value)),
            ]),
            [.. named, .. further]
        );
    }

    /// <summary>Pearson's correlation of the mid-ranks, two decimals; null under three pairs or where one side is all tied.</summary>
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
