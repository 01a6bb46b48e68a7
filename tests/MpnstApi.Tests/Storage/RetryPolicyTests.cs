using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Configuration;
using MpnstApi.Storage;

namespace MpnstApi.Tests.Storage;

/// <summary>How long the store tries again, on a clock that only its work moves.</summary>
public sealed class RetryPolicyTests
{
    private static readonly StorageOptions[] Servers =
    [
        Options(StorageProvider.PostgreSql, "Host=db;Database=x"),
        Options(StorageProvider.SqlServer, "Server=db;Database=x"),
    ];

    [Theory]
    [InlineData(10, 3)]
    [InlineData(14.9, 2)]
    [InlineData(60, 2)]
    public async Task A_server_on_which_each_attempt_times_out_costs_no_attempt_more_than_patience_has_time_for(
        double timeout,
        int expected
    )
    {
        foreach (var server in Servers)
        {
            var time = new FixedTime(DateTimeOffset.UnixEpoch);
            var attempts = 0;

            await Assert.ThrowsAsync<RetryLimitExceededException>(() =>
                ExecuteAsync(
                    server,
                    time,
                    () =>
                    {
                        attempts++;
                        time.Now += TimeSpan.FromSeconds(timeout);
                        throw new TimeoutException();
                    }
                )
            );

            Assert.Equal(expected, attempts);
        }
    }

    [Fact]
    public async Task Work_that_went_on_for_minutes_before_its_connection_broke_is_tried_again()
    {
        foreach (var server in Servers)
        {
            var time = new FixedTime(DateTimeOffset.UnixEpoch);
            var attempts = 0;

            await ExecuteAsync(
                server,
                time,
                () =>
                {
                    attempts++;
                    time.Now += TimeSpan.FromMinutes(5);
                    return attempts == 1 ? throw new TimeoutException() : Task.CompletedTask;
                }
            );

            Assert.Equal(2, attempts);
        }
    }

    private static async Task ExecuteAsync(
        StorageOptions options,
        TimeProvider time,
        Func<Task> work
    )
    {
        await using var db = new Store(options, time).CreateDbContext();
        await db.Database.CreateExecutionStrategy().ExecuteAsync(work);
    }

    private static StorageOptions Options(StorageProvider provider, string connection) =>
        StorageOptions.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    new Dictionary<string, string?>
                    {
                        [StorageOptions.ProviderSetting] = provider.ToString(),
                        [StorageOptions.ConnectionSetting] = connection,
                    }
                )
                .Build(),
            Path.GetTempPath()
        );
}
