using MpnstApi.Settings;

namespace MpnstApi.Releases;

/// <summary>Represents the settings under "Releases".</summary>
public sealed record ReleaseOptions
{
    /// <summary>Gets the interval at which the store is checked for a newer release.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets the number of releases older than the previous one that stay in memory after they were requested.</summary>
    public int HistoryCache { get; init; } = 4;

    /// <summary>Reads the settings. Throws <see cref="InvalidConfigurationException"/>.</summary>
    public static ReleaseOptions Read(IConfiguration configuration)
    {
        var defaults = new ReleaseOptions();
        return new()
        {
            PollInterval = configuration.Duration(
                "Releases:PollInterval",
                defaults.PollInterval,
                least: TimeSpan.FromSeconds(1),
                greatest: SettingReaders.LongestWait
            ),
            HistoryCache = configuration.Number(
                "Releases:HistoryCache",
                defaults.HistoryCache,
                least: 0,
                greatest: 100
            ),
        };
    }
}
