using System.Globalization;
using MpnstApi.Settings;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace MpnstApi.Observability;

/// <summary>Sets up logging. Only this folder uses the logging library.</summary>
public static class Logging
{
    private const string Template =
        "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj} {TraceId}{NewLine}{Exception}";

    /// <summary>
    /// Adds the logs of the service: readable lines on a terminal; compact JSON in production and without a terminal.
    /// </summary>
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
                    // It would repeat with a stack trace what the registry's client logs in a line.
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
    /// Adds the logs of a command, which reports its own errors: only warnings of the given categories, on standard error.
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

    /// <summary>ASP.NET Core adds the path, unlimited and unescaped, to every line of a request.</summary>
    private sealed class WithoutRequestPath : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory) =>
            logEvent.RemovePropertyIfPresent("RequestPath");
    }
}
