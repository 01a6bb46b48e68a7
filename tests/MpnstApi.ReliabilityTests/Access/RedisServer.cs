using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MpnstApi.ReliabilityTests.Access;

/// <summary>A real Redis server on a free port that keeps nothing on disk. A shell ends it when its input ends, as it does with this process.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private const string Program = "redis-server";
    private const string Guard = """
        trap '' INT TERM HUP
        "$@" </dev/null >/dev/null 2>&1 &
        read -r word
        kill -KILL $!
        wait $!
        """;

    private Process? guard;

    private RedisServer(int port) => Port = port;

    public int Port { get; }

    /// <summary>As RateLimiting:Redis takes it.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    /// <summary>A server that accepts connections; skips the test where Redis is not installed.</summary>
    public static async Task<RedisServer> StartNewAsync()
    {
        Assert.SkipUnless(
            (Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(':')
                .Any(folder => File.Exists(Path.Combine(folder, Program))),
            "Redis is not installed (Debian: redis-server)."
        );
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        var server = new RedisServer(port);
        await server.StartAsync();
        return server;
    }

    public async Task StartAsync()
    {
        guard = Process.Start(
            new ProcessStartInfo(
                "bash",
                [
                    "-c",
                    Guard,
                    "bash",
                    Program,
                    "--port",
                    Port.ToString(CultureInfo.InvariantCulture),
                    "--bind",
                    "127.0.0.1",
                    "--save",
                    "",
                    "--appendonly",
                    "no",
                ]
            )
            {
                RedirectStandardInput = true,
            }
        )!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port, patience.Token);
                return;
            }
            catch (SocketException)
            {
                await timer.WaitForNextTickAsync(patience.Token);
            }
        }
    }

    /// <summary>As a crash: what it held is gone.</summary>
    public async Task StopAsync()
    {
        if (guard is not { } running)
        {
            return;
        }
        guard = null;
        running.StandardInput.Close();
        await running.WaitForExitAsync(CancellationToken.None);
        running.Dispose();
    }

    public async ValueTask DisposeAsync() => await StopAsync();
}
