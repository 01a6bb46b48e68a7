using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MpnstApi.ReliabilityTests.Observability;

/// <summary>A server that takes what is sent by OTLP over HTTP. Texts stand in its messages as they are.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, string Content)> received = new();
    private readonly WebApplication app;

    private Collector()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(async context =>
        {
            using var content = new MemoryStream();
            await context.Request.Body.CopyToAsync(content, context.RequestAborted);
            received.Enqueue(
                (context.Request.Path.Value!, Encoding.Latin1.GetString(content.ToArray()))
            );
            context.Response.StatusCode = StatusCodes.Status200OK;
        });
    }

    public string Address => app.Urls.Single();

    public static async Task<Collector> StartAsync()
    {
        var collector = new Collector();
        await collector.app.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    /// <summary>Waits until a text came to a path; two minutes at most.</summary>
    public async Task ReceivedAsync(string path, string text)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (
            !received.Any(message =>
                message.Path == path && message.Content.Contains(text, StringComparison.Ordinal)
            )
        )
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
