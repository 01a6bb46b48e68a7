using MpnstApi.Settings;

namespace MpnstApi.Releases;

/// <summary>Adds the releases to a host.</summary>
public static class ReleaseRegistration
{
    /// <summary>Registers the current release and what keeps it current. <paramref name="prepare"/> makes the store ready, step by step.</summary>
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

    /// <summary>Serves until stopped. A fault that no retry mends, such as a wrong setting, is thrown on.</summary>
    public static async Task ServeAsync(this WebApplication app)
    {
        var watch = app.Services.GetRequiredService<ReleaseWatch>();
        try
        {
            await app.RunAsync();
        }
        catch (OperationCanceledException) when (watch.ExecuteTask is { IsFaulted: true })
        {
            // The fault stopped the host while it was still starting.
        }
        if (watch.ExecuteTask is { IsFaulted: true } failed)
        {
            await failed;
        }
    }
}
