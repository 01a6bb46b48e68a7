using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Claims;
using MpnstApi.Storage;

namespace MpnstApi.Access;

/// <summary>
/// Holds the valid keys in memory, so that no request waits for the store. They are reloaded every few seconds, and the
/// time of their last use is written in batches. While the store is unavailable, the last keys read stay valid.
/// </summary>
public sealed partial class ActiveKeys(
    ApiKeys keys,
    Task storeReady,
    TimeProvider time,
    ILogger<ActiveKeys> log
) : BackgroundService
{
    /// <summary>The reload interval: every replica rejects a revoked key after this time plus that of one query.</summary>
    public static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan RecordInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestQuery = TimeSpan.FromSeconds(4);

    // Stands in for the key of an unknown id, so that the comparison takes as long as for a wrong secret.
    private static readonly string NoKeysHash = KeyText.HashOf(KeyText.Create());

    private readonly ConcurrentDictionary<string, DateTime> uses = new(StringComparer.Ordinal);
    private volatile FrozenDictionary<string, ActiveKey>? valid;
    private string? logged;

    /// <summary>Gets whether the keys have been read since the start.</summary>
    public bool AreKnown => valid is not null;

    /// <summary>Returns the valid key that a text represents; null if it is not one.</summary>
    public ActiveKey? Find(string text)
    {
        var key = KeyText.TryGetId(text, out var id) ? valid?.GetValueOrDefault(id) : null;
        if (!KeyText.Matches(text, key?.Hash ?? NoKeysHash) || key is null)
        {
            return null;
        }
        uses[key.Id] = time.GetUtcNow().UtcDateTime;
        return key;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await storeReady.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(RefreshInterval, time);
        var recorded = time.GetTimestamp();
        do
        {
            await TryAsync(RefreshAsync, stoppingToken);
            if (time.GetElapsedTime(recorded) >= RecordInterval)
            {
                recorded = time.GetTimestamp();
                await TryAsync(RecordUsesAsync, stoppingToken);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(RecordUsesAsync, cancellationToken);
    }

    /// <summary>Reads the valid keys again.</summary>
    public async Task RefreshAsync(CancellationToken cancellation) =>
        valid = (await keys.ListValidAsync(cancellation)).ToFrozenDictionary(
            key => key.Id,
            key => new ActiveKey(key),
            StringComparer.Ordinal
        );

    /// <summary>Writes when keys were last used.</summary>
    internal async Task RecordUsesAsync(CancellationToken cancellation)
    {
        foreach (var use in uses)
        {
            await keys.RecordUseAsync(use.Key, use.Value, cancellation);
            // Unless it was used in the meantime.
            uses.TryRemove(use);
        }
    }

    private async Task TryAsync(Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(LongestQuery);
        try
        {
            // On a thread-pool thread: a provider may block instead of awaiting.
            await Task.Run(() => work(limit.Token), CancellationToken.None).WaitAsync(limit.Token);
            logged = null;
        }
        catch (Exception exception)
            when (!stopping.IsCancellationRequested
                && (StoreErrors.Is(exception) || exception is OperationCanceledException)
            )
        {
            var reason = StoreErrors.Reason(exception);
            if (reason != logged)
            {
                LogAway(reason);
                logged = reason;
            }
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "The API keys could not be read or their use recorded; the last keys read stay valid: {Reason}"
    )]
    private partial void LogAway(string reason);
}

/// <summary>Represents a valid key.</summary>
public sealed class ActiveKey
{
    public ActiveKey(ApiKey key)
    {
        Id = key.Id;
        Name = key.Name;
        Hash = key.Hash;
        Scopes = key.Scopes.Split(',');
        Rate = key.Rate is { } text && Rate.TryParse(text, out var rate) ? rate : null;
        Principal = new ClaimsPrincipal(
            new ClaimsIdentity(
                [
                    new Claim(ClaimTypes.NameIdentifier, Id),
                    new Claim(ClaimTypes.Name, Name),
                    .. Scopes.Select(scope => new Claim(Access.Scopes.Claim, scope)),
                ],
                ApiKeyHandler.Scheme
            )
        );
    }

    public string Id { get; }
    public string Name { get; }
    public string Hash { get; }
    public IReadOnlyList<string> Scopes { get; }

    /// <summary>Gets the rate of the key; null for the rate of callers without a key.</summary>
    public Rate? Rate { get; }

    /// <summary>Gets the holder, for authorization.</summary>
    public ClaimsPrincipal Principal { get; }
}
