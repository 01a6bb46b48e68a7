using System.Net;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using MpnstApi.Settings;
using Polly;

namespace MpnstApi.Registry;

/// <summary>Adds the registry's client to a host. It opens no connection before it is asked.</summary>
public static class RegistryRegistration
{
    private const string Name = "registry";

    /// <summary>Addresses of the registry are looked up anew so often.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>A network that swallows packets is told from a registry that takes its time.</summary>
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(15);

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
                    // Pages may take their time as long as bytes come; the handler watches that they do.
                    http.Timeout = Timeout.InfiniteTimeSpan;
                    http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
                    // As an operator writes it: a firewall may want what is no list of products.
                    http.DefaultRequestHeaders.TryAddWithoutValidation(
                        "User-Agent",
                        settings.UserAgent
                    );
                }
            )
            // The client is one for all, so that requests queue; its connections age instead of its handlers.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler
                {
                    AutomaticDecompression = DecompressionMethods.All,
                    PooledConnectionLifetime = ConnectionLifetime,
                    ConnectTimeout = ConnectPatience,
                }
            )
            .AddResilienceHandler(
                "retry",
                (pipeline, context) =>
                {
                    var services = context.ServiceProvider;
                    var time = services.GetRequiredService<TimeProvider>();
                    pipeline.TimeProvider = time;
                    pipeline.AddRetry(
                        RegistryRetry.Options(
                            services.GetRequiredService<RegistryOptions>().RetryDelay,
                            time,
                            services.GetRequiredService<ILogger<RegistryClient>>()
                        )
                    );
                }
            );
        builder
            .Services.AddHttpClient(Name)
            .AddHttpMessageHandler(services => new BufferedResponseHandler(
                services.GetRequiredService<RegistryOptions>(),
                services.GetRequiredService<TimeProvider>()
            ));
        builder.Services.AddSingleton(services =>
            ActivatorUtilities.CreateInstance<RegistryClient>(
                services,
                services.GetRequiredService<IHttpClientFactory>().CreateClient(Name)
            )
        );
        return builder;
    }
}
