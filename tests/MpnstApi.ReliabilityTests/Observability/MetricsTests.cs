using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using MpnstApi.ReliabilityTests.Cli;
using MpnstApi.Storage;
using MpnstApi.Tests.Registry;

namespace MpnstApi.ReliabilityTests.Observability;

/// <summary>What an operator's dashboard and alerts see of a running service.</summary>
public sealed partial class MetricsTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-metrics-").FullName;
    private RegistryServer? registry;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private StorageOptions Store =>
        new() { ConnectionString = $"Data Source={Path.Combine(folder, "mpnst.db")}" };

    public async ValueTask InitializeAsync()
    {
        registry = await RegistryServer.StartAsync(RegistryServer.SnapshotPath);
        await registry.SetTimestampAsync("2026-11-20T09:00:05");
    }

    public async ValueTask DisposeAsync()
    {
        await registry!.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Metrics_say_what_the_service_serves_and_did_and_all_that_the_dashboard_and_alerts_name_are_there()
    {
        using var serving = Serve();
        using var client = await serving.ReadyAsync();
        await QueryAsync(client);
        await QueryAsync(client);
        using (await client.GetAsync("/api/v1/trials/NCT99999999", Cancellation)) { }

        var scrape = await ScrapedAsync(
            client,
            scrape => scrape.Sum("mpnst_run_age_seconds", ("kind", "Sync"), ("state", "Done")) > 0
        );
        var named = Named();
        Assert.True(named.Count > 15, string.Join(", ", named));
        Assert.All(named, name => Assert.Contains(name, scrape.Names));

        using var dataset = await client.GetAsync("/api/v1/dataset", Cancellation);
        var version = Assert.Single(dataset.Headers.GetValues("X-Dataset-Version"));
        scrape = await ScrapedAsync(
            client,
            scrape => scrape.Label("mpnst_release_info", "version") == version
        );
        Assert.Equal(1, scrape.Sum("mpnst_release_served"));
        Assert.Equal(1, scrape.Sum("mpnst_store_up"));
        Assert.Equal(1, scrape.Sum("mpnst_sync_attempts_total", ("outcome", "Done")));
        Assert.Equal(2, scrape.Sum("mpnst_graphql_cost_sum"));
        Assert.Equal(1, scrape.Sum("mpnst_response_cache_requests_total", ("result", "hit")));
        Assert.Equal(
            1,
            scrape.Sum(
                "http_server_request_duration_seconds_count",
                ("http_response_status_code", "404"),
                ("http_route", "/api/v1/trials/{id}")
            )
        );
        Assert.InRange(scrape.Sum("mpnst_release_age_seconds")!.Value, 0, 600);
    }

    [Fact]
    public async Task On_a_port_of_their_own_metrics_are_not_to_be_had_at_the_ports_for_everyone()
    {
        using var serving = RealProgram.Serve(
            Store,
            new Dictionary<string, string> { ["Metrics__Port"] = "1" }
        );
        using var client = await serving.ReadyAsync();

        using var metrics = await client.GetAsync("/metrics", Cancellation);

        Assert.Equal(404, (int)metrics.StatusCode);
    }

    [Fact]
    public async Task A_collector_named_by_the_standard_variable_gets_traces_and_metrics()
    {
        await using var collector = await Collector.StartAsync();
        using var serving = RealProgram.Serve(
            Store,
            new Dictionary<string, string>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address,
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "100",
                ["OTEL_SERVICE_NAME"] = "landscape-of-a-test",
            }
        );
        using var client = await serving.ReadyAsync();
        await QueryAsync(client);

        await collector.ReceivedAsync("/v1/traces", "/graphql");
        await collector.ReceivedAsync("/v1/traces", "landscape-of-a-test");
        await collector.ReceivedAsync("/v1/metrics", "mpnst.release.age");
    }

    private RealProgram Serve() =>
        RealProgram.Serve(
            Store,
            new Dictionary<string, string>
            {
                ["Registry__BaseAddress"] = registry!.Address,
                ["Sync__Schedule"] = "01:00:00",
            }
        );

    private static async Task QueryAsync(HttpClient client)
    {
        using var response = await client.PostAsJsonAsync(
            "/graphql",
            new { query = "{ landscape { total } }" },
            Cancellation
        );
        response.EnsureSuccessStatusCode();
    }

    private static async Task<Scrape> ScrapedAsync(HttpClient client, Func<Scrape, bool> wished)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (true)
        {
            var scrape = await Scrape.OfAsync(client);
            if (wished(scrape))
            {
                return scrape;
            }
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    /// <summary>Names of metrics in the expressions of the dashboard and the alerts, without what Prometheus adds itself.</summary>
    private static HashSet<string> Named()
    {
        var operations = Path.Combine(Repository.Root, "ops");
        using var dashboard = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(operations, "grafana", "mpnst-api.json"))
        );
        var expressions = dashboard
            .RootElement.GetProperty("panels")
            .EnumerateArray()
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.GetProperty("expr").GetString()!)
            .Append(File.ReadAllText(Path.Combine(operations, "prometheus", "alerts.yaml")));
        return
        [
            .. expressions.SelectMany(expression =>
                MetricName().Matches(expression).Select(name => name.Value)
            ),
        ];
    }

    // Each has the name of its source and, at the end, what is measured.
    [GeneratedRegex(@"\b(mpnst|http_server|http_client|kestrel|dotnet)_[a-z_]+\b")]
    private static partial Regex MetricName();
}
