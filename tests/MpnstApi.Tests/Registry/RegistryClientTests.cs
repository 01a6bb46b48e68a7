using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MpnstApi.Importing;
using MpnstApi.Registry;
using MpnstApi.Settings;
using MpnstApi.Storage;

namespace MpnstApi.Tests.Registry;

/// <summary>The client as the service sets it up, over HTTP against the stand-in process.</summary>
public sealed class RegistryClientTests
    : IClassFixture<RegistryClientTests.StandInServer>,
        IAsyncLifetime
{
    private static readonly RegistryQuery Everything = new() { Term = "NOT nosuchword" };

    private static readonly IReadOnlyList<string> AllIds =
    [
        .. RegistryData
            .SnapshotLines.Select(line =>
                JsonNode.Parse(line)!["protocolSection"]!["identificationModule"]![
                    "nctId"
                ]!.GetValue<string>()
            )
            .Order(StringComparer.Ordinal),
    ];

    private readonly RegistryServer registry;
    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-test-").FullName;
    private readonly List<ServiceProvider> hosts = [];

    public RegistryClientTests(StandInServer server) => registry = server.Registry;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await registry.ClearFaultsAsync();
        await registry.ClearRequestsAsync();
        await registry.SetTimestampAsync("2026-11-20T09:00:05");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts)
        {
            await host.DisposeAsync();
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_whole_result_is_downloaded_page_by_page()
    {
        using var download = await Client().DownloadAsync(Everything, Stop);

        Assert.Equal([100, 100, AllIds.Count - 200], download.Pages.Select(page => page.Studies));
        Assert.Equal(AllIds.Count, download.Total);
        Assert.Equal(AllIds, await IdsAsync(download));
        var requests = (await registry.RequestsAsync()).Select(Parameters).ToList();
        Assert.Equal(3, requests.Count);
        Assert.All(
            requests,
            parameters =>
            {
                Assert.Equal("NOT nosuchword", parameters["query.term"]);
                Assert.Equal("100", parameters["pageSize"]);
                Assert.Equal("json", parameters["format"]);
                Assert.Equal(string.Join('|', RegistryQuery.Fields), parameters["fields"]);
            }
        );
        Assert.Equal(
            [true, false, false],
            requests.Select(parameters => parameters.ContainsKey("countTotal"))
        );
        Assert.Equal(
            [false, true, true],
            requests.Select(parameters => parameters.ContainsKey("pageToken"))
        );
    }

    [Fact]
    public async Task Studies_are_requested_by_id_in_batches_with_short_addresses()
    {
        using var download = await Client().DownloadAsync(new RegistryQuery { Ids = AllIds }, Stop);

        Assert.Equal(AllIds, await IdsAsync(download));
        var requests = await registry.RequestsAsync();
        Assert.Equal(3, requests.Count);
        Assert.All(requests, request => Assert.InRange(request.Address.Length, 1, 2_500));
    }

    [Fact]
    public async Task Ids_that_the_registry_does_not_have_are_left_out_and_no_ids_make_no_request()
    {
        using var some = await Client()
            .DownloadAsync(new RegistryQuery { Ids = ["NCT99999999", AllIds[7]] }, Stop);
        using var none = await Client().DownloadAsync(new RegistryQuery { Ids = [] }, Stop);

        Assert.Equal([AllIds[7]], await IdsAsync(some));
        Assert.Empty(none.Pages);
        Assert.Single(await registry.RequestsAsync());
    }

    [Fact]
    public async Task A_query_that_finds_nothing_is_whole()
    {
        using var download = await Client()
            .DownloadAsync(new RegistryQuery { Term = "nosuchword" }, Stop);

        Assert.Equal(0, download.Total);
        Assert.Empty(await IdsAsync(download));
    }

    [Fact]
    public async Task The_whole_registry_is_not_requested_by_mistake()
    {
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Client().DownloadAsync(new RegistryQuery(), Stop)
        );
    }

    [Fact]
    public async Task Only_what_was_updated_since_a_day_is_requested()
    {
        var query = new RegistryQuery
        {
            Term = Everything.Term,
            Advanced = "AREA[LastUpdatePostDate]RANGE[2031-01-15,MAX]",
        };
        await using var own = await RegistryServer.StartAsync(RegistryServer.SnapshotPath);
        var client = Client(address: own.Address);
        using var before = await client.DownloadAsync(query, Stop);
        var study = JsonNode.Parse(RegistryData.SnapshotLines[3])!;
        var status = study["protocolSection"]!["statusModule"]!;
        status["lastUpdatePostDateStruct"] = new JsonObject { ["date"] = "2031-01-15" };
        await own.UpsertAsync(study.ToJsonString());

        using var after = await client.DownloadAsync(query, Stop);

        Assert.Empty(await IdsAsync(before));
        Assert.Equal(
            [study["protocolSection"]!["identificationModule"]!["nctId"]!.GetValue<string>()],
            await IdsAsync(after)
        );
        await own.RemoveAsync((await IdsAsync(after))[0]);
        using var removed = await client.DownloadAsync(query, Stop);
        Assert.Empty(await IdsAsync(removed));
    }

    [Fact]
    public async Task The_requested_fields_have_everything_that_is_imported()
    {
        var whole = RegistryData
            .RecordFiles.SelectMany(path => StudyReader.Read(File.OpenRead(path)))
            .ToDictionary(record => record.Id!, record => Taken(record.Study!));
        await using var own = await RegistryServer.StartAsync(RegistryData.RecordFolder);

        using var download = await Client(address: own.Address).DownloadAsync(Everything, Stop);

        Assert.Equal(whole.Count, download.Total);
        Assert.All(
            await RecordsAsync(download),
            record => Assert.Equal(whole[record.Id!], Taken(record.Study!))
        );

        static string Taken(Study study) =>
            StoredJson.Write(TrialMapping.Facts(study))
            + StoredJson.Write(TrialMapping.LongTexts(study));
    }

    [Fact]
    public async Task The_time_of_the_data_is_utc()
    {
        await registry.SetTimestampAsync(new DateTime(2026, 11, 24, 9, 0, 5, DateTimeKind.Utc));

        var timestamp = await Client().DataTimestampAsync(Stop);

        Assert.Equal(new DateTime(2026, 11, 24, 9, 0, 5), timestamp);
        Assert.Equal(DateTimeKind.Utc, timestamp.Kind);
    }

    [Fact]
    public async Task A_time_that_is_not_valid_is_rejected()
    {
        await registry.SetTimestampAsync("yesterday");

        var rejected = await Assert.ThrowsAsync<RegistryException>(() =>
            Client().DataTimestampAsync(Stop)
        );

        Assert.Contains("'yesterday'", rejected.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_name_the_program_and_the_contact()
    {
        await Client().DataTimestampAsync(Stop);
        await Client(contact: "mpnst@example.org").DataTimestampAsync(Stop);
        await Client(contact: "mpnst@example.org", userAgent: "Mozilla/5.0 (compatible; us)")
            .DataTimestampAsync(Stop);

        var requests = await registry.RequestsAsync();
        // Nothing about the machine without a setting.
        Assert.Matches(@"^MpnstApi/\d+\.\d+\.\d+\z", requests[0].UserAgent);
        Assert.Matches(
            @"^MpnstApi/\d+\.\d+\.\d+ \(\+mpnst@example\.org\)\z",
            requests[1].UserAgent
        );
        Assert.Equal("Mozilla/5.0 (compatible; us) (+mpnst@example.org)", requests[2].UserAgent);
        Assert.All(requests, request => Assert.Equal("application/json", request.Accept));
    }

    [Fact]
    public async Task One_request_is_made_at_a_time_for_all_callers()
    {
        // Its own: the shared one may still be busy with a request that another test has left.
        await using var own = await RegistryServer.StartAsync(RegistryServer.SnapshotPath);
        await own.FaultAsync(new("Slow") { Times = -1, Milliseconds = 20 });
        var client = Client(address: own.Address);

        var downloads = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => client.DownloadAsync(Everything, Stop))
        );

        var requests = await own.RequestsAsync();
        Assert.Equal(12, requests.Count);
        Assert.All(requests, request => Assert.Equal(1, request.Concurrency));
        Array.ForEach(downloads, download => download.Dispose());
    }

    public static TheoryData<RegistryFault, string> Passing =>
        new()
        {
            {
                new("Status") { Status = 429 },
                "429"
            },
            {
                new("Status") { Status = 408 },
                "408"
            },
            {
                new("Status") { Status = 500 },
                "500"
            },
            {
                new("Status") { Status = 503 },
                "503 Service Unavailable"
            },
            { new("Cut"), "not complete JSON" },
            { new("Break"), "interrupted" },
            { new("Html"), "text/html instead of application/json" },
            { new("Drop"), "" },
        };

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_transient_error_is_retried(RegistryFault fault, string _)
    {
        await registry.FaultAsync(fault with { Times = 2, Page = 2 });

        using var download = await Client().DownloadAsync(Everything, Stop);

        Assert.Equal(AllIds, await IdsAsync(download));
        Assert.Equal(5, (await registry.RequestsAsync()).Count);
        Assert.Equal(3, Files().Count);
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_lasting_error_is_reported_with_its_reason(
        RegistryFault fault,
        string reason
    )
    {
        await registry.FaultAsync(fault with { Times = -1, Page = 2 });

        var failed = await Assert.ThrowsAsync<RegistryException>(() =>
            Client().DownloadAsync(Everything, Stop)
        );

        Assert.Contains(reason, failed.Message, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was imported.", failed.Message, StringComparison.Ordinal);
        Assert.Equal(7, (await registry.RequestsAsync()).Count);
        Assert.Empty(Files());
    }

    [Theory]
    [InlineData("Stall")]
    [InlineData("Silent")]
    public async Task A_response_that_stalls_is_requested_again(string kind)
    {
        var time = new HeldTime(TimeSpan.FromHours(1));
        await registry.FaultAsync(new(kind) { Times = 2, Page = 2 });

        var task = Client(time, inactivity: "01:00:00").DownloadAsync(Everything, Stop);
        await registry.WaitForRequestsAsync(2);
        time.RunOut();
        await registry.WaitForRequestsAsync(3);
        time.RunOut();
        using var download = await task;

        Assert.Equal(AllIds, await IdsAsync(download));
        Assert.Equal(5, (await registry.RequestsAsync()).Count);
        Assert.Equal(3, Files().Count);
    }

    [Theory]
    [InlineData("Stall")]
    [InlineData("Silent")]
    public async Task Responses_that_always_stall_are_reported(string kind)
    {
        var time = new HeldTime(TimeSpan.FromHours(1));
        await registry.FaultAsync(new(kind) { Times = -1 });

        var task = Client(time, inactivity: "01:00:00").DownloadAsync(Everything, Stop);
        for (var attempt = 1; attempt <= 6; attempt++)
        {
            await registry.WaitForRequestsAsync(attempt);
            time.RunOut();
        }

        var failed = await Assert.ThrowsAsync<RegistryException>(() => task);
        Assert.Contains(
            "no data was received for 3600 seconds",
            failed.Message,
            StringComparison.Ordinal
        );
        Assert.Empty(Files());
    }

    public static TheoryData<RegistryFault, string> Shifting =>
        new()
        {
            { new("Duplicate"), "was sent twice, so the pages changed" },
            { new("RepeatToken"), "the same page token was sent twice" },
            { new("Shrink"), $"it counted {AllIds.Count + 1} studies and sent {AllIds.Count}" },
        };

    [Theory]
    [MemberData(nameof(Shifting))]
    public async Task A_result_that_changes_during_the_download_is_requested_again(
        RegistryFault fault,
        string _
    )
    {
        await registry.FaultAsync(fault with { Times = 2 });

        using var download = await Client().DownloadAsync(Everything, Stop);

        Assert.Equal(AllIds, await IdsAsync(download));
        Assert.Equal(3, download.Pages.Count);
        Assert.Equal(3, Files().Count);
        var repeated = (await registry.RequestsAsync()).Select(Parameters);
        Assert.Equal(3, repeated.Count(parameters => parameters.ContainsKey("countTotal")));
    }

    [Theory]
    [MemberData(nameof(Shifting))]
    public async Task A_result_that_keeps_changing_is_rejected(RegistryFault fault, string reason)
    {
        await registry.FaultAsync(fault with { Times = -1 });

        var failed = await Assert.ThrowsAsync<RegistryException>(() =>
            Client().DownloadAsync(Everything, Stop)
        );

        Assert.Contains(reason, failed.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was imported", failed.Message, StringComparison.Ordinal);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task A_query_that_the_registry_rejects_is_not_repeated()
    {
        var rejected = await Assert.ThrowsAsync<RegistryException>(() =>
            Client().DownloadAsync(new RegistryQuery { Term = "(open" }, Stop)
        );

        Assert.Contains("400 Bad Request", rejected.Message, StringComparison.Ordinal);
        Assert.Contains("a parenthesis is not closed", rejected.Message, StringComparison.Ordinal);
        Assert.Single(await registry.RequestsAsync());
    }

    [Fact]
    public async Task A_long_explanation_of_the_registry_is_shortened()
    {
        await registry.FaultAsync(
            new("Status")
            {
                Status = 403,
                Words = string.Concat(Enumerable.Repeat("no\n", 100_000)),
            }
        );

        var rejected = await Assert.ThrowsAsync<RegistryException>(() =>
            Client().DownloadAsync(Everything, Stop)
        );

        Assert.Contains("403 Forbidden and \"no no no", rejected.Message, StringComparison.Ordinal);
        Assert.InRange(rejected.Message.Length, 300, 700);
    }

    [Fact]
    public async Task A_rejection_by_a_firewall_says_what_to_try()
    {
        await registry.FaultAsync(new("Status") { Status = 403, Path = "version" });

        var rejected = await Assert.ThrowsAsync<RegistryException>(() =>
            Client().DataTimestampAsync(Stop)
        );

        Assert.All(
            new[] { "firewall", "Registry:UserAgent", "HTTPS_PROXY" },
            words => Assert.Contains(words, rejected.Message, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_token_of_data_that_is_gone_means_that_the_pages_are_read_from_the_first_again()
    {
        await using var own = await RegistryServer.StartAsync(RegistryServer.SnapshotPath);
        // The first page is of yesterday's data, and so is its token.
        await own.FaultAsync(new("Publish") { Page = 1, DataTimestamp = "2026-11-21T09:00:05" });

        using var download = await Client(address: own.Address).DownloadAsync(Everything, Stop);

        Assert.Equal(AllIds, await IdsAsync(download));
        var requests = (await own.RequestsAsync()).Select(Parameters).ToList();
        Assert.Equal(
            [true, false, true, false, false],
            requests.Select(parameters => parameters.ContainsKey("countTotal"))
        );
    }

    [Theory]
    [InlineData("120")]
    [InlineData("DATE")]
    public async Task No_request_is_made_before_the_time_that_the_registry_demands(
        string retryAfter
    )
    {
        var wait = TimeSpan.FromMinutes(2);
        var time = new HurriedTime(due => due > TimeSpan.FromSeconds(61) && due <= wait);
        await registry.FaultAsync(
            new("Status")
            {
                Status = 429,
                RetryAfter =
                    retryAfter == "DATE"
                        ? (time.GetUtcNow() + wait).ToString("r", CultureInfo.InvariantCulture)
                        : retryAfter,
            }
        );

        using var download = await Client(time).DownloadAsync(Everything, Stop);

        Assert.Equal(AllIds, await IdsAsync(download));
        Assert.Equal(1, time.Hurried);
    }

    [Fact]
    public async Task A_long_wait_is_reported_instead_of_waited_for()
    {
        var time = new HurriedTime(_ => false)
        {
            Now = new DateTimeOffset(2026, 11, 25, 22, 30, 0, TimeSpan.Zero),
        };
        await registry.FaultAsync(
            new("Status")
            {
                Status = 503,
                RetryAfter = "7200",
                Times = -1,
            }
        );

        var rejected = await Assert.ThrowsAsync<RegistryException>(() =>
            Client(time).DownloadAsync(Everything, Stop)
        );

        Assert.Contains(
            "try again after 2026-11-26 00:30 UTC",
            rejected.Message,
            StringComparison.Ordinal
        );
        Assert.Single(await registry.RequestsAsync());
    }

    [Fact]
    public async Task Waits_grow_from_the_first()
    {
        var time = new HurriedTime(due => due < TimeSpan.FromMinutes(50));
        await registry.FaultAsync(new("Status") { Times = -1 });

        await Assert.ThrowsAsync<RegistryException>(() =>
            Client(time, retryDelay: "00:00:02", inactivity: "01:00:00")
                .DownloadAsync(Everything, Stop)
        );

        Assert.Equal(5, time.Hurried);
        Assert.True(time.Longest > TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task A_registry_that_cannot_be_reached_is_reported()
    {
        var failed = await Assert.ThrowsAsync<RegistryException>(() =>
            Client(address: "http://127.0.0.1:1/api/v2").DownloadAsync(Everything, Stop)
        );

        Assert.Contains("http://127.0.0.1:1/api/v2", failed.Message, StringComparison.Ordinal);
        Assert.Contains("refused", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_enormous_page_is_saved_on_disk()
    {
        var bytes =
            Environment.GetEnvironmentVariable("MPNST_LONG") == "1" ? 200_000_000 : 20_000_000;
        await registry.FaultAsync(new("Huge") { Page = 2, Bytes = bytes });

        using var download = await Client().DownloadAsync(Everything, Stop);

        Assert.True(download.Pages[1].Length > bytes);
        Assert.Equal(AllIds, await IdsAsync(download));
    }

    [Fact]
    public async Task A_page_beyond_the_limit_is_rejected()
    {
        await registry.FaultAsync(
            new("Huge")
            {
                Page = 2,
                Bytes = 4_000_000,
                Times = -1,
            }
        );

        var rejected = await Assert.ThrowsAsync<RegistryException>(() =>
            Client(pageLimit: 3_000_000).DownloadAsync(Everything, Stop)
        );

        Assert.Contains("more than 3,000,000 bytes", rejected.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await registry.RequestsAsync()).Count);
        Assert.Empty(Files());
    }

    [Theory]
    [InlineData("Stall")]
    [InlineData("Silent")]
    [InlineData("Status")]
    public async Task A_download_is_cancelled_at_once(string kind)
    {
        // Nothing but the cancellation ends the stall or the wait between attempts.
        await registry.FaultAsync(new(kind) { Page = 2, Times = -1 });
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        var download = Client(retryDelay: "23:00:00", inactivity: "23:00:00")
            .DownloadAsync(Everything, giveUp.Token);
        await registry.WaitForRequestsAsync(2);
        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            download.WaitAsync(TimeSpan.FromMinutes(2), Stop)
        );
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Temporary_files_are_deleted_with_the_download()
    {
        var download = await Client().DownloadAsync(Everything, Stop);
        var during = Files();
        download.Dispose();

        Assert.Equal(3, during.Count);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Files_of_a_killed_program_are_deleted()
    {
        var left = Path.Combine(folder, "mpnst-registry-left.json");
        var other = Path.Combine(folder, "somebody-elses.json");
        foreach (var path in new[] { left, other })
        {
            await File.WriteAllTextAsync(path, "{", Stop);
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-2));
        }

        using var download = await Client().DownloadAsync(Everything, Stop);

        Assert.False(File.Exists(left));
        Assert.True(File.Exists(other));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_reported()
    {
        var missing = Path.Combine(folder, "missing");

        var failed = await Assert.ThrowsAsync<RegistryException>(() =>
            Client(temporaryFolder: missing).DownloadAsync(Everything, Stop)
        );

        Assert.Contains(missing, failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Registry:BaseAddress", "clinicaltrials.gov")]
    [InlineData("Registry:BaseAddress", "ftp://clinicaltrials.gov/api/v2")]
    [InlineData("Registry:BaseAddress", "https://clinicaltrials.gov/api/v2?x=1")]
    [InlineData("Registry:PageSize", "0")]
    [InlineData("Registry:PageSize", "1001")]
    [InlineData("Registry:RetryDelay", "2")]
    [InlineData("Registry:InactivityTimeout", "00:00:00")]
    [InlineData("Registry:UserAgent", "MpnstApi\nX-Other: 1")]
    [InlineData("Registry:Contact", "me")]
    [InlineData("Registry:Contact", "me@example.org (evening)")]
    public void A_wrong_setting_stops_the_start(string setting, string value)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration[setting] = value;

        var wrong = Assert.Throws<InvalidConfigurationException>(() => builder.AddRegistryClient());

        Assert.StartsWith($"{setting} is '{value}'; use ", wrong.Message, StringComparison.Ordinal);
    }

    private RegistryClient Client(
        TimeProvider? time = null,
        string? address = null,
        string? contact = null,
        string? userAgent = null,
        string retryDelay = "00:00:00",
        string inactivity = "00:01:00",
        long pageLimit = 1L << 30,
        string? temporaryFolder = null
    )
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["Registry:BaseAddress"] = address ?? registry.Address;
        builder.Configuration["Registry:Contact"] = contact;
        builder.Configuration["Registry:UserAgent"] = userAgent;
        builder.Configuration["Registry:RetryDelay"] = retryDelay;
        builder.Configuration["Registry:InactivityTimeout"] = inactivity;
        builder.Configuration["Registry:PageSize"] = "100";
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.AddRegistryClient();
        builder.Services.AddSingleton(
            RegistryOptions.Read(builder.Configuration) with
            {
                TemporaryFolder = temporaryFolder ?? folder,
                PageLimit = pageLimit,
            }
        );
        var host = builder.Services.BuildServiceProvider();
        hosts.Add(host);
        return host.GetRequiredService<RegistryClient>();
    }

    private List<string> Files() => [.. Directory.EnumerateFiles(folder)];

    private static async Task<List<StudyRecord>> RecordsAsync(RegistryDownload download)
    {
        var records = new List<StudyRecord>();
        foreach (var page in download.Pages)
        {
            var read = await StudyReader.ReadAsync(page, Stop).ToListAsync(Stop);
            Assert.All(read, record => Assert.Null(record.Problem));
            Assert.Equal(page.Ids, read.Select(record => record.Id));
            records.AddRange(read);
        }
        return records;
    }

    private static async Task<List<string>> IdsAsync(RegistryDownload download) =>
        [.. (await RecordsAsync(download)).Select(record => record.Id!)];

    private static Dictionary<string, string> Parameters(RegistryRequest request) =>
        QueryHelpers
            .ParseQuery(request.Address[request.Address.IndexOf('?')..])
            .ToDictionary(parameter => parameter.Key, parameter => parameter.Value.ToString());

    /// <summary>Real time, but for waits that a test chooses: they are over at once, and counted.</summary>
    private sealed class HurriedTime(Func<TimeSpan, bool> hurries) : TimeProvider
    {
        public DateTimeOffset? Now { get; init; }
        public int Hurried { get; private set; }
        public TimeSpan Longest { get; private set; }

        public override DateTimeOffset GetUtcNow() => Now ?? base.GetUtcNow();

        public override ITimer CreateTimer(
            TimerCallback callback,
            object? state,
            TimeSpan dueTime,
            TimeSpan period
        )
        {
            if (!hurries(dueTime))
            {
                return base.CreateTimer(callback, state, dueTime, period);
            }
            Hurried++;
            Longest = dueTime > Longest ? dueTime : Longest;
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }

    /// <summary>Real time, but for timers of one length: they run out when the test says so.</summary>
    private sealed class HeldTime(TimeSpan length) : TimeProvider
    {
        private readonly ConcurrentDictionary<HeldTimer, bool> running = new();

        public override ITimer CreateTimer(
            TimerCallback callback,
            object? state,
            TimeSpan dueTime,
            TimeSpan period
        )
        {
            if (dueTime != length)
            {
                return base.CreateTimer(callback, state, dueTime, period);
            }
            var held = new HeldTimer(this, callback, state);
            running[held] = true;
            return held;
        }

        public void RunOut()
        {
            foreach (var held in running.Keys)
            {
                held.RunOut();
            }
        }

        private sealed class HeldTimer(HeldTime time, TimerCallback callback, object? state)
            : ITimer
        {
            public void RunOut() => callback(state);

            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose() => time.running.TryRemove(this, out _);

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }

    public sealed class StandInServer : IAsyncLifetime
    {
        private RegistryServer? registry;

        public RegistryServer Registry => registry!;

        public async ValueTask InitializeAsync() =>
            registry = await RegistryServer.StartAsync(RegistryServer.SnapshotPath);

        public ValueTask DisposeAsync() => registry?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
