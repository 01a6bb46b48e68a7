using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using MpnstApi.Storage;
using MpnstApi.Tests.Registry;

namespace MpnstApi.ReliabilityTests.Cli;

/// <summary>A sync at a terminal and in a scheduled service.</summary>
public sealed class SyncCommandTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-cli-").FullName;
    private RegistryServer? server;

    private RegistryServer Registry => server!;
    private string Database => Path.Combine(folder, "mpnst.db");

    public async ValueTask InitializeAsync()
    {
        server = await RegistryServer.StartAsync();
        await Registry.UpsertAsync(Enumerable.Range(1, 10).Select(number => Study(number)));
        await Registry.SetTimestampAsync("2026-11-20T09:00:05");
    }

    public async ValueTask DisposeAsync()
    {
        await Registry.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_sync_reports_what_it_did_and_the_next_that_there_is_nothing_newer()
    {
        var first = await SyncAsync();
        var second = await SyncAsync();

        Assert.Equal(0, first.ExitCode);
        Assert.StartsWith(
            "Synchronised with ClinicalTrials.gov, data of 2026-11-20 09:00:05 UTC",
            first.Output,
            StringComparison.Ordinal
        );
        Assert.Matches(@"added\s+10\b", first.Output);
        Assert.Equal(0, second.ExitCode);
        Assert.Equal(
            "The registry has nothing newer than its data of 2026-11-20 09:00:05 UTC.",
            second.Output.Trim()
        );
    }

    [Fact]
    public async Task A_sync_that_is_held_back_says_why_and_how_to_confirm_it()
    {
        await SyncAsync();
        await Registry.SetTimestampAsync("2026-11-21T09:00:05");
        foreach (var number in Enumerable.Range(1, 5))
        {
            await Registry.RemoveAsync(Id(number));
        }

        var held = await SyncAsync("--full");
        var again = await SyncAsync();
        var confirmed = await SyncAsync("--accept-shrink");

        Assert.Equal(1, held.ExitCode);
        Assert.Contains("5 of the 10 trials", held.Errors, StringComparison.Ordinal);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("was held back", again.Errors, StringComparison.Ordinal);
        Assert.Contains("sync --accept-shrink", held.Errors, StringComparison.Ordinal);
        Assert.Equal(0, confirmed.ExitCode);
        Assert.Matches(@"gone\s+5\b", confirmed.Output);
    }

    [Fact]
    public async Task A_sync_names_the_imported_trials_that_the_registry_does_not_have()
    {
        var file = Path.Combine(folder, "records.ndjson");
        await File.WriteAllLinesAsync(
            file,
            Enumerable.Range(31, 12).Select(number => Study(number)),
            TestContext.Current.CancellationToken
        );
        await RealProgram.RunAsync(Database, "import", file);

        var end = await SyncAsync();

        Assert.Equal(0, end.ExitCode);
        Assert.Contains(
            $"Not in the registry, unchanged since their import: 12 ({Id(31)}, {Id(32)}, ",
            end.Output,
            StringComparison.Ordinal
        );
        Assert.Contains($"{Id(40)}, and 2 more).", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_that_cannot_be_read_is_rejected_and_the_rest_is_imported()
    {
        await Registry.UpsertAsync(
            Study(11).Replace("\"A study", "7,\"x\":\"A study", StringComparison.Ordinal)
        );

        var end = await SyncAsync();

        Assert.Equal(3, end.ExitCode);
        Assert.Matches(@"added\s+10\b", end.Output);
        Assert.Contains(Id(11), end.Output, StringComparison.Ordinal);
        Assert.Contains("briefTitle is not a text", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registry_that_is_unavailable_gives_one_sentence_and_changes_nothing()
    {
        await Registry.FaultAsync(new("Status") { Times = -1, Path = "version" });

        var end = await SyncAsync();

        Assert.Equal(1, end.ExitCode);
        Assert.Contains("503", end.Errors, StringComparison.Ordinal);
        Assert.Contains("othing was imported", end.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", end.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_network_a_sync_says_at_once_that_it_tries_again_and_when()
    {
        var end = await RealProgram.RunAsync(
            Database,
            "sync",
            // Nothing listens there.
            "--Registry:BaseAddress=http://127.0.0.1:9/api/v2",
            "--Registry:RetryDelay=00:00:00.1"
        );

        Assert.Equal(1, end.ExitCode);
        Assert.Matches(
            @"Trying the registry again in \d+(\.\d)? s, attempt 2 of 6: \S+",
            end.Errors
        );
        Assert.DoesNotContain("   at ", end.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sync_goes_through_the_proxy_that_the_environment_names()
    {
        // A server takes the absolute addresses that a proxy is sent; this one is the registry as well.
        var end = await RealProgram.RunAsync(
            new StorageOptions { ConnectionString = $"Data Source={Database}" },
            new Dictionary<string, string>
            {
                ["http_proxy"] = new Uri(Registry.Address).GetLeftPart(UriPartial.Authority),
            },
            "sync",
            "--Registry:BaseAddress=http://registry.invalid/api/v2"
        );

        Assert.Equal(0, end.ExitCode);
        Assert.Matches(@"added\s+10\b", end.Output);
    }

    [Fact]
    public async Task A_sync_requests_a_tunnel_to_a_registry_behind_https_from_a_proxy()
    {
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        var requested = FirstLineAsync(proxy);
        using var program = RealProgram.Start(
            new StorageOptions { ConnectionString = $"Data Source={Database}" },
            new Dictionary<string, string>
            {
                ["HTTPS_PROXY"] = $"http://{proxy.LocalEndpoint}",
                ["NO_PROXY"] = "",
            },
            "sync",
            "--Registry:BaseAddress=https://registry.invalid/api/v2",
            "--Registry:RetryDelay=00:10:00"
        );

        Assert.Equal("CONNECT registry.invalid:443 HTTP/1.1", await requested);
    }

    private static async Task<string?> FirstLineAsync(TcpListener proxy)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        using var client = await proxy.AcceptTcpClientAsync(patience.Token);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadLineAsync(patience.Token);
    }

    [Fact]
    public async Task A_scheduled_service_follows_the_registry_and_survives_its_errors()
    {
        await Registry.FaultAsync(new("Html") { Times = -1 });
        using var program = RealProgram.Serve(
            new StorageOptions { ConnectionString = $"Data Source={Database}" },
            new Dictionary<string, string>
            {
                ["Registry__BaseAddress"] = Registry.Address,
                ["Registry__RetryDelay"] = "00:00:00",
                ["Sync__Schedule"] = "00:00:01",
                ["Releases__PollInterval"] = "00:00:01",
            }
        );
        using var client = await program.ReadyAsync();
        // The snapshot is served while the registry returns web pages.
        await Registry.WaitForRequestsAsync(10);
        Assert.Equal(243, (await GetAsync(client, "landscape")).Number("total"));

        await Registry.ClearFaultsAsync();
        await WaitForAsync(client, $"trials/{Id(7)}", trial => trial.Text("status") == "OPEN");
        await Registry.SetTimestampAsync("2026-11-22T09:00:05");
        await Registry.UpsertAsync(Study(7, "COMPLETED"));
        await WaitForAsync(client, $"trials/{Id(7)}", trial => trial.Text("status") == "COMPLETED");

        var changes = await GetAsync(client, $"trials/{Id(7)}/changes");
        Assert.Contains(
            changes.Items("items"),
            line => line.Text("field") == "status" && line.Text("old") == "OPEN"
        );
        var dataset = await GetAsync(client, "dataset");
        Assert.Equal("2026-11-22T09:00:05Z", dataset.Text("sourceTimestamp"));
        Assert.Contains("ClinicalTrials.gov", dataset.Text("source"), StringComparison.Ordinal);
    }

    private Task<ProgramEnd> SyncAsync(params string[] arguments) =>
        RealProgram.RunAsync(
            Database,
            [
                "sync",
                .. arguments,
                $"--Registry:BaseAddress={Registry.Address}",
                "--Registry:RetryDelay=00:00:00",
            ]
        );

    private static async Task<JsonNode> GetAsync(HttpClient client, string path) =>
        (
            await client.GetFromJsonAsync<JsonNode>(
                $"/api/v1/{path}",
                TestContext.Current.CancellationToken
            )
        )!;

    private static async Task WaitForAsync(
        HttpClient client,
        string path,
        Func<JsonNode, bool> wished
    )
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        do
        {
            using var response = await client.GetAsync($"/api/v1/{path}", patience.Token);
            if (
                response.IsSuccessStatusCode
                && wished((await response.Content.ReadFromJsonAsync<JsonNode>(patience.Token))!)
            )
            {
                return;
            }
        } while (await timer.WaitForNextTickAsync(patience.Token));
    }

    private static string Id(int number) => $"NCT{94_000_000 + number}";

    private static string Study(int number, string status = "RECRUITING") =>
        StudyJson.Of(
            Id(number),
            status: status,
            statusVerified: "2026-11",
            start: "2020-05",
            updated: "2026-11-20"
        );
}
