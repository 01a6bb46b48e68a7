using System.Globalization;
using MpnstApi.Settings;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace MpnstApi.Observability;

/// <summary>Sets up the logs. The only folder that names the logging library.</summary>
public static class Logging
{
    private const string Template =
        "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj} {TraceId}{NewLine}{Exception}";

    /// <summary>Logs of the service: lines for people on a terminal; compact JSON in production and wherever no terminal reads them.</summary>
    public static WebApplicationBuilder AddLogging(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(RequestLogOptions.Read(builder.Settings()));
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
                    .Enrich.FromLogContext()
                    .Enrich.With(new WithoutRequestPath());
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
    /// Logs of a verb, which reports its own errors: only warnings of the given categories, on standard error.
    /// </summary>
    public static WebApplicationBuilder AddVerbLogging(
        this WebApplicationBuilder builder,
        params string[] categories
    )
    {
        builder.Services.AddSerilog(
            (_, logging) =>
            {
                logging.MinimumLevel.Fatal();
                foreach (var category in categories)
                {
                    logging.MinimumLevel.Override(category, LogEventLevel.Warning);
                }
                logging.WriteTo.Console(
                    outputTemplate: Template,
                    formatProvider: CultureInfo.InvariantCulture,
                    standardErrorFromLevel: LogEventLevel.Verbose
                );
            }
        );
        return builder;
    }

    /// <summary>ASP.NET Core adds the path, as long as it is and unescaped, to every line of a request.</summary>
    private sealed class WithoutRequestPath : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory) =>
            logEvent.RemovePropertyIfPresent("RequestPath");
    }
}
