using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;

namespace MpnstApi.Releases;

/// <summary>
/// Finds any release by its version. The current and the previous one are in memory; an older one is built from the store
/// on request, one at a time, and cached. Concurrent requests for the same release share one load.
/// </summary>
public sealed class ReleaseHistory(
    CurrentRelease current,
    ReleaseLoader loader,
    ReleaseOptions options,
    TimeProvider time
) : IDisposable
{
    // Releases are built one at a time; each takes a tenth of a second or more.
    private const int MaxWaiting = 8;

    private readonly MemoryCache kept = new(
        new MemoryCacheOptions { SizeLimit = options.HistoryCache }
    );
    private readonly ConcurrentDictionary<int, Lazy<Task<Release>>> loads = new();
    private readonly SemaphoreSlim one = new(1);

    /// <summary>
    /// Returns the release of a version; null if there is none. Throws <see cref="HistoryUnavailableException"/> if the
    /// store does not return it in time.
    /// </summary>
    public async ValueTask<Release?> FindAsync(string version, CancellationToken cancellation)
    {
        if (current.Find(version) is { } inMemory)
        {
            return inMemory;
        }
        if (
            current.Value?.History.FirstOrDefault(header => header.Version == version)
            is not { } header
        )
        {
            return null;
        }
        if (kept.TryGetValue<Release>(header.Sequence, out var older))
        {
            return older;
        }
        if (loads.Count >= MaxWaiting && !loads.ContainsKey(header.Sequence))
        {
            throw new HistoryUnavailableException(
                $"{MaxWaiting} older releases are being built already."
            );
        }
        var load = loads.GetOrAdd(
            header.Sequence,
            sequence => new Lazy<Task<Release>>(() => LoadAsync(sequence))
        );
        return await HistoryRead.RunAsync(_ => load.Value, time, cancellation);
    }

    /// <summary>Returns whether a release of this version is only in the store, so that it would have to be built.</summary>
    public bool HasToBuild(string version) =>
        current.Find(version) is null
        && current.Value?.History.FirstOrDefault(header => header.Version == version) is { } header
        && !kept.TryGetValue(header.Sequence, out _);

    public void Dispose()
    {
        kept.Dispose();
        one.Dispose();
    }

    // Not cancelled when a caller leaves: another one may wait for the same release.
    private async Task<Release> LoadAsync(int sequence)
    {
        using var limit = new CancellationTokenSource(HistoryRead.Limit * 3, time);
        try
        {
            await one.WaitAsync(limit.Token);
            try
            {
                var release = await loader.LoadAsync(sequence, limit.Token, near: current.Value);
                // The process that published it may have ended before its hash was saved.
                _ = await loader.SaveHashAsync(release, limit.Token);
                kept.Set(sequence, release, new MemoryCacheEntryOptions { Size = 1 });
                return release;
            }
            finally
            {
                one.Release();
            }
        }
        finally
        {
            loads.TryRemove(sequence, out _);
        }
    }
}
