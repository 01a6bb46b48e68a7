using System.Text.Json;
using MpnstApi.ReliabilityTests.Cli;
using MpnstApi.Storage;

namespace MpnstApi.ReliabilityTests.Observability;

/// <summary>What an operator reads of requests, and what nobody may read.</summary>
public sealed class LogTests : IDisposable
{
    private const string Secret = "hunter2";

    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-log-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_request_is_a_line_with_its_trace_without_secrets_and_shortened()
    {
        using var serving = RealProgram.Serve(
            new StorageOptions
            {
                ConnectionString = $"Data Source={Path.Combine(folder, "mpnst.db")}",
            },
            new Dictionary<string, string> { ["RequestLog__Include"] = "All" }
        );
        using var client = await serving.ReadyAsync();
        string[] names =
        [
            "password",
            "secret",
            "client_secret",
            "authorization",
            "sig",
            "token",
            "access_token",
            "key",
            "api_key",
            "X-Api-Key",
            "%6Bey",
        ];
        foreach (var name in names)
        {
            await GetAsync(client, $"/api/v1/trials?design={name}&{name}={Secret}");
        }
        var longPath = $"/nothing/{new string('a', 5_000)}";
        await GetAsync(client, longPath);
        await GetAsync(client, "/a%0Ab");
        await GetAsync(client, "/health/live");
        await GetAsync(client, "/metrics");
        await serving.TerminateAsync();

        var end = await serving.EndAsync();

        var lines = end
            .Output.Trim()
            .Split('\n')
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.TryGetProperty("RequestMethod", out _))
            .ToList();
        Assert.Equal(names.Length + 2, lines.Count);
        Assert.All(lines, line => Assert.Equal(32, line.GetProperty("@tr").GetString()!.Length));
        Assert.DoesNotContain(Secret, end.Output, StringComparison.Ordinal);
        Assert.Contains("design=sig&sig=***", end.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(new string('a', 300), end.Output, StringComparison.Ordinal);
        Assert.Contains("/a%0Ab", end.Output, StringComparison.Ordinal);
    }

    private static async Task GetAsync(HttpClient client, string address)
    {
        using var response = await client.GetAsync(address, TestContext.Current.CancellationToken);
        await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }
}
