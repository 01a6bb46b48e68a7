using MpnstApi.Storage;

namespace MpnstApi.Tests.Storage;

/// <summary>An empty database of a test's own, on any provider of ours, for real processes; gone with the test.</summary>
public sealed class OwnDatabase : IAsyncDisposable
{
    private OwnDatabase(string folder, StorageOptions options)
    {
        Folder = folder;
        Options = options;
    }

    /// <summary>For files of the test.</summary>
    public string Folder { get; }

    /// <summary>How to get to the database.</summary>
    public StorageOptions Options { get; }

    public Store Store => new(Options);

    /// <summary>On the server that tests share, or another one; skips the test where the provider's is not installed.</summary>
    public static async Task<OwnDatabase> CreateAsync(
        StorageProvider provider,
        Func<Task<PostgreSqlServer>>? server = null
    )
    {
        var connection = provider switch
        {
            StorageProvider.PostgreSql => await (
                await (server ?? PostgreSqlServer.SharedAsync)()
            ).NewDatabaseAsync(),
            StorageProvider.SqlServer => (
                await SqlServerServer.NewDatabaseAsync()
            ).ConnectionString,
            _ => null,
        };
        var folder = Directory.CreateTempSubdirectory("mpnst-").FullName;
        return new OwnDatabase(
            folder,
            new StorageOptions
            {
                Provider = provider,
                ConnectionString =
                    connection ?? $"Data Source={Path.Combine(folder, "mpnst.db")};Pooling=False",
            }
        );
    }

    /// <summary>A file in the folder; returns its path.</summary>
    public async Task<string> WriteAsync(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        return path;
    }

    public ValueTask DisposeAsync()
    {
        Forget(Options);
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Closes the connections kept open to a server's database that is not used any more.</summary>
    public static void Forget(StorageOptions options)
    {
        switch (options.Provider)
        {
            case StorageProvider.PostgreSql:
                PostgreSqlServer.Forget(options.ConnectionString);
                break;
            case StorageProvider.SqlServer:
                SqlServerServer.Forget(options.ConnectionString);
                break;
        }
    }
}
