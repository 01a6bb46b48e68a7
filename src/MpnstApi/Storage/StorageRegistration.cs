using Microsoft.EntityFrameworkCore;
using MpnstApi.Settings;

namespace MpnstApi.Storage;

/// <summary>Adds the store to a host.</summary>
public static class StorageRegistration
{
    /// <summary>Registers <see cref="Store"/>, also as the factory of contexts. Throws <see cref="InvalidConfigurationException"/>.</summary>
    public static WebApplicationBuilder AddStorage(this WebApplicationBuilder builder)
    {
        var options = StorageOptions.Read(builder.Settings(), builder.Environment.ContentRootPath);
        builder.Services.AddSingleton(services => new Store(
            options,
            TimeProvider.System,
            services.GetRequiredService<ILoggerFactory>()
        ));
        builder.Services.AddSingleton<IDbContextFactory<MpnstDbContext>>(services =>
            services.GetRequiredService<Store>()
        );
        return builder;
    }
}
