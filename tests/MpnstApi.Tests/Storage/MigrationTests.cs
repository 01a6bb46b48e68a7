using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using MpnstApi.Storage;
using MpnstApi.Storage.PostgreSql;
using MpnstApi.Storage.Sqlite;
using MpnstApi.Storage.SqlServer;
using MpnstApi.Tests.Cli;

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
    public async Task A_PostgreSQL_database_that_is_absent_is_not_taken_for_one_that_lacks_migrations()
    {
        var server = await PostgreSqlServer.SharedAsync();
        var store = PostgreSqlServer.StoreOf(server.ConnectionTo("absent"));

        var exception = await Assert.ThrowsAnyAsync<Exception>(() =>
            store.PendingMigrationsAsync(TestContext.Current.CancellationToken)
        );

        Assert.True(StoreErrors.Is(exception), exception.ToString());
        Assert.Contains("absent", StoreErrors.Reason(exception), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_SQLite_file_that_may_not_be_read_is_not_taken_for_one_that_lacks_migrations()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Rights are given otherwise on Windows.");
            return;
        }
        await using var database = await OwnDatabase.CreateAsync(StorageProvider.Sqlite);
        await database.Store.MigrateAsync(TestContext.Current.CancellationToken);

        var study = await database.WriteAsync("study.json", Importing.ImporterTests.Study(1));
        const UnixFileMode closed =
            UnixFileMode.UserRead
            | UnixFileMode.UserExecute
            | UnixFileMode.OtherRead
            | UnixFileMode.OtherExecute;
        // Nobody may write beside it, as where an administrator put it there for the service to read.
        File.SetUnixFileMode(Path.Combine(database.Folder, "mpnst.db"), UnixFileMode.None);
        File.SetUnixFileMode(database.Folder, closed);

        var end = await RealProgram.RunWithoutRightsAsync(
            database.Options,
            "import",
            study,
            "--Storage:MigrateAtStart=false"
        );
        File.SetUnixFileMode(database.Folder, closed | UnixFileMode.UserWrite);

        Assert.Equal(1, end.ExitCode);
        Assert.StartsWith(
            "The database that ConnectionStrings:Mpnst names cannot be used: ",
            end.Errors,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("lacks", end.Errors, StringComparison.Ordinal);
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
    [InlineData(StorageProvider.SqlServer)]
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
