using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Claims;
using MpnstApi.Storage;

namespace MpnstApi.Access;

/// <summary>
/// The valid keys in memory, so that no request waits for the store: they are read again every few seconds, and when each
/// was last used is written in batches. While the store is away the keys read last stay valid.
/// </summary>
public sealed partial class ActiveKeys(
    ApiKeys keys,
    Task storeReady,
    TimeProvider time,
    ILogger<ActiveKeys> log
) : BackgroundService
{
    /// <summary>A revoked key is refused by every replica after this time and that of one query.</summary>
    public static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan RecordInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestQuery = TimeSpan.FromSeconds(4);

    // Compared with a key that nobody has, so that an unknown id takes as long as a wrong secret.
    private static readonly string NoKeysHash = KeyText.HashOf(KeyText.Create());

    private readonly ConcurrentDictionary<string, DateTime> uses = new(StringComparer.Ordinal);
    private volatile FrozenDictionary<string, ActiveKey>? valid;
    private string? logged;

    /// <summary>Whether the keys have been read since the start.</summary>
    public bool AreKnown => valid is not null;

    /// <summary>The valid key that a text is; null where it is none.</summary>
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
            // Unless it was used meanwhile.
            uses.TryRemove(use);
        }
    }

    private async Task TryAsync(Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(LongestQuery);
        try
        {
            // On a thread of its own: a provider may block it instead of waiting.
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
        "The API keys could not be read or their use recorded; those read last stay valid: {Reason}"
    )]
    private partial void LogAway(string reason);
}

/// <summary>A valid key.</summary>
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

    /// <summary>Null for that of callers without a key.</summary>
    public Rate? Rate { get; }

    /// <summary>The holder, for authorization.</summary>
    public ClaimsPrincipal Principal { get; }
}
