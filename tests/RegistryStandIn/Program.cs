using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using RegistryStandIn;

// Plays ClinicalTrials.gov API v2 to tests, with faults on request:
//   dotnet RegistryStandIn.dll [--urls http://127.0.0.1:0] [--records FILE|FOLDER] [--attached true]
// Prints its address in one line once it listens. Attached, it ends with its standard input, so that it never outlives a test.

var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
if (string.IsNullOrEmpty(builder.Configuration["urls"]))
{
    builder.WebHost.UseUrls("http://127.0.0.1:0");
}
var records = new Records();
if (builder.Configuration["records"] is { Length: > 0 } path)
{
    records.Load(path);
}
builder.Services.AddSingleton(records);
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
var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
Console.WriteLine($"{addresses!.Addresses.First()}/api/v2");
if (builder.Configuration["attached"] == "true")
{
    _ = Task.Run(async () =>
    {
        while (await Console.In.ReadLineAsync() is not null) { }
        Environment.Exit(0);
    });
}
await app.WaitForShutdownAsync();
