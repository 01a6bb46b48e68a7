using MpnstApi.Settings;

namespace MpnstApi.Http;

/// <summary>Settings under "Cors".</summary>
public sealed record CorsOptions
{
    private const string Every = "*";

    /// <summary>Origins whose pages may read responses, such as https://example.org; "*" alone is every one.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [Every];

    /// <summary>Whether pages of every origin may read responses.</summary>
    public bool AllowsEveryOrigin => Origins.Contains(Every);

    /// <summary>Reads the settings. Throws <see cref="InvalidConfigurationException"/>.</summary>
    public static CorsOptions Read(IConfiguration configuration)
    {
        var defaults = new CorsOptions();
        var read = new CorsOptions
        {
            Origins = configuration.List(
                "Cors:Origins",
                defaults.Origins,
                IsOrigin,
                "* or origins without a path, for example https://example.org"
            ),
        };
        // The policy ignores "*" beside other origins.
        return read.AllowsEveryOrigin ? defaults : read;
    }

    private static bool IsOrigin(string text) =>
        text == Every
        || (
            Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri.GetLeftPart(UriPartial.Authority)
                .Equals(text, StringComparison.OrdinalIgnoreCase)
        );
}
