using System.Net.Sockets;
using System.Text;
using MpnstApi.ReliabilityTests.Cli;
using MpnstApi.Settings;
using MpnstApi.Storage;

namespace MpnstApi.ReliabilityTests.Http;

/// <summary>Connections that are opened and not used.</summary>
public sealed class ConnectionTests : IDisposable
{
    private const int FewFiles = 1024;
    private const int MostOfOne = 100 * 1024;

    // Set MPNST_LONG=1 for 10,000; without it there are 1,000.
    private static readonly int Idle =
        Environment.GetEnvironmentVariable("MPNST_LONG") == "1" ? 10_000 : 1_000;

    private readonly string folder = Directory
        .CreateTempSubdirectory("mpnst-connections-")
        .FullName;

    private readonly List<TcpClient> idle = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        idle.ForEach(connection => connection.Dispose());
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task More_idle_connections_than_the_process_may_open_files_do_not_end_it()
    {
        using var serving = Serve(FewFiles);
        using var client = await serving.ReadyAsync();

        await OpenAsync(client, FewFiles + 100);
        using var meanwhile = await client.GetAsync("/health/live", Cancellation);
        idle.ForEach(connection => connection.Dispose());

        Assert.True(meanwhile.IsSuccessStatusCode);
        await RealProgram.HealthAsync(client, health => health.Text("status") == "ready");
    }

    [Fact]
    public async Task Thousands_of_idle_connections_cost_little_memory_and_keep_nobody_from_being_served()
    {
        Assert.SkipWhen(
            OpenFiles.Limit() < Idle + 2_000,
            $"The tests may open {OpenFiles.Limit()} files; ulimit -n would have to be {Idle + 2_000}."
        );
        using var serving = Serve(Idle + 2_000);
        using var client = await serving.ReadyAsync();
        // What the first requests compile and load.
        await ReadAsync(client, 100);
        var before = serving.WorkingSet();

        await OpenAsync(client, Idle);
        await ReadAsync(client, 100);
        var grown = serving.WorkingSet() - before;

        Assert.True(grown < (long)Idle * MostOfOne, $"{grown / Idle} bytes for each connection");
        foreach (var number in new[] { 0, Idle / 2, Idle - 1 })
        {
            Assert.StartsWith(
                "HTTP/1.1 200",
                await UseAsync(idle[number]),
                StringComparison.Ordinal
            );
        }
    }

    private RealProgram Serve(int openFiles) =>
        RealProgram.ServeWithin(
            openFiles,
            new StorageOptions
            {
                ConnectionString = $"Data Source={Path.Combine(folder, "mpnst.db")}",
            }
        );

    private async Task OpenAsync(HttpClient client, int count)
    {
        for (var opened = 0; opened < count; opened++)
        {
            idle.Add(new TcpClient());
            await idle[^1]
                .ConnectAsync(client.BaseAddress!.Host, client.BaseAddress.Port, Cancellation);
        }
    }

    private static async Task ReadAsync(HttpClient client, int times)
    {
        for (var time = 1; time <= times; time++)
        {
            using var response = await client.GetAsync(
                $"/api/v1/trials?limit={time}",
                Cancellation
            );
            Assert.True(response.IsSuccessStatusCode, $"{time}: {response.StatusCode}");
        }
    }

    // An idle connection is none that the service has given up.
    private static async Task<string> UseAsync(TcpClient connection)
    {
        var stream = connection.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            ),
            Cancellation
        );
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(Cancellation);
    }
}
