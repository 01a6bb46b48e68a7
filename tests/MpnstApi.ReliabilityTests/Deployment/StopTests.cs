using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MpnstApi.ReliabilityTests.Cli;
using MpnstApi.Storage;

namespace MpnstApi.ReliabilityTests.Deployment;

/// <summary>The service is stopped while it is in use.</summary>
public sealed class StopTests : IDisposable
{
    /// <summary>More than the two seconds after which the command line's library would end the process.</summary>
    private static readonly TimeSpan LongRequest = TimeSpan.FromSeconds(3);

    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-stop-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private StorageOptions Store =>
        new() { ConnectionString = $"Data Source={Path.Combine(folder, "mpnst.db")}" };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_request_that_runs_when_the_service_is_stopped_gets_its_response_and_the_exit_code_is_0()
    {
        using var serving = RealProgram.Serve(Store);
        using var client = await serving.ReadyAsync();
        var address = client.BaseAddress!;
        const string body = """{"query":"{ landscape { total } }"}""";
        using var connection = new TcpClient();
        await connection.ConnectAsync(address.Host, address.Port, Cancellation);
        await using var stream = connection.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII);
        await SendAsync(
            stream,
            $"POST /graphql HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/json\r\n"
                + $"Content-Length: {body.Length.ToString(CultureInfo.InvariantCulture)}\r\nExpect: 100-continue\r\n\r\n"
        );
        // The service reads the body: the request runs.
        Assert.StartsWith("HTTP/1.1 100", await reader.ReadLineAsync(Cancellation));
        await reader.ReadLineAsync(Cancellation);

        await serving.TerminateAsync();
        await RefusesAsync(address);
        await Task.Delay(LongRequest, Cancellation);
        await SendAsync(stream, body);
        var response = await reader.ReadToEndAsync(Cancellation);
        var end = await serving.EndAsync();

        Assert.StartsWith("HTTP/1.1 200", response, StringComparison.Ordinal);
        Assert.Contains("\"total\":", response, StringComparison.Ordinal);
        Assert.Equal(0, end.ExitCode);
        Assert.Equal("", end.Errors);
        Assert.DoesNotContain("\"@l\":\"Error\"", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_stopped_before_it_is_ready_ends_with_exit_code_0_and_the_next_start_is_as_any()
    {
        using (var starting = RealProgram.Serve(Store))
        {
            using var early = await starting.ClientAsync();
            using var ready = await early.GetAsync("/health/ready", Cancellation);
            await starting.TerminateAsync();

            var end = await starting.EndAsync();

            Assert.Equal(0, end.ExitCode);
            Assert.Equal("", end.Errors);
            // A probe that finds it starting is nothing to look at.
            Assert.DoesNotContain("/health/ready", end.Output, StringComparison.Ordinal);
        }
        using var serving = RealProgram.Serve(Store);
        using var client = await serving.ReadyAsync();
    }

    private static async Task SendAsync(NetworkStream stream, string text) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), Cancellation);

    private static async Task RefusesAsync(Uri address)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            try
            {
                using var connection = new TcpClient();
                await connection.ConnectAsync(
                    IPAddress.Parse(address.Host),
                    address.Port,
                    patience.Token
                );
            }
            catch (SocketException)
            {
                return;
            }
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }
}
