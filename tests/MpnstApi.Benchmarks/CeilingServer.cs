namespace MpnstApi.Benchmarks;

/// <summary>
/// A bare Kestrel server that writes the files of a folder from memory: the most that any service on this web server can
/// do with responses of the same size. It has no routing, logging or middleware. A request that names an ETag gets a 304.
/// </summary>
internal static class CeilingServer
{
    public static async Task RunAsync(string address, string folder)
    {
        var bodies = Directory
            .EnumerateFiles(folder)
            .ToDictionary(
                file => "/" + Path.GetFileName(file),
                File.ReadAllBytes,
                StringComparer.Ordinal
            );

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(address);
        var app = builder.Build();
        app.Run(context =>
        {
            var headers = context.Response.Headers;
            if (context.Request.Headers.IfNoneMatch.Count > 0)
            {
                headers.ETag = "\"same\"";
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }

            if (!bodies.TryGetValue(context.Request.Path.Value!, out var body))
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }

            headers.ContentType = "application/json";
            headers.ContentLength = body.Length;
            return context.Response.Body.WriteAsync(body, 0, body.Length);
        });
        await app.RunAsync();
    }
}
