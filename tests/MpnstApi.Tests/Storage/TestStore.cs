using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using MpnstApi.Annotation.Dictionary;
using MpnstApi.Importing;
using MpnstApi.Storage;

namespace MpnstApi.Tests.Storage;

/// <summary>A store of its own in a real database, a SQLite file or on a server, gone with the test.</summary>
public sealed class TestStore : IAsyncDisposable
{
    private TestStore(string folder, Store store)
    {
        Folder = folder;
        Store = store;
    }

    /// <summary>The rules and the dictionary of this build.</summary>
    public static TrialAnnotator Today { get; } = TrialAnnotator.With(DrugDictionary.Load());

    public string Folder { get; }
    public Store Store { get; }

    /// <summary>Stands still unless a test moves it.</summary>
    public FixedTime Time { get; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    /// <summary>An up-to-date, empty store; skips the test where the provider's server is not installed.</summary>
    public static async Task<TestStore> CreateAsync(
        StorageProvider provider = StorageProvider.Sqlite
    )
    {
        var server = provider switch
        {
            StorageProvider.PostgreSql => PostgreSqlServer
                .StoreOf(await (await PostgreSqlServer.SharedAsync()).NewMigratedDatabaseAsync())
                .Options,
            StorageProvider.SqlServer => await SqlServerServer.NewDatabaseAsync(),
            _ => null,
        };
        var folder = Directory.CreateTempSubdirectory("mpnst-").FullName;
        var store = new Store(
            server
                ?? new StorageOptions
                {
                    // Unpooled: a pool would hold the file after the test.
                    ConnectionString =
                        $"Data Source={Path.Combine(folder, "mpnst.db")};Pooling=False",
                }
        );
        await store.MigrateAsync(CancellationToken.None);
        return new TestStore(folder, store);
    }

    public Importer Importer(TrialAnnotator? labelling = null) =>
        new(Store, labelling ?? Today, Time, NullLogger<Importer>.Instance);

    public Task<ImportReport> ImportAsync(
        string text,
        bool keepAll = true,
        string name = "test.json",
        MpnstApi.Storage.RunKind kind = RunKind.File,
        TrialAnnotator? labelling = null
    ) =>
        Importer(labelling)
            .ImportAsync(
                Source(name, System.Text.Encoding.UTF8.GetBytes(text), kind),
                keepAll,
                null,
                TestContext.Current.CancellationToken
            );

    public static ImportSource Source(string name, byte[] bytes, RunKind kind = RunKind.File) =>
        new(kind, name, [new ImportPart(name, bytes.Length, () => new MemoryStream(bytes))]);

    /// <summary>Current versions by trial id.</summary>
    public async Task<Dictionary<string, TrialVersion>> CurrentAsync()
    {
        await using var db = Store.CreateDbContext();
        return await db
            .CurrentTrials.AsNoTracking()
            .ToDictionaryAsync(version => version.TrialId, StringComparer.Ordinal);
    }

    /// <summary>Lines of the feed in order, those staged last.</summary>
    public async Task<List<Change>> FeedAsync()
    {
        await using var db = Store.CreateDbContext();
        var lines = await db.Changes.AsNoTracking().ToListAsync();
        return [.. lines.OrderBy(line => line.Sequence ?? long.MaxValue)];
    }

    public async Task<List<ReleaseRow>> ReleasesAsync()
    {
        await using var db = Store.CreateDbContext();
        return await db.Releases.OrderBy(release => release.Sequence).ToListAsync();
    }

    public ValueTask DisposeAsync()
    {
        OwnDatabase.Forget(Store.Options);
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}

/// <summary>A clock that a test moves. Delays end at once and move it.</summary>
public sealed class FixedTime(DateTimeOffset start) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = start;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override ITimer CreateTimer(
        TimerCallback callback,
        object? state,
        TimeSpan dueTime,
        TimeSpan period
    )
    {
        Now += dueTime;
        return base.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
