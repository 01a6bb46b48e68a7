using MpnstApi.Settings;

namespace MpnstApi.Releases;

/// <summary>Settings under "Releases".</summary>
public sealed record ReleaseOptions
{
    /// <summary>How often the store is checked for a newer release.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many releases older than the previous one stay in memory after a request for them.</summary>
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
