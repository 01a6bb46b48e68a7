using MpnstApi.Settings;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace MpnstApi.Observability;

/// <summary>
/// Sets up metrics and traces. Each folder has a meter for its own metrics; all are collected here by the prefix of their
/// names, with those of the platform.
/// </summary>
public static class Telemetry
{
    /// <summary>Meters and activity sources of the service are named after their folders.</summary>
    private const string Ours = "MpnstApi.*";

    /// <summary>OpenTelemetry's own variables for the address of a collector.</summary>
    private static readonly string[] CollectorVariables =
    [
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    ];

    private static readonly string[] PlatformMeters =
    [
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "Microsoft.AspNetCore.RateLimiting",
        "System.Net.Http",
        "System.Runtime",
        "Npgsql",
    ];

    /// <summary>
    /// Registers metrics for Prometheus, and sends metrics and traces to a collector if OpenTelemetry's standard variables
    /// name one. Without a collector no traces are recorded.
    /// </summary>
    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(MetricsOptions.Read(builder.Settings()));
        var telemetry = builder
            .Services.AddOpenTelemetry()
            .ConfigureResource(resource =>
                resource
                    .AddService(
                        "mpnst-api",
                        serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString(3)
                    )
                    // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES take precedence.
                    .AddEnvironmentVariableDetector()
            )
            .WithMetrics(metrics =>
                metrics.AddMeter([Ours, .. PlatformMeters]).AddPrometheusExporter()
            );
        if (
            Array.Exists(
                CollectorVariables,
                variable => !string.IsNullOrWhiteSpace(builder.Configuration[variable])
            )
        )
        {
            telemetry
                .WithTracing(traces =>
                    traces
                        .AddSource(Ours, "Npgsql")
                        .AddSqlClientInstrumentation()
                        .AddHttpClientInstrumentation()
                        .AddAspNetCoreInstrumentation(requests =>
                            requests.Filter = context =>
                                !context.Request.Path.StartsWithSegments("/health")
                                && context.Request.Path != MetricsEndpoint.Path
                        )
                )
                .UseOtlpExporter();
        }
        return builder;
    }
}
