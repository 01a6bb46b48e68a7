using MpnstApi.Settings;

namespace MpnstApi.Observability;

/// <summary>Which requests the log has a line for.</summary>
public enum LoggedRequests
{
    /// <summary>Those that fail in the service (500 and above).</summary>
    Errors,

    /// <summary>Every one except probes and scrapes.</summary>
    All,
}

/// <summary>Settings under "RequestLog".</summary>
public sealed record RequestLogOptions
{
    /// <summary>
    /// Which requests the log has a line for. Writing a line takes longer than sending a response from the cache, and
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
