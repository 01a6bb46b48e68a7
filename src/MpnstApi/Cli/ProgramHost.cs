using MpnstApi.Importing;
using MpnstApi.Observability;
using MpnstApi.Registry;
using MpnstApi.Settings;
using MpnstApi.Storage;

namespace MpnstApi.Cli;

/// <summary>Creates host builders that read settings from the program's folder, so that it runs from any working directory.</summary>
public static class ProgramHost
{
    /// <summary>For the service.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] settings) =>
        WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                Args = settings,
                ContentRootPath = AppContext.BaseDirectory,
            }
        );

    /// <summary>For a verb that works on the store and ends: the same settings, no server.</summary>
    /// <param name="settings">Settings of the command line.</param>
    /// <param name="add">Adds what else the verb needs.</param>
    public static WebApplication CreateForVerb(
        string[] settings,
        Action<WebApplicationBuilder>? add = null
    )
    {
        var builder = CreateBuilder(settings);
        // Besides its own errors, that the registry or the database is tried again, which may take minutes.
        builder.AddVerbLogging(typeof(RegistryClient).Namespace!, StoreLog.Retries);
        builder.AddStorage().AddImporting();
        add?.Invoke(builder);
        return builder.BuildWithKnownSettings();
    }

    /// <summary>
    /// Builds the host after everything has read its settings. Throws <see cref="InvalidConfigurationException"/> where
    /// there are others.
    /// </summary>
    public static WebApplication BuildWithKnownSettings(this WebApplicationBuilder builder)
    {
        builder.Settings().RefuseOthers();
        return builder.Build();
    }
}
