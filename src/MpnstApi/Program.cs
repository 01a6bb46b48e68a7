using MpnstApi.Access;
using MpnstApi.Administration;
using MpnstApi.Changes;
using MpnstApi.Cli;
using MpnstApi.Datasets;
using MpnstApi.Drugs;
using MpnstApi.Figures;
using MpnstApi.Graph;
using MpnstApi.Http;
using MpnstApi.Importing;
using MpnstApi.Landscape;
using MpnstApi.Mcp;
using MpnstApi.Observability;
using MpnstApi.Page;
using MpnstApi.Releases;
using MpnstApi.Storage;
using MpnstApi.Targets;
using MpnstApi.Trials;
using MpnstApi.Vocabularies;

return await CommandLine.RunAsync(args, ServeAsync);

static async Task ServeAsync(string[] settings)
{
    var builder = ProgramHost.CreateBuilder(settings);
    builder.AddLogging().AddTelemetry().AddStorage().AddImporting().AddAdministration();
    builder.AddReleases(prepare: store => store.GetRequiredService<StoreInitializer>().Steps);
    builder.AddTrials().AddTargets().AddDrugs().AddLandscape().AddChanges().AddPages();
    builder.AddHttp().AddOpenApiDocument().AddGraph().AddMcp();
    builder.AddAccess(storeReady: store => store.GetRequiredService<StoreInitializer>().Migrated);

    var app = builder.BuildWithKnownSettings();
    app.UseMetrics().UseRequestLogging().UseHttp().UseAccess().UsePages().UseQueries().UsePrices();
    app.UseOpenApiDocument().UseWelcome();
    app.MapHealth().DisableRateLimiting();
    app.MapProblems();
    app.MapGraph();
    app.MapMcp();
    app.MapPages();
    var api = app.MapApi();
    api.MapTrials();
    api.MapTargets();
    api.MapDrugs();
    api.MapLandscape();
    api.MapFigures();
    api.MapDatasets();
    api.MapChanges();
    api.MapVocabularies();
    api.MapAdministration();
    await Listening.RunAsync(app, app.RequireContracts().ServeAsync);
}
