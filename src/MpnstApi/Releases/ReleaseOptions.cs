using MpnstApi.Storage;

namespace MpnstApi.Releases;

/// <summary>Settings under "Releases".</summary>
public sealed record ReleaseOptions
{
    /// <summary>How often the store is asked for a newer release.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Reads the settings. Throws <see cref="WrongSettingException"/>.</summary>
    public static ReleaseOptions Read(IConfiguration configuration)
    {
        var text = configuration["Releases:PollInterval"];
        if (string.IsNullOrWhiteSpace(text))
        {
            return new();
        }
        return
            TimeSpan.TryParse(
                text,
                System.Globalization.CultureInfo.InvariantCulture,
                out var interval
            )
            && interval > TimeSpan.Zero
            ? new() { PollInterval = interval }
            : throw new WrongSettingException(
                $"Releases:PollInterval is '{text}'; give a time above zero as hh:mm:ss, for example 00:00:05."
            );
    }
}
