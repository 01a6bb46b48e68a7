using System.Globalization;
using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Worksheets;

namespace MpnstApi.Exports;

/// <summary>
/// Writes rows as an Excel workbook, as they are enumerated: a sheet of data with a frozen header and filters, one about
/// its origin, and one that describes the columns. Texts are text cells, which no spreadsheet runs as formulas.
/// </summary>
public static class XlsxExport
{
    /// <summary>The most rows of a sheet, without its header.</summary>
    public const int MostRows = 1_048_575;

    private const double NarrowColumn = 14;
    private const double WideColumn = 34;

    /// <summary>The note on this format in the data dictionary.</summary>
    public const string Note =
        "XLSX has the rows in its first sheet, and in further ones if there are more than 1,048,575, then the sheets About and Columns. Texts and incomplete dates are text cells, whole dates are date cells; lists are written as in CSV, and no apostrophe is added to texts. A text of more than 32,767 characters is cut and ends with …";

    public static async Task WriteAsync(
        Stream output,
        TableContent content,
        CancellationToken cancellation
    )
    {
        await using var file = new ForwardStream(output);
        var options = new SpreadCheetahOptions
        {
            DefaultDateTimeFormat = NumberFormat.Custom("yyyy-mm-dd"),
        };
        await using (var book = await Spreadsheet.CreateNewAsync(file, options, cancellation))
        {
            var heading = new Style();
            heading.Font.Bold = true;
            var bold = book.AddStyle(heading);
            await WriteRowsAsync(book, content, bold, cancellation);
            await WriteOriginAsync(book, content.Origin, bold, cancellation);
            await WriteColumnsAsync(book, content.Table, bold, cancellation);
            await book.FinishAsync(cancellation);
        }
        await file.FlushAsync(cancellation);
    }

    private static async Task WriteRowsAsync(
        Spreadsheet book,
        TableContent content,
        StyleId bold,
        CancellationToken cancellation
    )
    {
        var columns = content.Table.Columns;
        var cells = new DataCell[columns.Count];
        var (sheets, rows) = (0, MostRows);
        foreach (var row in content.Rows)
        {
            if (rows == MostRows)
            {
                await StartAsync();
            }
            for (var place = 0; place < cells.Length; place++)
            {
                cells[place] = Cell(row[place]);
            }
            await book.AddRowAsync(cells, cancellation);
            rows++;
        }
        if (sheets == 0)
        {
            await StartAsync();
        }

        async ValueTask StartAsync()
        {
            sheets++;
            rows = 0;
            var sheet = new WorksheetOptions
            {
                FrozenRows = 1,
                AutoFilter = new AutoFilterOptions(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"A1:{NameOf(columns.Count)}{MostRows + 1}"
                    )
                ),
            };
            for (var place = 0; place < columns.Count; place++)
            {
                sheet.Column(place + 1).Width = columns[place].Type
                    is ColumnType.Text
                        or ColumnType.List
                    ? WideColumn
                    : NarrowColumn;
            }
            var name = string.Create(
                CultureInfo.InvariantCulture,
                $"{content.Table.Table}{(sheets > 1 ? $" {sheets}" : "")}"
            );
            await book.StartWorksheetAsync(name, sheet, cancellation);
            await book.AddHeaderRowAsync(
                [.. columns.Select(column => column.Name)],
                bold,
                cancellation
            );
        }
    }

    private static async Task WriteOriginAsync(
        Spreadsheet book,
        TableOrigin origin,
        StyleId bold,
        CancellationToken cancellation
    )
    {
        await book.StartWorksheetAsync("About", Widths(24, 120), cancellation);
        foreach (var (name, text) in origin.Facts)
        {
            await book.AddRowAsync(
                [new Cell(name, bold), new Cell(XlsxText.Escape(text))],
                cancellation
            );
        }
    }

    private static async Task WriteColumnsAsync(
        Spreadsheet book,
        TableDescription table,
        StyleId bold,
        CancellationToken cancellation
    )
    {
        await book.StartWorksheetAsync("Columns", Widths(28, 12, 120), cancellation);
        await book.AddHeaderRowAsync(["Column", "Type", "Description"], bold, cancellation);
        foreach (var column in table.Columns)
        {
            await book.AddRowAsync(
                [
                    new DataCell(column.Name),
                    new DataCell(column.Type),
                    new DataCell(XlsxText.Escape(column.Description)),
                ],
                cancellation
            );
        }
    }

    private static WorksheetOptions Widths(params ReadOnlySpan<double> widths)
    {
        var sheet = new WorksheetOptions();
        for (var place = 0; place < widths.Length; place++)
        {
            sheet.Column(place + 1).Width = widths[place];
        }
        return sheet;
    }

    private static DataCell Cell(object? value) =>
        value switch
        {
            null => default,
            bool truth => new DataCell(truth),
            int number => new DataCell(number),
            decimal number => new DataCell(number),
            DateOnly day => DayCell(day),
            string text => new DataCell(XlsxText.Escape(text)),
            IEnumerable<string> items => ListCell.Write(items) is { Length: > 0 } list
                ? new DataCell(XlsxText.Escape(list))
                : default,
            _ => throw new ArgumentException($"No column has values of {value.GetType()}."),
        };

    // Dates in a workbook begin in 1900.
    private static DataCell DayCell(DateOnly day) =>
        day.Year >= 1900
            ? new DataCell(day.ToDateTime(TimeOnly.MinValue))
            : new DataCell(day.ToString("O", CultureInfo.InvariantCulture));

    // 1 is A, 27 is AA.
    private static string NameOf(int column)
    {
        var name = "";
        for (; column > 0; column = (column - 1) / 26)
        {
            name = (char)('A' + (column - 1) % 26) + name;
        }
        return name;
    }
}
