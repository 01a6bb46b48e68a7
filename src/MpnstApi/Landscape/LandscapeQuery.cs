using System.Globalization;
using MpnstApi.Releases;

namespace MpnstApi.Landscape;

/// <summary>Questions about slices, for whoever asks: REST, GraphQL, exports.</summary>
public static class LandscapeQuery
{
    /// <summary>Cells that are not empty a crosstab has at the most.</summary>
    public const int MostCells = 10_000;

    /// <summary>Seven panels and the gaps.</summary>
    public static LandscapeAnswer Whole(
        Release release,
        TrialFilter filter,
        int top,
        bool mergedAxis
    ) =>
        new(
            FilterEcho.Of(filter),
            FilterParameters.Select(release, filter).Count,
            [.. Panels.All.Select(panel => panel.Count(release, filter, top, mergedAxis))],
            Gaps.Of(release, filter),
            Gaps.Untargeted(release, filter),
            DatasetInfo.Of(release)
        );

    /// <summary>One panel; null where none has the name.</summary>
    public static PanelAnswer? One(
        Release release,
        TrialFilter filter,
        string panel,
        int top,
        bool mergedAxis
    ) =>
        Panels.Find(panel) is { } definition
            ? new PanelAnswer(
                definition.Count(release, filter, top, mergedAxis),
                FilterEcho.Of(filter),
                DatasetInfo.Of(release)
            )
            : null;

    /// <summary>The gaps alone.</summary>
    public static GapAnswer GapsOf(Release release, TrialFilter filter) =>
        new(
            FilterEcho.Of(filter),
            FilterParameters.Select(release, filter).Count,
            Gaps.Of(release, filter),
            Gaps.Untargeted(release, filter),
            DatasetInfo.Of(release)
        );

    /// <summary>A slice by two dimensions; null where it would have more cells than <paramref name="most"/>.</summary>
    public static CrosstabAnswer? Crosstab(
        Release release,
        TrialFilter filter,
        Facet rows,
        Facet columns,
        int most = MostCells
    )
    {
        var slice = Slice.Of(release, filter, rows, columns);
        var (rowValues, columnValues) = (Values(slice, rows), Values(slice, columns));
        var filled =
            from row in rowValues
            let inRow = slice.Trials.And(row.Trials)
            from column in columnValues
            let count = inRow.CountWith(column.Trials)
            where count > 0
            select new Cell(
                row.Key,
                column.Key,
                count,
                slice.Href((rows, row.Filter), (columns, column.Filter))
            );
        var cells = filled.Take(most + 1).ToList();
        return cells.Count > most
            ? null
            : new CrosstabAnswer(
                rows.Name,
                columns.Name,
                FilterEcho.Of(filter),
                slice.Trials.Count,
                slice.Excluded,
                [.. rowValues.Select(value => Tallied(slice, rows, value))],
                [.. columnValues.Select(value => Tallied(slice, columns, value))],
                cells,
                DatasetInfo.Of(release)
            );
    }

    /// <summary>Starts by year and one dimension.</summary>
    public static TimelineAnswer Timeline(Release release, TrialFilter filter, Facet by)
    {
        var slice = Slice.Of(release, filter, by);
        var starts = release.Index(Facets.StartYear);
        var years = starts
            .Keys.Where(year => starts[year].CountWith(slice.Trials) > 0)
            .Select(year => int.Parse(year, CultureInfo.InvariantCulture))
            .ToList();
        var values = Values(slice, by);
        return new TimelineAnswer(
            by.Name,
            FilterEcho.Of(filter),
            slice.Trials.Count,
            slice.Excluded,
            starts.Unclassified.CountWith(slice.Trials),
            years.Count == 0
                ? []
                :
                [
                    .. Enumerable
                        .Range(years[0], years[^1] - years[0] + 1)
                        .Select(year => Year(slice, by, values, year)),
                ],
            DatasetInfo.Of(release)
        );
    }

    private static TimelineYear Year(
        Slice slice,
        Facet dimension,
        IReadOnlyList<Value> values,
        int year
    )
    {
        var key = year.ToString(CultureInfo.InvariantCulture);
        var started = slice.Trials.And(slice.Release.Index(Facets.StartYear)[key]);
        var buckets =
            from value in values
            let count = started.CountWith(value.Trials)
            where count > 0
            select new Tally(
                value.Key,
                FacetLabels.Of(slice.Release, dimension, value.Key),
                count,
                slice.Href((Facets.StartYear, key), (dimension, value.Filter))
            );
        return new TimelineYear(
            year,
            started.Count,
            slice.Href((Facets.StartYear, key)),
            [.. buckets]
        );
    }

    /// <summary>A value some trial of the slice has: how answers name it, how filters do, and who has it.</summary>
    private sealed record Value(string Key, string Filter, TrialSet Trials);

    private static List<Value> Values(Slice slice, Facet facet)
    {
        var index = slice.Release.Index(facet, slice.Filter.Links);
        return
        [
            .. index
                .Keys.Select(key => new Value(key, key, index[key]))
                .Append(new Value(Facets.NotStated, Facets.Unclassified, index.Unclassified))
                .Where(value => value.Trials.CountWith(slice.Trials) > 0),
        ];
    }

    private static Tally Tallied(Slice slice, Facet facet, Value value) =>
        new(
            value.Key,
            FacetLabels.Of(slice.Release, facet, value.Key),
            value.Trials.CountWith(slice.Trials),
            slice.Href((facet, value.Filter))
        );
}
