using MpnstApi.Settings;

namespace MpnstApi.Observability;

/// <summary>Specifies the requests that are logged.</summary>
public enum LoggedRequests
{
    /// <summary>Requests that fail in the service (500 and above).</summary>
    Errors,

    /// <summary>All requests except probes and scrapes.</summary>
    All,
}

/// <summary>Represents the settings under "RequestLog".</summary>
public sealed record RequestLogOptions
{
    /// <summary>
    /// Gets the requests that are logged. Writing a line takes longer than sending a response from the cache, and
    /// metrics count all requests.
    /// </summary>
    public LoggedRequests Include { get; init; } = LoggedRequests.Errors;

    /// <summary>Reads the settings. Throws <see cref="InvalidConfigurationException"/>.</summary>
    public static RequestLogOptions Read(IConfiguration configuration)
    {
        var defaults = new RequestLogOptions();
        return new() { Include = configuration.Choice("RequestLog:Include", defaults.Include) };
    }
}
