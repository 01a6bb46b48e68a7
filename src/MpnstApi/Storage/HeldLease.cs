using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace MpnstApi.Storage;

/// <summary>
/// A lease, held. It must be renewed before it expires; whoever lost it is stopped at the next renewal, at the latest in
/// the publishing transaction.
/// </summary>
public sealed class HeldLease : IAsyncDisposable
{
    /// <summary>Much longer than a batch takes, short enough to wait for after a crash on another machine.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly IDbContextFactory<MpnstDbContext> store;
    private readonly TimeProvider time;
    private readonly string name;

    private HeldLease(
        IDbContextFactory<MpnstDbContext> store,
        TimeProvider time,
        string name,
        long token
    )
    {
        this.store = store;
        this.time = time;
        this.name = name;
        Token = token;
    }

    /// <summary>Larger than that of every earlier holder.</summary>
    public long Token { get; }

    /// <summary>Takes the lease of this name when it is free, waiting for at most the given time; null if it stays taken.</summary>
    public static async Task<HeldLease?> TakeAsync(
        IDbContextFactory<MpnstDbContext> store,
        TimeProvider time,
        string name,
        TimeSpan patience,
        CancellationToken cancellation
    )
    {
        var start = time.GetTimestamp();
        while (true)
        {
            if (await TryTakeAsync(store, time, name, cancellation) is { } lease)
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

    private static async Task<HeldLease?> TryTakeAsync(
        IDbContextFactory<MpnstDbContext> store,
        TimeProvider time,
        string name,
        CancellationToken cancellation
    )
    {
        await using var db = await store.CreateDbContextAsync(cancellation);
        var current = await db
            .Leases.AsNoTracking()
            .SingleAsync(lease => lease.Name == name, cancellation);
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
            .Leases.Where(lease => lease.Name == name && lease.Token == current.Token)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(lease => lease.Holder, me)
                        .SetProperty(lease => lease.Token, token)
                        .SetProperty(lease => lease.ExpiresAt, expiry),
                cancellation
            );
        return taken == 1 ? new HeldLease(store, time, name, token) : null;
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

    /// <summary>
    /// Does something that may take longer than the lease lasts, renewing it meanwhile. Throws
    /// <see cref="LeaseLostException"/> where another process took it.
    /// </summary>
    public async Task<T> WhileHeldAsync<T>(
        Func<CancellationToken, Task<T>> work,
        CancellationToken cancellation
    )
    {
        using var held = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var keeping = KeepAsync(held);
        try
        {
            return await work(held.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new LeaseLostException();
        }
        finally
        {
            await held.CancelAsync();
            await keeping;
        }
    }

    private async Task KeepAsync(CancellationTokenSource held)
    {
        using var timer = new PeriodicTimer(Duration / 4, time);
        try
        {
            while (await timer.WaitForNextTickAsync(held.Token))
            {
                try
                {
                    await using var db = await store.CreateDbContextAsync(held.Token);
                    await RenewAsync(db, held.Token);
                }
                catch (Exception exception)
                    when (exception is not LeaseLostException and not OperationCanceledException)
                {
                    // The database is out of reach for a while; whether the lease was lost shows when it is back.
                }
            }
        }
        catch (LeaseLostException)
        {
            await held.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // The work is done.
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
        db.Leases.Where(lease => lease.Name == name && lease.Token == Token);

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
