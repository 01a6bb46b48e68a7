using System.Data.Common;
using System.Runtime.ExceptionServices;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using MpnstApi.Settings;
using MpnstApi.Storage.PostgreSql;
using MpnstApi.Storage.Sqlite;
using MpnstApi.Storage.SqlServer;
using Npgsql;

namespace MpnstApi.Storage;

/// <summary>Creates contexts of the configured provider, and migrates its database.</summary>
public sealed class Store(StorageOptions options, TimeProvider time, ILoggerFactory loggers)
    : IDbContextFactory<MpnstDbContext>
{
    /// <summary>Creates a store that logs nothing.</summary>
    public Store(StorageOptions options, TimeProvider? time = null)
        : this(options, time ?? TimeProvider.System, NullLoggerFactory.Instance) { }

    private readonly LoginPause loginPause = new(time);
    private readonly SqliteConnections sqlite = new();
    private readonly StoreLog log = new(loggers, options.SlowCommand);

    /// <summary>The connection string of a SQLite file in a read-only folder; null if it is writable.</summary>
    private volatile string? readOnlyConnection;

    public StorageOptions Options => options;

    public MpnstDbContext CreateDbContext() =>
        options.Provider switch
        {
            StorageProvider.SqlServer => new SqlServerMpnstDbContext(
                Logged<SqlServerMpnstDbContext>()
                    .UseSqlServer(
                        options.ConnectionString,
                        sql =>
                            sql.ExecutionStrategy(dependencies => new SqlServerRetries(
                                dependencies,
                                time
                            ))
                    )
                    .AddInterceptors(loginPause, DriverErrors.Interceptor)
                    .Options
            ),
            StorageProvider.PostgreSql => new PostgreSqlMpnstDbContext(
                Logged<PostgreSqlMpnstDbContext>()
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
                Logged<SqliteMpnstDbContext>()
                    .UseSqlite(readOnlyConnection ?? options.ConnectionString)
                    .AddInterceptors(sqlite)
                    .Options
            ),
        };

    /// <summary>Returns the names of the migrations that the database lacks, in order.</summary>
    public async Task<IReadOnlyList<string>> PendingMigrationsAsync(CancellationToken cancellation)
    {
        await OpenAsync(mayBeAbsent: false, cancellation);
        await using var db = CreateDbContext();
        return [.. await db.Database.GetPendingMigrationsAsync(cancellation)];
    }

    /// <summary>Applies the pending migrations, and returns their names in order.</summary>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellation)
    {
        await OpenAsync(mayBeAbsent: true, cancellation);
        await using var db = CreateDbContext();
        var pending = (await db.Database.GetPendingMigrationsAsync(cancellation)).ToList();
        if (pending.Count == 0)
        {
            return pending;
        }
        if (readOnlyConnection is not null)
        {
            throw new InvalidConfigurationException(
                $"The database file that {StorageOptions.ConnectionSetting} names lacks {pending.Count} migrations and is in a folder that cannot be written; make it writable once."
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

    /// <summary>
    /// Copies a consistent snapshot of the SQLite file while others read and write it. Throws
    /// <see cref="InvalidConfigurationException"/> for other databases, and <see cref="IOException"/> if the target exists.
    /// </summary>
    public async Task BackUpAsync(string path, CancellationToken cancellation)
    {
        if (options.Provider != StorageProvider.Sqlite)
        {
            throw new InvalidConfigurationException(
                $"{StorageOptions.ProviderSetting} is '{options.Provider}'; use the server's own backup, for example ops/backup/postgresql-backup."
            );
        }
        await SqliteFile.BackUpAsync(options.ConnectionString, path, cancellation);
    }

    /// <summary>
    /// Returns whether readers wait for writers: true for a SQL Server database with READ_COMMITTED_SNAPSHOT off, false for
    /// the other databases.
    /// </summary>
    public async Task<bool> ReadersWaitForWritersAsync(CancellationToken cancellation)
    {
        if (options.Provider != StorageProvider.SqlServer)
        {
            return false;
        }
        await using var db = CreateDbContext();
        return !await db
            .Database.SqlQuery<bool>(
                $"SELECT is_read_committed_snapshot_on AS Value FROM sys.databases WHERE database_id = DB_ID()"
            )
            .SingleAsync(cancellation);
    }

    /// <summary>
    /// Opens the database once, so that the driver's own error is reported: EF Core treats a database that does not open
    /// as one that does not exist, and repeats a rejected login for a minute.
    /// </summary>
    private async Task OpenAsync(bool mayBeAbsent, CancellationToken cancellation)
    {
        if (options.Provider == StorageProvider.Sqlite)
        {
            readOnlyConnection = await SqliteFile.OpenAsync(options.ConnectionString, cancellation);
            return;
        }
        await using var db = CreateDbContext();
        var absent = await db
            .Database.CreateExecutionStrategy()
            .ExecuteAsync(
                async token =>
                {
                    try
                    {
                        await db.Database.OpenConnectionAsync(token);
                        await db.Database.CloseConnectionAsync();
                        return null;
                    }
                    catch (DbException exception) when (IsAbsent(exception))
                    {
                        return exception;
                    }
                },
                cancellation
            );
        if (absent is not null && !mayBeAbsent)
        {
            ExceptionDispatchInfo.Throw(absent);
        }
    }

    private static bool IsAbsent(DbException exception) =>
        exception
            is SqlException { Number: SqlServerErrors.CannotOpenDatabase }
                or PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName };

    private DbContextOptionsBuilder<T> Logged<T>()
        where T : DbContext
    {
        var builder = new DbContextOptionsBuilder<T>();
        log.Listen(builder);
        return builder;
    }
}
