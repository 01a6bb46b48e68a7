using MpnstApi.Settings;

namespace MpnstApi.Http;

/// <summary>Settings under "Caching".</summary>
public sealed record CachingOptions
{
    /// <summary>How long a cache may reuse a response without asking again; ten times as long while it asks.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether responses differ by the origin of the request: where only some origins may read.</summary>
    public required bool VaryByOrigin { get; init; }

    /// <summary>Cache-Control of a response from the current release.</summary>
    public string CacheControl =>
        $"public, max-age={MaxAge.TotalSeconds:0}, stale-while-revalidate={10 * MaxAge.TotalSeconds:0}";

    /// <summary>Vary of every response with data.</summary>
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
        };
    }
}
