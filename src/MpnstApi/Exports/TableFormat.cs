namespace MpnstApi.Exports;

/// <summary>A format that tables are written in. A further one is one entry here.</summary>
/// <param name="Name">Its name in queries, and the extension of its files.</param>
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

    /// <summary>Whether its files are UTF-8 text; others are binary and compressed in themselves.</summary>
    public bool IsText { get; init; }

    /// <summary>The format of this name; null where there is none.</summary>
    public static TableFormat? Find(string name) =>
        All.FirstOrDefault(format => format.Name == name);

    /// <summary>How its files are read, and what holds for all formats.</summary>
    public static IReadOnlyList<string> Notes { get; } =
    [
        "All formats have the same columns. An absent fact is an empty cell in CSV and XLSX and null in NDJSON and Parquet; a list without values is an empty cell or an empty list.",
        .. CsvExport.Notes,
        "NDJSON is one JSON object a line in UTF-8, a member for each column; lists are arrays.",
        XlsxExport.Note,
        ParquetExport.Note,
    ];
}
