using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace MpnstApi.Storage;

/// <summary>
/// The leave to write, held. It must be renewed before it expires; whoever lost it is stopped at the next renewal,
/// at the latest in the publishing transaction.
/// </summary>
public sealed class WriterLease : IAsyncDisposable
{
    /// <summary>Much longer than a batch takes, short enough to wait for after a crash on another machine.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly IDbContextFactory<MpnstDbContext> store;
    private readonly TimeProvider time;

    private WriterLease(IDbContextFactory<MpnstDbContext> store, TimeProvider time, long token)
    {
        this.store = store;
        this.time = time;
        Token = token;
    }

    /// <summary>Larger than that of every earlier holder.</summary>
    public long Token { get; }

    /// <summary>Takes the lease when it is free, waiting for at most the given time; null if it stays taken.</summary>
    public static async Task<WriterLease?> TakeAsync(
        IDbContextFactory<MpnstDbContext> store,
        TimeProvider time,
        TimeSpan patience,
        CancellationToken cancellation
    )
    {
        var start = time.GetTimestamp();
        while (true)
        {
            if (await TryTakeAsync(store, time, cancellation) is { } lease)
            {
                return lease;
            }
            if (time.GetElapsedTime(start) >= patience)
            {
                return null;
            }
            await Task.Delay(RetryInterval, time, cancellation);
        }
    }

    private static async Task<WriterLease?> TryTakeAsync(
        IDbContextFactory<MpnstDbContext> store,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        await using var db = await store.CreateDbContextAsync(cancellation);
        var current = await db
            .Leases.AsNoTracking()
            .SingleAsync(lease => lease.Name == Lease.Writer, cancellation);
        var now = time.GetUtcNow().UtcDateTime;
        if (current.Holder is { } holder && current.ExpiresAt > now && !HasEnded(holder))
        {
            return null;
        }
        var me = DescribeThisProcess();
        var token = current.Token + 1;
        var expiry = now + Duration;
        // The token decides between two who saw the lease free at once.
        var taken = await db
            .Leases.Where(lease => lease.Name == Lease.Writer && lease.Token == current.Token)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(lease => lease.Holder, me)
                        .SetProperty(lease => lease.Token, token)
                        .SetProperty(lease => lease.ExpiresAt, expiry),
                cancellation
            );
        return taken == 1 ? new WriterLease(store, time, token) : null;
    }

    /// <summary>
    /// Prolongs the lease, in the context's transaction if it has one: then nobody else can take it until that ends.
    /// Throws <see cref="LeaseLostException"/> where another writer holds it.
    /// </summary>
    public async Task RenewAsync(MpnstDbContext db, CancellationToken cancellation)
    {
        var expiry = time.GetUtcNow().UtcDateTime + Duration;
        var renewed = await Mine(db)
            .ExecuteUpdateAsync(
                set => set.SetProperty(lease => lease.ExpiresAt, expiry),
                cancellation
            );
        if (renewed == 0)
        {
            throw new LeaseLostException();
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await using var db = await store.CreateDbContextAsync();
            var now = time.GetUtcNow().UtcDateTime;
            await Mine(db)
                .ExecuteUpdateAsync(set =>
                    set.SetProperty(lease => lease.Holder, (string?)null)
                        .SetProperty(lease => lease.ExpiresAt, now)
                );
        }
        catch (Exception exception) when (StoreFault.Is(exception))
        {
            // The database is out of reach; the lease expires by itself.
        }
    }

    private IQueryable<Lease> Mine(MpnstDbContext db) =>
        db.Leases.Where(lease => lease.Name == Lease.Writer && lease.Token == Token);

    private static string DescribeThisProcess()
    {
        using var process = Process.GetCurrentProcess();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.MachineName}/{process.Id}/{process.StartTime.ToUniversalTime():O}"
        );
    }

    /// <summary>
    /// Whether the holder is known to be gone: a process of this machine that no longer runs. After a crash the next
    /// start need not wait. Wrong only where machines share a name; then the token stops the one that lost the lease.
    /// </summary>
    private static bool HasEnded(string holder)
    {
        var parts = holder.Split('/');
        if (
            parts.Length != 3
            || parts[0] != Environment.MachineName
            || !int.TryParse(parts[1], CultureInfo.InvariantCulture, out var id)
            || !DateTime.TryParse(
                parts[2],
                CultureInfo.InvariantCulture,
                DateTimeStyles.AdjustToUniversal,
                out var started
            )
        )
        {
            return false;
        }
        try
        {
            using var process = Process.GetProcessById(id);
            // The system reports start times with some jitter; another process under the same number is seconds away.
            return (process.StartTime.ToUniversalTime() - started).Duration()
                > TimeSpan.FromSeconds(2);
        }
        catch (Exception exception)
            when (exception is ArgumentException or InvalidOperationException)
        {
            return true;
        }
    }
}

/// <summary>Another writer took over: what this one has not published is void.</summary>
public sealed class LeaseLostException()
    : Exception(
        "Another process took over writing while this one did not answer; nothing of this run was published."
    );
