using System.Globalization;
using MpnstApi.Filtering;
using MpnstApi.Landscape;
using MpnstApi.Statistics;

namespace MpnstApi.Figures;

/// <summary>
/// Lays out figures at the size of a journal page: bars start at zero and show their number, axes have ticks, and the
/// caption is part of the figure. Text is 5 to 8 points.
/// </summary>
internal static class FigureLayout
{
    private const string Ink = "#1b1b1b";
    private const string Quiet = "#595959";
    private const string Ours = "#12436d";
    private const string Letters = "#e35a16";
    private const string NotChosen = "#76889a";

    private const double Margin = 4;
    private const double Gap = 16;
    private const double LabelSize = 6.2;
    private const double TitleSize = 7;
    private const double NoteSize = 5.4;
    private const double RowHeight = 9.6;
    private const double BarHeight = 6;

    // The rows of the figure, each with its panels and their shares of the width.
    private static readonly (int Panel, double Share)[][] Grid =
    [
        [(0, 1), (1, 1), (2, 1)],
        [(3, 1.35), (4, 1)],
        [(5, 1), (6, 1)],
    ];

    private static readonly int[] Steps =
    [
        1,
        2,
        5,
        10,
        20,
        25,
        50,
        100,
        200,
        250,
        500,
        1000,
        2000,
        2500,
        5000,
        10_000,
        20_000,
        50_000,
        100_000,
    ];

    /// <summary>Lays out the seven panels.</summary>
    public static Drawing Landscape(
        IReadOnlyList<PanelView> panels,
        IReadOnlyList<string> caption,
        Func<ResourceLink?, string?> address,
        double width
    )
    {
        var marks = new List<Mark>();
        var grid =
            width >= FigureSize.Double
                ? Grid
                : [.. panels.Select((_, place) => new[] { (place, 1.0) })];
        var top = Margin;
        foreach (var line in grid)
        {
            var free = width - 2 * Margin - Gap * (line.Length - 1);
            var shares = line.Sum(place => place.Share);
            var (left, tallest) = (Margin, 0.0);
            foreach (var (place, share) in line)
            {
                var own = free * share / shares;
                tallest = Math.Max(tallest, Panel(marks, panels[place], left, top, own, address));
                left += own + Gap;
            }
            top += tallest + 11;
        }
        return Finish(
            marks,
            "Clinical trial landscape of malignant peripheral nerve sheath tumours",
            panels.Select(Describe),
            caption,
            top,
            width
        );
    }

    /// <summary>Lays out one panel.</summary>
    public static Drawing Single(
        PanelView panel,
        IReadOnlyList<string> caption,
        Func<ResourceLink?, string?> address,
        double width
    )
    {
        var marks = new List<Mark>();
        var top = Margin + Panel(marks, panel, Margin, Margin, width - 2 * Margin, address) + 11;
        return Finish(marks, panel.Panel.Title, [Describe(panel)], caption, top, width);
    }

    /// <summary>Lays out starts by year: a row of columns for each value, with the same years and the same scale.</summary>
    public static Drawing Timeline(
        TimelineResponse timeline,
        string dimension,
        IReadOnlyList<string> caption,
        Func<ResourceLink?, string?> address,
        double width
    )
    {
        const double Height = 24;
        var marks = new List<Mark>();
        var title = $"Trials by year of start and {dimension}";
        marks.Add(Text(Margin, Margin + 7, title, TitleSize, bold: true));
        var values = timeline.ValuesByCount().Take(FigureSize.MostRows).ToList();
        var most = Math.Max(
            1,
            timeline
                .Years.SelectMany(year => year.Buckets)
                .Select(bucket => bucket.Count)
                .DefaultIfEmpty()
                .Max()
        );
        var labels = values
            .Select(value => TextWidth.Of(value.Label, LabelSize))
            .DefaultIfEmpty()
            .Max();
        var left = Margin + Math.Min(width * 0.35, labels) + 6;
        var column = (width - Margin - left) / Math.Max(1, timeline.Years.Count);
        var top = Margin + 14;
        foreach (var value in values)
        {
            var floor = top + Height;
            marks.Add(
                Text(
                    left - 4,
                    floor - 2,
                    TextWidth.Fit(value.Label, left - Margin - 4, LabelSize),
                    LabelSize,
                    anchor: Anchor.End
                )
            );
            foreach (var (year, place) in timeline.Years.Select((year, place) => (year, place)))
            {
                if (
                    year.Buckets.FirstOrDefault(bucket => bucket.Key == value.Key) is not { } bucket
                )
                {
                    continue;
                }
                var height = (Height - 8) * bucket.Count / most;
                var x = left + column * place;
                marks.Add(
                    new Mark.Bar(
                        x + column * 0.15,
                        floor - height,
                        column * 0.7,
                        height,
                        Ours,
                        null,
                        address(bucket.Href),
                        $"{value.Label}, {year.Year}: {bucket.Count}"
                    )
                );
                if (column >= 8)
                {
                    marks.Add(
                        Text(
                            x + column / 2,
                            floor - height - 1.5,
                            Number(bucket.Count),
                            5,
                            anchor: Anchor.Middle
                        )
                    );
                }
            }
            marks.Add(new Mark.Line(left, floor, width - Margin, floor, Ink, 0.5));
            top = floor + 5;
        }
        foreach (var (year, place) in timeline.Years.Select((year, place) => (year.Year, place)))
        {
            if (year % 5 == 0 || timeline.Years.Count <= 10)
            {
                marks.Add(
                    Text(
                        left + column * (place + 0.5),
                        top + 4,
                        Number(year),
                        NoteSize,
                        anchor: Anchor.Middle
                    )
                );
            }
        }
        marks.Add(
            Text(
                (left + width - Margin) / 2,
                top + 12,
                "Year of start; height: trials (n)",
                NoteSize,
                anchor: Anchor.Middle
            )
        );
        var descriptions = values.Select(value =>
            $"{value.Label}: "
            + string.Join(
                ", ",
                timeline.Years.SelectMany(year =>
                    year.Buckets.Where(bucket => bucket.Key == value.Key)
                        .Select(bucket => $"{year.Year} {bucket.Count}")
                )
            )
            + "."
        );
        return Finish(
            marks,
            title,
            descriptions,
            [
                $"{timeline.Unclassified} of {timeline.Total} trials have no start date and are not drawn.",
                .. caption,
            ],
            top + 20,
            width
        );
    }

