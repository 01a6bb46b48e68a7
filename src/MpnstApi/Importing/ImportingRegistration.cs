using Microsoft.Extensions.DependencyInjection.Extensions;
using MpnstApi.Annotation.Dictionary;
using MpnstApi.Registry;
using MpnstApi.Settings;

namespace MpnstApi.Importing;

/// <summary>Adds the importer and the sync to a host.</summary>
public static class ImportingRegistration
{
    public static WebApplicationBuilder AddImporting(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(_ => DrugDictionary.Load());
        builder.Services.AddSingleton(services =>
            TrialAnnotator.With(services.GetRequiredService<DrugDictionary>())
        );
        builder.Services.AddSingleton<Importer>();
        builder.Services.AddSingleton<StoreInitializer>();
        builder.AddRegistryClient();
        builder.Services.AddSingleton(SyncOptions.Read(builder.Settings()));
        builder.Services.AddSingleton<Sync>();
        builder.Services.AddSingleton<ImportMetrics>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ImportMetrics>());
        builder.Services.AddHostedService<SyncSchedule>();
        return builder;
    }
}
