using MpnstApi.ReliabilityTests.Cli;
using MpnstApi.Storage;

namespace MpnstApi.ReliabilityTests.Access;

/// <summary>Two replicas of the service with one Redis server between them.</summary>
public sealed class SharedRateLimitTests : IDisposable
{
    private const int Requests = 40;

    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-limits-").FullName;
    private int requested;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Two_replicas_share_one_limit_and_go_on_with_their_own_while_Redis_is_away()
    {
        await using var redis = await RedisServer.StartNewAsync();
        using var one = Serve(redis);
        using var first = await one.ReadyAsync();
        using var other = Serve(redis);
        using var second = await other.ReadyAsync();
        await StatusAsync(first, "ready");
        await StatusAsync(second, "ready");

        var served = 0;
        for (var request = 0; request < 2 * Requests; request++)
        {
            served += await IsServedAsync(request % 2 == 0 ? first : second) ? 1 : 0;
        }
        Assert.Equal(Requests, served);

        await redis.StopAsync();
        // Limits are those of each process then: a whole budget each.
        Assert.True(await IsServedAsync(first));
        Assert.True(await IsServedAsync(second));
        var health = await StatusAsync(first, "degraded");
        Assert.Contains("Redis", health, StringComparison.Ordinal);

        await redis.StartAsync();
        await StatusAsync(first, "ready");
        await StatusAsync(second, "ready");
    }

    [Fact]
    public async Task A_service_starts_without_its_Redis_server_and_limits_all_the_same()
    {
        await using var redis = await RedisServer.StartNewAsync();
        await redis.StopAsync();
        using var serving = Serve(redis);
        using var client = await serving.ReadyAsync();
        await StatusAsync(client, "degraded");

        var served = 0;
        for (var request = 0; request < Requests + 5; request++)
        {
            served += await IsServedAsync(client) ? 1 : 0;
        }

        Assert.Equal(Requests, served);
    }

    private RealProgram Serve(RedisServer redis) =>
        RealProgram.Serve(
            new StorageOptions
            {
                ConnectionString = $"Data Source={Path.Combine(folder, "mpnst.db")}",
            },
            new Dictionary<string, string>
            {
                ["RateLimiting__Enabled"] = "true",
                ["RateLimiting__Anonymous"] = $"{Requests}/day",
                ["RateLimiting__Redis"] = redis.Address,
            }
        );

    // Each request is another, so that none is served from a cache for less.
    private async Task<bool> IsServedAsync(HttpClient client)
    {
        using var response = await client.GetAsync(
            $"/api/v1/trials?limit={(requested++ % 200) + 1}",
            Cancellation
        );
        Assert.True((int)response.StatusCode is 200 or 429, $"{response.StatusCode}");
        return response.IsSuccessStatusCode;
    }

    private static async Task<string> StatusAsync(HttpClient client, string status) =>
        (await RealProgram.HealthAsync(client, health => health.Text("status") == status)).Text(
            "reason"
        ) ?? "";
}
