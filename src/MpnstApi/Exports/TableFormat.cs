namespace MpnstApi.Exports;

/// <summary>A format of tables. To add one, add an entry here.</summary>
/// <param name="Name">The name in queries, and the extension of files.</param>
/// <param name="MediaType">The media type of its files.</param>
/// <param name="WriteAsync">Writes a table, row by row.</param>
public sealed record TableFormat(
    string Name,
    string MediaType,
    Func<Stream, TableContent, CancellationToken, Task> WriteAsync
)
{
    public static readonly TableFormat Csv = new("csv", "text/csv", CsvExport.WriteAsync)
    {
        IsText = true,
    };
    public static readonly TableFormat Ndjson = new(
        "ndjson",
        "application/x-ndjson",
        NdjsonExport.WriteAsync
    )
    {
        IsText = true,
    };
    public static readonly TableFormat Xlsx = new(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        XlsxExport.WriteAsync
    );
    public static readonly TableFormat Parquet = new(
        "parquet",
        "application/vnd.apache.parquet",
        ParquetExport.WriteAsync
    );

    public static IReadOnlyList<TableFormat> All { get; } = [Csv, Ndjson, Xlsx, Parquet];

    /// <summary>Gets whether its files are UTF-8 text; others are binary and already compressed.</summary>
    public bool IsText { get; init; }

    /// <summary>Returns the format with this name; null if there is none.</summary>
    public static TableFormat? Find(string name) =>
        All.FirstOrDefault(format => format.Name == name);

    /// <summary>Gets the notes on all formats, for the data dictionary.</summary>
    public static IReadOnlyList<string> Notes { get; } =
    [
        "All formats have the same columns. An absent fact is an empty cell in CSV and XLSX and null in NDJSON and Parquet; a list without values is an empty cell or an empty list.",
        .. CsvExport.Notes,
        "NDJSON has one JSON object per line in UTF-8, with a member for each column; lists are arrays.",
        XlsxExport.Note,
        ParquetExport.Note,
    ];
}
