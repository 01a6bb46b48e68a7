using System.Data.Common;
using System.Security.Cryptography;
using MpnstApi.Settings;
using MpnstApi.Storage;

namespace MpnstApi.Importing;

/// <summary>Prepares the store when the service starts.</summary>
public sealed partial class StoreInitializer(
    Store store,
    Importer importer,
    ILogger<StoreInitializer> logger
)
{
    /// <summary>Gets the path of the bundled snapshot, beside the program.</summary>
    public static string SnapshotPath { get; } =
        Path.Combine(AppContext.BaseDirectory, "Data", "mpnst-trials.ndjson");

    private readonly TaskCompletionSource migrated = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly TaskCompletionSource completed = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    /// <summary>Gets the steps that prepare the store; after each one there may be a release to serve.</summary>
    public IReadOnlyList<Func<CancellationToken, Task>> Steps => [MigrateAsync, SeedAsync];

    /// <summary>Gets a task that completes once the store has the schema of this program.</summary>
    public Task Migrated => migrated.Task;

    /// <summary>Gets a task that completes once others may write to the store.</summary>
    public Task Completed => completed.Task;

    /// <summary>
    /// Deletes the staged rows of a killed import, imports the bundled snapshot if this one was not imported yet, and
    /// annotates all trials again if the dictionary has changed. The store must be migrated.
    /// </summary>
    public async Task SeedAsync(CancellationToken cancellation)
    {
        await ClearUnfinishedAsync(cancellation);
        await ImportSnapshotAsync(cancellation);
        await importer.AnnotateAgainAsync(cancellation);
        completed.TrySetResult();
    }

    /// <summary>Applies migrations. Throws where some are pending and the settings forbid it.</summary>
    public async Task MigrateAsync(CancellationToken cancellation)
    {
        if (store.Options.MigrateAtStart)
        {
            var applied = await store.MigrateAsync(cancellation);
            if (applied.Count > 0)
            {
                LogMigrated(applied.Count, applied[^1]);
            }
        }
        else if (await store.PendingMigrationsAsync(cancellation) is { Count: > 0 } pending)
        {
            throw new InvalidConfigurationException(
                $"The database lacks {pending.Count} migrations, up to {pending[^1]}, and {StorageOptions.MigrateSetting} is false: run \"migrate\" first, or set it to true."
            );
        }
        migrated.TrySetResult();
        if (await store.ReadersWaitForWritersAsync(cancellation))
        {
            LogReadersWait();
        }
    }

    /// <summary>
    /// Deletes the staged rows of a killed import. They are not part of any release, and the next import deletes them too, so
    /// a store that cannot be written now, such as one on a full disk, is still served.
    /// </summary>
    private async Task ClearUnfinishedAsync(CancellationToken cancellation)
    {
        try
        {
            await importer.ClearUnfinishedAsync(cancellation);
        }
        catch (Exception exception) when (StoreErrors.Is(exception))
        {
            LogNotCleared(StoreErrors.Reason(exception));
        }
    }

    private async Task ImportSnapshotAsync(CancellationToken cancellation)
    {
        await using (var file = File.OpenRead(SnapshotPath))
        {
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
            if (await importer.HasImportedSnapshotAsync(hash, cancellation))
            {
                return;
            }
        }
        var source = ImportSource.FromPath(SnapshotPath, RunKind.Snapshot) with
        {
            Name = "bundled snapshot",
        };
        await importer.ImportAsync(source, keepAll: true, progress: null, cancellation);
    }

    [LoggerMessage(LogLevel.Information, "Applied {Count} migrations, up to {Last}")]
    private partial void LogMigrated(int count, string last);

    [LoggerMessage(
        LogLevel.Warning,
        "The database has READ_COMMITTED_SNAPSHOT off, so that readers of history wait for each import; turn it on with: ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE"
    )]
    private partial void LogReadersWait();

    [LoggerMessage(
        LogLevel.Warning,
        "The staged rows of a killed import could not be deleted: {Reason}"
    )]
    private partial void LogNotCleared(string reason);
}
