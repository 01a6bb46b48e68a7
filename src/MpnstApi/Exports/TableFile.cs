using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace MpnstApi.Exports;

/// <summary>A table as one file that an address answers with, for those who describe it from outside.</summary>
/// <param name="table">Its columns.</param>
/// <param name="mediaType">What the file is.</param>
/// <param name="name">The file's name.</param>
/// <param name="address">Path and query that answer with the file.</param>
/// <param name="write">Writes the bytes that the address answers with.</param>
public sealed class TableFile<TSource>(
    TableDescription table,
    string mediaType,
    Func<TSource, string> name,
    Func<TSource, string> address,
    Func<TSource, Stream, CancellationToken, Task> write
)
    where TSource : class
{
    // Goes with its source, so that it holds no memory longer than that.
    private readonly ConditionalWeakTable<TSource, Lazy<Task<string>>> digests = [];

    public TableDescription Table => table;
    public string MediaType => mediaType;

    public string NameOf(TSource source) => name(source);

    public string AddressOf(TSource source) => address(source);

    /// <summary>
    /// SHA-256 of the file in lower-case hex. Written once for a source, on first demand and into nothing; who asks for
    /// it meanwhile waits for the same.
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
            await write(source, file, CancellationToken.None);
            await file.FlushFinalBlockAsync();
        }
        return Convert.ToHexStringLower(hash.Hash!);
    }
}
