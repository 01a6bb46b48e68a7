namespace MpnstApi.Http;

/// <summary>Handles HEAD for every operation that handles GET: the same headers, without the content.</summary>
public sealed class HeadMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await next(context);
            return;
        }
        var content = context.Response.Body;
        await using var counted = new CountingStream();
        context.Request.Method = HttpMethods.Get;
        context.Features.Set(new Head());
        context.Response.Body = counted;
        try
        {
            await next(context);
        }
        finally
        {
            context.Request.Method = HttpMethods.Head;
            context.Response.Body = content;
        }
        if (!context.Response.HasStarted && counted.Length > 0)
        {
            context.Response.ContentLength ??= counted.Length;
        }
    }

    /// <summary>Returns whether the request is a HEAD, for handlers whose responses do not end.</summary>
    public static bool IsHead(HttpContext context) => context.Features.Get<Head>() is not null;

    private sealed class Head;

    /// <summary>Counts the bytes written and discards them.</summary>
    private sealed class CountingStream : WriteOnlyStream
    {
        protected override void Take(ReadOnlySpan<byte> bytes) { }
    }
}
