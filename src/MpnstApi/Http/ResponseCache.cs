using System.Diagnostics.Metrics;
using Microsoft.Extensions.Caching.Memory;

namespace MpnstApi.Http;

/// <summary>A response as it was sent.</summary>
/// <param name="Body">JSON in UTF-8.</param>
/// <param name="Cost">Estimated cost of the document.</param>
internal sealed record CachedResponse(byte[] Body, long Cost);

/// <summary>
/// Responses by their entity tags, which follow from release, document, variables and media type: the same tag means the
/// same response. Bounded, since keys come from strangers.
/// </summary>
internal sealed class ResponseCache : IDisposable
{
    private const long MaxBytes = 32_000_000;

    // A response that takes a noticeable share of the cache would push out many that are requested more often.
    private const long MaxBytesOfOne = 1_000_000;

    private readonly MemoryCache responses = new(new MemoryCacheOptions { SizeLimit = MaxBytes });
    private readonly Counter<long> requests;

    public ResponseCache(IMeterFactory meters)
    {
        requests = meters
            .Create("MpnstApi.Http")
            .CreateCounter<long>(
                "mpnst.response.cache.requests",
                "{request}",
                "Requests by whether their response was in the cache."
            );
        // A share of hits can be reckoned from the start.
        requests.Add(0, Result(isHit: true));
        requests.Add(0, Result(isHit: false));
    }

    public CachedResponse? Find(string tag)
    {
        var response = responses.Get<CachedResponse>(tag);
        requests.Add(1, Result(isHit: response is not null));
        return response;
    }

    public void Keep(string tag, CachedResponse response)
    {
        if (response.Body.Length <= MaxBytesOfOne)
        {
            responses.Set(
                tag,
                response,
                new MemoryCacheEntryOptions { Size = response.Body.Length + tag.Length }
            );
        }
    }

    public void Dispose() => responses.Dispose();

    private static KeyValuePair<string, object?> Result(bool isHit) =>
        new("result", isHit ? "hit" : "miss");
}
