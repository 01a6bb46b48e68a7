using System.Net;
using System.Text.RegularExpressions;
using MpnstApi.Settings;

namespace MpnstApi.Http;

/// <summary>Settings under "ForwardedHeaders".</summary>
public sealed partial record ProxyOptions
{
    /// <summary>
    /// Gets the networks of trusted proxies, such as 10.0.0.0/8. X-Forwarded-For, -Host, -Proto and -Prefix are accepted
    /// only from them.
    /// </summary>
    public IReadOnlyList<string> KnownNetworks { get; init; } = [];

    /// <summary>Reads the settings. Throws <see cref="InvalidConfigurationException"/>.</summary>
    public static ProxyOptions Read(IConfiguration configuration) =>
        new()
        {
            KnownNetworks = configuration.List(
                "ForwardedHeaders:KnownNetworks",
                new ProxyOptions().KnownNetworks,
                text => ParseNetwork(text) is not null,
                "addresses or networks separated by commas, for example 10.0.0.0/8"
            ),
        };

    /// <summary>A path of plain segments without a slash at its end, such as /mpnst; null where the text is none.</summary>
    internal static string? ReadPrefix(string text) =>
        Prefix().IsMatch(text) ? text.TrimEnd('/') : null;

    /// <summary>A network, or the one address that is alone in its network; null where the text is neither.</summary>
    internal static IPNetwork? ParseNetwork(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address)
            ? new IPNetwork(address, 8 * address.GetAddressBytes().Length)
        : null;

    [GeneratedRegex(@"^(/[A-Za-z0-9._~-]+)+/?$")]
    private static partial Regex Prefix();
}
