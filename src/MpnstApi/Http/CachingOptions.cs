using MpnstApi.Storage;

namespace MpnstApi.Http;

/// <summary>Settings under "Caching".</summary>
public sealed record CachingOptions
{
    /// <summary>How long a cache may answer without asking again; ten times as long while it asks.</summary>
    public required TimeSpan MaxAge { get; init; }

    /// <summary>Whether answers differ by the page that asks: where only some origins may read.</summary>
    public required bool VaryByOrigin { get; init; }

    /// <summary>Cache-Control of an answer from the current release.</summary>
    public string CacheControl =>
        $"public, max-age={MaxAge.TotalSeconds:0}, stale-while-revalidate={10 * MaxAge.TotalSeconds:0}";

    /// <summary>Vary of every data answer.</summary>
    public string Vary =>
        VaryByOrigin ? "Accept, Accept-Encoding, Origin" : "Accept, Accept-Encoding";

    /// <summary>Reads the settings. Throws <see cref="InvalidConfigurationException"/>.</summary>
    public static CachingOptions Read(IConfiguration configuration) =>
        new()
        {
            MaxAge = configuration.Time("Caching:MaxAge", TimeSpan.FromMinutes(1), TimeSpan.Zero),
            VaryByOrigin = !CorsOptions.Read(configuration).Contains("*"),
        };
}
