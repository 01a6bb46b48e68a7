using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using MpnstApi.Releases;

namespace MpnstApi.Http;

/// <summary>Logs addresses to open when the first release is served.</summary>
public static partial class Welcome
{
    public static WebApplication UseWelcome(this WebApplication app)
    {
        app.Lifetime.ApplicationStarted.Register(() => _ = SayAsync(app));
        return app;
    }

    private static async Task SayAsync(WebApplication app)
    {
        await app.Services.GetRequiredService<CurrentRelease>().Loaded;
        var addresses = app
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()
            ?.Addresses;
        foreach (var address in addresses ?? [])
        {
            LookHere(app.Logger, address);
        }
    }

    [LoggerMessage(
        LogLevel.Information,
        "Open {Address:l}/ (the seven panels in a browser), {Address:l}/api/v1/landscape (the same as data), {Address:l}/swagger (all operations) or {Address:l}/api/v1/dataset (the sources of the numbers)"
    )]
    private static partial void LookHere(ILogger log, string address);
}
