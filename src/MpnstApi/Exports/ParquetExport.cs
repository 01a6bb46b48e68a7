using Parquet;
using Parquet.Schema;

namespace MpnstApi.Exports;

/// <summary>Writes rows as Apache Parquet, in row groups, as they are enumerated.</summary>
public static class ParquetExport
{
    /// <summary>The number of rows in a row group, which is held in memory.</summary>
    private const int GroupSize = 5_000;

    /// <summary>The note on this format in the data dictionary.</summary>
    public const string Note =
        "Parquet has typed columns (lists as list<string>, whole dates as DATE, numbers as DOUBLE), row groups of 5,000 rows, Snappy compression, and release, filter and citation as key-value metadata.";

    public static async Task WriteAsync(
        Stream output,
        TableContent content,
        CancellationToken cancellation
    )
    {
        await using var file = new ForwardStream(output);
        var schema = new ParquetSchema(content.Table.Columns.Select(FieldOf));
        await using (
            var writer = await ParquetWriter.CreateAsync(
                schema,
                file,
                new ParquetOptions { CompressionMethod = CompressionMethod.Snappy },
                cancellationToken: cancellation
            )
        )
        {
            writer.CustomMetadata = content.Origin.Facts.ToDictionary(
                fact => fact.Key,
                fact => fact.Value
            );
            foreach (var rows in content.Rows.Chunk(GroupSize))
            {
                using var group = writer.CreateRowGroup();
                for (var place = 0; place < content.Table.Columns.Count; place++)
                {
                    await WriteAsync(
                        group,
                        schema.DataFields[place],
                        content.Table.Columns[place].Type,
                        rows.Select(row => row[place]),
                        cancellation
                    );
                }
                group.CompleteValidate();
            }
        }
        await file.FlushAsync(cancellation);
    }

    private static Field FieldOf(ColumnDescription column) =>
        column.Type switch
        {
            ColumnType.Text or ColumnType.Date => new DataField<string>(column.Name, true),
            ColumnType.WholeNumber => new DataField<int>(column.Name, true),
            ColumnType.Number => new DataField<double>(column.Name, true),
            ColumnType.Boolean => new DataField<bool>(column.Name, true),
            ColumnType.Day => new DataField<DateOnly>(column.Name, true),
            ColumnType.List => new ListField(column.Name, new DataField<string>("element", false)),
            _ => throw new ArgumentException($"{column.Name} has the unknown type {column.Type}."),
        };

    private static async Task WriteAsync(
        ParquetRowGroupWriter group,
        DataField field,
        string type,
        IEnumerable<object?> values,
        CancellationToken cancellation
    )
    {
        switch (type)
        {
            case ColumnType.WholeNumber:
                await group.WriteAsync(field, Cast<int>(values), cancellationToken: cancellation);
                break;
            case ColumnType.Number:
                await group.WriteAsync<double>(
                    field,
                    values.Select(value => (double?)(decimal?)value).ToArray(),
                    cancellationToken: cancellation
                );
                break;
            case ColumnType.Boolean:
                await group.WriteAsync(field, Cast<bool>(values), cancellationToken: cancellation);
                break;
            case ColumnType.Day:
                await group.WriteAsync(
                    field,
                    Cast<DateOnly>(values),
                    cancellationToken: cancellation
                );
                break;
            case ColumnType.List:
                await WriteListsAsync(group, field, values, cancellation);
                break;
            default:
                await group.WriteAsync(field, values.Cast<string>().ToArray());
                break;
        }
    }

    private static ReadOnlyMemory<T?> Cast<T>(IEnumerable<object?> values)
        where T : struct => values.Select(value => (T?)value).ToArray();

    // A list is never null. Its first element starts a row; an empty list has a level but no element.
    private static async Task WriteListsAsync(
        ParquetRowGroupWriter group,
        DataField field,
        IEnumerable<object?> values,
        CancellationToken cancellation
    )
    {
        var elements = new List<ReadOnlyMemory<char>>();
        var (definitions, repetitions) = (new List<int>(), new List<int>());
        foreach (var value in values)
        {
            var isFirst = true;
            foreach (var item in (IEnumerable<string>)value!)
            {
                elements.Add(item.AsMemory());
                definitions.Add(field.MaxDefinitionLevel);
                repetitions.Add(isFirst ? 0 : field.MaxRepetitionLevel);
                isFirst = false;
            }
            if (isFirst)
            {
                definitions.Add(field.MaxDefinitionLevel - 1);
                repetitions.Add(0);
            }
        }
        await group.WriteAllPartsAsync<ReadOnlyMemory<char>>(
            field,
            elements.ToArray(),
            definitions.ToArray(),
            repetitions.ToArray(),
            cancellation
        );
    }
}
