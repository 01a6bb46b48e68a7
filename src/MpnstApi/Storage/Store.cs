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

    /// <summary>How to open a SQLite file in a place that cannot be written; null where it can.</summary>
    private volatile string? asItStands;

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
                    .UseNpgsql(
                        options.ConnectionString,
                        sql =>
                            sql.ExecutionStrategy(dependencies => new PostgreSqlRetries(
                                dependencies,
                                time
                            ))
                    )
                    .Options
            ),
            _ => new SqliteMpnstDbContext(
                new DbContextOptionsBuilder<SqliteMpnstDbContext>()
                    .UseSqlite(asItStands ?? options.ConnectionString)
                    .Options
            ),
        };

    /// <summary>Names of the migrations that the database lacks, in order.</summary>
    public async Task<IReadOnlyList<string>> PendingMigrationsAsync(CancellationToken cancellation)
    {
        await OpenAsync(cancellation);
        await using var db = CreateDbContext();
        return [.. await db.Database.GetPendingMigrationsAsync(cancellation)];
    }

    /// <summary>Applies what is pending and answers with the names of it, in order.</summary>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellation)
    {
        await OpenAsync(cancellation);
        await using var db = CreateDbContext();
        var pending = (await db.Database.GetPendingMigrationsAsync(cancellation)).ToList();
        if (pending.Count == 0)
        {
            return pending;
        }
        if (asItStands is not null)
        {
            throw new WrongSettingException(
                $"The database file that {StorageOptions.ConnectionSetting} names lacks {pending.Count} migrations and stands in a place that cannot be written; make it writable once."
            );
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

    private async Task OpenAsync(CancellationToken cancellation)
    {
        if (options.Provider == StorageProvider.Sqlite)
        {
            asItStands = await SqliteFile.OpenAsync(options.ConnectionString, cancellation);
        }
    }
}
