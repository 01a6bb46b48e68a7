using System.Globalization;
using MpnstApi.Storage;

namespace MpnstApi.Releases;

/// <summary>Settings under "Releases".</summary>
public sealed record ReleaseOptions
{
    /// <summary>How often the store is asked for a newer release.</summary>
    public required TimeSpan PollInterval { get; init; }

    /// <summary>How many releases older than the previous one stay in memory once asked for.</summary>
    public required int HistoryCache { get; init; }

    /// <summary>Reads the settings. Throws <see cref="InvalidConfigurationException"/>.</summary>
    public static ReleaseOptions Read(IConfiguration configuration) =>
        new()
        {
            PollInterval = configuration.Time(
                "Releases:PollInterval",
                TimeSpan.FromSeconds(5),
                TimeSpan.FromSeconds(1)
            ),
            HistoryCache = Number(configuration, "Releases:HistoryCache", 4, most: 100),
        };

    private static int Number(
        IConfiguration configuration,
        string setting,
        int otherwise,
        int most
    ) =>
        configuration[setting] is not { Length: > 0 } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number <= most
            ? number
        : throw new InvalidConfigurationException(
            $"{setting} is '{text}'; give a whole number from 0 to {most}, for example {otherwise}."
        );
}
