using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MpnstApi.Cli;
using MpnstApi.Importing;
using MpnstApi.Registry;
using MpnstApi.Storage;
using MpnstApi.Tests.Registry;
using MpnstApi.Tests.Storage;

namespace MpnstApi.Tests.Importing;

/// <summary>A store and the sync as the program sets it up, with a stand-in of the registry over HTTP.</summary>
public sealed class SyncHost : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-sync-").FullName;
    private readonly WebApplication app;

    private readonly StorageOptions? server;

    private SyncHost(RegistryServer registry, StorageOptions? server, string[] settings)
    {
        Registry = registry;
        this.server = server;
        app = Build(settings);
    }

    public RegistryServer Registry { get; }

    // In the past: files that the sync makes must not seem to be left from long ago.
    public MovedTime Time { get; } = new(new DateTimeOffset(2024, 12, 7, 12, 0, 0, TimeSpan.Zero));
    public Store Store => app.Services.GetRequiredService<Store>();

    /// <summary>An empty store and an empty registry; skips the test where the provider's server is not installed.</summary>
    public static async Task<SyncHost> StartAsync(
        StorageProvider provider = StorageProvider.Sqlite,
        params string[] settings
    )
    {
        var server = provider switch
        {
            StorageProvider.PostgreSql => PostgreSqlServer
                .StoreOf(await (await PostgreSqlServer.SharedAsync()).NewDatabaseAsync())
                .Options,
            StorageProvider.SqlServer => await SqlServerServer.NewDatabaseAsync(),
            _ => null,
        };
        var host = new SyncHost(await RegistryServer.StartAsync(), server, settings);
        await host.Store.MigrateAsync(TestContext.Current.CancellationToken);
        return host;
    }

    /// <summary>Another program over the same store and registry.</summary>
    public WebApplication Another(params string[] settings) => Build(settings);

    public Task<SyncReport> SyncAsync(
        bool full = false,
        bool acceptShrink = false,
        bool annotateAgain = true
    ) => SyncAsync(app, full, acceptShrink, annotateAgain);

    public static Task<SyncReport> SyncAsync(
        WebApplication app,
        bool full = false,
        bool acceptShrink = false,
        bool annotateAgain = true
    ) =>
        app
            .Services.GetRequiredService<Sync>()
            .RunAsync(full, acceptShrink, annotateAgain, TestContext.Current.CancellationToken);

    public Task<ImportReport> ImportAsync(RunKind kind, params IEnumerable<string> records) =>
        ImportAsync(kind, records, keepAll: true);

    /// <summary>Imports a file of records without --all: those of no scope are left out.</summary>
    public Task<ImportReport> ImportInScopeAsync(IEnumerable<string> records) =>
        ImportAsync(RunKind.File, records, keepAll: false);

    private Task<ImportReport> ImportAsync(
        RunKind kind,
        IEnumerable<string> records,
        bool keepAll
    ) =>
        app
            .Services.GetRequiredService<Importer>()
            .ImportAsync(
                TestStore.Source(
                    "records.ndjson",
                    System.Text.Encoding.UTF8.GetBytes(string.Join('\n', records)),
                    kind
                ),
                keepAll,
                progress: null,
                TestContext.Current.CancellationToken
            );

    /// <summary>Another program, with another dictionary, annotates again.</summary>
    public Task AnnotateAgainAsync(string dictionary) =>
        new Importer(
            Store,
            TestStore.Today with
            {
                DictionaryVersion = dictionary,
            },
            Time,
            NullLogger<Importer>.Instance
        ).AnnotateAgainAsync(TestContext.Current.CancellationToken);

    public async Task<Dictionary<string, TrialVersion>> CurrentAsync()
    {
        await using var db = Store.CreateDbContext();
        return await db
            .CurrentTrials.AsNoTracking()
            .ToDictionaryAsync(version => version.TrialId, StringComparer.Ordinal);
    }

    public async Task<List<ImportRun>> RunsAsync()
    {
        await using var db = Store.CreateDbContext();
        return await db.ImportRuns.AsNoTracking().OrderBy(run => run.StartedAt).ToListAsync();
    }

    public async Task<List<MpnstApi.Storage.ReleaseRow>> ReleasesAsync()
    {
        await using var db = Store.CreateDbContext();
        return await db.Releases.AsNoTracking().OrderBy(release => release.Sequence).ToListAsync();
    }

    /// <summary>The change feed, in order, followed by staged changes.</summary>
    public async Task<List<Change>> FeedAsync()
    {
        await using var db = Store.CreateDbContext();
        var lines = await db.Changes.AsNoTracking().ToListAsync();
        return [.. lines.OrderBy(line => line.Sequence ?? long.MaxValue)];
    }

    /// <summary>The registry has new data, as of a day.</summary>
    public async Task NextDayAsync(int days = 1)
    {
        Time.Now += TimeSpan.FromDays(days);
        await Registry.SetTimestampAsync(Time.Now.UtcDateTime.Date.AddHours(9));
    }

    /// <summary>A study of a soft tissue sarcoma, last updated on the clock's day.</summary>
    public string Study(
        int number,
        string title = "A study of soft tissue sarcoma",
        string condition = "Soft Tissue Sarcoma",
        string status = "RECRUITING"
    ) =>
        StudyJson.Of(
            Id(number),
            title,
            condition,
            status: status,
            updated: Time.Now.ToString(
                "yyyy-MM-dd",
                System.Globalization.CultureInfo.InvariantCulture
            ),
            hasResults: false
        );

    public static string Id(int number) => $"NCT{92_000_000 + number}";

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await Registry.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private WebApplication Build(string[] settings)
    {
        var builder = ProgramHost.CreateBuilder([
            $"--Storage:Provider={server?.Provider ?? StorageProvider.Sqlite}",
            $"--ConnectionStrings:Mpnst={server?.ConnectionString ?? $"Data Source={Path.Combine(folder, "mpnst.db")};Pooling=False"}",
            $"--Registry:BaseAddress={Registry.Address}",
            "--Registry:RetryDelay=00:00:00",
            "--Registry:PageSize=10",
            .. settings,
        ]);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.AddStorage().AddImporting();
        return builder.Build();
    }
}

/// <summary>The real passing of time, on a day that a test chooses.</summary>
public sealed class MovedTime(DateTimeOffset start) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = start;

    public override DateTimeOffset GetUtcNow() => Now;
}
