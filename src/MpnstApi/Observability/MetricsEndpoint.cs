namespace MpnstApi.Observability;

/// <summary><c>/metrics</c>, in the text format of Prometheus.</summary>
public static class MetricsEndpoint
{
    /// <summary>Where Prometheus looks unless it is told otherwise.</summary>
    public const string Path = "/metrics";

    /// <summary>Serves metrics to Prometheus, before anything that limits or logs what callers do.</summary>
    public static WebApplication UseMetrics(this WebApplication app)
    {
        var port = app.Services.GetRequiredService<MetricsOptions>().Port;
        app.UseOpenTelemetryPrometheusScrapingEndpoint(context =>
            context.Request.Path == Path && (port is null || context.Connection.LocalPort == port)
        );
        return app;
    }
}
