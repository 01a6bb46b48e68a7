using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using MpnstApi.Settings;

namespace MpnstApi.Cli;

/// <summary>Runs the server, and reports addresses that it cannot listen on as invalid settings.</summary>
public static class Listening
{
    private const string Https = "https://";

    /// <summary>Runs the server. Throws <see cref="InvalidConfigurationException"/> if it cannot listen.</summary>
    public static async Task RunAsync(WebApplication app, Func<Task> serve)
    {
        // A server that fails to start disposes its configuration.
        var addresses = Addresses(app.Configuration);
        try
        {
            await serve();
        }
        catch (Exception exception) when (Reason(exception, addresses) is { } reason)
        {
            throw new InvalidConfigurationException(
                $"The service cannot listen on {addresses}: {reason}."
            );
        }
    }

    private static string? Reason(Exception exception, string addresses) =>
        exception switch
        {
            SocketException { SocketErrorCode: SocketError.AccessDenied } =>
                "ports below 1024 need a privilege that the process does not have; use another port, for example --urls=http://+:8080",
            SocketException socket =>
                $"{socket.Message}; use an address of this machine, for example --urls=http://+:8080",
            // The text is not an address.
            FormatException
                when exception.Source == typeof(BindingAddress).Assembly.GetName().Name =>
                $"{exception.Message.TrimEnd('.')}; use for example --urls=http://+:8080",
            InvalidOperationException
                when exception.Source == typeof(KestrelServerOptions).Assembly.GetName().Name
                    && addresses.Contains(Https, StringComparison.OrdinalIgnoreCase) =>
                "https needs a certificate; set Kestrel:Certificates:Default:Path and Kestrel:Certificates:Default:Password, or use http behind a proxy that terminates TLS",
            _ => null,
        };

    private static string Addresses(IConfiguration settings) =>
        settings["urls"] is { Length: > 0 } urls
            ? urls
            : string.Join(
                ';',
                [
                    .. Ports(settings["http_ports"], "http://+:"),
                    .. Ports(settings["https_ports"], Https + "+:"),
                ]
            );

    private static IEnumerable<string> Ports(string? ports, string address) =>
        (ports ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(port => address + port);
}
