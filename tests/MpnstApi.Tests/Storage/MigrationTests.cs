using Microsoft.EntityFrameworkCore;
using MpnstApi.Storage.PostgreSql;
using MpnstApi.Storage.Sqlite;
using MpnstApi.Storage.SqlServer;

namespace MpnstApi.Tests.Storage;

public sealed class MigrationTests
{
    [Fact]
    public void The_migrations_of_SQLite_create_the_whole_model()
    {
        using var db = new SqliteDesignTimeFactory().CreateDbContext([]);

        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Fact]
    public void The_migrations_of_SQL_Server_create_the_whole_model()
    {
        using var db = new SqlServerDesignTimeFactory().CreateDbContext([]);

        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Fact]
    public void The_migrations_of_PostgreSQL_create_the_whole_model()
    {
        using var db = new PostgreSqlDesignTimeFactory().CreateDbContext([]);

        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task A_migrated_SQLite_file_lets_readers_go_on_while_somebody_writes()
    {
        await using var test = await TestStore.CreateAsync();
        await using var db = test.Store.CreateDbContext();

        var mode = await db
            .Database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode()")
            .SingleAsync(TestContext.Current.CancellationToken);

        Assert.Equal("wal", mode);
    }
}
