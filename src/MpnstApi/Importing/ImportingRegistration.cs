using Microsoft.Extensions.DependencyInjection.Extensions;
using MpnstApi.Annotation.Dictionary;

namespace MpnstApi.Importing;

/// <summary>Adds the importer to a host.</summary>
public static class ImportingRegistration
{
    public static WebApplicationBuilder AddImporting(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(_ => DrugDictionary.Load());
        builder.Services.AddSingleton(services =>
            Labelling.With(services.GetRequiredService<DrugDictionary>())
        );
        builder.Services.AddSingleton<Importer>();
        builder.Services.AddSingleton<FirstLoad>();
        builder.AddRegistryClient();
        return builder;
    }
}
