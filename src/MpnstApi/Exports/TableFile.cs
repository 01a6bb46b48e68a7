using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace MpnstApi.Exports;

/// <summary>Represents a complete table as a file at an address, for descriptions of the dataset.</summary>
/// <param name="table">Its columns.</param>
/// <param name="format">The file's format.</param>
/// <param name="name">The file's name.</param>
/// <param name="address">Path and query of the file.</param>
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
    // Collected with its source.
    private readonly ConditionalWeakTable<TSource, Lazy<Task<string>>> digests = [];

    public TableDescription Table => table;
    public TableFormat Format => format;

    public string NameOf(TSource source) => name(source);

    public string AddressOf(TSource source) => address(source);

    public Task WriteAsync(TSource source, Stream output, CancellationToken cancellation) =>
        format.WriteAsync(output, content(source), cancellation);

    /// <summary>
    /// Returns the SHA-256 of the file in lower-case hex. It is computed once per source, on first use; concurrent callers
    /// share the computation.
    /// </summary>
    public async Task<string> DigestAsync(TSource source, CancellationToken cancellation)
    {
        var digest = digests.GetValue(
            source,
            // Not cancelled when a caller leaves: another one may wait for the same file.
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
