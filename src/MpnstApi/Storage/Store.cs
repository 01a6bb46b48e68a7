using Microsoft.EntityFrameworkCore;
using MpnstApi.Storage.PostgreSql;
using MpnstApi.Storage.Sqlite;
using MpnstApi.Storage.SqlServer;

namespace MpnstApi.Storage;

/// <summary>Opens contexts of the provider that was chosen, and brings its schema up to date.</summary>
public sealed class Store(StorageOptions options, TimeProvider time)
    : IDbContextFactory<MpnstDbContext>
{
    public Store(StorageOptions options)
        : this(options, TimeProvider.System) { }

    public StorageOptions Options => options;

    public MpnstDbContext CreateDbContext() =>
        options.Provider switch
        {
            StorageProvider.SqlServer => new SqlServerMpnstDbContext(
                new DbContextOptionsBuilder<SqlServerMpnstDbContext>()
                    .UseSqlServer(options.ConnectionString, sql => sql.EnableRetryOnFailure())
                    .Options
            ),
            StorageProvider.PostgreSql => new PostgreSqlMpnstDbContext(
                new DbContextOptionsBuilder<PostgreSqlMpnstDbContext>()
                    .UseNpgsql(options.ConnectionString, sql => sql.EnableRetryOnFailure())
                    .Options
            ),
            _ => new SqliteMpnstDbContext(
                new DbContextOptionsBuilder<SqliteMpnstDbContext>()
                    .UseSqlite(options.ConnectionString)
                    .Options
            ),
        };

    /// <summary>Names of the migrations that the database lacks, in order.</summary>
    public async Task<IReadOnlyList<string>> PendingMigrationsAsync(CancellationToken cancellation)
    {
        await using var db = CreateDbContext();
        return [.. await db.Database.GetPendingMigrationsAsync(cancellation)];
    }

    /// <summary>Applies what is pending and answers with the names of it, in order.</summary>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellation)
    {
        await using var db = CreateDbContext();
        if (options.Provider == StorageProvider.Sqlite)
        {
            // Readers go on while an import writes. The mode stays with the file, so once is enough.
            await db.Database.OpenConnectionAsync(cancellation);
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL;", cancellation);
        }
        var pending = (await db.Database.GetPendingMigrationsAsync(cancellation)).ToList();
        if (pending.Count == 0)
        {
            return pending;
        }
        if (options.Provider == StorageProvider.Sqlite)
        {
            await using var alone = await SqliteMigrationLock.TakeAsync(db, time, cancellation);
            await db.Database.MigrateAsync(cancellation);
        }
        else
        {
            await db.Database.MigrateAsync(cancellation);
        }
        return pending;
    }
}
