using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MpnstApi.Exports;

/// <summary>Writes rows as NDJSON (one JSON object per line, UTF-8), as they are enumerated.</summary>
public sealed class NdjsonExport
{
    private const int FlushedAt = 32 * 1024;

    // The same escaping as in responses, so that texts stay readable.
    private static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Func<Stream, Task> write;

    private NdjsonExport(Func<Stream, Task> write) => this.write = write;

    /// <summary>Reads the first row, so that an error of the source is reported before the response begins.</summary>
    public static async Task<NdjsonExport> BeginAsync<TRow>(
        IAsyncEnumerable<TRow> rows,
        JsonSerializerOptions json,
        CancellationToken cancellation
    )
    {
        var reader = rows.GetAsyncEnumerator(cancellation);
        var any = await reader.MoveNextAsync();
        return new NdjsonExport(async output =>
        {
            await using (reader)
            {
                while (any)
                {
                    await JsonSerializer.SerializeAsync(output, reader.Current, json, cancellation);
                    await output.WriteAsync("\n"u8.ToArray(), cancellation);
                    any = await reader.MoveNextAsync();
                }
            }
        });
    }

    public Task WriteAsync(Stream output) => write(output);

    /// <summary>Writes a table: an object per row, with a member per column.</summary>
    public static async Task WriteAsync(
        Stream output,
        TableContent content,
        CancellationToken cancellation
    )
    {
        var buffer = new ArrayBufferWriter<byte>(2 * FlushedAt);
        await using var json = new Utf8JsonWriter(buffer, Compact);
        var names = content
            .Table.Columns.Select(column => JsonEncodedText.Encode(column.Name))
            .ToList();
        foreach (var row in content.Rows)
        {
            json.WriteStartObject();
            for (var place = 0; place < row.Length; place++)
            {
                json.WritePropertyName(names[place]);
                Write(json, row[place]);
            }
            json.WriteEndObject();
            json.Flush();
            json.Reset();
            buffer.Write("\n"u8);
            if (buffer.WrittenCount >= FlushedAt)
            {
                await FlushAsync();
            }
        }
        await FlushAsync();

        async Task FlushAsync()
        {
            await output.WriteAsync(buffer.WrittenMemory, cancellation);
            buffer.ResetWrittenCount();
        }
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case DateOnly day:
                json.WriteStringValue(day.ToString("O", CultureInfo.InvariantCulture));
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case IEnumerable<string> items:
                json.WriteStartArray();
                foreach (var item in items)
                {
                    json.WriteStringValue(item);
                }
                json.WriteEndArray();
                break;
            default:
                throw new ArgumentException($"No column has values of {value.GetType()}.");
        }
    }
}
