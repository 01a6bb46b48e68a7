using DotNet.Testcontainers.Builders;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using MpnstApi.Annotation.Dictionary;
using MpnstApi.Importing;
using MpnstApi.Releases;
using MpnstApi.Storage;
using MpnstApi.Tests.Importing;
using MpnstApi.Tests.Registry;
using Testcontainers.MsSql;

namespace MpnstApi.Tests.Storage;

/// <summary>A real SQL Server in a container; skipped where no container engine answers.</summary>
public sealed class SqlServerTests : IAsyncLifetime
{
    private MsSqlContainer? container;
    private string? missing;

    public async ValueTask InitializeAsync()
    {
        try
        {
            container = new MsSqlBuilder("mcr.microsoft.com/mssql/server:2022-latest").Build();
            await container.StartAsync(TestContext.Current.CancellationToken);
        }
        catch (DockerUnavailableException exception)
        {
            missing = exception.Message;
        }
    }

    [Fact]
    public async Task The_snapshot_imports_the_same_on_SQL_Server_as_on_SQLite()
    {
        Assert.SkipWhen(container is null, $"No container engine runs here: {missing}");
        var cancellation = TestContext.Current.CancellationToken;
        var connection = new SqlConnectionStringBuilder(container!.GetConnectionString())
        {
            InitialCatalog = "Mpnst",
        };
        var store = new Store(
            new StorageOptions
            {
                Provider = StorageProvider.SqlServer,
                ConnectionString = connection.ToString(),
            }
        );
        await using var sqlite = await TestStore.CreateAsync();
        var text = string.Join('\n', SharedData.SnapshotLines);
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        var importer = new Importer(
            store,
            TestStore.Today,
            sqlite.Time,
            NullLogger<Importer>.Instance
        );

        var applied = await store.MigrateAsync(cancellation);
        var first = await importer.ImportAsync(
            TestStore.Source("snapshot", bytes),
            true,
            null,
            cancellation
        );
        var second = await importer.ImportAsync(
            TestStore.Source("snapshot", bytes),
            true,
            null,
            cancellation
        );
        var changed = await importer.ImportAsync(
            TestStore.Source("one", System.Text.Encoding.UTF8.GetBytes(ImporterTests.Study(1))),
            true,
            null,
            cancellation
        );
        await sqlite.ImportAsync(text);
        await sqlite.ImportAsync(ImporterTests.Study(1));

        Assert.NotEmpty(applied);
        Assert.Equal((248, 248, 1), (first.Run.Added, second.Run.Unchanged, changed.Run.Added));
        var loaded = await new ReleaseLoader(store, DrugDictionary.Load()).LoadAsync(
            2,
            cancellation
        );
        var expected = await new ReleaseLoader(sqlite.Store, DrugDictionary.Load()).LoadAsync(
            2,
            cancellation
        );
        Assert.Equal(expected.ContentHash, loaded.ContentHash);
        await using var db = store.CreateDbContext();
        Assert.Equal(249, await db.CurrentTrials.CountAsync(cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        if (container is not null)
        {
            await container.DisposeAsync();
        }
    }
}
