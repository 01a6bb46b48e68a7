using MpnstApi.Importing;
using MpnstApi.Settings;
using MpnstApi.Storage;

namespace MpnstApi.Cli;

/// <summary>Builders whose settings come from beside the program, so that it runs from any folder.</summary>
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
    public static WebApplication CreateForVerb(string[] settings)
    {
        var builder = CreateBuilder(settings);
        builder.AddVerbLogging();
        builder.AddStorage().AddImporting();
        builder.Settings().RefuseOthers();
        return builder.Build();
    }
}
