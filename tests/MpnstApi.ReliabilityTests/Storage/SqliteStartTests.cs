using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using MpnstApi.ReliabilityTests.Cli;
using MpnstApi.Storage;
using MpnstApi.Tests.Storage;

namespace MpnstApi.ReliabilityTests.Storage;

/// <summary>A start over a SQLite file that an earlier one left half-way.</summary>
public sealed class SqliteStartTests
{
    [Fact]
    public async Task A_start_that_was_killed_while_migrating_does_not_block_the_next()
    {
        await using var database = await OwnDatabase.CreateAsync(StorageProvider.Sqlite);
        await using (var db = database.Store.CreateDbContext())
        {
            var first = db.Database.GetMigrations().First();
            await db.GetService<IMigrator>()
                .MigrateAsync(first, TestContext.Current.CancellationToken);
            // As EF Core leaves it when its process is gone before the migrations are done.
            await db.Database.ExecuteSqlRawAsync(
                """
                CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-11-23 12:00:00+00:00');
                """,
                TestContext.Current.CancellationToken
            );
        }
        using var serving = RealProgram.Serve(database.Options);

        using var client = await serving.ReadyAsync();

        Assert.Empty(
            await database.Store.PendingMigrationsAsync(TestContext.Current.CancellationToken)
        );
    }
}
