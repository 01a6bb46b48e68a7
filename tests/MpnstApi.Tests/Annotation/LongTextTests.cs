using System.Diagnostics;
using MpnstApi.Annotation;

namespace MpnstApi.Tests.Annotation;

/// <summary>A text without an end is read in time that grows with its length. Nothing runs beside it, since time is measured.</summary>
[Collection(Alone)]
[CollectionDefinition(Alone, DisableParallelization = true)]
public sealed class LongTextTests
{
    private const string Alone = nameof(LongTextTests);

    [Theory]
    [InlineData("no MPNST, excluded (NF1) MTAP deletion part B ")]
    [InlineData("excluded patients without ")]
    [InlineData("......")]
    [InlineData("* excluded:\n  ")]
    public void A_text_without_an_end_does_not_hold_a_sync_up(string repeated)
    {
        var text = string.Concat(Enumerable.Repeat(repeated, 200_000 / repeated.Length));
        var record = Snapshot.Text("NCT00068367") with
        {
            DetailedDescription = text,
            EligibilityCriteria = $"Inclusion Criteria:\n{text}",
        };
        var watch = Stopwatch.StartNew();

        Annotator.Annotate(record, Snapshot.Dictionary);

        // It takes milliseconds; what grows with the square of the text takes a minute.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"took {watch.Elapsed}");
    }
}
