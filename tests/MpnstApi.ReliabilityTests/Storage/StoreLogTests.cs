using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using MpnstApi.ReliabilityTests.Cli;
using MpnstApi.Storage;
using MpnstApi.Tests.Storage;

namespace MpnstApi.ReliabilityTests.Storage;

/// <summary>What an operator finds in the log about the database: of the real program, in production.</summary>
public sealed class StoreLogTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    [InlineData(StorageProvider.SqlServer)]
    public async Task A_first_start_warns_of_no_command(StorageProvider provider)
    {
        await using var database = await OwnDatabase.CreateAsync(provider);

        var log = await ServeAsync(database.Options, "1.00:00:00", _ => Task.CompletedTask);

        Assert.Empty(log.Select(entry => entry.Text("@m")));
    }

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    [InlineData(StorageProvider.SqlServer)]
    public async Task A_slow_command_is_logged_with_its_SQL_and_without_values(
        StorageProvider provider
    )
    {
        await using var database = await OwnDatabase.CreateAsync(provider);

        var log = await ServeAsync(
            database.Options,
            "00:00:00",
            client => client.GetAsync("/api/v1/trials/NCT99990001/changes", Cancellation)
        );

        Assert.All(log, entry => Assert.Equal("Warning", entry.Text("@l")));
        Assert.Contains(log, entry => IsAbout(entry, "INSERT INTO", "ImportRuns"));
        Assert.Contains(log, entry => IsAbout(entry, "SELECT", "Changes"));
        Assert.DoesNotContain(
            log,
            entry => IsAbout(entry, "bundled snapshot") || IsAbout(entry, "NCT9")
        );
    }

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    [InlineData(StorageProvider.SqlServer)]
    public async Task A_command_that_fails_is_logged_once_with_its_SQL_and_the_reason(
        StorageProvider provider
    )
    {
        await using var database = await OwnDatabase.CreateAsync(provider);

        var log = await ServeAsync(
            database.Options,
            "1.00:00:00",
            async client =>
            {
                await using var db = database.Store.CreateDbContext();
                await db.Changes.ExecuteDeleteAsync(Cancellation);
                await db.Database.ExecuteSqlRawAsync("""DROP TABLE "Changes";""", Cancellation);
                using var response = await client.GetAsync(
                    "/api/v1/trials/NCT99990001/changes",
                    Cancellation
                );
                Assert.Equal(503, (int)response.StatusCode);
            }
        );

        Assert.Single(log.Select(entry => entry.Text("@m")));
        var failed = log[0];
        Assert.Equal("Warning", failed.Text("@l"));
        Assert.True(IsAbout(failed, "Changes", "TrialId"), failed.ToJsonString());
        Assert.Matches("no such table|does not exist|Invalid object name", failed.Text("Reason")!);
        Assert.False(IsAbout(failed, "NCT99990001"));
    }

    [Fact]
    public async Task A_service_logs_each_retry_with_its_number_and_the_reason()
    {
        await using var server = TdsServer.Start();
        server.Fail(ServerError.Unavailable);
        using var serving = RealProgram.Serve(server.Options);
        using var client = await serving.ClientAsync();

        await TdsServer.UntilAsync(() => server.Logins >= 4);
        await serving.KillAsync();

        var end = await serving.EndAsync();
        var log = Entries(end.Output).ToList();
        Assert.Equal([1, 2, 3], log.Take(3).Select(entry => entry.Number("Retry")));
        Assert.All(
            log,
            entry =>
            {
                Assert.Equal("Warning", entry.Text("@l"));
                Assert.Equal(ServerError.Unavailable.Message, entry.Text("Reason"));
            }
        );
        Assert.DoesNotContain("open-sesame", end.Output + end.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verb_shows_on_standard_error_that_the_database_is_tried_again()
    {
        await using var server = TdsServer.Start();
        server.Fail(ServerError.Unavailable);
        using var migrating = RealProgram.Start(
            server.Options,
            new Dictionary<string, string> { ["Storage__SlowCommand"] = "00:00:00" },
            "migrate"
        );

        await TdsServer.UntilAsync(() => server.Logins >= 3);
        server.Fail(ServerError.LoginFailed);

        var end = await migrating.EndAsync();
        Assert.Equal(1, end.ExitCode);
        Assert.Contains("retry 1 follows", end.Errors, StringComparison.Ordinal);
        Assert.Contains("retry 2 follows", end.Errors, StringComparison.Ordinal);
        Assert.Contains(ServerError.Unavailable.Message, end.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("open-sesame", end.Output + end.Errors, StringComparison.Ordinal);
    }

    /// <summary>What the service logged of its database while something was done with it.</summary>
    private static async Task<List<JsonNode>> ServeAsync(
        StorageOptions store,
        string slow,
        Func<HttpClient, Task> work
    )
    {
        using var serving = RealProgram.Serve(
            store,
            new Dictionary<string, string> { ["Storage__SlowCommand"] = slow }
        );
        using var client = await serving.ReadyAsync();
        await work(client);
        await serving.KillAsync();
        return [.. Entries((await serving.EndAsync()).Output)];
    }

    private static IEnumerable<JsonNode> Entries(string output) =>
        output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(Parse)
            .OfType<JsonNode>()
            .Where(entry =>
                entry.Text("SourceContext") is { } source
                && (
                    source.StartsWith("MpnstApi.Storage", StringComparison.Ordinal)
                    || source.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal)
                )
            );

    /// <summary>Null where the line was cut when the program was killed.</summary>
    private static JsonNode? Parse(string line)
    {
        try
        {
            return JsonNode.Parse(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsAbout(JsonNode entry, params string[] words) =>
        Array.TrueForAll(words, word => entry.Text("@m")!.Contains(word, StringComparison.Ordinal));
}
