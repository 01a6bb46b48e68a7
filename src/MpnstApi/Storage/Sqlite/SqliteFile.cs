using Microsoft.Data.Sqlite;

namespace MpnstApi.Storage.Sqlite;

/// <summary>Prepares a SQLite file for concurrent readers and a writer, if it is writable.</summary>
internal static class SqliteFile
{
    private const int ReadOnly = 8;
    private const int CannotOpen = 14;

    /// <summary>
    /// Prepares the file. Returns the connection string for a file in a read-only folder; null if the usual one can be
    /// used.
    /// </summary>
    public static async Task<string?> OpenAsync(
        string connectionString,
        CancellationToken cancellation
    )
    {
        try
        {
            // In this mode readers do not wait while an import writes. The file keeps the mode.
            await using var connection = new SqliteConnection(connectionString);
            await connection.OpenAsync(cancellation);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode=WAL;";
            await command.ExecuteNonQueryAsync(cancellation);
            return null;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == ReadOnly)
        {
            // In another mode, or if the files of this mode exist, it can be read as usual.
            if (ReadOnlyConnection(connectionString) is not { } readOnlyConnection)
            {
                return null;
            }
            await ReadAsync(readOnlyConnection, cancellation);
            return readOnlyConnection;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == CannotOpen)
        {
            if (ReadOnlyConnection(connectionString) is not { } readOnlyConnection)
            {
                throw Named(exception, connectionString);
            }
            await ReadAsync(readOnlyConnection, cancellation);
            return readOnlyConnection;
        }
        catch (SqliteException exception)
        {
            throw Named(exception, connectionString);
        }
    }

    /// <summary>Copies a consistent snapshot of the file into another file.</summary>
    public static async Task BackUpAsync(
        string connectionString,
        string path,
        CancellationToken cancellation
    )
    {
        if (File.Exists(path))
        {
            throw new IOException($"{path} already exists; use a name that does not.");
        }
        var from = new SqliteConnectionStringBuilder(connectionString)
        {
            Mode = SqliteOpenMode.ReadOnly,
        };
        // Either complete or absent.
        var part = path + ".part";
        File.Delete(part);
        try
        {
            await using (var source = new SqliteConnection(from.ToString()))
            await using (
                var target = new SqliteConnection(
                    new SqliteConnectionStringBuilder
                    {
                        DataSource = part,
                        Pooling = false,
                    }.ToString()
                )
            )
            {
                await source.OpenAsync(cancellation);
                await target.OpenAsync(cancellation);
                source.BackupDatabase(target);
                await using var command = target.CreateCommand();
                // A single file without a write-ahead log.
                command.CommandText = "PRAGMA journal_mode=DELETE;";
                await command.ExecuteNonQueryAsync(cancellation);
            }
            File.Move(part, path);
        }
        catch (SqliteException exception)
        {
            File.Delete(part);
            throw Named(exception, connectionString);
        }
    }

    /// <summary>Opens the file, so that an unreadable file is reported as such, not as one without tables.</summary>
    private static async Task ReadAsync(string connectionString, CancellationToken cancellation)
    {
        try
        {
            await using var connection = new SqliteConnection(connectionString);
            await connection.OpenAsync(cancellation);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA schema_version;";
            await command.ExecuteNonQueryAsync(cancellation);
        }
        catch (SqliteException exception)
        {
            throw Named(exception, connectionString);
        }
    }

    // The driver's message does not say which file it is about.
    private static SqliteException Named(SqliteException exception, string connectionString) =>
        new(
            $"{new SqliteConnectionStringBuilder(connectionString).DataSource}: {exception.Message}",
            exception.SqliteErrorCode,
            exception.SqliteExtendedErrorCode
        );

    /// <summary>
    /// In WAL mode a file is read together with two others. If these do not exist and cannot be created, no process has the
    /// file open, and it is the whole database.
    /// </summary>
    private static string? ReadOnlyConnection(string connectionString)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString);
        var path = builder.DataSource;
        if (!File.Exists(path) || HasLog(path) || CanWriteBeside(path))
        {
            return null;
        }
        builder.DataSource = $"{new Uri(path).AbsoluteUri}?immutable=1";
        builder.Mode = SqliteOpenMode.ReadOnly;
        return builder.ToString();
    }

    /// <summary>Returns whether the write-ahead log has commits that are not in the file yet.</summary>
    private static bool HasLog(string path) =>
        new FileInfo(path + "-wal") is { Exists: true, Length: > 0 };

    private static bool CanWriteBeside(string path)
    {
        try
        {
            using var probe = new FileStream(
                $"{path}-{Guid.NewGuid():N}",
                FileMode.CreateNew,
                FileAccess.Write,
                FileShare.None,
                bufferSize: 1,
                FileOptions.DeleteOnClose
            );
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
