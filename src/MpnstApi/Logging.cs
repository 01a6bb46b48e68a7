using System.Globalization;
using Microsoft.Extensions.Primitives;
using MpnstApi.Registry;
using MpnstApi.Storage;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace MpnstApi;

/// <summary>Sets up the logs. The only place that names the logging library.</summary>
public static class Logging
{
    private const string Template =
        "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj} {TraceId}{NewLine}{Exception}";

    private const int LongestQuery = 1_000;

    private static readonly string[] Secrets =
    [
        "x-api-key",
        "api-key",
        "api_key",
        "apikey",
        "key",
        "token",
        "access_token",
    ];

    /// <summary>Logs of the service: lines for people on a terminal; compact JSON in production and wherever no terminal reads them.</summary>
    public static WebApplicationBuilder AddLogging(this WebApplicationBuilder builder)
    {
        var forPeople = !Console.IsOutputRedirected && !builder.Environment.IsProduction();
        builder.Services.AddSerilog(
            (_, logging) =>
            {
                logging
                    .MinimumLevel.Information()
                    .MinimumLevel.Override("Microsoft.AspNetCore", LogEventLevel.Warning)
                    .MinimumLevel.Override("Microsoft.EntityFrameworkCore", LogEventLevel.Warning)
                    .MinimumLevel.Override("System.Net.Http.HttpClient", LogEventLevel.Warning)
                    // It would repeat with an exception what the registry's client says in a line.
                    .MinimumLevel.Override("Polly", LogEventLevel.Fatal)
                    .Enrich.FromLogContext();
                if (forPeople)
                {
                    logging.WriteTo.Console(
                        outputTemplate: Template,
                        formatProvider: CultureInfo.InvariantCulture
                    );
                }
                else
                {
                    logging.WriteTo.Console(new RenderedCompactJsonFormatter());
                }
            }
        );
        return builder;
    }

    /// <summary>
    /// Logs of a verb: it says itself what went wrong, so only what it cannot say, and that the registry or the database is
    /// tried again, which may take minutes.
    /// </summary>
    public static WebApplicationBuilder AddVerbLogging(this WebApplicationBuilder builder)
    {
        builder.Services.AddSerilog(
            (_, logging) =>
                logging
                    .MinimumLevel.Fatal()
                    .MinimumLevel.Override(typeof(RegistryClient).Namespace!, LogEventLevel.Warning)
                    .MinimumLevel.Override(StoreLog.Retries, LogEventLevel.Warning)
                    .WriteTo.Console(
                        outputTemplate: Template,
                        formatProvider: CultureInfo.InvariantCulture,
                        standardErrorFromLevel: LogEventLevel.Verbose
                    )
        );
        return builder;
    }

    /// <summary>
    /// One line for each request, with its trace id. No addresses of callers, no values of keys; probes are left out
    /// unless they fail.
    /// </summary>
    public static WebApplication UseRequestLogging(this WebApplication app)
    {
        app.UseSerilogRequestLogging(options =>
        {
            options.MessageTemplate =
                "{RequestMethod:l} {Path:l}{Query:l} answered {StatusCode} in {Elapsed:0.0} ms";
            options.EnrichDiagnosticContext = (log, context) =>
            {
                // Escaped as on the wire: a line break in a path cannot forge a line of the log.
                log.Set("Path", context.Request.Path.ToUriComponent());
                log.Set("Query", WithoutSecrets(context.Request.QueryString));
            };
            options.GetLevel = (context, _, exception) =>
                exception is not null || context.Response.StatusCode >= 500 ? LogEventLevel.Error
                : context.Request.Path.StartsWithSegments("/health") ? LogEventLevel.Debug
                : LogEventLevel.Information;
        });
        return app;
    }

    /// <summary>A query with the values of keys and tokens replaced.</summary>
    public static string WithoutSecrets(QueryString query)
    {
        if (!query.HasValue)
        {
            return "";
        }
        var parts = new StringTokenizer(query.Value![1..], ['&']).Select(part =>
        {
            var name = part.Split(['=']).First().ToString();
            return Secrets.Contains(Uri.UnescapeDataString(name), StringComparer.OrdinalIgnoreCase)
                ? $"{name}=***"
                : part.ToString();
        });
        var text = "?" + string.Join('&', parts);
        return text.Length <= LongestQuery ? text : text[..LongestQuery] + "…";
    }
}
