using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using MpnstApi.ReliabilityTests.Cli;
using MpnstApi.Storage;

namespace MpnstApi.ReliabilityTests.Http;

/// <summary>Requests that try to write lines of their own into the log.</summary>
public sealed class LogInjectionTests : IDisposable
{
    private const string Forged = "Forged-line";

    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-log-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Whatever_is_requested_each_line_of_the_log_is_one_event_and_no_key_is_in_it()
    {
        using var serving = RealProgram.Serve(
            new StorageOptions
            {
                ConnectionString = $"Data Source={Path.Combine(folder, "mpnst.db")}",
            },
            new Dictionary<string, string> { ["RequestLog__Include"] = "All" }
        );
        using var client = await serving.ReadyAsync();
        foreach (
            var target in new[]
            {
                $"/api/v1/%0A{Forged}",
                $"/api/v1/%0D%0A{{\"@m\":\"{Forged}\"}}",
                $"/api/v1/trials?q=%0A{Forged}",
                $"/api/v1/trials?q=a\u0085{Forged}",
                $"/api/v1/trials/%E2%80%A8{Forged}",
                $"/api/v1/trials?api_key=secret-in-query&q={Forged}",
                $"/graphql?query=%0A{Forged}",
                $"/{{RequestMethod}}{{0}}{Forged}",
            }
        )
        {
            await SendAsync(client, $"GET {target} HTTP/1.1", "X-Api-Key: secret-in-header");
            await SendAsync(client, $"GET {target} HTTP/1.1", $"User-Agent: a\t{Forged}");
        }
        await SendAsync(client, $"{Forged} / HTTP/1.1", "X-A: b");

        await serving.KillAsync();
        var log = (await serving.EndAsync()).Output;
        var lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Contains(lines, line => line.Contains(Forged, StringComparison.Ordinal));
        Assert.All(
            lines,
            line =>
            {
                using var entry = JsonDocument.Parse(line);
                Assert.True(entry.RootElement.TryGetProperty("@t", out _), line);
                Assert.False(
                    line.StartsWith(Forged, StringComparison.Ordinal)
                        || entry.RootElement.GetProperty("@m").GetString() == Forged,
                    line
                );
            }
        );
        Assert.DoesNotContain("secret-in", log, StringComparison.Ordinal);
    }

    private static async Task SendAsync(HttpClient client, string request, string header)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(
            client.BaseAddress!.Host,
            client.BaseAddress.Port,
            TestContext.Current.CancellationToken
        );
        await using var stream = connection.GetStream();
        await stream.WriteAsync(
            Encoding.Latin1.GetBytes(
                $"{request}\r\nHost: localhost\r\n{header}\r\nConnection: close\r\n\r\n"
            ),
            TestContext.Current.CancellationToken
        );
        using var reader = new StreamReader(stream);
        await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
