using Microsoft.Extensions.Caching.Memory;

namespace MpnstApi.Graph.Transport;

/// <summary>An answer as it was sent.</summary>
/// <param name="Body">JSON in UTF-8.</param>
/// <param name="Cost">What it cost to make.</param>
internal sealed record CachedResponse(byte[] Body, long Cost);

/// <summary>
/// Answers by their entity tags, which follow from release, document, variables and media type: the same tag means the
/// same answer. Bounded, since keys come from strangers.
/// </summary>
internal sealed class ResponseCache : IDisposable
{
    private const long MostBytes = 32_000_000;

    // One answer that takes a noticeable share of the cache would push out many that are asked for more often.
    private const long MostBytesOfOne = 1_000_000;

    private readonly MemoryCache answers = new(new MemoryCacheOptions { SizeLimit = MostBytes });

    public CachedResponse? Find(string tag) => answers.Get<CachedResponse>(tag);

    public void Keep(string tag, CachedResponse answer)
    {
        if (answer.Body.Length <= MostBytesOfOne)
        {
            answers.Set(
                tag,
                answer,
                new MemoryCacheEntryOptions { Size = answer.Body.Length + tag.Length }
            );
        }
    }

    public void Dispose() => answers.Dispose();
}
