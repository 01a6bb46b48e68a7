using Microsoft.Extensions.Primitives;
using MpnstApi.Settings;

namespace MpnstApi.Http;

/// <summary>Represents the public address of the service, and the hosts that it serves.</summary>
public sealed record PublicAddress
{
    private const string EveryHost = "*";
    private const string Subdomains = "*.";
    private const char HostDivider = ';';

    /// <summary>Gets the base of absolute addresses in responses; null for the address of the request.</summary>
    public Uri? BaseAddress { get; init; }

    /// <summary>Gets the hosts that requests may name; "*" means any, "*.example.org" the subdomains of example.org.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [EveryHost];

    /// <summary>Reads the settings. Throws <see cref="InvalidConfigurationException"/>.</summary>
    public static PublicAddress Read(IConfiguration configuration)
    {
        var defaults = new PublicAddress();
        return new()
        {
            BaseAddress = configuration.OptionalAddress(
                "Public:BaseAddress",
                new Uri("https://mpnst.example.org")
            ),
            AllowedHosts = configuration.Value(
                "AllowedHosts",
                defaults.AllowedHosts,
                AreHosts,
                "* or hosts without port, separated by semicolons, for example mpnst.example.org;*.example.com"
            ),
        };
    }

    /// <summary>Returns the base of absolute addresses, without a slash at its end.</summary>
    public string RootOf(HttpRequest request) =>
        BaseAddress?.AbsoluteUri.TrimEnd('/') ?? ResourceAddress.RootOf(request);

    /// <summary>Returns whether the service serves the host of a request.</summary>
    public bool Allows(HostString host) =>
        AllowedHosts.Contains(EveryHost)
        || (
            host.HasValue
            && HostString.MatchesAny(
                host.Value,
                [.. AllowedHosts.Select(allowed => new StringSegment(allowed))]
            )
        );

    private static bool AreHosts(string text, out IReadOnlyList<string> hosts)
    {
        hosts = text.Split(
            HostDivider,
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
        );
        return hosts.Count > 0 && hosts.All(IsHost);
    }

    private static bool IsHost(string text) =>
        text == EveryHost
        || Uri.CheckHostName(
            text.StartsWith(Subdomains, StringComparison.Ordinal) ? text[Subdomains.Length..] : text
        )
            is not UriHostNameType.Unknown;
}
