using System.Diagnostics;
using System.Text.Json.Nodes;
using MpnstApi.Storage;
using MpnstApi.Tests.Cli;
using MpnstApi.Tests.Importing;
using MpnstApi.Tests.Storage;

namespace MpnstApi.Tests.Releases;

/// <summary>The database goes away, or stops answering, under a service that serves from it.</summary>
public sealed class OutageTests(ITestOutputHelper output)
{
    /// <summary>What the store is given to answer, doubled for a machine that is busy.</summary>
    private static readonly TimeSpan Bound = 2 * HistoryRead.Limit;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_service_goes_on_without_its_database_and_recovers_by_itself(
        bool standsStill
    )
    {
        await using var server = await PostgreSqlServer.StartNewAsync();
        var store = new StorageOptions
        {
            Provider = StorageProvider.PostgreSql,
            ConnectionString = await server.NewDatabaseAsync(),
        };
        var folder = Directory.CreateTempSubdirectory("mpnst-outage-");
        try
        {
            var study = Path.Combine(folder.FullName, "study.json");
            using var serving = RealProgram.Serve(store);
            using var client = await serving.ReadyAsync();
            var versions = new List<string> { await VersionAsync(client) };
            foreach (var title in (string[])["first", "second", "third"])
            {
                await File.WriteAllTextAsync(study, ImporterTests.Study(1, title), Cancellation);
                await ImportAsync(store, study);
                versions.Add(await NextVersionAsync(client, versions[^1]));
            }
            await File.WriteAllTextAsync(study, ImporterTests.Study(1, "fourth"), Cancellation);

            await (standsStill ? server.PauseAsync() : server.StopAsync());

            var watch = Stopwatch.StartNew();
            var health = await RealProgram.HealthAsync(
                client,
                health => health.Text("status") == "degraded"
            );
            output.WriteLine(
                $"Degraded after {watch.Elapsed.TotalSeconds:0.0} s: {health.Text("reason")}"
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
            output.WriteLine(
                $"The import gave up after {watch.Elapsed.TotalSeconds:0.0} s: {end.Errors.Trim()}"
            );
            Assert.Equal(1, end.ExitCode);
            Assert.StartsWith(
                "The database that ConnectionStrings:Mpnst names cannot be used: ",
                end.Errors,
                StringComparison.Ordinal
            );
            Assert.DoesNotContain("   at ", end.Errors, StringComparison.Ordinal);

            await (standsStill ? server.ResumeAsync() : server.StartAsync());

            watch.Restart();
            await RealProgram.HealthAsync(client, health => health.Text("status") == "ready");
            output.WriteLine($"Ready after {watch.Elapsed.TotalSeconds:0.0} s.");
            using var old = await client.GetAsync(
                $"/api/v1/landscape?release={versions[0]}",
                Cancellation
            );
            Assert.True(old.IsSuccessStatusCode);
            using var changes = await client.GetAsync("/api/v1/changes", Cancellation);
            Assert.True(changes.IsSuccessStatusCode);
            await ImportAsync(store, study);
            versions.Add(await NextVersionAsync(client, versions[^1]));
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
            health => health.Text("reason")!.Contains("connect", StringComparison.Ordinal)
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
            using var answer = await client.GetAsync(address, Cancellation);
            Assert.True(answer.IsSuccessStatusCode, $"{address}: {(int)answer.StatusCode}");
        }
    }

    private async Task AssertUnavailableAsync(HttpClient client, string address)
    {
        var watch = Stopwatch.StartNew();
        using var answer = await client.GetAsync(address, Cancellation);
        output.WriteLine(
            $"{address} answered {(int)answer.StatusCode} after {watch.Elapsed.TotalSeconds:0.0} s."
        );
        Assert.Equal(503, (int)answer.StatusCode);
        Assert.Equal("/problems/history-unavailable", (await Service.JsonOf(answer)).Text("type"));
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.True(watch.Elapsed < Bound, $"{address} took {watch.Elapsed}.");
    }

    private static async Task ImportAsync(StorageOptions store, string file)
    {
        var end = await RealProgram.RunAsync(store, "import", file);
        Assert.True(end.ExitCode == 0, end.Output + end.Errors);
    }

    private static async Task<string> VersionAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/api/v1/dataset", Cancellation);
        return (await Service.JsonOf(answer)).Text("version")!;
    }

    private static async Task<string> NextVersionAsync(HttpClient client, string before) =>
        (await RealProgram.HealthAsync(client, health => health.Text("release") != before)).Text(
            "release"
        )!;
}
