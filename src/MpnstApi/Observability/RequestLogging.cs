using Microsoft.Extensions.Primitives;
using Serilog;
using Serilog.Events;

namespace MpnstApi.Observability;

/// <summary>Adds request logging.</summary>
public static class RequestLogging
{
    private const int LongestPath = 200;
    private const int LongestQuery = 1_000;

    /// <summary>The last words in names of parameters whose values are not logged.</summary>
    private static readonly string[] Secrets =
    [
        "password",
        "secret",
        "authorization",
        "token",
        "key",
        "signature",
    ];

    /// <summary>Names too short to be matched at the end of others, such as "design".</summary>
    private static readonly string[] ShortSecrets = ["sig", "auth", "pwd"];

    private static readonly string[] Probes = ["/health", MetricsEndpoint.Path];

    /// <summary>
    /// Logs one line for each request that <see cref="RequestLogOptions"/> select, with its trace id, but without callers'
    /// addresses and values of keys. Probes and scrapes are left out: a service that starts or loses its store logs that
    /// itself.
    /// </summary>
    public static WebApplication UseRequestLogging(this WebApplication app)
    {
        var success =
            app.Services.GetRequiredService<RequestLogOptions>().Include is LoggedRequests.All
                ? LogEventLevel.Information
                : LogEventLevel.Debug;
        app.UseSerilogRequestLogging(options =>
        {
            options.MessageTemplate =
                "{RequestMethod:l} {Path:l}{Query:l} responded {StatusCode} in {Elapsed:0.0} ms";
            options.EnrichDiagnosticContext = (log, context) =>
            {
                // Escaped as received, so that a line break in a path cannot forge a log line.
                log.Set("Path", Shortened(context.Request.Path.ToUriComponent(), LongestPath));
                log.Set("Query", WithoutSecrets(context.Request.QueryString));
            };
            options.GetLevel = (context, _, exception) =>
                exception is null
                && Array.Exists(Probes, path => context.Request.Path.StartsWithSegments(path))
                    ? LogEventLevel.Debug
                : exception is not null || context.Response.StatusCode >= 500 ? LogEventLevel.Error
                : success;
        });
        return app;
    }

    /// <summary>Returns a query with the values of keys and tokens replaced.</summary>
    internal static string WithoutSecrets(QueryString query)
    {
        if (!query.HasValue)
        {
            return "";
        }
        var parts = new StringTokenizer(query.Value![1..], ['&']).Select(part =>
        {
            var name = part.Split(['=']).First().ToString();
            return IsSecret(Uri.UnescapeDataString(name)) ? $"{name}=***" : part.ToString();
        });
        return Shortened("?" + string.Join('&', parts), LongestQuery);
    }

    private static bool IsSecret(string name) =>
        Array.Exists(Secrets, word => name.EndsWith(word, StringComparison.OrdinalIgnoreCase))
        || ShortSecrets.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static string Shortened(string text, int length) =>
        text.Length <= length ? text : text[..length] + "…";
}
