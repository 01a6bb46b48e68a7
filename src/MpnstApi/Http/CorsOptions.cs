using MpnstApi.Settings;

namespace MpnstApi.Http;

/// <summary>Represents the settings under "Cors".</summary>
public sealed record CorsOptions
{
    private const string Every = "*";

    /// <summary>Gets the origins whose pages may read responses, such as https://example.org; a single "*" means any.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [Every];

    /// <summary>Gets whether pages of any origin may read responses.</summary>
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
        // The policy ignores "*" if there are other origins.
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
