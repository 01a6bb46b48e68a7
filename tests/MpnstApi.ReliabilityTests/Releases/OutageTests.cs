using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using MpnstApi.Importing;
using MpnstApi.Releases;
using MpnstApi.ReliabilityTests.Cli;
using MpnstApi.Storage;
using MpnstApi.Tests.Importing;
using MpnstApi.Tests.Storage;

namespace MpnstApi.ReliabilityTests.Releases;

/// <summary>The database stops, or stops responding, while a service runs on it.</summary>
public sealed class OutageTests(ITestOutputHelper output)
{
    /// <summary>The time limit of the store, with ample room for a busy machine.</summary>
    private static readonly TimeSpan Bound = 6 * HistoryRead.Limit;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Both at once: most of it is waiting.</summary>
    [Fact]
    public Task A_service_goes_on_without_its_database_and_recovers_by_itself() =>
        Task.WhenAll(GoesOnAsync(standsStill: false), GoesOnAsync(standsStill: true));

    /// <summary>Addresses and names of the store stay in the log.</summary>
    [Fact]
    public async Task Readiness_and_503_give_a_reason_in_our_words_and_the_log_that_of_the_driver()
    {
        using var closed = new TcpListener(System.Net.IPAddress.Loopback, 0);
        closed.Start();
        var port = ((System.Net.IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        using var serving = RealProgram.Serve(
            new StorageOptions
            {
                Provider = StorageProvider.PostgreSql,
                ConnectionString =
                    $"Host=127.0.0.1;Port={port};Database=hidden_database;Username=hidden_user;Password=hidden",
            }
        );
        using var client = await serving.ClientAsync();

        var health = await RealProgram.HealthAsync(
            client,
            health => health.Text("reason")!.Contains("reached", StringComparison.Ordinal)
        );
        var results = new List<string> { health.ToJsonString() };
        foreach (var address in new[] { "/api/v1/trials", "/graphql?query={dataset{version}}" })
        {
            using var result = await client.GetAsync(address, Cancellation);
            Assert.Equal(503, (int)result.StatusCode);
            results.Add(await result.Content.ReadAsStringAsync(Cancellation));
        }

        Assert.Equal("starting", health.Text("status"));
        foreach (var result in results)
        {
            Assert.Contains("The store cannot be reached.", result, StringComparison.Ordinal);
            foreach (var secret in new[] { "127.0.0.1", $"{port}", "hidden", "Npgsql" })
            {
                Assert.DoesNotContain(secret, result, StringComparison.Ordinal);
            }
        }
        await serving.KillAsync();
        Assert.Contains(
            $"127.0.0.1:{port}",
            (await serving.EndAsync()).Output,
            StringComparison.Ordinal
        );
    }

    private async Task GoesOnAsync(bool standsStill)
    {
        await using var server = await PostgreSqlServer.StartNewAsync();
        var store = new StorageOptions
        {
            Provider = StorageProvider.PostgreSql,
            ConnectionString = await server.NewMigratedDatabaseAsync(),
        };
        var folder = Directory.CreateTempSubdirectory("mpnst-outage-");
        try
        {
            var snapshot = await File.ReadAllTextAsync(StoreInitializer.SnapshotPath, Cancellation);
            var versions = new List<string>
            {
                await PublishAsync(store, snapshot, RunKind.Snapshot),
                await PublishAsync(store, ImporterTests.Study(1, "first")),
                await PublishAsync(store, ImporterTests.Study(1, "second")),
                await PublishAsync(store, ImporterTests.Study(1, "third")),
            };
            var study = Path.Combine(folder.FullName, "study.json");
            await File.WriteAllTextAsync(study, ImporterTests.Study(1, "fourth"), Cancellation);
            using var serving = RealProgram.Serve(store);
            using var client = await serving.ReadyAsync();
            await PreviousLoadedAsync(client, versions[2]);

            await (standsStill ? server.PauseAsync() : server.StopAsync());

            var watch = Stopwatch.StartNew();
            var health = await RealProgram.HealthAsync(
                client,
                health => health.Text("status") == "degraded"
            );
            Write(
                standsStill,
                $"degraded after {watch.Elapsed.TotalSeconds:0.0} s: {health.Text("reason")}"
            );
            Assert.NotEmpty(health.Text("reason")!);
            Assert.Equal(versions[3], health.Text("release"));
            // All at once: the import, which gives up by itself, and those who read meanwhile.
            watch.Restart();
            var import = RealProgram.RunAsync(store, "import", study);
            await Task.WhenAll(
                AssertReadsAsync(client, versions),
                AssertUnavailableAsync(client, $"/api/v1/landscape?release={versions[0]}"),
                AssertUnavailableAsync(client, "/api/v1/changes")
            );
            var end = await import;
            Write(
                standsStill,
                $"the import gave up after {watch.Elapsed.TotalSeconds:0.0} s: {end.Errors.Trim()}"
            );
            Assert.Equal(1, end.ExitCode);
            Assert.StartsWith(
                "The database that ConnectionStrings:Mpnst names cannot be used: ",
                // After the retries.
                end.Errors.TrimEnd().Split('\n')[^1],
                StringComparison.Ordinal
            );
            Assert.DoesNotContain("   at ", end.Errors, StringComparison.Ordinal);

            await (standsStill ? server.ResumeAsync() : server.StartAsync());

            watch.Restart();
            await RealProgram.HealthAsync(client, health => health.Text("status") == "ready");
            Write(standsStill, $"ready after {watch.Elapsed.TotalSeconds:0.0} s.");
            await SucceedsAsync(client, $"/api/v1/landscape?release={versions[0]}");
            await SucceedsAsync(client, "/api/v1/changes");
            var next = await PublishAsync(store, ImporterTests.Study(1, "fourth"));
            await RealProgram.HealthAsync(client, health => health.Text("release") == next);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_service_started_before_its_database_says_so_and_serves_once_that_is_there()
    {
        await using var server = await PostgreSqlServer.StartNewAsync();
        var store = new StorageOptions
        {
            Provider = StorageProvider.PostgreSql,
            ConnectionString = await server.NewDatabaseAsync(),
        };
        await server.StopAsync();
        using var serving = RealProgram.Serve(store);
        using var client = await serving.ClientAsync();

        var waiting = await RealProgram.HealthAsync(
            client,
            health => health.Text("reason")!.Contains("cannot be reached", StringComparison.Ordinal)
        );
        Assert.Equal("starting", waiting.Text("status"));
        await server.StartAsync();

        await RealProgram.HealthAsync(client, health => health.Text("status") == "ready");
    }

    private static async Task AssertReadsAsync(HttpClient client, List<string> versions)
    {
        foreach (
            var address in (string[])
                [
                    "/api/v1/landscape",
                    "/api/v1/trials/NCT00000001",
                    "/api/v1/dataset/releases",
                    $"/api/v1/landscape?release={versions[3]}",
                    $"/api/v1/landscape?release={versions[2]}",
                ]
        )
        {
            using var result = await client.GetAsync(address, Cancellation);
            Assert.True(result.IsSuccessStatusCode, $"{address}: {(int)result.StatusCode}");
        }
    }

    /// <summary>Repeats a request while the response says that the store is too slow, as callers should.</summary>
    private static async Task SucceedsAsync(HttpClient client, string address)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        while (true)
        {
            using var response = await client.GetAsync(address, patience.Token);
            if (response.IsSuccessStatusCode)
            {
                return;
            }
            Assert.Equal(
                "/problems/history-unavailable",
                (await Service.JsonOf(response)).Text("type")
            );
        }
    }

    private async Task AssertUnavailableAsync(HttpClient client, string address)
    {
        var watch = Stopwatch.StartNew();
        using var result = await client.GetAsync(address, Cancellation);
        output.WriteLine(
            $"{address} responded {(int)result.StatusCode} after {watch.Elapsed.TotalSeconds:0.0} s."
        );
        Assert.Equal(503, (int)result.StatusCode);
        Assert.Equal("/problems/history-unavailable", (await Service.JsonOf(result)).Text("type"));
        Assert.NotNull(result.Headers.RetryAfter);
        Assert.True(watch.Elapsed < Bound, $"{address} took {watch.Elapsed}.");
    }

    /// <summary>Imports here, without a process; returns the version of the release.</summary>
    private static async Task<string> PublishAsync(
        StorageOptions store,
        string text,
        RunKind kind = RunKind.File
    )
    {
        var report = await new Importer(
            new Store(store),
            TestStore.Today,
            TimeProvider.System,
            NullLogger<Importer>.Instance
        ).ImportAsync(
            TestStore.Source("study.json", Encoding.UTF8.GetBytes(text), kind),
            keepAll: true,
            progress: null,
            Cancellation
        );
        return report.Release!.Version;
    }

    /// <summary>It is loaded after the current one; from then on an outage does not touch it.</summary>
    private static async Task PreviousLoadedAsync(HttpClient client, string version)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            // Only of the current and the previous one cursors are taken.
            using var page = await client.GetAsync(
                $"/api/v1/trials?limit=1&release={version}",
                patience.Token
            );
            var cursor = (await Service.JsonOf(page))["page"]!.Text("nextCursor");
            using var next = await client.GetAsync(
                $"/api/v1/trials?limit=1&cursor={cursor}",
                patience.Token
            );
            if (next.IsSuccessStatusCode)
            {
                return;
            }
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    private void Write(bool standsStill, string what) =>
        output.WriteLine($"Server {(standsStill ? "standing still" : "stopped")}: {what}");
}
