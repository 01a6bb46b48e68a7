using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using MpnstApi.Exports;
using Parquet.Serialization;

namespace MpnstApi.Tests.Exports;

/// <summary>
/// Reads an exported table with readers that share nothing with its writer, into rows of texts by column: the same table
/// gives the same rows in every format.
/// </summary>
internal static partial class TableReader
{
    private const string Between = " | ";

    /// <summary>The rows of a response in a format.</summary>
    public static async Task<List<Dictionary<string, string>>> ReadAsync(
        string format,
        byte[] file,
        IReadOnlyDictionary<string, string> types
    ) =>
        format switch
        {
            "ndjson" => FromNdjson(file),
            "csv" => FromCsv(file, types),
            "xlsx" => FromXlsx(file, types),
            "parquet" => await FromParquetAsync(file, types),
            _ => throw new ArgumentException(format),
        };

    /// <summary>A value of JSON as a cell of any format is compared.</summary>
    public static string Cell(JsonNode? value) =>
        value switch
        {
            null => "",
            JsonArray items => string.Join(Between, items.Select(item => item!.GetValue<string>())),
            JsonValue text when text.TryGetValue<string>(out var known) => known,
            _ => value.ToJsonString(),
        };

    /// <summary>Texts of the cells of a sheet.</summary>
    public static List<List<string>> Sheet(byte[] file, string name)
    {
        using var book = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        var workbook = book.WorkbookPart!;
        var sheet = workbook.Workbook!.Descendants<Sheet>().Single(sheet => sheet.Name == name);
        var part = (WorksheetPart)workbook.GetPartById(sheet.Id!);
        Assert.Empty(part.Worksheet!.Descendants<CellFormula>());
        return
        [
            .. part.Worksheet!.Descendants<Row>()
                .Select(row => row.Elements<Cell>().Select(Text).ToList()),
        ];
    }

    private static List<Dictionary<string, string>> FromNdjson(byte[] file) =>
        [
            .. Encoding
                .UTF8.GetString(file)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line =>
                    JsonNode
                        .Parse(line)!
                        .AsObject()
                        .ToDictionary(member => member.Key, member => Cell(member.Value))
                ),
        ];

    private static List<Dictionary<string, string>> FromCsv(
        byte[] file,
        IReadOnlyDictionary<string, string> types
    )
    {
        var lines = Rfc4180.Read(Encoding.UTF8.GetString(file));
        return [.. lines.Skip(1).Select(line => Row(lines[0], line.Select(Unguarded), types))];
    }

    private static List<Dictionary<string, string>> FromXlsx(
        byte[] file,
        IReadOnlyDictionary<string, string> types
    )
    {
        var lines = Sheet(file, SheetNames(file)[0]);
        return
        [
            .. lines
                .Skip(1)
                .Select(line =>
                    Row(
                        lines[0],
                        line.Select(
                            (cell, place) =>
                                types[lines[0][place]] == "day" && cell.Length > 0
                                    ? Day(cell)
                                    : cell
                        ),
                        types
                    )
                ),
        ];
    }

    public static IReadOnlyList<string> SheetNames(byte[] file)
    {
        using var book = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        return
        [
            .. book.WorkbookPart!.Workbook!.Descendants<Sheet>()
                .Select(sheet => sheet.Name!.Value!),
        ];
    }

    private static async Task<List<Dictionary<string, string>>> FromParquetAsync(
        byte[] file,
        IReadOnlyDictionary<string, string> types
    )
    {
        var read = await ParquetSerializer.DeserializeUntypedAsync(
            new MemoryStream(file),
            cancellationToken: TestContext.Current.CancellationToken
        );
        return
        [
            .. read.Data.Select(row =>
                // A row has no entry for an absent value.
                read.Schema.Fields.ToDictionary(
                    field => field.Name,
                    field => OfParquet(row.GetValueOrDefault(field.Name), types[field.Name])
                )
            ),
        ];
    }

    private static string OfParquet(object? value, string type) =>
        value switch
        {
            null => "",
            bool truth => truth ? "true" : "false",
            string text => text,
            ReadOnlyMemory<char> text => text.ToString(),
            DateTime day when type == "day" => DateOnly
                .FromDateTime(day)
                .ToString("O", CultureInfo.InvariantCulture),
            System.Collections.IEnumerable items => string.Join(
                Between,
                items.Cast<object?>().Select(item => OfParquet(item, type))
            ),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => throw new ArgumentException(value.GetType().Name),
        };

    private static Dictionary<string, string> Row(
        IReadOnlyList<string> names,
        IEnumerable<string> cells,
        IReadOnlyDictionary<string, string> types
    ) =>
        names
            .Zip(cells)
            .ToDictionary(
                pair => pair.First,
                pair =>
                    types[pair.First] == "list" && pair.Second.Length > 0
                        ? string.Join(
                            Between,
                            pair.Second.Split("; ").Select(Uri.UnescapeDataString)
                        )
                        : pair.Second
            );

    // As the data dictionary says.
    private static string Unguarded(string cell) =>
        cell is ['\'', .. var rest] && FormulaGuard.Guard(rest) != rest ? rest : cell;

    private static string Text(Cell cell)
    {
        if (cell.DataType is null)
        {
            return cell.CellValue?.Text ?? "";
        }
        return cell.DataType.Value == CellValues.Boolean
            ? cell.CellValue!.Text == "1"
                ? "true"
                : "false"
            : cell.DataType.Value == CellValues.InlineString
                ? Escape()
                    .Replace(
                        cell.InlineString!.Text!.Text,
                        match => ((char)Convert.ToInt32(match.Groups[1].Value, 16)).ToString()
                    )
                : throw new FormatException($"{cell.DataType} is no type of cell that is written.");
    }

    private static string Day(string number) =>
        double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var days)
            ? DateOnly
                .FromDateTime(DateTime.FromOADate(days))
                .ToString("O", CultureInfo.InvariantCulture)
            : number;

    // ST_Xstring of ECMA-376.
    [GeneratedRegex("_x([0-9A-Fa-f]{4})_")]
    private static partial Regex Escape();
}
