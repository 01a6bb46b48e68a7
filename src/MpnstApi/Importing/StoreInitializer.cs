using System.Data.Common;
using System.Security.Cryptography;
using MpnstApi.Settings;
using MpnstApi.Storage;

namespace MpnstApi.Importing;

/// <summary>What happens to the store before the service answers its first request.</summary>
public sealed partial class StoreInitializer(
    Store store,
    Importer importer,
    ILogger<StoreInitializer> logger
)
{
    /// <summary>The bundled snapshot, beside the program.</summary>
    public static string SnapshotPath { get; } =
        Path.Combine(AppContext.BaseDirectory, "Data", "mpnst-trials.ndjson");

    private readonly TaskCompletionSource completed = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    /// <summary>What makes the store ready; after each step a release may be there to be served.</summary>
    public IReadOnlyList<Func<CancellationToken, Task>> Steps => [MigrateAsync, SeedAsync];

    /// <summary>Done once the store is ready to be written by others too.</summary>
    public Task Completed => completed.Task;

    /// <summary>
    /// Clears what a killed import left, imports the bundled snapshot if this one was not imported yet, and makes labels
    /// anew if the dictionary is another. The store must be migrated.
    /// </summary>
    public async Task SeedAsync(CancellationToken cancellation)
    {
        await ClearUnfinishedAsync(cancellation);
        await ImportSnapshotAsync(cancellation);
        await importer.ReannotateAsync(cancellation);
        completed.TrySetResult();
    }

    /// <summary>Brings the schema up to date, or says that it must be where the settings forbid it.</summary>
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
        if (await store.ReadersWaitForWritersAsync(cancellation))
        {
            LogReadersWait();
        }
    }

    /// <summary>
    /// Leftovers are no part of any release and the next import clears them too, so a store that cannot be written now,
    /// such as one on a full disk, is still served.
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
        "The database has READ_COMMITTED_SNAPSHOT off, so readers of history wait for each import; turn it on with: ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE"
    )]
    private partial void LogReadersWait();

    [LoggerMessage(LogLevel.Warning, "What a killed import left could not be cleared: {Reason}")]
    private partial void LogNotCleared(string reason);
}
