using System.Net;
using System.Net.Sockets;
using System.Text;
using MpnstApi.ReliabilityTests.Cli;
using MpnstApi.Storage;

namespace MpnstApi.ReliabilityTests.Http;

/// <summary>Clients that begin a request or a response and do not go on.</summary>
public sealed class SlowClientTests : IDisposable
{
    private const int Clients = 200;

    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-slow-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("GET /api/v1/trials HTTP/1.1\r\nHost: localhost\r\nX-Never-")]
    [InlineData(
        "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
    )]
    public async Task Requests_that_do_not_end_are_closed_by_the_service_and_others_are_served_meanwhile(
        string beginning
    )
    {
        using var serving = RealProgram.Serve(
            new StorageOptions
            {
                ConnectionString = $"Data Source={Path.Combine(folder, "mpnst.db")}",
            }
        );
        using var client = await serving.ReadyAsync();
        var slow = new List<TcpClient>();
        for (var number = 0; number < Clients; number++)
        {
            var connection = new TcpClient();
            slow.Add(connection);
            await connection.ConnectAsync(
                IPAddress.Loopback,
                client.BaseAddress!.Port,
                Cancellation
            );
            await connection
                .GetStream()
                .WriteAsync(Encoding.ASCII.GetBytes(beginning), Cancellation);
        }

        using var meanwhile = await client.GetAsync("/api/v1/landscape", Cancellation);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        var closed = await Task.WhenAll(
            slow.Select(connection => EndAsync(connection, patience.Token))
        );

        Assert.True(meanwhile.IsSuccessStatusCode);
        Assert.All(closed, text => Assert.DoesNotContain(" 200 ", text, StringComparison.Ordinal));
        slow.ForEach(connection => connection.Dispose());
    }

    // What the service sends until it closes the connection.
    private static async Task<string> EndAsync(TcpClient connection, CancellationToken cancellation)
    {
        using var reader = new StreamReader(connection.GetStream());
        try
        {
            return await reader.ReadToEndAsync(cancellation);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
