using MpnstApi.Storage;

namespace MpnstApi.Http;

/// <summary>Settings under "Cors".</summary>
public static class CorsOptions
{
    /// <summary>Origins whose pages may read; "*" is every one. Throws <see cref="WrongSettingException"/>.</summary>
    public static string[] Read(IConfiguration configuration)
    {
        var origins = configuration.GetSection("Cors:Origins").Get<string[]>() ?? ["*"];
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
