using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace RegistryStandIn;

/// <summary>ClinicalTrials.gov API v2 as it is played to tests: a real HTTP server, with faults on request.</summary>
public sealed class StandIn : IAsyncDisposable
{
    private const string FreePort = "http://127.0.0.1:0";

    private readonly WebApplication app;

    private StandIn(WebApplication app) => this.app = app;

    /// <summary>Up to and with /api/v2, as Registry:BaseAddress has it.</summary>
    public string Address =>
        $"{app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()}/api/v2";

    /// <param name="records">An NDJSON file or a folder of .json files; null for no studies.</param>
    /// <param name="urls">Where to listen; null for a free port.</param>
    public static async Task<StandIn> StartAsync(string? records = null, string? urls = null)
    {
        // Reads no settings: those of the program under test lie in the same folder.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.WebHost.UseUrls(urls ?? FreePort);
        builder.Services.AddRouting();
        var studies = new Records();
        if (records is not null)
        {
            studies.Load(records);
        }
        builder.Services.AddSingleton(studies);
        builder.Services.AddSingleton<Faults>();
        builder.Services.AddSingleton<RequestLog>();

        var app = builder.Build();
        app.MapControl();

        // The instances that the control changes; a filter named by its type would be another one.
        var api = app.MapGroup("/api/v2")
            .AddEndpointFilter(app.Services.GetRequiredService<RequestLog>())
            .AddEndpointFilter(app.Services.GetRequiredService<Faults>());
        api.MapVersion();
        api.MapStudies();
        await app.StartAsync();
        return new StandIn(app);
    }

    /// <summary>Completes once the process is to end.</summary>
    public Task StoppedAsync() => app.WaitForShutdownAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
