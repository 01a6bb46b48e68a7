using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace MpnstApi.Exports;

/// <summary>Writes rows as CSV (RFC 4180, UTF-8, header first), as they are enumerated.</summary>
public static class CsvExport
{
    private static readonly CsvConfiguration Configuration = new(CultureInfo.InvariantCulture)
    {
        NewLine = "\r\n",
        ShouldQuote = field => NeedsQuotes(field.Field),
    };

    /// <summary>Gets the note on this format in the data dictionary.</summary>
    public static IReadOnlyList<string> Notes { get; } =
    [
        "CSV is RFC 4180 in UTF-8 without a byte order mark, lines end in CRLF; an empty cell is an absent fact.",
        ListCell.Note,
        FormulaGuard.Note,
    ];

    public static async Task WriteAsync(
        Stream output,
        TableContent content,
        CancellationToken cancellation
    )
    {
        await using var text = new StreamWriter(
            output,
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            leaveOpen: true
        );
        await using var csv = new CsvWriter(text, Configuration);
        foreach (var column in content.Table.Columns)
        {
            csv.WriteField(column.Name);
        }
        await csv.NextRecordAsync();
        foreach (var row in content.Rows)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var value in row)
            {
                csv.WriteField(Cell(value));
            }
            await csv.NextRecordAsync();
        }
    }

    private static string? Cell(object? value) =>
        value switch
        {
            null => null,
            bool truth => truth ? "true" : "false",
            string text => FormulaGuard.Guard(text),
            DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
            IEnumerable<string> items => FormulaGuard.Guard(ListCell.Write(items)),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => FormulaGuard.Guard(value.ToString() ?? ""),
        };

    // For many readers a single line feed or carriage return ends a row, and some trim blanks at the ends.
    private static bool NeedsQuotes(string? text) =>
        !string.IsNullOrEmpty(text)
        && (
            text.AsSpan().IndexOfAny(",\"\r\n") >= 0
            || char.IsWhiteSpace(text[0])
            || char.IsWhiteSpace(text[^1])
        );
}
