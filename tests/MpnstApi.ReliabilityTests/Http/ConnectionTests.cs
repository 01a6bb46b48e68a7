using System.Net.Sockets;
using MpnstApi.ReliabilityTests.Cli;
using MpnstApi.Storage;

namespace MpnstApi.ReliabilityTests.Http;

/// <summary>Connections that are opened and not used.</summary>
public sealed class ConnectionTests
{
    private const int OpenFiles = 1024;

    [Fact]
    public async Task More_idle_connections_than_the_process_may_open_files_do_not_end_it()
    {
        var folder = Directory.CreateTempSubdirectory("mpnst-connections-");
        try
        {
            using var serving = RealProgram.ServeWithin(
                OpenFiles,
                new StorageOptions
                {
                    ConnectionString = $"Data Source={Path.Combine(folder.FullName, "mpnst.db")}",
                }
            );
            using var client = await serving.ReadyAsync();

            var idle = new List<TcpClient>();
            for (var opened = 0; opened < OpenFiles + 100; opened++)
            {
                idle.Add(new TcpClient());
                await idle[^1]
                    .ConnectAsync(
                        client.BaseAddress!.Host,
                        client.BaseAddress.Port,
                        TestContext.Current.CancellationToken
                    );
            }
            using var meanwhile = await client.GetAsync(
                "/health/live",
                TestContext.Current.CancellationToken
            );
            idle.ForEach(connection => connection.Dispose());

            Assert.True(meanwhile.IsSuccessStatusCode);
            await RealProgram.HealthAsync(client, health => health.Text("status") == "ready");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
