using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using MpnstApi.Annotation.Dictionary;
using MpnstApi.Importing;
using MpnstApi.Releases;
using MpnstApi.Storage;
using MpnstApi.Tests.Importing;
using MpnstApi.Tests.Registry;
using MpnstApi.Tests.Storage;

namespace MpnstApi.ReliabilityTests.Storage;

/// <summary>A real SQL Server in a container; skipped where no container engine responds.</summary>
public sealed class SqlServerTests
{
    [Fact]
    public async Task The_snapshot_imports_the_same_on_SQL_Server_as_on_SQLite()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var store = new Store(await SqlServerServer.NewDatabaseAsync());
        await using var sqlite = await TestStore.CreateAsync();
        var text = string.Join('\n', RegistryData.SnapshotLines);
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
}
