using System.Text;

namespace RegistryStandIn;

/// <summary>One request to the API.</summary>
/// <param name="Address">Path and query as sent.</param>
/// <param name="Concurrency">How many were under way when it came, itself included.</param>
internal sealed record LoggedRequest(
    string Method,
    string Address,
    string UserAgent,
    string Accept,
    DateTimeOffset Time,
    int Concurrency
);

/// <summary>The requests to the API, in the order they came.</summary>
internal sealed class RequestLog : IEndpointFilter
{
    private readonly Lock gate = new();
    private readonly List<LoggedRequest> requests = [];
    private int underWay;

    public IReadOnlyList<LoggedRequest> All
    {
        get
        {
            lock (gate)
            {
                return [.. requests];
            }
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            requests.Clear();
        }
    }

    public async ValueTask<object?> InvokeAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var request = context.HttpContext.Request;
        lock (gate)
        {
            underWay++;
            requests.Add(
                new LoggedRequest(
                    request.Method,
                    $"{request.Path}{request.QueryString}",
                    request.Headers.UserAgent.ToString(),
                    request.Headers.Accept.ToString(),
                    TimeProvider.System.GetUtcNow(),
                    underWay
                )
            );
        }
        return new Counted((IResult)(await next(context))!, this);
    }

    /// <summary>
    /// A response that is under way until it is written. No response says its length, so that the client cannot see its end,
    /// and send the next request, before that.
    /// </summary>
    private sealed class Counted(IResult response, RequestLog log) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            try
            {
                await response.ExecuteAsync(httpContext);
            }
            finally
            {
                lock (log.gate)
                {
                    log.underWay--;
                }
            }
        }
    }
}

/// <summary>A response with a text.</summary>
internal sealed record TextResponse(string Text, string ContentType, int Status = 200) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        httpContext.Response.ContentType = ContentType;
        await httpContext.Response.Body.WriteAsync(
            Encoding.UTF8.GetBytes(Text),
            httpContext.RequestAborted
        );
    }
}
