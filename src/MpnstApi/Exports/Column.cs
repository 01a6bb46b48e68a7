namespace MpnstApi.Exports;

/// <summary>A column of a table: what an export writes and the data dictionary explains.</summary>
/// <param name="Name">Header.</param>
/// <param name="Type">string, integer, boolean, date or list (written as <see cref="ListCell"/> says).</param>
/// <param name="Description">What a cell holds; an empty cell is an absent fact.</param>
/// <param name="Value">The cell of a row; of a list its values.</param>
public sealed record Column<TRow>(
    string Name,
    string Type,
    string Description,
    Func<TRow, object?> Value
)
{
    /// <summary>The member of a row it is a part of, where that has another name.</summary>
    public string? Member { get; init; }
}

/// <summary>A table's columns without its rows, for the data dictionary.</summary>
/// <param name="Table">Name of the table.</param>
/// <param name="Columns">Its columns, in order.</param>
public sealed record TableDescription(string Table, IReadOnlyList<ColumnDescription> Columns)
{
    public static TableDescription Of<TRow>(string table, IEnumerable<Column<TRow>> columns) =>
        new(
            table,
            [
                .. columns.Select(column => new ColumnDescription(
                    column.Name,
                    column.Type,
                    column.Description
                )),
            ]
        );
}

/// <summary>A column as the data dictionary explains it.</summary>
/// <param name="Name">Header of the column.</param>
/// <param name="Type">string, integer, boolean, date or list.</param>
/// <param name="Description">What a cell holds; an empty cell is an absent fact.</param>
public sealed record ColumnDescription(string Name, string Type, string Description);
