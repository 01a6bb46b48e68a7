using System.Text.Json;

namespace MpnstApi.Exports;

/// <summary>Rows as NDJSON (one JSON object a line, UTF-8), written as they come.</summary>
public sealed class NdjsonExport
{
    private readonly Func<Stream, Task> write;

    private NdjsonExport(Func<Stream, Task> write) => this.write = write;

    /// <summary>Reads the first row, so that a source that does not answer is told before the answer begins.</summary>
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
}
