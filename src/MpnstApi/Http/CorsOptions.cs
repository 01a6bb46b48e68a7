using MpnstApi.Storage;

namespace MpnstApi.Http;

/// <summary>Settings under "Cors".</summary>
public static class CorsOptions
{
    /// <summary>
    /// Origins whose pages may read, as a list or as one value with commas; "*" is every one, and the default. Throws
    /// <see cref="WrongSettingException"/>.
    /// </summary>
    public static string[] Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Cors:Origins");
        var origins =
            section.Get<string[]>()
            ?? (
                string.IsNullOrWhiteSpace(section.Value)
                    ? ["*"]
                    : section.Value.Split(',', StringSplitOptions.TrimEntries)
            );
        return origins.FirstOrDefault(origin => !IsOrigin(origin)) is { } wrong
            ? throw new WrongSettingException(
                $"Cors:Origins has '{wrong}'; give * or origins such as https://example.org, without a path."
            )
            : origins;
    }

    private static bool IsOrigin(string text) =>
        text == "*"
        || (
            Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri.GetLeftPart(UriPartial.Authority)
                .Equals(text, StringComparison.OrdinalIgnoreCase)
        );
}
