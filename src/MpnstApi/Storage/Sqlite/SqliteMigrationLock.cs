using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace MpnstApi.Storage.Sqlite;

/// <summary>
/// Represents the lock for migrating a SQLite file, which one process holds at a time. EF Core's own lock is a row, which a
/// killed process leaves behind and every later start waits for; this one is the system's lock on a file beside the
/// database, which ends with its process. A row that its holder finds is left over.
/// </summary>
internal sealed class SqliteMigrationLock : IAsyncDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    private readonly FileStream file;

    private SqliteMigrationLock(FileStream file) => this.file = file;

    public static async Task<SqliteMigrationLock> TakeAsync(
        DbContext db,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var database = new SqliteConnectionStringBuilder(db.Database.GetConnectionString());
        var alone = new SqliteMigrationLock(
            await OpenAsync(database.DataSource + "-migration", time, cancellation)
        );
        try
        {
            var leftOver = await db
                .Database.SqlQuery<int>(
                    $"SELECT COUNT(*) AS Value FROM sqlite_master WHERE name = '__EFMigrationsLock'"
                )
                .SingleAsync(cancellation);
            if (leftOver > 0)
            {
                await db.Database.ExecuteSqlAsync(
                    $"DELETE FROM \"__EFMigrationsLock\"",
                    cancellation
                );
            }
        }
        catch
        {
            await alone.DisposeAsync();
            throw;
        }
        return alone;
    }

    public ValueTask DisposeAsync() => file.DisposeAsync();

    // There is no event for a file that becomes free.
    private static async Task<FileStream> OpenAsync(
        string path,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(
                    path,
                    FileMode.OpenOrCreate,
                    FileAccess.ReadWrite,
                    FileShare.None
                );
            }
            catch (IOException) when (time.GetElapsedTime(start) < Timeout)
            {
                await Task.Delay(Retry, time, cancellation);
            }
        }
    }
}
