using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace MpnstApi.Exports;

/// <summary>A whole table as one file that an address responds with, for those who describe it from outside.</summary>
/// <param name="table">Its columns.</param>
/// <param name="format">The file's format.</param>
/// <param name="name">The file's name.</param>
/// <param name="address">Path and query that respond with the file.</param>
/// <param name="content">The rows.</param>
public sealed class TableFile<TSource>(
    TableDescription table,
    TableFormat format,
    Func<TSource, string> name,
    Func<TSource, string> address,
    Func<TSource, TableContent> content
)
    where TSource : class
{
    // Goes with its source, so that it holds no memory longer than that.
    private readonly ConditionalWeakTable<TSource, Lazy<Task<string>>> digests = [];

    public TableDescription Table => table;
    public TableFormat Format => format;

    public string NameOf(TSource source) => name(source);

    public string AddressOf(TSource source) => address(source);

    public Task WriteAsync(TSource source, Stream output, CancellationToken cancellation) =>
        format.WriteAsync(output, content(source), cancellation);

    /// <summary>
    /// SHA-256 of the file in lower-case hex. Computed once for a source, on first demand; concurrent callers wait for the
    /// same computation.
    /// </summary>
    public async Task<string> DigestAsync(TSource source, CancellationToken cancellation)
    {
        var digest = digests.GetValue(
            source,
            // Not cancelled with a caller: another may wait for the same file.
            _ => new(() => Task.Run(() => ComputeAsync(source)))
        );
        try
        {
            return await digest.Value.WaitAsync(cancellation);
        }
        catch when (digest.Value.IsFaulted)
        {
            digests.Remove(source);
            throw;
        }
    }

    private async Task<string> ComputeAsync(TSource source)
    {
        using var hash = SHA256.Create();
        await using (var file = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
        {
            await WriteAsync(source, file, CancellationToken.None);
            await file.FlushFinalBlockAsync();
        }
        return Convert.ToHexStringLower(hash.Hash!);
    }
}
