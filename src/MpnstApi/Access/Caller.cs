using System.Net;
using System.Net.Sockets;

namespace MpnstApi.Access;

/// <summary>The caller whose budget a request is charged to.</summary>
/// <param name="Policy">"anonymous" or "key", as response headers show it.</param>
/// <param name="Id">The key's id, or the network address.</param>
/// <param name="Rate">The caller's rate.</param>
internal sealed record Caller(string Policy, string Id, Rate Rate)
{
    // Providers assign at least this much to one customer, who can use any address in it.
    private const int NetworkBytes = 8;

    public static Caller Of(HttpContext context, Rate anonymous) =>
        context.Features.Get<ActiveKey>() is { } key
            ? new Caller("key", key.Id, key.Rate ?? anonymous)
            : new Caller("anonymous", Network(context.Connection.RemoteIpAddress), anonymous);

    /// <summary>Returns the name under which replicas share the budget.</summary>
    public override string ToString() => $"mpnst:{Policy}:{Id}:{Rate}";

    private static string Network(IPAddress? address)
    {
        if (address is null)
        {
            return "";
        }
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, NetworkBytes))
            : address.ToString();
    }
}
