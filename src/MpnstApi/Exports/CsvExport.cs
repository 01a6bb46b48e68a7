using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace MpnstApi.Exports;

/// <summary>Rows as CSV (RFC 4180, UTF-8, header first), written as they come.</summary>
public static class CsvExport
{
    private static readonly CsvConfiguration Configuration = new(CultureInfo.InvariantCulture)
    {
        NewLine = "\r\n",
        // Spreadsheets run cells that begin like a formula; an apostrophe in front keeps them text.
        InjectionOptions = InjectionOptions.Escape,
    };

    /// <summary>What a reader of the file must know.</summary>
    public static IReadOnlyList<string> Notes { get; } =
    [
        "CSV is RFC 4180 in UTF-8 without a byte order mark, lines end in CRLF; an empty cell is an absent fact.",
        "A text that begins with =, @, +, -, tab or carriage return has an apostrophe put in front, so that no spreadsheet runs it as a formula.",
    ];

    public static async Task WriteAsync<TRow>(
        Stream output,
        IReadOnlyList<Column<TRow>> columns,
        IEnumerable<TRow> rows,
        CancellationToken cancellation
    )
    {
        await using var text = new StreamWriter(
            output,
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            leaveOpen: true
        );
        await using var csv = new CsvWriter(text, Configuration);
        foreach (var column in columns)
        {
            csv.WriteField(column.Name);
        }
        await csv.NextRecordAsync();
        foreach (var row in rows)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var column in columns)
            {
                csv.WriteField(Cell(column.Value(row)));
            }
            await csv.NextRecordAsync();
        }
    }

    private static string? Cell(object? value) =>
        value switch
        {
            null => null,
            bool truth => truth ? "true" : "false",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };
}
