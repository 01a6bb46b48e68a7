using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using MpnstApi.ReliabilityTests.Cli;
using MpnstApi.ReliabilityTests.Storage;
using MpnstApi.Storage;
using MpnstApi.Tests.Importing;
using MpnstApi.Tests.Registry;
using MpnstApi.Tests.Storage;

namespace MpnstApi.ReliabilityTests.Importing;

/// <summary>
/// Real processes, killed without warning at any moment. Before the kills one goes undisturbed; the moments are spread over
/// the whole time that takes, and half of them over its run, from when that is seen to begin: starting takes longer. With MPNST_LONG=1 there are 50 kills of each kind.
/// </summary>
public sealed class KillTests(DurableServer server, ITestOutputHelper output)
    : IClassFixture<DurableServer>
{
    private static readonly bool InFull = Environment.GetEnvironmentVariable("MPNST_LONG") == "1";
    private static readonly int Kills = InFull ? 50 : 10;
    private static readonly int FirstStarts = InFull ? 50 : 3;

    /// <summary>The day of the registry's data in round 0.</summary>
    private static readonly DateTime FirstDay = new(2026, 1, 1, 9, 0, 0, DateTimeKind.Utc);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    [InlineData(StorageProvider.SqlServer)]
    public async Task Killed_at_any_moment_an_import_leaves_the_old_release_or_the_new_one_whole(
        StorageProvider provider
    )
    {
        await using var database = await OwnDatabase.CreateAsync(provider, server.StartedAsync);
        await using var undisturbed = await TestStore.CreateAsync();
        var round = 0;
        var store = new KilledStore(
            database,
            undisturbed.Store,
            async (release, _) =>
            {
                undisturbed.Time.Now = release.PublishedAt;
                await undisturbed.ImportAsync(string.Join('\n', Records(round)));
            }
        );
        await RunToEndAsync(store, await NextAsync());
        Assert.Equal(1, await store.AssertWholeAsync());
        var watch = Stopwatch.StartNew();
        await RunToEndAsync(store, await NextAsync());
        var tally = new KillTimes(watch.Elapsed, await store.NewestRunAsync());
        Assert.Equal(1, await store.AssertWholeAsync());

        foreach (var moment in tally.Moments(Kills))
        {
            using var import = Start(store, await NextAsync());
            await KillAsync(store, import, moment, tally);
        }

        await KillWhileItWritesAsync(store, NextAsync);
        await AssertNextGoesThroughAsync(store, await NextAsync());
        output.WriteLine($"Import on {provider}: {tally}");
        tally.AssertSome();

        async Task<string[]> NextAsync()
        {
            var text = string.Join('\n', Records(++round));
            return ["import", await database.WriteAsync("trials.ndjson", text), "--all"];
        }
    }

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    [InlineData(StorageProvider.SqlServer)]
    public async Task Killed_at_any_moment_a_sync_leaves_the_old_release_or_the_new_one_whole(
        StorageProvider provider
    )
    {
        await using var database = await OwnDatabase.CreateAsync(provider, server.StartedAsync);
        await using var undisturbed = await SyncHost.StartAsync(
            StorageProvider.Sqlite,
            "--Registry:PageSize=50"
        );
        var registry = undisturbed.Registry;
        await registry.UpsertAsync(Records(0));
        await registry.SetTimestampAsync(FirstDay);
        var round = 0;
        var store = new KilledStore(
            database,
            undisturbed.Store,
            async (release, run) =>
            {
                undisturbed.Time.Now = release.PublishedAt;
                await (
                    run.Kind == RunKind.Snapshot
                        ? undisturbed.ImportAsync(RunKind.Snapshot, RegistryData.SnapshotLines)
                        : (Task)undisturbed.SyncAsync(run.FullPass)
                );
            }
        );
        var environment = new Dictionary<string, string>
        {
            ["Registry__BaseAddress"] = registry.Address,
            ["Registry__PageSize"] = "50",
        };
        var scheduled = new Dictionary<string, string>(environment)
        {
            ["Sync__Schedule"] = "00:00:01",
            ["Releases__PollInterval"] = "00:00:01",
        };
        string[] verb = ["sync", "--full"];

        // Each kind once undisturbed: the service from the moment of the news on.
        KillTimes bySchedule;
        using (var service = Serve(store, scheduled))
        {
            using var client = await service.ReadyAsync();
            await SyncedAsync();
            Assert.Equal(2, await store.AssertWholeAsync(atMost: 2));
            await NewsAsync();
            var news = Stopwatch.StartNew();
            await SyncedAsync();
            bySchedule = new KillTimes(news.Elapsed, await store.NewestRunAsync());
            Assert.Equal(1, await store.AssertWholeAsync());
            await service.KillAsync();
        }
        await NewsAsync();
        var watch = Stopwatch.StartNew();
        await RunToEndAsync(store, verb, environment);
        var byVerb = new KillTimes(watch.Elapsed, await store.NewestRunAsync());
        Assert.Equal(1, await store.AssertWholeAsync());

        foreach (
            var (ofVerb, ofSchedule) in byVerb.Moments(Kills / 2).Zip(bySchedule.Moments(Kills / 2))
        )
        {
            await NewsAsync();
            using (var sync = Start(store, verb, environment))
            {
                await KillAsync(store, sync, ofVerb, byVerb);
            }
            using var service = Serve(store, scheduled);
            using var client = await service.ReadyAsync();
            // What the kill before cost, the service makes up for by itself.
            await SyncedAsync();
            await store.AssertWholeAsync();
            await NewsAsync();
            await KillAsync(store, service, ofSchedule, bySchedule);
        }

        await KillWhileItWritesAsync(
            store,
            async () =>
            {
                await NewsAsync();
                return verb;
            },
            environment
        );
        await NewsAsync();
        await AssertNextGoesThroughAsync(store, verb, environment);
        output.WriteLine($"Sync by the verb on {provider}: {byVerb}");
        output.WriteLine($"Sync of a running service on {provider}: {bySchedule}");
        byVerb.AssertSome();
        bySchedule.AssertSome();

        // Every trial has changed, one is new, and the one that was new before is gone.
        async Task NewsAsync()
        {
            await registry.UpsertAsync(Records(++round));
            await registry.RemoveAsync(Newcomer(round - 1));
            await registry.SetTimestampAsync(FirstDay.AddDays(round));
        }

        Task SyncedAsync()
        {
            var timestamp = FirstDay.AddDays(round);
            return store.UntilAsync(db =>
                db.ImportRuns.AnyAsync(
                    run => run.SourceTimestamp == timestamp && run.State == RunState.Done,
                    Cancellation
                )
            );
        }
    }

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    [InlineData(StorageProvider.SqlServer)]
    public async Task Killed_at_any_moment_a_first_start_is_made_up_for_by_the_next(
        StorageProvider provider
    )
    {
        KillTimes? tally = null;
        foreach (var moment in Moments())
        {
            await using var database = await OwnDatabase.CreateAsync(provider, server.StartedAsync);
            await using var undisturbed = await TestStore.CreateAsync();
            var store = new KilledStore(
                database,
                undisturbed.Store,
                async (release, _) =>
                {
                    undisturbed.Time.Now = release.PublishedAt;
                    await undisturbed.ImportAsync(
                        string.Join('\n', RegistryData.SnapshotLines),
                        kind: RunKind.Snapshot
                    );
                }
            );
            if (moment is not null)
            {
                using var first = Serve(store);
                await KillAsync(store, first, moment, tally!);
            }
            var watch = Stopwatch.StartNew();
            using var next = Serve(store);
            using var client = await next.ReadyAsync();
            tally ??= new KillTimes(watch.Elapsed, await store.NewestRunAsync());
            await next.KillAsync();
            await store.SettledAsync();
            await store.AssertWholeAsync();
            await store.AssertClearedAsync();
            await using var db = store.Open();
            Assert.Equal(1, await db.Releases.CountAsync(Cancellation));
        }
        output.WriteLine($"First start on {provider}: {tally}");
        tally!.AssertSome();

        // The first goes undisturbed.
        IEnumerable<Moment?> Moments()
        {
            yield return null;
            foreach (var moment in tally!.Moments(FirstStarts))
            {
                yield return moment;
            }
        }
    }

    /// <summary>The snapshot's trials as of a round, each changed since the one before, and one more that comes with the round.</summary>
    private static IEnumerable<string> Records(int round)
    {
        var day = FirstDay.AddDays(round).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return RegistryData
            .SnapshotLines.Select(line => JsonNode.Parse(line)!)
            .Select(study => Study(study, $"Round {round}", day))
            .Append(Study(JsonNode.Parse(ImporterTests.Study(1))!, "New", day, Newcomer(round)));
    }

    private static string Newcomer(int round) => $"NCT{93_000_000 + round}";

    private static string Study(JsonNode study, string acronym, string day, string? id = null)
    {
        var identification = study["protocolSection"]!["identificationModule"]!;
        identification["acronym"] = acronym;
        identification["nctId"] = id ?? identification.Text("nctId");
        var protocol = study["protocolSection"]!.AsObject();
        protocol.TryAdd("statusModule", new JsonObject());
        protocol["statusModule"]!["lastUpdatePostDateStruct"] = new JsonObject { ["date"] = day };
        return study.ToJsonString();
    }

    private static RealProgram Start(
        KilledStore store,
        string[] arguments,
        Dictionary<string, string>? environment = null
    ) => RealProgram.Start(store.Options, Environed(store, environment), arguments);

    private static RealProgram Serve(
        KilledStore store,
        Dictionary<string, string>? environment = null
    ) => RealProgram.Serve(store.Options, Environed(store, environment));

    private static Dictionary<string, string> Environed(
        KilledStore store,
        Dictionary<string, string>? environment
    ) => new(environment ?? []) { ["TMPDIR"] = store.Folder };

    private static async Task RunToEndAsync(
        KilledStore store,
        string[] arguments,
        Dictionary<string, string>? environment = null
    )
    {
        using var program = Start(store, arguments, environment);
        var end = await program.EndAsync();
        Assert.True(end.ExitCode == 0, end.Output + end.Errors);
    }

    private static async Task KillAsync(
        KilledStore store,
        RealProgram program,
        Moment moment,
        KillTimes tally
    )
    {
        if (moment.OfRun)
        {
            await RunningAsync(store, program);
        }
        // The moment of the kill is the point here, not a wait for something to happen.
        await Task.Delay(moment.After, Cancellation);
        var alive = await program.KillAsync();
        await store.SettledAsync();
        if (!await store.HasSchemaAsync())
        {
            tally.Add(alive, published: false, writing: false);
            return;
        }
        var published = await store.AssertWholeAsync();
        tally.Add(alive, published > 0, await store.WasCutOffAsync());
    }

    /// <summary>Kills until one is hit between the beginning of its run and the end, whatever the machine's pace.</summary>
    private static async Task KillWhileItWritesAsync(
        KilledStore store,
        Func<Task<string[]>> next,
        Dictionary<string, string>? environment = null
    )
    {
        for (var attempt = 1; attempt <= 20; attempt++)
        {
            using var program = Start(store, await next(), environment);
            await RunningAsync(store, program);
            await program.KillAsync();
            await store.SettledAsync();
            await store.AssertWholeAsync();
            if (await store.WasCutOffAsync())
            {
                return;
            }
        }
        Assert.Fail("No run was still at work when it was killed.");
    }

    /// <summary>Waits until the program's run has begun.</summary>
    private static async Task RunningAsync(KilledStore store, RealProgram program)
    {
        var end = program.EndAsync();
        await store.UntilAsync(async _ =>
            end.IsCompleted || (await store.HasSchemaAsync() && await store.IsRunningAsync())
        );
    }

    /// <summary>The next one takes the leases of the dead over instead of waiting until they expire, and clears what those left.</summary>
    private static async Task AssertNextGoesThroughAsync(
        KilledStore store,
        string[] arguments,
        Dictionary<string, string>? environment = null
    )
    {
        var left = await store.LeftLeasesAsync();
        Assert.NotEmpty(left);

        await RunToEndAsync(store, arguments, environment);

        Assert.Equal(1, await store.AssertWholeAsync());
        await store.AssertClearedAsync();
        Assert.Empty(await store.LeftLeasesAsync());
        await store.AssertHistoryAsync();
        await using var db = store.Open();
        var run = await db.ImportRuns.OrderBy(other => other.StartedAt).LastAsync(Cancellation);
        Assert.True(
            run.StartedAt < left.Min(lease => lease.ExpiresAt),
            "The leases of the dead were waited for."
        );
    }

    /// <summary>When to kill.</summary>
    /// <param name="OfRun">After so long from when the run began; else from the start, or the news.</param>
    private sealed record Moment(bool OfRun, TimeSpan After);

    /// <summary>What became of the kills of one kind.</summary>
    private sealed class KillTimes(TimeSpan whole, TimeSpan run)
    {
        private int kills;
        private int alive;
        private int writing;
        private int published;

        /// <summary>One in each of so many equal parts, of the whole and of the run and a bit more; in any order.</summary>
        public Moment[] Moments(int count)
        {
            var random = new Random();
            var ofRun = count / 2;
            Moment[] moments =
            [
                .. Spread(count - ofRun, 1.1 * whole).Select(after => new Moment(false, after)),
                .. Spread(ofRun, 1.2 * run).Select(after => new Moment(true, after)),
            ];
            random.Shuffle(moments);
            return moments;

            IEnumerable<TimeSpan> Spread(int parts, TimeSpan over) =>
                Enumerable
                    .Range(0, parts)
                    .Select(part => over * ((part + random.NextDouble()) / parts));
        }

        public void Add(bool alive, bool published, bool writing)
        {
            kills++;
            this.alive += alive ? 1 : 0;
            this.published += alive && published ? 1 : 0;
            this.writing += writing ? 1 : 0;
        }

        public void AssertSome() =>
            Assert.True(alive > 0, "None was still alive when it was killed.");

        public override string ToString() =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"undisturbed {whole.TotalSeconds:0.0} s, its run {run.TotalSeconds:0.0} s; of {kills} kills {alive} hit a living process, {writing} of them within its run, and {published} had published all the same; all whole."
            );
    }
}
