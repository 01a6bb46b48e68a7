using System.Globalization;
using MpnstApi.Storage;

namespace MpnstApi.Http;

/// <summary>Settings under "Caching".</summary>
public sealed record CachingOptions
{
    /// <summary>How long a cache may answer without asking again; ten times as long while it asks.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Reads the settings. Throws <see cref="WrongSettingException"/>.</summary>
    public static CachingOptions Read(IConfiguration configuration)
    {
        var text = configuration["Caching:MaxAge"];
        if (string.IsNullOrWhiteSpace(text))
        {
            return new();
        }
        return
            TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var age)
            && age >= TimeSpan.Zero
            ? new() { MaxAge = age }
            : throw new WrongSettingException(
                $"Caching:MaxAge is '{text}'; give a time as hh:mm:ss, for example 00:01:00."
            );
    }
}
