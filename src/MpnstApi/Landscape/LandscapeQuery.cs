using System.Globalization;
using MpnstApi.Filtering;
using MpnstApi.Indexing;
using MpnstApi.Releases;
using MpnstApi.Statistics;

namespace MpnstApi.Landscape;

/// <summary>Queries about cohorts, shared by REST, GraphQL and exports.</summary>
public static class LandscapeQuery
{
    /// <summary>The largest number of cells that are not empty in a crosstab.</summary>
    public const int MostCells = 10_000;

    /// <summary>Returns the seven panels and the gaps.</summary>
    public static LandscapeResponse Whole(
        Release release,
        TrialFilter filter,
        int top,
        bool mergedAxis
    )
    {
        var selected = Cohort.Selected(release, filter);
        return new(
            FilterEcho.Of(filter),
            selected.Trials.Count,
            [.. Panels.All.Select(panel => panel.Count(selected, top, mergedAxis))],
            Gaps.Of(selected),
            Gaps.Untargeted(selected),
            DatasetInfo.Of(release)
        );
    }

    /// <summary>Returns one panel; null if there is none with that name.</summary>
    public static PanelResponse? One(
        Release release,
        TrialFilter filter,
        string panel,
        int top,
        bool mergedAxis
    ) =>
        Panels.Find(panel) is { } definition
            ? One(Cohort.Selected(release, filter), definition, top, mergedAxis)
            : null;

    /// <summary>Returns one panel of the trials that a filter selected.</summary>
    public static PanelResponse One(
        Cohort selected,
        PanelDefinition panel,
        int top,
        bool mergedAxis
    ) =>
        new(
            panel.Count(selected, top, mergedAxis),
            FilterEcho.Of(selected.Filter),
            DatasetInfo.Of(selected.Release)
        );

    /// <summary>Returns the gaps.</summary>
    public static GapResponse GapsOf(Release release, TrialFilter filter)
    {
        var selected = Cohort.Selected(release, filter);
        return new(
            FilterEcho.Of(filter),
            selected.Trials.Count,
            Gaps.Of(selected),
            Gaps.Untargeted(selected),
            DatasetInfo.Of(release)
        );
    }

    /// <summary>Returns a cohort by two dimensions; null if it would have more cells than <paramref name="most"/>.</summary>
    public static CrosstabResponse? Crosstab(
        Release release,
        TrialFilter filter,
        Facet rows,
        Facet columns,
        int most = MostCells
    )
    {
        var cohort = Cohort.Of(release, filter, rows, columns);
        var (rowValues, columnValues) = (Values(cohort, rows), Values(cohort, columns));
        var filled =
            from row in rowValues
            let inRow = cohort.Trials.And(row.Trials)
            from column in columnValues
            let count = inRow.CountWith(column.Trials)
            where count > 0
            select new Cell(
                row.Key,
                column.Key,
                count,
                cohort.Link((rows, row.Filter), (columns, column.Filter))
            );
        var cells = filled.Take(most + 1).ToList();
        return cells.Count > most
            ? null
            : new CrosstabResponse(
                rows.Name,
                columns.Name,
                FilterEcho.Of(filter),
                cohort.Trials.Count,
                cohort.Excluded,
                [.. rowValues.Select(value => Tallied(cohort, rows, value))],
                [.. columnValues.Select(value => Tallied(cohort, columns, value))],
                cells,
                DatasetInfo.Of(release)
            );
    }

    /// <summary>Returns starts by year and one dimension.</summary>
    public static TimelineResponse Timeline(Release release, TrialFilter filter, Facet by)
    {
        var cohort = Cohort.Of(release, filter, by);
        var starts = release.Index(Facets.StartYear);
        var years = starts
            .Keys.Where(year => starts[year].CountWith(cohort.Trials) > 0)
            .Select(year => int.Parse(year, CultureInfo.InvariantCulture))
            .ToList();
        var values = Values(cohort, by);
        return new TimelineResponse(
            by.Name,
            FilterEcho.Of(filter),
            cohort.Trials.Count,
            cohort.Excluded,
            starts.Unclassified.CountWith(cohort.Trials),
            years.Count == 0
                ? []
                :
                [
                    .. Enumerable
                        .Range(years[0], years[^1] - years[0] + 1)
                        .Select(year => Year(cohort, by, values, year)),
                ],
            DatasetInfo.Of(release)
        );
    }

    private static TimelineYear Year(
        Cohort cohort,
        Facet dimension,
        IReadOnlyList<Value> values,
        int year
    )
    {
        var key = year.ToString(CultureInfo.InvariantCulture);
        var started = cohort.Trials.And(cohort.Release.Index(Facets.StartYear)[key]);
        var buckets =
            from value in values
            let count = started.CountWith(value.Trials)
            where count > 0
            select new Tally(
                value.Key,
                FacetLabels.Of(cohort.Release, dimension, value.Key),
                count,
                cohort.Link((Facets.StartYear, key), (dimension, value.Filter))
            );
        return new TimelineYear(
            year,
            started.Count,
            cohort.Link((Facets.StartYear, key)),
            [.. buckets]
        );
    }

    /// <summary>A value that trials of the cohort have: its name in responses and in filters, and these trials.</summary>
    private sealed record Value(string Key, string Filter, TrialSet Trials);

    private static List<Value> Values(Cohort cohort, Facet facet)
    {
        var index = cohort.Release.Index(facet, cohort.Filter.Links);
        return
        [
            .. index
                .Keys.Select(key => new Value(key, key, index[key]))
                .Append(new Value(Facets.NotStated, Facets.Unclassified, index.Unclassified))
                .Where(value => value.Trials.CountWith(cohort.Trials) > 0),
        ];
    }

    private static Tally Tallied(Cohort cohort, Facet facet, Value value) =>
        new(
            value.Key,
            FacetLabels.Of(cohort.Release, facet, value.Key),
            value.Trials.CountWith(cohort.Trials),
            cohort.Link((facet, value.Filter))
        );
}
