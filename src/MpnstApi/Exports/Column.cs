using System.Text.Json.Serialization;

namespace MpnstApi.Exports;

/// <summary>Defines the types of columns, by their names in the data dictionary.</summary>
public static class ColumnType
{
    /// <summary>A text: <see cref="string"/>.</summary>
    public const string Text = "string";

    /// <summary>A whole number: <see cref="int"/>.</summary>
    public const string WholeNumber = "integer";

    /// <summary>A number with decimals: <see cref="decimal"/>.</summary>
    public const string Number = "number";

    /// <summary>true or false: <see cref="bool"/>.</summary>
    public const string Boolean = "boolean";

    /// <summary>A date as a registry gave it, which may lack the day or the month: <see cref="string"/>.</summary>
    public const string Date = "date";

    /// <summary>A whole date: <see cref="DateOnly"/>.</summary>
    public const string Day = "day";

    /// <summary>Any number of texts: a sequence of <see cref="string"/>.</summary>
    public const string List = "list";
}

/// <summary>A column of a table, which exports write and the data dictionary describes.</summary>
/// <param name="Name">Header.</param>
/// <param name="Type">One of <see cref="ColumnType"/>, which also determines the type of the values.</param>
/// <param name="Description">What a cell holds; an empty cell is an absent fact.</param>
/// <param name="Value">Returns the cell of a row: a value of the column's type; null if absent.</param>
public sealed record Column<TRow>(
    string Name,
    string Type,
    string Description,
    Func<TRow, object?> Value
)
{
    /// <summary>Gets the member of the row that the column is a part of, if its name differs.</summary>
    public string? Member { get; init; }
}

/// <summary>A table: columns in order, for rows of one type.</summary>
/// <param name="Name">Its name in the data dictionary, and of the sheet in a workbook.</param>
/// <param name="Columns">Its columns.</param>
public sealed record Table<TRow>(string Name, IReadOnlyList<Column<TRow>> Columns)
{
    /// <summary>Gets whether the first column identifies rows.</summary>
    public bool FirstIsKey { get; init; }

    /// <summary>Returns the table without rows.</summary>
    public TableDescription Describe() =>
        new(
            Name,
            [
                .. Columns.Select(column => new ColumnDescription(
                    column.Name,
                    column.Type,
                    column.Description
                )),
            ]
        )
        {
            FirstIsKey = FirstIsKey,
        };

    /// <summary>Returns the table with these rows, which are enumerated while they are written.</summary>
    public TableContent With(IEnumerable<TRow> rows, TableOrigin origin) =>
        new(Describe(), rows.Select(Cells), origin);

    private object?[] Cells(TRow row)
    {
        var cells = new object?[Columns.Count];
        for (var place = 0; place < cells.Length; place++)
        {
            cells[place] = Columns[place].Value(row);
        }
        return cells;
    }
}

/// <summary>A table with its rows, for a writer of any format.</summary>
/// <param name="Table">Its columns.</param>
/// <param name="Rows">The rows, each with a value per column; enumerated once.</param>
/// <param name="Origin">Where the rows come from.</param>
public sealed record TableContent(
    TableDescription Table,
    IEnumerable<object?[]> Rows,
    TableOrigin Origin
);

/// <summary>The origin of a table's rows and how to cite them, for formats that have a place for it.</summary>
/// <param name="Facts">Statements about the origin, by name.</param>
public sealed record TableOrigin(IReadOnlyList<KeyValuePair<string, string>> Facts)
{
    public static readonly TableOrigin None = new([]);
}

/// <summary>A table's columns without its rows, for the data dictionary.</summary>
/// <param name="Table">Name of the table.</param>
/// <param name="Columns">Its columns, in order.</param>
public sealed record TableDescription(string Table, IReadOnlyList<ColumnDescription> Columns)
{
    /// <summary>Gets whether the first column identifies rows.</summary>
    [JsonIgnore]
    public bool FirstIsKey { get; init; }
}

/// <summary>A column as the data dictionary describes it.</summary>
/// <param name="Name">Header of the column.</param>
/// <param name="Type">string, integer, number, boolean, date (as the registry gave it: YYYY, YYYY-MM or YYYY-MM-DD), day (YYYY-MM-DD) or list.</param>
/// <param name="Description">What a cell holds; an empty cell is an absent fact.</param>
public sealed record ColumnDescription(string Name, string Type, string Description);
