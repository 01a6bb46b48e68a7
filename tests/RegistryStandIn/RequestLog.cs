namespace RegistryStandIn;

/// <summary>One request to the API.</summary>
/// <param name="Address">Path and query as sent.</param>
/// <param name="Concurrency">How many were under way when it came, itself included.</param>
internal sealed record LoggedRequest(
    string Method,
    string Address,
    string UserAgent,
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
        // Under way until the last byte has gone out, or the client has left.
        context.HttpContext.Response.OnCompleted(() =>
        {
            lock (gate)
            {
                underWay--;
            }
            return Task.CompletedTask;
        });
        lock (gate)
        {
            underWay++;
            requests.Add(
                new LoggedRequest(
                    request.Method,
                    $"{request.Path}{request.QueryString}",
                    request.Headers.UserAgent.ToString(),
                    TimeProvider.System.GetUtcNow(),
                    underWay
                )
            );
        }
        return await next(context);
    }
}
