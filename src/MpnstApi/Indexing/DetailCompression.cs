using System.Buffers;
using Microsoft.Extensions.ObjectPool;
using ZstdSharp;

namespace MpnstApi.Indexing;

/// <summary>
/// Compresses details of trials one by one. They have more in common with each other than each within itself, so a sample
/// of them serves as the dictionary for all.
/// </summary>
public sealed class DetailCompression
{
    private const int Level = 3;
    private const int MostDictionaryBytes = 64 * 1024;

    private readonly ObjectPool<Decompressor> decompressors;
    private readonly byte[] dictionary;

    /// <param name="samples">Details in UTF-8; the first 64 kB are used.</param>
    public DetailCompression(IEnumerable<byte[]> samples)
    {
        var bytes = new ArrayBufferWriter<byte>(MostDictionaryBytes);
        foreach (var sample in samples)
        {
            if (bytes.WrittenCount + sample.Length > MostDictionaryBytes)
            {
                break;
            }
            bytes.Write(sample);
        }
        dictionary = bytes.WrittenSpan.ToArray();
        decompressors = new DefaultObjectPool<Decompressor>(new Policy(dictionary));
    }

    /// <summary>Creates a compressor for one thread.</summary>
    public Compressor CreateCompressor()
    {
        var compressor = new Compressor(Level);
        compressor.LoadDictionary(dictionary);
        return compressor;
    }

    /// <summary>Returns the decompressed bytes.</summary>
    public byte[] Decompress(byte[] compressed)
    {
        var decompressor = decompressors.Get();
        try
        {
            return decompressor.Unwrap(compressed).ToArray();
        }
        finally
        {
            decompressors.Return(decompressor);
        }
    }

    private sealed class Policy(byte[] dictionary) : PooledObjectPolicy<Decompressor>
    {
        public override Decompressor Create()
        {
            var decompressor = new Decompressor();
            decompressor.LoadDictionary(dictionary);
            return decompressor;
        }

        public override bool Return(Decompressor decompressor) => true;
    }
}
