using MpnstApi.Storage;

namespace MpnstApi.Releases;

/// <summary>Settings under "Releases".</summary>
public sealed record ReleaseOptions
{
    /// <summary>How often the store is asked for a newer release.</summary>
    public required TimeSpan PollInterval { get; init; }

    /// <summary>Reads the settings. Throws <see cref="WrongSettingException"/>.</summary>
    public static ReleaseOptions Read(IConfiguration configuration) =>
        new()
        {
            PollInterval = configuration.Time(
                "Releases:PollInterval",
                TimeSpan.FromSeconds(5),
                TimeSpan.FromSeconds(1)
            ),
        };
}
