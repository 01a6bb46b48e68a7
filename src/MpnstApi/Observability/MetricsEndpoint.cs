namespace MpnstApi.Observability;

/// <summary>Serves <c>/metrics</c> in the text format of Prometheus.</summary>
public static class MetricsEndpoint
{
    /// <summary>The default path of Prometheus.</summary>
    public const string Path = "/metrics";

    /// <summary>Serves metrics to Prometheus. Call it before middleware that limits or logs requests.</summary>
    public static WebApplication UseMetrics(this WebApplication app)
    {
        var port = app.Services.GetRequiredService<MetricsOptions>().Port;
        app.UseOpenTelemetryPrometheusScrapingEndpoint(context =>
            context.Request.Path == Path && (port is null || context.Connection.LocalPort == port)
        );
        return app;
    }
}