    /// <summary>Lays out our panels compared with the letter's: a bar for our value, a tick for the letter's.</summary>
    public static Drawing Comparison(
        ComparisonResponse comparison,
        IReadOnlyList<string> caption,
        Func<ResourceLink?, string?> address,
        double width
    )
    {
        var marks = new List<Mark>();
        var top = Margin;
        marks.Add(
            Text(
                Margin,
                top + 7,
                "Counted here (bar) and printed in the letter (tick), percent",
                TitleSize,
                bold: true
            )
        );
        top += 16;
        var descriptions = new List<string>();
        foreach (
            var panel in comparison.Panels.Where(panel =>
                panel.Buckets.Any(bucket =>
                    bucket.LetterPercent is not null && bucket.Percent is not null
                )
            )
        )
        {
            var buckets = panel
                .Buckets.Where(bucket => bucket.LetterPercent is not null || bucket.Count > 0)
                .Take(FigureSize.MostRows)
                .ToList();
            marks.Add(
                Text(Margin, top + 6, Panels.Find(panel.Panel)!.Title, TitleSize, bold: true)
            );
            top += 10;
            var labels = Math.Min(
                width * 0.4,
                buckets.Max(bucket => TextWidth.Of(bucket.Label, LabelSize)) + 4
            );
            var left = Margin + labels;
            var span = width - left - Margin - 62;
            var most = (double)
                Math.Max(
                    1m,
                    buckets.Max(bucket => Math.Max(bucket.Percent ?? 0, bucket.LetterPercent ?? 0))
                );
            foreach (var bucket in buckets)
            {
                var middle = top + RowHeight / 2;
                marks.Add(
                    Text(
                        left - 4,
                        middle + 2.1,
                        TextWidth.Fit(bucket.Label, labels - 4, LabelSize),
                        LabelSize,
                        anchor: Anchor.End
                    )
                );
                if (bucket.Percent is > 0)
                {
                    marks.Add(
                        new Mark.Bar(
                            left,
                            middle - BarHeight / 2,
                            span * (double)bucket.Percent / most,
                            BarHeight,
                            Ours,
                            null,
                            address(bucket.Href),
                            null
                        )
                    );
                }
                if (bucket.LetterPercent is { } printed)
                {
                    var x = left + span * (double)printed / most;
                    marks.Add(new Mark.Line(x, middle - 4.4, x, middle + 4.4, Letters, 1.5));
                }
                var values =
                    $"{Percent(bucket.Percent)} / {(bucket.LetterPercent is null ? "not printed" : Percent(bucket.LetterPercent))}";
                marks.Add(
                    Text(width - Margin, middle + 2.1, values, LabelSize, anchor: Anchor.End)
                );
                top += RowHeight;
            }
            marks.Add(
                new Mark.Line(left, top - RowHeight * buckets.Count - 1, left, top, Ink, 0.5)
            );
            descriptions.Add(
                $"{Panels.Find(panel.Panel)!.Title}: "
                    + string.Join(
                        ", ",
                        buckets.Select(bucket =>
                            $"{bucket.Label} {Percent(bucket.Percent)} here, {(bucket.LetterPercent is null ? "not printed" : Percent(bucket.LetterPercent))} in the letter"
                        )
                    )
                    + "."
            );
            top += 8;
        }
        return Finish(
            marks,
            "This release compared with the letter",
            descriptions,
            caption,
            top + 2,
            width
        );
    }

