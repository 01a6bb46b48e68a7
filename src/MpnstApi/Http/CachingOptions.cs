using MpnstApi.Settings;

namespace MpnstApi.Http;

/// <summary>Represents the settings under "Caching".</summary>
public sealed record CachingOptions
{
    /// <summary>
    /// Gets the time for which a cache may reuse a response without revalidation, and ten times as long while it
    /// revalidates.
    /// </summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets the memory for cached responses, in millions of bytes; 0 for no cache.</summary>
    public int MaxMegabytes { get; init; } = 64;

    /// <summary>Gets whether responses depend on the origin of the request, because only some origins may read them.</summary>
    public required bool VaryByOrigin { get; init; }

    /// <summary>Gets the Cache-Control of a response from the current release.</summary>
    public string CacheControl =>
        $"public, max-age={MaxAge.TotalSeconds:0}, stale-while-revalidate={10 * MaxAge.TotalSeconds:0}";

    /// <summary>Gets the Vary of every response with data.</summary>
    public string Vary =>
        VaryByOrigin ? "Accept, Accept-Encoding, Origin" : "Accept, Accept-Encoding";

    /// <summary>Reads the settings. Throws <see cref="InvalidConfigurationException"/>.</summary>
    public static CachingOptions Read(IConfiguration configuration)
    {
        var defaults = new CachingOptions
        {
            VaryByOrigin = !CorsOptions.Read(configuration).AllowsEveryOrigin,
        };
        return defaults with
        {
            MaxAge = configuration.Duration(
                "Caching:MaxAge",
                defaults.MaxAge,
                least: TimeSpan.Zero,
                greatest: null
            ),
            MaxMegabytes = configuration.Number(
                "Caching:MaxMegabytes",
                defaults.MaxMegabytes,
                least: 0,
                greatest: 100_000
            ),
        };
    }
}
