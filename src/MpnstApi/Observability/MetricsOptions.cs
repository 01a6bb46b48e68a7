using MpnstApi.Settings;

namespace MpnstApi.Observability;

/// <summary>Represents the settings of the metrics.</summary>
public sealed record MetricsOptions
{
    /// <summary>Gets the only port on which <c>/metrics</c> is served; null for every port of the service.</summary>
    public int? Port { get; init; }

    /// <summary>Reads the settings. Throws <see cref="InvalidConfigurationException"/>.</summary>
    public static MetricsOptions Read(IConfiguration configuration) =>
        new()
        {
            Port = configuration.Number("Metrics:Port", fallback: 0, least: 0, greatest: 65_535)
                is > 0
                    and var port
                ? port
                : null,
        };
}
