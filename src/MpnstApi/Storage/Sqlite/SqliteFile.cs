using Microsoft.Data.Sqlite;

namespace MpnstApi.Storage.Sqlite;

/// <summary>Prepares a SQLite file for readers and a writer at the same time, where it can be written.</summary>
internal static class SqliteFile
{
    private const int ReadOnly = 8;
    private const int CannotOpen = 14;

    /// <summary>
    /// Prepares the file. Returns the connection string for a file in a folder that cannot be written; null where the usual
    /// one is right.
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
            // The file is in another mode, and can be read in that.
            return null;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == CannotOpen)
        {
            if (ReadOnlyConnection(connectionString) is not { } readOnlyConnection)
            {
                throw;
            }
            // A file that may not be read either ends here, not as a database without tables.
            await using var connection = new SqliteConnection(readOnlyConnection);
            await connection.OpenAsync(cancellation);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA schema_version;";
            await command.ExecuteNonQueryAsync(cancellation);
            return readOnlyConnection;
        }
    }

    /// <summary>
    /// In its mode a file is read with two others beside it. Where these do not exist and cannot be created, no process has
    /// the file open, and it is the whole database.
    /// </summary>
    private static string? ReadOnlyConnection(string connectionString)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString);
        var path = builder.DataSource;
        if (!File.Exists(path) || File.Exists(path + "-wal") || CanWriteBeside(path))
        {
            return null;
        }
        builder.DataSource = $"{new Uri(path).AbsoluteUri}?immutable=1";
        builder.Mode = SqliteOpenMode.ReadOnly;
        return builder.ToString();
    }

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
