using Microsoft.Data.Sqlite;

namespace MpnstApi.Storage.Sqlite;

/// <summary>A SQLite file, made ready for readers and a writer at once where it can be written.</summary>
internal static class SqliteFile
{
    private const int ReadOnly = 8;
    private const int CannotOpen = 14;

    /// <summary>
    /// Sets the file up; answers with the connection string to use where it stands in a place that cannot be written,
    /// null where the usual one will do.
    /// </summary>
    public static async Task<string?> OpenAsync(
        string connectionString,
        CancellationToken cancellation
    )
    {
        try
        {
            // Readers go on while an import writes. The mode stays with the file.
            await using var connection = new SqliteConnection(connectionString);
            await connection.OpenAsync(cancellation);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode=WAL;";
            await command.ExecuteNonQueryAsync(cancellation);
            return null;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == ReadOnly)
        {
            // It was in another mode, and can be read in that.
            return null;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == CannotOpen)
        {
            if (AsItStands(connectionString) is not { } asItStands)
            {
                throw;
            }
            // One that may not be read either ends here, not as one without tables.
            await using var connection = new SqliteConnection(asItStands);
            await connection.OpenAsync(cancellation);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA schema_version;";
            await command.ExecuteNonQueryAsync(cancellation);
            return asItStands;
        }
    }

    /// <summary>
    /// In its mode a file is read with two more beside it. Where these are not there and cannot be made, nobody has it
    /// open and nobody writes it: the file alone is the whole database.
    /// </summary>
    private static string? AsItStands(string connectionString)
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
