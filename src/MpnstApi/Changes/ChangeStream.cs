using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using MpnstApi.Http;
using MpnstApi.Releases;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace MpnstApi.Changes;

/// <summary>Serves the change feed as server-sent events: the changes so far, then those of each new release.</summary>
public sealed class ChangeStream(
    ChangeQuery changes,
    CurrentRelease releases,
    IOptions<JsonOptions> json,
    IHostApplicationLifetime lifetime,
    TimeProvider time
) : IDisposable
{
    private const int StreamsOfAnAddress = 10;
    private const int Streams = 1_000;

    // Proxies close connections that are idle for a minute, many sooner.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private readonly PartitionedRateLimiter<HttpContext> limits =
        PartitionedRateLimiter.CreateChained(
            Concurrent(_ => "", Streams),
            Concurrent(
                context => context.Connection.RemoteIpAddress?.ToString() ?? "",
                StreamsOfAnAddress
            )
        );

    /// <summary>
    /// Streams changes after a sequence until the client disconnects, the service stops, or the end of the release that the
    /// query names is reached.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="query">Its query.</param>
    /// <param name="after">Sequence of the last change that the client has.</param>
    public async Task<IResult> RespondAsync(HttpContext context, ApiQuery query, long after)
    {
        if (HeadMiddleware.IsHead(context))
        {
            Begin(context.Response);
            return TypedResults.Empty;
        }
        using var place = limits.AttemptAcquire(context);
        if (!place.IsAcquired)
        {
            context.Response.Headers.RetryAfter = "60";
            return TooManyStreams();
        }
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted,
            lifetime.ApplicationStopping
        );
        try
        {
            await WriteAsync(context.Response, query, after, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The client can reconnect and resume.
        }
        catch (HistoryUnavailableException) when (context.Response.HasStarted)
        {
            // The client can reconnect and resume when the store is available again.
        }
        return TypedResults.Empty;
    }

    public void Dispose() => limits.Dispose();

    private async Task WriteAsync(
        HttpResponse response,
        ApiQuery query,
        long after,
        CancellationToken stop
    )
    {
        var buffer = new ArrayBufferWriter<byte>();
        while (true)
        {
            var release = query.NamesRelease ? query.Release : releases.Value!;
            await foreach (var change in changes.AllAfterAsync(release, query.Filter, after, stop))
            {
                after = change.Sequence;
                buffer.Write(
                    Encoding.UTF8.GetBytes(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"id: {after}\nevent: change\ndata: {JsonSerializer.Serialize(change, json.Value.SerializerOptions)}\n\n"
                        )
                    )
                );
                await SendAsync();
            }
            // Skip changes that the filter left out.
            after = Math.Max(after, release.Header.LastChange);
            if (query.NamesRelease)
            {
                return;
            }
            var next = releases.NextAsync(release, stop);
            do
            {
                buffer.Write(":\n\n"u8);
                await SendAsync();
            } while (await Task.WhenAny(next, Task.Delay(Silence, time, stop)) != next);
            await next;
        }

        async Task SendAsync()
        {
            if (!response.HasStarted)
            {
                Begin(response);
            }
            await response.Body.WriteAsync(buffer.WrittenMemory, stop);
            await response.Body.FlushAsync(stop);
            buffer.ResetWrittenCount();
        }
    }

    private static void Begin(HttpResponse response)
    {
        response.ContentType = Representation.MediaTypeOf(Representation.Events);
        response.Headers.CacheControl = "no-store";
        // Otherwise nginx would buffer events.
        response.Headers["X-Accel-Buffering"] = "no";
    }

    private static ProblemHttpResult TooManyStreams() =>
        Problem.Of(
            ProblemKind.RateLimited,
            $"{StreamsOfAnAddress} streams from your address are open, or {Streams:N0} in total. Close one, or poll with after= and If-None-Match."
        );

    private static PartitionedRateLimiter<HttpContext> Concurrent(
        Func<HttpContext, string> partition,
        int most
    ) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context =>
            RateLimitPartition.GetConcurrencyLimiter(
                partition(context),
                _ => new ConcurrencyLimiterOptions { PermitLimit = most, QueueLimit = 0 }
            )
        );
}
