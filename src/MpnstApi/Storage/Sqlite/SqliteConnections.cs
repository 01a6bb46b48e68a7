using System.Data.Common;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MpnstApi.Storage.Sqlite;

/// <summary>
/// Prepares each connection to a SQLite file, and rejects a file that was replaced: new connections would read a restored
/// backup while existing ones still use the former file.
/// </summary>
internal sealed class SqliteConnections : DbConnectionInterceptor
{
    // SQLITE_FCNTL_HAS_MOVED: whether the file was renamed, replaced or deleted after it was opened.
    private const int HasMoved = 20;

    private static readonly byte[] Main = "main\0"u8.ToArray();

    private volatile bool isReplaced;

    public override void ConnectionOpened(
        DbConnection connection,
        ConnectionEndEventData eventData
    ) => Prepare((SqliteConnection)connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        Prepare((SqliteConnection)connection);
        return Task.CompletedTask;
    }

    private void Prepare(SqliteConnection connection)
    {
        if (isReplaced || IsReplaced(connection))
        {
            isReplaced = true;
            throw new StoreFileReplacedException();
        }
        // Sorting and indexing then need no folder for temporary files, which a container may lack.
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA temp_store = MEMORY;";
        command.ExecuteNonQuery();
    }

    private static bool IsReplaced(SqliteConnection connection)
    {
        var moved = 0;
        return FileControl(connection.Handle!, Main, HasMoved, ref moved) == 0 && moved != 0;
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FileControl(
        SafeHandle connection,
        byte[] database,
        int operation,
        ref int value
    );
}

/// <summary>The exception thrown when the file was replaced. Only a restart reads the new one.</summary>
internal sealed class StoreFileReplacedException()
    : StoreException(
        "The store's file was replaced or deleted while the service ran; restart the service."
    );
