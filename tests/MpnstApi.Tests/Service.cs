using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MpnstApi.Importing;
using MpnstApi.Releases;
using MpnstApi.Storage;
using MpnstApi.Tests;
using Serilog;

[assembly: AssemblyFixture(typeof(Service))]

namespace MpnstApi.Tests;

/// <summary>The real service over a database file of its own, loaded from the bundled snapshot as on a first start.</summary>
public sealed class Service : IAsyncLifetime
{
    private readonly string folder;
    private readonly bool keepsFolder;
    private readonly (string Name, string Value)[] settings;
    private WebApplicationFactory<Program>? factory;
    private HttpClient? client;

    public Service()
        : this(Directory.CreateTempSubdirectory("mpnst-service-").FullName, keepsFolder: false) { }

    private Service(string folder, bool keepsFolder, params (string Name, string Value)[] settings)
    {
        this.folder = folder;
        this.keepsFolder = keepsFolder;
        this.settings = settings;
    }

    public HttpClient Client => client!;

    public IServiceProvider Services => factory!.Services;

    /// <summary>The current release.</summary>
    public Release Release => Services.GetRequiredService<CurrentRelease>().Value!;

    /// <summary>The release before it; null until that is loaded.</summary>
    public Release? Previous => Services.GetRequiredService<CurrentRelease>().Previous;

    /// <summary>The service over the database in a folder, which outlives it.</summary>
    public static async Task<Service> StartAsync(
        string folder,
        params (string Name, string Value)[] settings
    )
    {
        var service = new Service(folder, keepsFolder: true, settings);
        await service.InitializeAsync();
        return service;
    }

    public async ValueTask InitializeAsync()
    {
        factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseSetting(
                "ConnectionStrings:Mpnst",
                $"Data Source={Path.Combine(folder, "mpnst.db")}"
            );
            // Tests send more than anybody may.
            host.UseSetting("RateLimiting:Enabled", "false");
            foreach (var (name, value) in settings)
            {
                host.UseSetting(name, value);
            }
            host.ConfigureTestServices(services =>
                services
                    // A failed test would show the log of every service that ran meanwhile.
                    .AddSerilog(new LoggerConfiguration().CreateLogger())
                    .AddSingleton<TimeProvider>(new FixedDay())
                    // More often than operators may set it: tests wait for many releases.
                    .AddSingleton(provider =>
                        ReleaseOptions.Read(provider.GetRequiredService<IConfiguration>()) with
                        {
                            PollInterval = TimeSpan.FromMilliseconds(50),
                        }
                    )
            );
        });
        client = factory.CreateClient();
        await Services
            .GetRequiredService<CurrentRelease>()
            .Loaded.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        client?.Dispose();
        if (factory is not null)
        {
            await factory.DisposeAsync();
        }
        if (!keepsFolder)
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What is current and open depends on the day of the release; tests have always the same.</summary>
    private sealed class FixedDay : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    }

    /// <summary>Imports records as the import verb does, and waits until the service serves the resulting release.</summary>
    public async Task<ImportReport> ImportAsync(params string[] records)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', records));
        var report = await Services
            .GetRequiredService<Importer>()
            .ImportAsync(
                new ImportSource(
                    RunKind.File,
                    "records.ndjson",
                    [new ImportPart("records.ndjson", bytes.Length, () => new MemoryStream(bytes))]
                ),
                keepAll: true,
                progress: null,
                TestContext.Current.CancellationToken
            );
        if (report.Release is { } release)
        {
            await WaitForReleaseAsync(release.Sequence);
        }
        return report;
    }

    /// <summary>Waits until the service serves this release or a later one, and the previous one is loaded too.</summary>
    public async Task WaitForReleaseAsync(int sequence)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        while (
            Release.Header.Sequence < sequence
            || (sequence > 1 && Previous?.Header.Sequence != Release.Header.Sequence - 1)
        )
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }
    }

    /// <summary>Returns the JSON at an address, whose status must be 200.</summary>
    public async Task<JsonNode> GetAsync(string address)
    {
        using var response = await SendAsync(address);
        Assert.True(
            response.IsSuccessStatusCode,
            $"{address} responded {(int)response.StatusCode}: {await TextOf(response)}"
        );
        return await JsonOf(response);
    }

    /// <summary>Returns the problem at an address, which must have this status and code.</summary>
    public async Task<JsonNode> GetProblemAsync(string address, int status, string code)
    {
        using var response = await SendAsync(address);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await JsonOf(response);
        Assert.Equal($"/problems/{code}", problem["type"]!.GetValue<string>());
        Assert.Equal(status, problem["status"]!.GetValue<int>());
        Assert.NotEmpty(problem["detail"]!.GetValue<string>());
        Assert.NotEmpty(problem["traceId"]!.GetValue<string>());
        return problem;
    }

    public Task<HttpResponseMessage> SendAsync(
        string address,
        HttpMethod? method = null,
        params (string Name, string Value)[] headers
    )
    {
        var request = new HttpRequestMessage(method ?? HttpMethod.Get, address);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        return Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Every trial of a cohort, walked page by page.</summary>
    public async Task<IReadOnlyList<JsonNode>> WalkAsync(string address, int limit = 200)
    {
        var items = new List<JsonNode>();
        var separator = address.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        string? cursor = null;
        do
        {
            var page = await GetAsync(
                $"{address}{separator}limit={limit}" + (cursor is null ? "" : $"&cursor={cursor}")
            );
            items.AddRange(page["items"]!.AsArray().Select(item => item!));
            cursor = page["page"]!["nextCursor"]?.GetValue<string>();
        } while (cursor is not null);
        return items;
    }

    public static async Task<JsonNode> JsonOf(HttpResponseMessage response) =>
        (
            await response.Content.ReadFromJsonAsync<JsonNode>(
                TestContext.Current.CancellationToken
            )
        )!;

    public static Task<string> TextOf(HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
