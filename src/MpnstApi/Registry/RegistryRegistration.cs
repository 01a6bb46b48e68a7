using System.Net;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MpnstApi.Settings;

namespace MpnstApi.Registry;

/// <summary>Adds the registry's client to a host. No connection is opened before the first request.</summary>
public static class RegistryRegistration
{
    private const string Name = "registry";

    /// <summary>How long a connection is used, so that changes of the registry's addresses are noticed.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Distinguishes a network that drops packets from a registry that is slow.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    public static WebApplicationBuilder AddRegistryClient(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(RegistryOptions.Read(builder.Settings()));
        builder
            .Services.AddHttpClient(
                Name,
                (services, http) =>
                {
                    var settings = services.GetRequiredService<RegistryOptions>();
                    http.BaseAddress = new Uri($"{settings.BaseAddress}/");
                    // A page may take long as long as data arrives; RegistryRequests watches that it does.
                    http.Timeout = Timeout.InfiniteTimeSpan;
                    http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
                    // Without validation: a firewall may want what is not a list of products.
                    http.DefaultRequestHeaders.TryAddWithoutValidation(
                        "User-Agent",
                        settings.UserAgent
                    );
                }
            )
            // There is one client, so that requests queue; its connections expire instead of its handlers.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler
                {
                    AutomaticDecompression = DecompressionMethods.All,
                    PooledConnectionLifetime = ConnectionLifetime,
                    ConnectTimeout = ConnectTimeout,
                }
            );
        builder.Services.AddSingleton(services =>
            ActivatorUtilities.CreateInstance<RegistryClient>(
                services,
                services.GetRequiredService<IHttpClientFactory>().CreateClient(Name)
            )
        );
        return builder;
    }
}
