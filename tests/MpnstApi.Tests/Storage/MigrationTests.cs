using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using MpnstApi.Storage;
using MpnstApi.Storage.PostgreSql;
using MpnstApi.Storage.Sqlite;
using MpnstApi.Storage.SqlServer;

namespace MpnstApi.Tests.Storage;

public sealed class MigrationTests
{
    [Fact]
    public void The_migrations_of_SQLite_bring_the_whole_model()
    {
        using var db = new SqliteDesignTimeFactory().CreateDbContext([]);

        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Fact]
    public void The_migrations_of_SQL_Server_bring_the_whole_model()
    {
        using var db = new SqlServerDesignTimeFactory().CreateDbContext([]);

        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Fact]
    public void The_migrations_of_PostgreSQL_bring_the_whole_model()
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

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    public async Task Two_current_versions_of_a_trial_are_refused_by_the_database_itself(
        StorageProvider provider
    )
    {
        await using var test = await TestStore.CreateAsync(provider);
        await test.ImportAsync(Importing.ImporterTests.Study(1));
        var current = (await test.CurrentAsync())["NCT00000001"];
        await using var db = test.Store.CreateDbContext();
        var run = await db.ImportRuns.SingleAsync(TestContext.Current.CancellationToken);
        var other = new ImportRun
        {
            Id = Guid.NewGuid(),
            Kind = RunKind.File,
            Source = "other",
            StartedAt = run.StartedAt,
            State = RunState.Running,
            FencingToken = 2,
        };
        db.ImportRuns.Add(other);
        db.TrialVersions.Add(
            new TrialVersion
            {
                TrialId = current.TrialId,
                RunId = other.Id,
                FromRelease = 1,
                Origin = Origin.File,
                FactsHash = current.FactsHash,
                Facts = current.Facts,
                Texts = current.Texts,
                Labels = current.Labels,
                LabelsHash = current.LabelsHash,
                DictionaryVersion = current.DictionaryVersion,
                RetrievedAt = current.RetrievedAt,
            }
        );

        await Assert.ThrowsAsync<DbUpdateException>(() =>
            db.SaveChangesAsync(TestContext.Current.CancellationToken)
        );
    }
}
