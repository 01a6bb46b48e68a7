using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using MpnstApi.ReliabilityTests.Cli;
using MpnstApi.Storage;
using MpnstApi.Tests.Storage;

namespace MpnstApi.ReliabilityTests.Deployment;

/// <summary>Two replicas behind nginx are replaced one after the other while clients go on.</summary>
public sealed class RollingRestartTests : IDisposable
{
    private const int Clients = 4;

    private static readonly string Configuration = File.ReadAllText(
        Path.Combine(Repository.Root, "ops", "nginx", "mpnst-api.conf")
    );

    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-rolling-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task No_request_fails_while_two_replicas_are_restarted_one_after_the_other()
    {
        InstalledProgram.Require("nginx", "nginx-light");
        var server = await PostgreSqlServer.SharedAsync();
        var store = new StorageOptions
        {
            Provider = StorageProvider.PostgreSql,
            ConnectionString = await server.NewDatabaseAsync(),
        };
        var ports = FreePorts(3);
        var replicas = new[]
        {
            await StartAsync(store, ports[0]),
            await StartAsync(store, ports[1]),
        };
        using var proxy = StartProxy(ports);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        try
        {
            using var client = new HttpClient
            {
                BaseAddress = new Uri($"http://127.0.0.1:{ports[2]}"),
            };
            await RespondsAsync(client);
            var failures = new ConcurrentQueue<string>();
            var responses = 0;
            var load = Enumerable
                .Range(0, Clients)
                .Select(number =>
                    Task.Run(
                        async () =>
                        {
                            for (var turn = number; !stop.IsCancellationRequested; turn++)
                            {
                                if (await FailureAsync(client, turn) is { } failure)
                                {
                                    failures.Enqueue(failure);
                                }
                                Interlocked.Increment(ref responses);
                            }
                        },
                        Cancellation
                    )
                )
                .ToList();

            for (var number = 0; number < replicas.Length; number++)
            {
                var before = Volatile.Read(ref responses);
                await replicas[number].TerminateAsync();
                var end = await replicas[number].EndAsync();
                Assert.Equal(0, end.ExitCode);
                replicas[number].Dispose();
                replicas[number] = await StartAsync(store, ports[number]);
                Assert.True(Volatile.Read(ref responses) > before);
            }
            await stop.CancelAsync();
            await Task.WhenAll(load);

            Assert.Empty(failures);
        }
        finally
        {
            await stop.CancelAsync();
            proxy.Kill();
            await proxy.WaitForExitAsync(CancellationToken.None);
            Array.ForEach(replicas, replica => replica.Dispose());
            PostgreSqlServer.Forget(store.ConnectionString);
        }
    }

    private static async Task<string?> FailureAsync(HttpClient client, int turn)
    {
        try
        {
            var sent = (turn % 3) switch
            {
                0 => client.GetAsync("/api/v1/landscape", Cancellation),
                1 => client.GetAsync("/api/v1/trials?limit=20", Cancellation),
                _ => client.PostAsJsonAsync(
                    "/graphql",
                    new { query = "{ landscape { total } }" },
                    Cancellation
                ),
            };
            using var response = await sent;
            await response.Content.ReadAsByteArrayAsync(Cancellation);
            return response.IsSuccessStatusCode ? null : $"{turn % 3}: {(int)response.StatusCode}";
        }
        catch (HttpRequestException exception)
        {
            return $"{turn % 3}: {exception.Message}";
        }
    }

    private static async Task<RealProgram> StartAsync(StorageOptions store, int port)
    {
        var replica = RealProgram.Start(
            store,
            new Dictionary<string, string>(),
            $"--urls=http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}"
        );
        using var client = await replica.ReadyAsync();
        return replica;
    }

    /// <summary>nginx with the configuration that operators get, on ports of this test.</summary>
    private Process StartProxy(int[] ports)
    {
        var servers = Configuration
            .Replace(":8081", $":{ports[0]}", StringComparison.Ordinal)
            .Replace(":8082", $":{ports[1]}", StringComparison.Ordinal)
            .Replace(":8080", $":{ports[2]}", StringComparison.Ordinal);
        var path = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(
            path,
            $$"""
            {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
            daemon off;
            # One process, so that none is left when it is killed.
            master_process off;
            pid {{folder}}/pid;
            events {}
            http {
                access_log off;
                client_body_temp_path {{folder}}/body;
                proxy_temp_path {{folder}}/proxy;
                fastcgi_temp_path {{folder}}/fastcgi;
                uwsgi_temp_path {{folder}}/uwsgi;
                scgi_temp_path {{folder}}/scgi;
                {{servers}}
            }
            """
        );
        var program = File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";
        return Process.Start(
            new ProcessStartInfo(program, ["-c", path, "-p", folder, "-e", $"{folder}/errors"])
        )!;
    }

    private static async Task RespondsAsync(HttpClient client)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await FailureAsync(client, 0) is not null)
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable
            .Range(0, count)
            .Select(_ => new TcpListener(IPAddress.Loopback, 0))
            .ToList();
        listeners.ForEach(listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }
}
