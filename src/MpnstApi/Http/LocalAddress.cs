namespace MpnstApi.Http;

/// <summary>Addresses of this service that begin with a slash. A proxy may take a prefix off their paths.</summary>
internal static class LocalAddress
{
    private static readonly HttpContextAccessor Current = new();

    /// <summary>What the proxy takes off, such as /mpnst; empty without one.</summary>
    public static string Prefix => Current.HttpContext?.Request.PathBase.ToUriComponent() ?? "";

    /// <summary>The address of a path of this service.</summary>
    public static string Of(string path) => Prefix + path;
}
