using MpnstApi.Settings;

namespace MpnstApi.Releases;

/// <summary>Adds the releases to a host.</summary>
public static class ReleaseRegistration
{
    /// <summary>
    /// Registers the current release and the services that keep it current. <paramref name="prepare"/> returns the steps
    /// that prepare the store.
    /// </summary>
    public static WebApplicationBuilder AddReleases(
        this WebApplicationBuilder builder,
        Func<IServiceProvider, IReadOnlyList<Func<CancellationToken, Task>>> prepare
    )
    {
        builder.Services.AddSingleton(ReleaseOptions.Read(builder.Settings()));
        builder.Services.AddSingleton(services => new StorePreparation(prepare(services)));
        builder.Services.AddSingleton<CurrentRelease>();
        builder.Services.AddActivatedSingleton<ReleaseMetrics>();
        builder.Services.AddSingleton<ReleaseLoader>();
        builder.Services.AddSingleton<ReleaseHistory>();
        builder.Services.AddSingleton<ReleaseWatch>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ReleaseWatch>());
        return builder;
    }

    /// <summary>
    /// Runs the service until it is stopped. Throws errors that retrying cannot fix, such as an invalid setting.
    /// </summary>
    public static async Task ServeAsync(this WebApplication app)
    {
        var watch = app.Services.GetRequiredService<ReleaseWatch>();
        try
        {
            await app.RunAsync();
        }
        catch (OperationCanceledException) when (watch.ExecuteTask is { IsFaulted: true })
        {
            // The error stopped the host while it was still starting.
        }
        if (watch.ExecuteTask is { IsFaulted: true } failed)
        {
            await failed;
        }
    }
}
