using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Caching.Memory;
using MpnstApi.Releases;

namespace MpnstApi.Http;

/// <summary>
/// Keeps responses of REST and GraphQL as bytes, in memory up to a limit, since clients choose the keys. Everything is
/// dropped when another release is published.
/// </summary>
/// <remarks>
/// It has two steps. The text of a request maps to its validators and the key of the content, so that neither the query nor
/// the tag is computed again. The content is shared by all equivalent requests: its key is the entity tag, which is
/// computed from release, build, canonical query and media type. docs/decisions/0006-response-cache.md gives the reasons
/// for not using a library.
/// </remarks>
public sealed class ResponseCache
{
    // Longer requests, such as lists of ids, are not repeated often enough.
    private const int MaxKeyLength = 8_000;

    // A response that takes a large share of the cache would evict many that are requested more often.
    private const int MinContents = 16;

    // The memory of an entry besides its key and content.
    private const int EntrySize = 400;

    private readonly long limit;
    private readonly IResponseCompressionProvider compression;
    private readonly Counter<long> requests;
    private volatile ReleaseResponses responses;

    public ResponseCache(
        CachingOptions options,
        CurrentRelease releases,
        IResponseCompressionProvider compression,
        IMeterFactory meters
    )
    {
        requests = meters
            .Create("MpnstApi.Http")
            .CreateCounter<long>(
                "mpnst.response.cache.requests",
                "{request}",
                "Requests by whether their response was in the cache."
            );
        // Both values exist from the start, so that the hit ratio can be computed.
        requests.Add(0, Result(isHit: true));
        requests.Add(0, Result(isHit: false));
        this.compression = compression;
        limit = options.MaxMegabytes * 1_000_000L;
        responses = Start();
        releases.Changed += (_, _) => responses = Start();
    }

    /// <summary>Gets the responses from the releases that are in memory now.</summary>
    public ReleaseResponses Responses => responses;

    /// <summary>Returns the text of a request without content; null if it is too long to be cached.</summary>
    public static string? KeyOf(HttpRequest request) => KeyOf(request, []);

    /// <summary>
    /// Returns the text of a request with everything that its response may depend on; null if it is too long to be cached.
    /// </summary>
    public static string? KeyOf(HttpRequest request, byte[] body)
    {
        var path = request.Path.Value;
        var query = request.QueryString.Value;
        var accept = request.Headers.Accept.ToString();
        return path!.Length + query!.Length + accept.Length + body.Length > MaxKeyLength
            ? null
            : $"{request.Method} {request.Scheme} {request.Host.Value} {request.PathBase.Value} {path} {query}\n{accept}\n{request.ContentType}\n{Encoding.Latin1.GetString(body)}";
    }

    // Earlier caches are not disposed: running requests may still use them.
    private ReleaseResponses Start() =>
        new(this, new MemoryCache(new MemoryCacheOptions { SizeLimit = limit }));

    private static KeyValuePair<string, object?> Result(bool isHit) =>
        new("result", isHit ? "hit" : "miss");

    /// <summary>Represents the responses from one state of the releases in memory.</summary>
    public sealed class ReleaseResponses(ResponseCache cache, IMemoryCache entries)
    {
        private sealed record Known(ResponseValidators Validators, string ContentKey);

        private readonly ConcurrentDictionary<string, Task<CachedResponse?>> running = new();

        /// <summary>Writes the cached response to a request with this text, or a 304. Returns null if there is none.</summary>
        public Task? TryWriteAsync(HttpContext context, string? key)
        {
            if (key is null || entries.Get<Known>(key) is not { } known)
            {
                return null;
            }
            if (
                known.Validators.IsHeldBy(context.Request)
                || (
                    known.Validators.ETag is not null
                    && ResponseValidators.MatchesAny(context.Request)
                )
            )
            {
                Count(isHit: true);
                known.Validators.WriteNotModified(context.Response);
                return Task.CompletedTask;
            }
            if (entries.Get<CachedResponse>(known.ContentKey) is not { } content)
            {
                return null;
            }
            Count(isHit: true);
            return WriteAsync(context, known.Validators, content);
        }