    /// <summary>Draws a panel. Returns its height.</summary>
    private static double Panel(
        List<Mark> marks,
        PanelView view,
        double x,
        double y,
        double width,
        Func<ResourceLink?, string?> address
    )
    {
        marks.Add(Text(x, y + 7, view.Panel.Letter, 8, bold: true));
        marks.Add(Text(x + 10, y + 7, view.Panel.Title, TitleSize, bold: true));
        var top = y + 12;
        var rows = view
            .Rows.Take(FigureSize.MostRows)
            .Select(row =>
                (row.Label, row.Count, row.Percent, row.IsChosen, row.Trials, None: false)
            )
            .ToList();
        if (view.Unclassified > 0)
        {
            rows.Add(
                (
                    view.UnclassifiedLabel,
                    view.Unclassified,
                    Percentages.Of(view.Unclassified, view.Total),
                    false,
                    null,
                    true
                )
            );
        }
        if (rows.Count == 0)
        {
            marks.Add(Text(x, top + 8, "This panel has no trials.", LabelSize));
            return 24;
        }
        var labels = Math.Min(
            width * 0.52,
            rows.Max(row => TextWidth.Of(row.Label, LabelSize)) + 4
        );
        var values = rows.Max(row => TextWidth.Of(Value(row.Count, row.Percent), LabelSize)) + 4;
        var left = x + labels;
        var span = width - labels - values;
        var (most, step) = Axis(view.Longest);
        foreach (var row in rows)
        {
            var middle = top + RowHeight / 2;
            marks.Add(
                Text(
                    left - 4,
                    middle + 2.1,
                    TextWidth.Fit(row.Label, labels - 4, LabelSize),
                    LabelSize,
                    anchor: Anchor.End,
                    fill: row.None ? Quiet : Ink
                )
            );
            // A row beyond the axis shows only its number: a bar is never cut.
            var length = row.Count > most ? 0 : span * row.Count / most;
            if (length > 0)
            {
                var outline = row.None || (view.OwnFilter && !row.IsChosen);
                marks.Add(
                    new Mark.Bar(
                        left,
                        middle - BarHeight / 2,
                        length,
                        BarHeight,
                        outline ? null : Ours,
                        !outline ? null
                            : row.None ? Quiet
                            : NotChosen,
                        address(row.Trials),
                        $"{row.Label}: {row.Count}"
                    )
                );
            }
            marks.Add(
                Text(left + length + 3, middle + 2.1, Value(row.Count, row.Percent), LabelSize)
            );
            top += RowHeight;
        }
        marks.Add(new Mark.Line(left, y + 11, left, top, Ink, 0.5));
        marks.Add(new Mark.Line(left, top, left + span, top, Ink, 0.5));
        for (var tick = 0; tick <= most; tick += step)
        {
            var at = left + span * tick / most;
            marks.Add(new Mark.Line(at, top, at, top + 2, Ink, 0.5));
            marks.Add(Text(at, top + 8, Number(tick), NoteSize, anchor: Anchor.Middle));
        }
        marks.Add(Text(left + span / 2, top + 14.5, "Trials (n)", NoteSize, anchor: Anchor.Middle));
        var note = top + 21;
        foreach (var line in TextWidth.Wrap(view.Foot, width, NoteSize))
        {
            marks.Add(Text(x, note, line, NoteSize, fill: Quiet));
            note += 6.4;
        }
        return note - 6.4 - y;
    }

    private static Drawing Finish(
        List<Mark> marks,
        string title,
        IEnumerable<string> descriptions,
        IReadOnlyList<string> caption,
        double top,
        double width
    )
    {
        foreach (
            var line in caption.SelectMany(text =>
                TextWidth.Wrap(text, width - 2 * Margin, NoteSize)
            )
        )
        {
            marks.Add(Text(Margin, top + 1, line, NoteSize, fill: Quiet));
            top += 6.8;
        }
        return new Drawing(
            width,
            top + 1,
            title,
            string.Join(' ', descriptions.Concat(caption)),
            marks
        );
    }

    private static string Describe(PanelView view) =>
        $"{view.Panel.Title}: "
        + string.Join(", ", view.Rows.Select(row => $"{row.Label} {row.Count}"))
        + (
            view.Unclassified > 0
                ? $", {view.UnclassifiedLabel.ToLowerInvariant()} {view.Unclassified}"
                : ""
        )
        + $". {view.Foot}";

    // The end of an axis and the distance between its ticks, of which there are at most four.
    private static (int Most, int Step) Axis(int longest)
    {
        var step = Array.Find(Steps, step => longest <= step * 4);
        step = step == 0 ? longest : step;
        return ((longest + step - 1) / step * step, step);
    }

    private static string Value(int count, decimal? percent) =>
        count > 0 && percent is not null ? $"{Number(count)} ({Percent(percent)})" : Number(count);

    private static string Percent(decimal? percent) =>
        percent is { } known
            ? known.ToString("0.0", CultureInfo.InvariantCulture) + "%"
            : "not counted";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Mark.Label Text(
        double x,
        double y,
        string text,
        double size,
        bool bold = false,
        Anchor anchor = Anchor.Start,
        string fill = Ink
    ) => new(x, y, text, size, bold, anchor, fill);
}
