using MpnstApi.Annotation.Dictionary;

namespace MpnstApi.Releases;

/// <summary>Adds the releases to a host.</summary>
public static class ReleaseRegistration
{
    /// <summary>Registers the current release and what keeps it current. <paramref name="prepare"/> runs before the first load.</summary>
    public static WebApplicationBuilder AddReleases(
        this WebApplicationBuilder builder,
        Func<IServiceProvider, CancellationToken, Task> prepare
    )
    {
        builder.Services.AddSingleton(ReleaseOptions.Read(builder.Configuration));
        builder.Services.AddSingleton(services => new StorePreparation(cancellation =>
            prepare(services, cancellation)
        ));
        builder.Services.AddSingleton<CurrentRelease>();
        builder.Services.AddSingleton<ReleaseLoader>();
        builder.Services.AddHostedService<ReleaseWatch>();
        return builder;
    }
}
