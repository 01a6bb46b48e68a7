using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using MpnstApi.ReliabilityTests.Cli;
using MpnstApi.Storage;
using MpnstApi.Tests.Http;

namespace MpnstApi.ReliabilityTests.Access;

/// <summary>Callers who take all that they get, beside one who does not, with the limits that a service has by default.</summary>
public sealed class GreedyCallerTests(ITestOutputHelper output) : IDisposable
{
    private const int Greedy = 8;
    private const int Samples = 300;
    private const int FirstAddress = 10;

    // What the machine does beside the test can spoil one round.
    private const int Rounds = 4;
    private const int Factor = 5;

    // What is this fast is fast enough: a scheduler's slice, not the service, decides about less.
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(10);

    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-greedy-").FullName;
    private int requested;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_normal_caller_is_served_nearly_as_fast_beside_eight_greedy_ones()
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("MPNST_LONG") == "1",
            "Measuring needs a machine that does nothing else; set MPNST_LONG=1."
        );
        using var serving = RealProgram.Serve(
            new StorageOptions
            {
                ConnectionString = $"Data Source={Path.Combine(folder, "mpnst.db")}",
            },
            new Dictionary<string, string> { ["RateLimiting__Enabled"] = "true" }
        );
        using var client = await serving.ReadyAsync();
        var service = client.BaseAddress!;
        // What the first requests compile and load.
        await SlowestOfHundredAsync(service, FirstAddress + Greedy);

        var held = false;
        for (var round = 1; round <= Rounds && !held; round++)
        {
            var address = FirstAddress + Greedy + (2 * round);
            var idle = await SlowestOfHundredAsync(service, address);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            var greedy = Enumerable
                .Range(0, Greedy)
                .Select(number => TakeAsync(service, number, stop.Token))
                .ToList();
            var beside = await SlowestOfHundredAsync(service, address + 1);
            await stop.CancelAsync();
            var taken = await Task.WhenAll(greedy);

            output.WriteLine(
                $"p99 {idle.TotalMilliseconds:0.0} ms alone, {beside.TotalMilliseconds:0.0} ms beside {Greedy} who got {taken.Sum(one => one.Served)} responses and {taken.Sum(one => one.Refused)} refusals"
            );
            Assert.True(taken.Sum(one => one.Served + one.Refused) > 0);
            held = beside <= Factor * (idle > Fast ? idle : Fast);
        }
        Assert.True(held, "The greedy ones slowed the other down in every round.");
    }

    /// <summary>The 99th percentile of the time that an ordinary request takes.</summary>
    private async Task<TimeSpan> SlowestOfHundredAsync(Uri service, int address)
    {
        using var client = KestrelService.ClientFrom(address, service);
        var times = new List<TimeSpan>();
        for (var request = 0; request < Samples; request++)
        {
            var start = Stopwatch.GetTimestamp();
            // Each is another, so that none comes from the cache.
            using var response = await client.GetAsync(
                $"/api/v1/trials?limit=20&q=x{Interlocked.Increment(ref requested)}",
                Cancellation
            );
            times.Add(Stopwatch.GetElapsedTime(start));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
        times.Sort();
        return times[Samples * 99 / 100];
    }

    /// <summary>Requests one costly thing after another, whatever the service says.</summary>
    private static async Task<(int Served, int Refused)> TakeAsync(
        Uri service,
        int number,
        CancellationToken stop
    )
    {
        using var client = KestrelService.ClientFrom(FirstAddress + number, service);
        var (served, refused) = (0, 0);
        for (var turn = 0; !stop.IsCancellationRequested; turn++)
        {
            var fields = string.Concat(
                Enumerable
                    .Range(0, 60)
                    .Select(alias =>
                        $"a{alias}:trials(first:20,where:{{sponsor:[\"x{number} {turn}\"]}}){{totalCount nodes{{id title drugs{{id name}}}}}}"
                    )
            );
            try
            {
                using var response =
                    turn % 2 == 0
                        ? await client.PostAsJsonAsync(
                            "/graphql",
                            new { query = $"{{{fields}}}" },
                            stop
                        )
                        : await client.GetAsync($"/api/v1/trials?scope=ALL&format=xlsx", stop);
                await response.Content.ReadAsByteArrayAsync(stop);
                if (response.StatusCode == HttpStatusCode.TooManyRequests)
                {
                    refused++;
                }
                else
                {
                    served++;
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The round is over.
            }
        }
        return (served, refused);
    }
}
