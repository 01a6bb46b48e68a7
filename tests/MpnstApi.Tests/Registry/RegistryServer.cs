using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using RegistryStandIn;

namespace MpnstApi.Tests.Registry;

/// <summary>The stand-in for the registry (tests/RegistryStandIn), a server of a test's own, and what a test can make it do.</summary>
public sealed class RegistryServer : IAsyncDisposable
{
    private readonly StandIn standIn;
    private readonly HttpClient control;

    private RegistryServer(StandIn standIn)
    {
        this.standIn = standIn;
        control = new HttpClient
        {
            BaseAddress = new Uri($"{new Uri(Address).GetLeftPart(UriPartial.Authority)}/control/"),
        };
    }

    /// <summary>The records of the bundled snapshot.</summary>
    public static string SnapshotPath { get; } =
        Path.Combine(AppContext.BaseDirectory, "Data", "mpnst-trials.ndjson");

    /// <summary>Up to and with /api/v2, as Registry:BaseAddress has it.</summary>
    public string Address => standIn.Address;

    /// <summary>Starts it with the studies of an NDJSON file or a folder of .json files; with none without.</summary>
    public static async Task<RegistryServer> StartAsync(string? records = null) =>
        new(await StandIn.StartAsync(records));

    /// <summary>Adds studies, or replaces those with the same id; one JSON document per line.</summary>
    public async Task UpsertAsync(params IEnumerable<string> lines) =>
        await DoneAsync(
            control.PostAsync(
                "studies",
                new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson"),
                TestContext.Current.CancellationToken
            )
        );

    public async Task RemoveAsync(string id) =>
        await DoneAsync(
            control.DeleteAsync($"studies/{id}", TestContext.Current.CancellationToken)
        );

    /// <summary>As of when the registry's data is, UTC.</summary>
    public async Task SetTimestampAsync(DateTime timestamp) =>
        await SetTimestampAsync(timestamp.ToString("s", CultureInfo.InvariantCulture));

    public async Task SetTimestampAsync(string timestamp) =>
        await DoneAsync(
            control.PostAsJsonAsync(
                "version",
                new { dataTimestamp = timestamp },
                TestContext.Current.CancellationToken
            )
        );

    /// <summary>Phrases times pieces beyond which the registry finds an expression too complicated.</summary>
    public async Task SetComplexityAsync(int limit) =>
        await DoneAsync(
            control.PostAsJsonAsync(
                "complexity",
                new { limit },
                TestContext.Current.CancellationToken
            )
        );

    /// <summary>Makes later requests fail; faults apply in the order in which they are set.</summary>
    public async Task FaultAsync(RegistryFault fault) =>
        await DoneAsync(
            control.PostAsJsonAsync("faults", fault, TestContext.Current.CancellationToken)
        );

    public async Task ClearFaultsAsync() =>
        await DoneAsync(control.DeleteAsync("faults", TestContext.Current.CancellationToken));

    /// <summary>The requests to the API since the start or the last clearing, in the order they came.</summary>
    public async Task<IReadOnlyList<RegistryRequest>> RequestsAsync() =>
        (
            await control.GetFromJsonAsync<List<RegistryRequest>>(
                "requests",
                TestContext.Current.CancellationToken
            )
        )!;

    public async Task ClearRequestsAsync() =>
        await DoneAsync(control.DeleteAsync("requests", TestContext.Current.CancellationToken));

    /// <summary>Waits until so many requests have come.</summary>
    public async Task WaitForRequestsAsync(int count)
    {
        var limit = DateTime.UtcNow.AddMinutes(2);
        while ((await RequestsAsync()).Count < count)
        {
            Assert.True(DateTime.UtcNow < limit, $"Not {count} requests within two minutes.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        control.Dispose();
        await standIn.DisposeAsync();
    }

    private static async Task DoneAsync(Task<HttpResponseMessage> request)
    {
        using var response = await request;
        Assert.True(
            response.IsSuccessStatusCode,
            $"The stand-in responded {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}"
        );
    }
}

/// <summary>What shall go wrong.</summary>
/// <param name="Kind">Status, Cut, Break, Html, RepeatToken, Duplicate, Shrink, Huge, Stall, Silent, Drop, Held, Slow or Publish; see FaultKind of the stand-in.</param>
public sealed record RegistryFault(string Kind)
{
    /// <summary>How often; -1 is always.</summary>
    public int Times { get; init; } = 1;

    /// <summary>On which page of a query only, from 1.</summary>
    public int? Page { get; init; }

    /// <summary>studies or version.</summary>
    public string Path { get; init; } = "studies";

    /// <summary>Of kind Status.</summary>
    public int Status { get; init; } = 503;

    /// <summary>Of kind Status: the text of the response.</summary>
    public string Words { get; init; } = "Not now.";

    /// <summary>Of kind Status: the header as it stands.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>Of kind Huge.</summary>
    public long Bytes { get; init; }

    /// <summary>Of kind Slow.</summary>
    public int Milliseconds { get; init; }

    /// <summary>Of kind Publish.</summary>
    public string? DataTimestamp { get; init; }
}

/// <summary>A request as the stand-in received it.</summary>
/// <param name="Address">Path and query.</param>
/// <param name="Concurrency">How many were under way when it came, itself included.</param>
public sealed record RegistryRequest(
    string Method,
    string Address,
    string UserAgent,
    string Accept,
    DateTimeOffset Time,
    int Concurrency
);
