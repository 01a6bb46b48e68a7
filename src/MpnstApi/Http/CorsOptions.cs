using MpnstApi.Storage;

namespace MpnstApi.Http;

/// <summary>Settings under "Cors".</summary>
public static class CorsOptions
{
    private const string Every = "*";

    /// <summary>
    /// Origins whose pages may read, as a list or as one value with commas; "*" is every one, and the default. Throws
    /// <see cref="InvalidConfigurationException"/>.
    /// </summary>
    public static string[] Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Cors:Origins");
        string[] origins =
            section.GetChildren().Any() ? section.Get<string[]>()!
            : string.IsNullOrWhiteSpace(section.Value) ? [Every]
            : section.Value.Split(',', StringSplitOptions.TrimEntries);
        return origins.FirstOrDefault(origin => !IsOrigin(origin)) is { } wrong
                ? throw new InvalidConfigurationException(
                    $"Cors:Origins has '{wrong}'; give * or origins such as https://example.org, without a path."
                )
            // Beside others it would mean nothing to the policy.
            : origins.Contains(Every) ? [Every]
            : origins;
    }

    private static bool IsOrigin(string text) =>
        text == Every
        || (
            Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri.GetLeftPart(UriPartial.Authority)
                .Equals(text, StringComparison.OrdinalIgnoreCase)
        );
}
