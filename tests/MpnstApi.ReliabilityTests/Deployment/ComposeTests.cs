using MpnstApi.ReliabilityTests.Access;
using MpnstApi.ReliabilityTests.Cli;
using MpnstApi.Storage;
using MpnstApi.Tests.Storage;
using Npgsql;
using YamlDotNet.Serialization;

namespace MpnstApi.ReliabilityTests.Deployment;

/// <summary>What compose.yaml wires up, rehearsed without a container engine.</summary>
public sealed class ComposeTests
{
    [Theory]
    [InlineData("compose.yaml")]
    [InlineData("compose.sqlserver.yaml")]
    public void Every_setting_is_one_that_the_service_has(string file)
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "configuration.md"));

        Assert.All(
            VariablesOf(file).Keys,
            name =>
                Assert.Contains(
                    $"`{name.Replace("__", ":", StringComparison.Ordinal)}`",
                    page,
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public async Task The_service_becomes_ready_with_the_environment_that_it_gets_beside_a_real_PostgreSQL_and_Redis()
    {
        await using var redis = await RedisServer.StartNewAsync();
        var server = await PostgreSqlServer.SharedAsync();
        var database = new NpgsqlConnectionStringBuilder(await server.NewDatabaseAsync());
        var environment = VariablesOf("compose.yaml");
        var connection = new NpgsqlConnectionStringBuilder(environment["ConnectionStrings__Mpnst"]);
        Assert.Equal("db", connection.Host);
        connection.Host = database.Host;
        connection.Port = database.Port;
        connection.Database = database.Database;
        connection.Username = database.Username;
        var store = new StorageOptions
        {
            Provider = Enum.Parse<StorageProvider>(environment["Storage__Provider"]),
            ConnectionString = connection.ToString(),
        };
        Assert.Equal("redis:6379", environment["RateLimiting__Redis"]);
        environment["RateLimiting__Redis"] = redis.Address;
        environment["RateLimiting__Enabled"] = "true";
        // It would query the real registry.
        environment.Remove("Sync__Schedule");
        using var serving = RealProgram.Serve(store, environment.Where(IsOther).ToDictionary());
        using var client = await serving.ReadyAsync();

        // It would be degraded without the Redis server.
        await RealProgram.HealthAsync(client, health => health.Text("status") == "ready");
        using var response = await client.GetAsync(
            "/api/v1/landscape",
            TestContext.Current.CancellationToken
        );
        Assert.True(response.IsSuccessStatusCode);
        using var keys = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(
            redis.Address
        );
        Assert.Contains(
            keys.GetServer(redis.Address).Keys(),
            key => key.ToString().Contains("127.0.0.1", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void What_the_service_waits_for_and_connects_to_is_there()
    {
        var compose = Read("compose.yaml");
        var services = (IDictionary<object, object>)compose["services"];
        var waits =
            (IDictionary<object, object>)
                ((IDictionary<object, object>)services["api"])["depends_on"];

        Assert.Subset(services.Keys.ToHashSet(), waits.Keys.ToHashSet());
        Assert.Equal(["db", "redis"], waits.Keys.Order());
    }

    [Fact]
    public void The_connection_to_SQL_Server_is_one_that_the_service_takes()
    {
        var environment = VariablesOf("compose.sqlserver.yaml");

        var options = StorageOptions.Read(
            new Microsoft.Extensions.Configuration.ConfigurationManager
            {
                ["Storage:Provider"] = environment["Storage__Provider"],
                ["ConnectionStrings:Mpnst"] = environment["ConnectionStrings__Mpnst"],
            },
            Repository.Root
        );

        Assert.Equal(StorageProvider.SqlServer, options.Provider);
    }

    private static bool IsOther(KeyValuePair<string, string> variable) =>
        variable.Key is not ("Storage__Provider" or "ConnectionStrings__Mpnst");

    /// <summary>The variables of the service, without what the shell is to fill in.</summary>
    private static Dictionary<string, string> VariablesOf(string file)
    {
        var services = (IDictionary<object, object>)Read(file)["services"];
        var service = (IDictionary<object, object>)services["api"];
        return ((IDictionary<object, object>)service["environment"]).ToDictionary(
            variable => (string)variable.Key,
            variable => (string)variable.Value
        );
    }

    private static Dictionary<string, object> Read(string file) =>
        new DeserializerBuilder()
            .Build()
            .Deserialize<Dictionary<string, object>>(
                File.ReadAllText(Path.Combine(Repository.Root, file))
            );
}
