using System.Text;
using System.Text.Json.Serialization;

namespace RegistryStandIn;

[JsonConverter(typeof(JsonStringEnumConverter<FaultKind>))]
internal enum FaultKind
{
    /// <summary>Another status, with RetryAfter if there is one.</summary>
    Status,

    /// <summary>The first half of the body, as though it were all.</summary>
    Cut,

    /// <summary>The first half of the body, then the connection is closed.</summary>
    Break,

    /// <summary>A web page.</summary>
    Html,

    /// <summary>The token of the next page is that of this one; not on the first page.</summary>
    RepeatToken,

    /// <summary>The last study of the page before comes again; not on the first page.</summary>
    Duplicate,

    /// <summary>The first page counts a study more than there are.</summary>
    Shrink,

    /// <summary>A page with so many bytes more.</summary>
    Huge,

    /// <summary>Headers and some bytes, then nothing until the client leaves.</summary>
    Stall,

    /// <summary>Nothing at all until the client leaves.</summary>
    Silent,

    /// <summary>The connection is closed without a response.</summary>
    Drop,

    /// <summary>The response comes once the faults are cleared.</summary>
    Held,

    /// <summary>The response comes so many milliseconds late.</summary>
    Slow,

    /// <summary>The data of DataTimestamp are published when the response is made and not yet sent.</summary>
    Publish,
}

/// <summary>Represents a fault of responses.</summary>
internal sealed record Fault
{
    public required FaultKind Kind { get; init; }

    /// <summary>How often; -1 is always.</summary>
    public int Times { get; init; } = 1;

    /// <summary>On which page of a query only.</summary>
    public int? Page { get; init; }

    /// <summary>studies or version.</summary>
    public string Path { get; init; } = "studies";
    public int Status { get; init; } = 503;

    /// <summary>The text of the body of a status.</summary>
    public string Words { get; init; } = "Not now.";

    /// <summary>The header Retry-After as it stands.</summary>
    public string? RetryAfter { get; init; }
    public long Bytes { get; init; }
    public int Milliseconds { get; init; }

    /// <summary>As the API writes it.</summary>
    public string? DataTimestamp { get; init; }
}

/// <summary>Makes requests fail as tests have set; faults apply in the order in which they are set.</summary>
internal sealed class Faults : IEndpointFilter
{
    private readonly Lock gate = new();
    private readonly List<(Fault Fault, int Left)> faults = [];
    private TaskCompletionSource cleared = NotCleared();

    public void Add(Fault fault)
    {
        lock (gate)
        {
            faults.Add((fault, fault.Times));
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            faults.Clear();
            cleared.SetResult();
            cleared = NotCleared();
        }
    }

    public async ValueTask<object?> InvokeAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var result = await next(context);
        var page = result as StudiesPage;
        return Strike(context.HttpContext.Request.Path, page) is { } fault
            ? new Struck(fault.Fault, (IResult)result!, fault.Cleared)
            : result;
    }

    private (Fault Fault, Task Cleared)? Strike(PathString path, StudiesPage? page)
    {
        lock (gate)
        {
            var index = faults.FindIndex(candidate =>
                candidate.Left != 0
                && path.Value!.EndsWith($"/{candidate.Fault.Path}", StringComparison.Ordinal)
                && (candidate.Fault.Page is null || candidate.Fault.Page == page?.Number)
                && candidate.Fault.Kind switch
                {
                    FaultKind.RepeatToken => page?.RequestToken is not null,
                    FaultKind.Duplicate => page?.Before is not null,
                    FaultKind.Shrink => page?.Total is not null,
                    FaultKind.Huge => page is not null,
                    _ => true,
                }
            );
            if (index < 0)
            {
                return null;
            }
            var (fault, left) = faults[index];
            faults[index] = (fault, left > 0 ? left - 1 : left);
            return (fault, cleared.Task);
        }
    }

    private static TaskCompletionSource NotCleared() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A response that goes wrong.</summary>
    private sealed class Struck(Fault fault, IResult result, Task cleared) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var cancellation = httpContext.RequestAborted;
            var response = httpContext.Response;
            switch (fault.Kind)
            {
                case FaultKind.Status:
                    if (fault.RetryAfter is not null)
                    {
                        response.Headers.RetryAfter = fault.RetryAfter;
                    }
                    await new TextResponse(fault.Words, "text/plain", fault.Status).ExecuteAsync(
                        httpContext
                    );
                    break;
                case FaultKind.Html:
                    await new TextResponse(
                        "<!doctype html><title>Sorry</title><p>We are at work here.",
                        "text/html"
                    ).ExecuteAsync(httpContext);
                    break;
                case FaultKind.Cut:
                    await response.Body.WriteAsync(Half(), cancellation);
                    break;
                case FaultKind.Break:
                    var half = Half();
                    // The server closes the connection of a response that is shorter than it said.
                    response.ContentLength = 2 * half.Length;
                    await response.Body.WriteAsync(half, cancellation);
                    break;
                case FaultKind.Stall:
                    await response.Body.WriteAsync(Half(), cancellation);
                    await response.Body.FlushAsync(cancellation);
                    await UntilLeft(cancellation);
                    break;
                case FaultKind.Silent:
                    await UntilLeft(cancellation);
                    break;
                case FaultKind.Drop:
                    httpContext.Abort();
                    break;
                case FaultKind.Publish:
                    httpContext.RequestServices.GetRequiredService<Records>().DataTimestamp =
                        fault.DataTimestamp!;
                    await result.ExecuteAsync(httpContext);
                    break;
                case FaultKind.Held:
                    await cleared.WaitAsync(cancellation);
                    await result.ExecuteAsync(httpContext);
                    break;
                case FaultKind.Slow:
                    await Task.Delay(fault.Milliseconds, cancellation);
                    await result.ExecuteAsync(httpContext);
                    break;
                default:
                    await Changed((StudiesPage)result).ExecuteAsync(httpContext);
                    break;
            }

            ReadOnlyMemory<byte> Half()
            {
                response.ContentType = "application/json";
                var json = result is StudiesPage page
                    ? page.ToJson()
                    : Encoding.UTF8.GetBytes("""{"apiVersion":"2.0.3"}""");
                return json.AsMemory(0, json.Length / 2);
            }
        }

        private StudiesPage Changed(StudiesPage page) =>
            fault.Kind switch
            {
                FaultKind.RepeatToken => page with { NextPageToken = page.RequestToken },
                FaultKind.Duplicate => page with
                {
                    Studies = [page.Before!, .. page.Studies.Skip(1)],
                },
                FaultKind.Shrink => page with { Total = page.Total + 1 },
                _ => page with { Padding = fault.Bytes },
            };

        private static async Task UntilLeft(CancellationToken left)
        {
            try
            {
                await Task.Delay(Timeout.Infinite, left);
            }
            catch (OperationCanceledException)
            {
                // The client has closed the connection.
            }
        }
    }
}
