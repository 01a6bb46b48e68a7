using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using MpnstApi.Releases;
using MpnstApi.Storage;
using MpnstApi.Tests.Cli;
using Npgsql;

namespace MpnstApi.Tests.Releases;

/// <summary>Whoever asks is told why the store does not answer; addresses and names of it stay in the log.</summary>
public sealed class ReasonTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Readiness_and_503_tell_a_reason_in_our_words_and_the_log_the_driver_s()
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
        var answers = new List<string> { health.ToJsonString() };
        foreach (var address in new[] { "/api/v1/trials", "/graphql?query={dataset{version}}" })
        {
            using var answer = await client.GetAsync(address, Cancellation);
            Assert.Equal(503, (int)answer.StatusCode);
            answers.Add(await answer.Content.ReadAsStringAsync(Cancellation));
        }

        Assert.Equal("starting", health.Text("status"));
        foreach (var answer in answers)
        {
            Assert.Contains("The store cannot be reached.", answer, StringComparison.Ordinal);
            foreach (var secret in new[] { "127.0.0.1", $"{port}", "hidden", "Npgsql" })
            {
                Assert.DoesNotContain(secret, answer, StringComparison.Ordinal);
            }
        }
        await serving.KillAsync();
        Assert.Contains(
            $"127.0.0.1:{port}",
            (await serving.EndAsync()).Output,
            StringComparison.Ordinal
        );
    }

    public static TheoryData<Exception> Failures =>
        [
            .. Enumerable.Range(1, 30).Select(code => new SqliteException("secret.db", code)),
            new NpgsqlException("secret.db", new SocketException(111)),
            new PostgresException("secret.db", "FATAL", "FATAL", "28P01"),
            new DbUpdateException("secret.db", new PostgresException("secret.db", "", "", "42P01")),
            new InvalidOperationException("secret.db", new SqliteException("secret.db", 8)),
            new HistoryUnavailableException(
                "The store does not answer.",
                new NpgsqlException("secret.db")
            ),
            new IOException("secret.db"),
            new UnauthorizedAccessException("secret.db"),
            new TimeoutException("secret.db"),
            new OperationCanceledException("secret.db"),
            new InvalidDataException("secret.db"),
        ];

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Failures))]
    public void No_reason_repeats_what_a_driver_says(Exception failure)
    {
        var reason = StoreReason.Of(failure);

        Assert.DoesNotContain("secret", reason, StringComparison.Ordinal);
        Assert.EndsWith(".", reason, StringComparison.Ordinal);
        Assert.StartsWith(
            reason.Contains("locked", StringComparison.Ordinal) ? "Another process" : "The ",
            reason,
            StringComparison.Ordinal
        );
    }
}
