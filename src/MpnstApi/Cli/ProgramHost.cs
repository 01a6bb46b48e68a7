using MpnstApi.Importing;
using MpnstApi.Observability;
using MpnstApi.Registry;
using MpnstApi.Settings;
using MpnstApi.Storage;

namespace MpnstApi.Cli;

/// <summary>
/// Creates host builders that read settings from the program's folder, so that the program runs from any working directory.
/// </summary>
public static class ProgramHost
{
    /// <summary>Creates the builder of the service.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] settings) =>
        WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                Args = settings,
                ContentRootPath = AppContext.BaseDirectory,
            }
        );

    /// <summary>Creates the host of a command that works on the store and ends: the same settings, no server.</summary>
    /// <param name="settings">Settings from the command line.</param>
    /// <param name="add">Adds the services that the command needs.</param>
    public static WebApplication CreateForVerb(
        string[] settings,
        Action<WebApplicationBuilder>? add = null
    )
    {
        var builder = CreateBuilder(settings);
        // Retries of the registry or the database, which may take minutes.
        builder.AddVerbLogging(typeof(RegistryClient).Namespace!, StoreLog.Retries);
        builder.AddStorage().AddImporting();
        add?.Invoke(builder);
        return builder.BuildWithKnownSettings();
    }

    /// <summary>
    /// Builds the host after all settings were read. Throws <see cref="InvalidConfigurationException"/> if the
    /// configuration has others.
    /// </summary>
    public static WebApplication BuildWithKnownSettings(this WebApplicationBuilder builder)
    {
        builder.Settings().ThrowIfUnread();
        return builder.Build();
    }
}
