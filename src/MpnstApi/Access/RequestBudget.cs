using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.HttpResults;
using MpnstApi.Http;
using MpnstApi.Releases;

namespace MpnstApi.Access;

/// <summary>
/// Charges requests for their cost beyond <see cref="Price.Any"/>, and limits how many costly ones run concurrently.
/// </summary>
public sealed class RequestBudget : IDisposable
{
    private const int MostOfACaller = 4;
    private const int MostExports = 64;
    private const int Waiting = 1_000;

    // An execution computes and hardly waits, so more at once would only delay other requests, which find a core that none
    // of them has. What waits for its turn does so without a thread, and its caller may leave.
    private static readonly int MostExecutions = Math.Max(1, Environment.ProcessorCount - 1);

    private readonly RateLimits? limits;
    private readonly PartitionedRateLimiter<HttpContext> exports;
    private readonly PartitionedRateLimiter<HttpContext> executions;

    public RequestBudget(RateLimitingOptions options, IServiceProvider services)
    {
        limits = services.GetService<RateLimits>();
        exports = AtOnce(options, MostExports, waiting: 0);
        executions = AtOnce(options, MostExecutions, Waiting);
        // Executions hold their threads; other requests find one at once.
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(
            Math.Max(workers, Environment.ProcessorCount + MostExecutions),
            completions
        );
    }

    /// <summary>
    /// Charges a GraphQL document with this estimated cost. Returns null if the budget suffices; otherwise the reason.
    /// </summary>
    public ValueTask<string?> PayAsync(HttpContext context, long cost) =>
        PayAsync(context, Price.OfGraphQl(cost));

    /// <summary>
    /// Charges the least cost of a computed response. Returns null if the budget suffices; otherwise the reason.
    /// </summary>
    public ValueTask<string?> PayAsync(HttpContext context) => PayAsync(context, Price.Computed);

    /// <summary>
    /// Waits until a GraphQL document may be executed. Returns a place, which is held until it is disposed; null if too
    /// many documents wait.
    /// </summary>
    public async ValueTask<IDisposable?> EnterExecutionAsync(HttpContext context)
    {
        var place = await executions.AcquireAsync(context, 1, context.RequestAborted);
        if (place.IsAcquired)
        {
            return place;
        }
        place.Dispose();
        WriteRetryAfter(context);
        return null;
    }

    public void Dispose()
    {
        exports.Dispose();
        executions.Dispose();
    }

    /// <summary>Charges, before a query is read, for an older release that must be built for it.</summary>
    internal async Task PayReleaseAsync(HttpContext context, RequestDelegate next)
    {
        if (
            context.GetEndpoint()?.Metadata.GetMetadata<QueryContract>()
                is { Release.Name: var name }
            && context.Request.Query[name] is [{ } version]
            && context
                .RequestServices.GetRequiredService<ReleaseHistory>()
                .HasToBuild(version.Trim())
            && await PayAsync(context, Price.OlderRelease) is { } reason
        )
        {
            await TooManyRequests(context, reason).ExecuteAsync(context);
            return;
        }
        await next(context);
    }

    /// <summary>Charges, after a query is read, for a response that is neither a 304 nor cached.</summary>
    internal async Task PayResponseAsync(HttpContext context, RequestDelegate next)
    {
        if (!HasPrice(context))
        {
            await next(context);
            return;
        }
        var query = context.Features.Get<ApiQuery>();
        var isExport = query is not null && Representation.IsExport(query.Format);
        var price =
            Price.Computed
            + (
                isExport ? Price.OfRows(query!.Select().Count)
                : query?.Format == Representation.Png ? Price.Picture
                : 0
            );
        if (await PayAsync(context, price) is { } reason)
        {
            await TooManyRequests(context, reason).ExecuteAsync(context);
            return;
        }
        if (!isExport)
        {
            await next(context);
            return;
        }
        using var place = await exports.AcquireAsync(context, 1, context.RequestAborted);
        if (!place.IsAcquired)
        {
            await TooManyRequests(
                    context,
                    $"{MostOfACaller} of your exports are running, or {MostExports} in total. Finish reading one before you start another."
                )
                .ExecuteAsync(context);
            return;
        }
        await next(context);
    }

    // MCP calls are POSTs; GraphQL is charged by its own endpoint.
    private static bool HasPrice(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<QueryContract>() is not null
        || (
            HttpMethods.IsPost(context.Request.Method)
            && !context.Request.Path.StartsWithSegments("/graphql")
        );

    /// <summary>Returns the problem for a caller that must wait.</summary>
    internal static ProblemHttpResult TooManyRequests(HttpContext context, string detail)
    {
        WriteRetryAfter(context);
        return Problem.Of(ProblemKind.RateLimited, detail);
    }

    internal static string Reason(HttpContext context) =>
        context.Features.Get<RateLimitState>() is { } state
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"You may make {state.Caller.Rate.Requests} requests in {state.Caller.Rate.Window.TotalSeconds:0} seconds. {state.Remaining / Price.OfRequest} are left, and this request costs more. Try again in {Seconds(context)} seconds."
            )
            : "Try again later.";

    private async ValueTask<string?> PayAsync(HttpContext context, int price)
    {
        if (limits is null || price == 0)
        {
            return null;
        }
        using var lease = await limits.AcquireAsync(context, price, context.RequestAborted);
        if (lease.IsAcquired)
        {
            return null;
        }
        WriteRetryAfter(context);
        return Reason(context);
    }

    private static void WriteRetryAfter(HttpContext context) =>
        context.Response.Headers.RetryAfter = Seconds(context)
            .ToString(CultureInfo.InvariantCulture);

    private static int Seconds(HttpContext context) =>
        Math.Max(1, context.Features.Get<RateLimitState>()?.RetryAfter ?? 1);

    private static PartitionedRateLimiter<HttpContext> AtOnce(
        RateLimitingOptions options,
        int most,
        int waiting
    ) =>
        PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, Caller>(context =>
                Partition(
                    Caller.Of(context, options.Anonymous),
                    options.Enabled ? MostOfACaller : most,
                    waiting
                )
            ),
            PartitionedRateLimiter.Create<HttpContext, string>(_ => Partition("", most, waiting))
        );

    private static RateLimitPartition<T> Partition<T>(T key, int most, int waiting) =>
        RateLimitPartition.GetConcurrencyLimiter(
            key,
            _ => new ConcurrencyLimiterOptions { PermitLimit = most, QueueLimit = waiting }
        );
}
