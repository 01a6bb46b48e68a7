using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace MpnstApi.Storage;

/// <summary>
/// Represents a lease that this process holds. It must be renewed before it expires; a holder that lost it is stopped at the
/// next renewal, at the latest in the publishing transaction.
/// </summary>
public sealed class HeldLease : IAsyncDisposable
{
    /// <summary>The time until a lease expires: much longer than a batch takes, short enough to wait for after a crash on another machine.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    /// <summary>The holders in this process; any other holder in the store with this process's name is left over.</summary>
    private static readonly ConcurrentDictionary<string, byte> Holders = new(
        StringComparer.Ordinal
    );

    private readonly IDbContextFactory<MpnstDbContext> store;
    private readonly TimeProvider time;
    private readonly string name;
    private readonly string holder;
    private volatile bool lost;

    private HeldLease(
        IDbContextFactory<MpnstDbContext> store,
        TimeProvider time,
        string name,
        string holder,
        long token
    )
    {
        this.store = store;
        this.time = time;
        this.name = name;
        this.holder = holder;
        Token = token;
    }

    /// <summary>Gets the fencing token, which is larger than that of every earlier holder.</summary>
    public long Token { get; }

    /// <summary>Takes a lease when it is free, waiting for at most the given time. Returns null if it stays taken.</summary>
    public static async Task<HeldLease?> TakeAsync(
        IDbContextFactory<MpnstDbContext> store,
        TimeProvider time,
        string name,
        TimeSpan timeout,
        CancellationToken cancellation
    )
    {
        var me = $"{DescribeThisProcess()}/{Guid.NewGuid():N}";
        Holders[me] = 0;
        HeldLease? lease = null;
        try
        {
            var start = time.GetTimestamp();
            while (true)
            {
                lease = await TryTakeAsync(store, time, name, me, cancellation);
                if (lease is not null || time.GetElapsedTime(start) >= timeout)
                {
                    return lease;
                }
                await Task.Delay(RetryInterval, time, cancellation);
            }
        }
        finally
        {
            if (lease is null)
            {
                Holders.TryRemove(me, out _);
            }
        }
    }

    private static async Task<HeldLease?> TryTakeAsync(
        IDbContextFactory<MpnstDbContext> store,
        TimeProvider time,
        string name,
        string me,
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
        var token = current.Token + 1;
        var expiry = now + Duration;
        // The token decides between two processes that find the lease free at the same time.
        var taken = await db
            .Leases.Where(lease => lease.Name == name && lease.Token == current.Token)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(lease => lease.Holder, me)
                        .SetProperty(lease => lease.Token, token)
                        .SetProperty(lease => lease.ExpiresAt, expiry),
                cancellation
            );
        if (taken == 0)
        {
            // This process may hold it nevertheless: the response to a first attempt was lost, and the retry found the lease taken.
            taken = await db
                .Leases.AsNoTracking()
                .CountAsync(
                    lease => lease.Name == name && lease.Token == token && lease.Holder == me,
                    cancellation
                );
        }
        return taken == 1 ? new HeldLease(store, time, name, me, token) : null;
    }

    /// <summary>
    /// Renews the lease, in the context's transaction if it has one: then no other process can take it until that ends.
    /// Throws <see cref="LeaseLostException"/> if another writer holds it.
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
    /// Runs work that may take longer than the lease lasts, and renews the lease meanwhile. Throws
    /// <see cref="LeaseLostException"/> if another process took it.
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
        catch (OperationCanceledException) when (lost && !cancellation.IsCancellationRequested)
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
                    // The database cannot be reached for a while; a later renewal shows whether the lease was lost.
                }
            }
        }
        catch (LeaseLostException)
        {
            lost = true;
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
        catch (Exception exception) when (StoreErrors.Is(exception))
        {
            // The database cannot be reached; the lease expires by itself, and this process need not wait for that.
        }
        finally
        {
            Holders.TryRemove(holder, out _);
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
    /// Returns whether the holder is known to have ended: a process of this machine that no longer runs, or a part of this
    /// process. After a crash the next start need not wait. Wrong only where machines share a name; then the token stops the
    /// one that lost the lease.
    /// </summary>
    private static bool HasEnded(string holder)
    {
        var parts = holder.Split('/');
        if (
            parts.Length is not (3 or 4)
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
                    > TimeSpan.FromSeconds(2)
                || (
                    id == Environment.ProcessId && parts.Length == 4 && !Holders.ContainsKey(holder)
                );
        }
        catch (Exception exception)
            when (exception is ArgumentException or InvalidOperationException)
        {
            return true;
        }
    }
}

/// <summary>The exception thrown when another process took the lease: what this one has not published is void.</summary>
public sealed class LeaseLostException()
    : StoreException(
        "Another process took over writing while this one did not respond; nothing of this run was published."
    );
