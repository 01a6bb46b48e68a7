using System.Globalization;
using System.Threading.RateLimiting;
using RedisRateLimiting;
using StackExchange.Redis;

namespace MpnstApi.Access;

/// <summary>
/// Limits each caller by a token bucket that refills evenly: in Redis if it is configured, so that all replicas share the
/// bucket; otherwise in this process. While Redis is unavailable, each process has its own.
/// </summary>
internal sealed partial class RateLimits : PartitionedRateLimiter<HttpContext>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromMilliseconds(500);

    private readonly RateLimitingOptions options;
    private readonly ILogger<RateLimits> log;
    private readonly PartitionedRateLimiter<HttpContext> own;
    private readonly PartitionedRateLimiter<HttpContext>? shared;
    private readonly Task<IConnectionMultiplexer>? redis;
    private long awayUntil;

    public RateLimits(RateLimitingOptions options, ILogger<RateLimits> log)
    {
        this.options = options;
        this.log = log;
        own = PartitionedRateLimiter.Create<HttpContext, Caller>(context =>
            RateLimitPartition.GetTokenBucketLimiter(
                Caller.Of(context, options.Anonymous),
                caller =>
                {
                    var (tokens, period) = Refill(caller.Rate);
                    return new TokenBucketRateLimiterOptions
                    {
                        TokenLimit = Limit(caller.Rate),
                        TokensPerPeriod = tokens,
                        ReplenishmentPeriod = period,
                    };
                }
            )
        );
        if (options.Redis is null)
        {
            return;
        }
        redis = ConnectAsync(options.Redis);
        shared = PartitionedRateLimiter.Create<HttpContext, Caller>(context =>
            RateLimitPartition.Get(
                Caller.Of(context, options.Anonymous),
                RateLimiter (caller) =>
                {
                    var (tokens, period) = Refill(caller.Rate);
                    return new RedisTokenBucketRateLimiter<string>(
                        caller.ToString(),
                        new RedisTokenBucketRateLimiterOptions
                        {
                            ConnectionMultiplexerFactory = () => redis.Result,
                            TokenLimit = Limit(caller.Rate),
                            TokensPerPeriod = tokens,
                            ReplenishmentPeriod = period,
                        }
                    );
                }
            )
        );
    }

    /// <summary>Gets the reason why limits that should be shared are per process; null if there is none.</summary>
    public string? Degradation =>
        redis is null || IsReachable
            ? null
            : "The Redis server for shared rate limits does not respond; each replica applies its own limits.";

    private bool IsReachable =>
        redis is { IsCompletedSuccessfully: true, Result.IsConnected: true }
        && Environment.TickCount64 >= Interlocked.Read(ref awayUntil);

    /// <summary>Charges the caller's budget. If it does not suffice, nothing is charged and the lease is not acquired.</summary>
    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(
        HttpContext resource,
        int permitCount,
        CancellationToken cancellationToken
    )
    {
        var caller = Caller.Of(resource, options.Anonymous);
        // Cap the price at the caller's whole budget; otherwise the request could never be made.
        var price = Math.Min(permitCount, Limit(caller.Rate));
        if (shared is not null && IsReachable)
        {
            try
            {
                // The library takes no cancellation token.
                var lease = await shared
                    .AcquireAsync(resource, price, cancellationToken)
                    .AsTask()
                    .WaitAsync(ResponseTimeout, cancellationToken);
                if (lease.TryGetMetadata(RateLimitMetadataName.Remaining, out var remaining))
                {
                    Note(resource, caller, price, remaining);
                }
                return lease;
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException)
            {
                Interlocked.Exchange(
                    ref awayUntil,
                    Environment.TickCount64 + (long)Pause.TotalMilliseconds
                );
                LogAway(exception.Message);
            }
        }
        var taken = own.AttemptAcquire(resource, price);
        Note(resource, caller, price, own.GetStatistics(resource)!.CurrentAvailablePermits);
        return taken;
    }

    // Redis is reached over the network, so nothing can be acquired synchronously.
    protected override RateLimitLease AttemptAcquireCore(HttpContext resource, int permitCount) =>
        NotYet.Instance;

    public override RateLimiterStatistics? GetStatistics(HttpContext resource) =>
        own.GetStatistics(resource);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            own.Dispose();
            shared?.Dispose();
            if (redis is { IsCompletedSuccessfully: true })
            {
                redis.Result.Dispose();
            }
        }
        base.Dispose(disposing);
    }

    /// <summary>Returns the size of a caller's full budget, in tenths of a request.</summary>
    private static int Limit(Rate rate) => rate.Requests * Price.OfRequest;

    private static double PerSecond(Rate rate) => Limit(rate) / rate.Window.TotalSeconds;

    // The tokens of about one second, or one token in a longer period.
    private static (int Tokens, TimeSpan Period) Refill(Rate rate)
    {
        var tokens = Math.Max(1, (int)PerSecond(rate));
        return (tokens, TimeSpan.FromSeconds(tokens / PerSecond(rate)));
    }

    private static void Note(HttpContext context, Caller caller, int price, long remaining)
    {
        var isFirst = context.Features.Get<RateLimitState>() is null;
        context.Features.Set(
            new RateLimitState(
                caller,
                remaining,
                Wait(caller.Rate, Limit(caller.Rate) - remaining),
                Wait(caller.Rate, price - remaining)
            )
        );
        if (isFirst)
        {
            context.Response.OnStarting(
                static state =>
                {
                    var context = (HttpContext)state;
                    context.Features.Get<RateLimitState>()!.Write(context.Response.Headers);
                    return Task.CompletedTask;
                },
                context
            );
        }
    }

    private static int Wait(Rate rate, long tokens) =>
        (int)Math.Ceiling(Math.Max(0, tokens) / PerSecond(rate));

    private static async Task<IConnectionMultiplexer> ConnectAsync(string server)
    {
        var configuration = ConfigurationOptions.Parse(server);
        // The service starts without Redis and connects later.
        configuration.AbortOnConnectFail = false;
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        configuration.AsyncTimeout = (int)ResponseTimeout.TotalMilliseconds;
        configuration.ConnectTimeout = (int)Pause.TotalMilliseconds;
        return await ConnectionMultiplexer.ConnectAsync(configuration);
    }

    [LoggerMessage(
        LogLevel.Warning,
        "The Redis server for rate limits does not respond; this process applies its own limits meanwhile: {Reason}"
    )]
    private partial void LogAway(string reason);

    private sealed class NotYet : RateLimitLease
    {
        public static readonly NotYet Instance = new();

        public override bool IsAcquired => false;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }
    }
}

/// <summary>The rest of a caller's budget.</summary>
/// <param name="Caller">The caller.</param>
/// <param name="Remaining">What is left, in tenths of a request.</param>
/// <param name="Reset">Seconds until the budget is full again.</param>
/// <param name="RetryAfter">Seconds until the budget suffices for the last attempt.</param>
internal sealed record RateLimitState(Caller Caller, long Remaining, int Reset, int RetryAfter)
{
    /// <summary>Writes the headers of draft-ietf-httpapi-ratelimit-headers-10.</summary>
    public void Write(IHeaderDictionary headers)
    {
        headers["RateLimit-Policy"] = string.Create(
            CultureInfo.InvariantCulture,
            $"\"{Caller.Policy}\";q={Caller.Rate.Requests};w={Caller.Rate.Window.TotalSeconds:0}"
        );
        headers["RateLimit"] = string.Create(
            CultureInfo.InvariantCulture,
            $"\"{Caller.Policy}\";r={Remaining / Price.OfRequest};t={Reset}"
        );
    }
}