        /// <summary>
        /// Writes the response to a request with these validators, from the cache or computed now. Concurrent requests with
        /// the same validators wait for it.
        /// </summary>
        /// <param name="context">The request and its response.</param>
        /// <param name="key">Text of the request; null if it is not to be cached.</param>
        /// <param name="validators">Validators of the response.</param>
        /// <param name="tag">Entity tag of the content.</param>
        /// <param name="write">Writes the response. Returns whether it may be cached; an error may not.</param>
        public async Task WriteAsync(
            HttpContext context,
            string? key,
            ResponseValidators validators,
            string tag,
            Func<Task<bool>> write
        )
        {
            var contentKey = ContentKeyOf(context.Request, tag);
            var content = await GetOrMakeAsync(
                contentKey,
                () => CachedResponse.CaptureAsync(context, write),
                context.RequestAborted
            );
            if (content is not null)
            {
                Keep(key, validators, contentKey);
                await WriteAsync(context, validators, content);
            }
        }

        /// <summary>
        /// Writes a 304 if the client already has the response with these validators, and caches them for the next request
        /// with the same text. Returns false if it does not have it.
        /// </summary>
        public bool TryWriteNotModified(
            HttpContext context,
            string? key,
            ResponseValidators validators,
            string tag
        )
        {
            if (!validators.IsHeldBy(context.Request))
            {
                return false;
            }
            validators.WriteNotModified(context.Response);
            Keep(key, validators, ContentKeyOf(context.Request, tag));
            return true;
        }

        // Addresses in a response have the requested host, and the path as the request spells it.
        private static string ContentKeyOf(HttpRequest request, string tag) =>
            $"{request.Scheme} {request.Host.Value} {request.PathBase.Value} {request.Path.Value} {tag}";

        private void Keep(string? key, ResponseValidators validators, string contentKey)
        {
            if (key is not null && cache.limit > 0)
            {
                entries.Set(
                    key,
                    new Known(validators, contentKey),
                    new MemoryCacheEntryOptions
                    {
                        Size = 2L * (key.Length + contentKey.Length) + EntrySize,
                    }
                );
            }
        }

        private async Task<CachedResponse?> GetOrMakeAsync(
            string contentKey,
            Func<Task<CachedResponse?>> make,
            CancellationToken aborted
        )
        {
            while (true)
            {
                if (entries.Get<CachedResponse>(contentKey) is { } kept)
                {
                    Count(isHit: true);
                    return kept;
                }
                var own = new TaskCompletionSource<CachedResponse?>(
                    TaskCreationOptions.RunContinuationsAsynchronously
                );
                var other = running.GetOrAdd(contentKey, own.Task);
                if (other == own.Task)
                {
                    Count(isHit: false);
                    return await MakeAsync(contentKey, make, own);
                }
                try
                {
                    // Errors are not shared: each request gets its own.
                    return await other.WaitAsync(aborted) ?? await make();
                }
                catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
                {
                    // The client that it was computed for has disconnected.
                }
            }
        }

        private async Task<CachedResponse?> MakeAsync(
            string contentKey,
            Func<Task<CachedResponse?>> make,
            TaskCompletionSource<CachedResponse?> result
        )
        {
            CachedResponse? content = null;
            try
            {
                content = await make();
                if (content?.Size <= cache.limit / MinContents)
                {
                    entries.Set(
                        contentKey,
                        content,
                        new MemoryCacheEntryOptions
                        {
                            Size = content.Size + 2L * contentKey.Length + EntrySize,
                        }
                    );
                }
                return content;
            }
            catch (OperationCanceledException)
            {
                running.TryRemove(contentKey, out _);
                result.TrySetCanceled();
                throw;
            }
            finally
            {
                running.TryRemove(contentKey, out _);
                result.TrySetResult(content);
            }
        }

        private void Count(bool isHit) => cache.requests.Add(1, Result(isHit));

        private Task WriteAsync(
            HttpContext context,
            ResponseValidators validators,
            CachedResponse content
        )
        {
            validators.WriteCacheHeaders(context.Response);
            return content.WriteAsync(context, cache.compression);
        }
    }
}
