using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using MpnstApi.ReliabilityTests.Cli;
using MpnstApi.Storage;
using MpnstApi.Tests.Importing;
using MpnstApi.Tests.Registry;
using MpnstApi.Tests.Storage;

namespace MpnstApi.ReliabilityTests.Storage;

/// <summary>Several real processes on one database.</summary>
public abstract class ConcurrencyTests(StorageProvider provider, ITestOutputHelper output)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_services_started_at_once_on_an_empty_database_share_its_snapshot_and_serve_what_a_third_imports()
    {
        await using var database = await OwnDatabase.CreateAsync(provider);
        using var one = RealProgram.Serve(database.Options);
        using var other = RealProgram.Serve(database.Options);

        using var first = await one.ReadyAsync();
        using var second = await other.ReadyAsync();

        Assert.Equal(await VersionAsync(first), await VersionAsync(second));
        await AssertOneSnapshotAsync(database);

        var before = await VersionAsync(first);
        var study = await database.WriteAsync("study.json", ImporterTests.Study(1));
        var end = await RealProgram.RunAsync(database.Options, "import", study);
        Assert.True(end.ExitCode == 0, end.Output + end.Errors);
        var committed = Stopwatch.StartNew();
        await Task.WhenAll(NextVersionAsync(first, before), NextVersionAsync(second, before));
        output.WriteLine(
            $"Both served it {committed.Elapsed.TotalSeconds:0.0} s after the import had ended."
        );
        var trial = await second.GetFromJsonAsync<JsonNode>(
            "/api/v1/trials/NCT00000001",
            Cancellation
        );
        Assert.Equal("NCT00000001", trial!.Text("id"));
    }

    [Fact]
    public async Task Simultaneous_imports_wait_for_each_other_and_nothing_is_duplicated()
    {
        await using var database = await OwnDatabase.CreateAsync(provider);
        var all = await database.WriteAsync(
            "all.ndjson",
            string.Join('\n', RegistryData.SnapshotLines)
        );
        var some = await database.WriteAsync(
            "some.ndjson",
            string.Join('\n', RegistryData.SnapshotLines.Take(100)) + ImporterTests.Study(1)
        );

        var ends = await Task.WhenAll(
            RealProgram.RunAsync(database.Options, "import", all, "--all"),
            RealProgram.RunAsync(database.Options, "import", some, "--all"),
            RealProgram.RunAsync(database.Options, "import", all, "--all")
        );

        Assert.All(ends, end => Assert.True(end.ExitCode == 0, end.Output + end.Errors));
        await using var db = database.Store.CreateDbContext();
        Assert.Equal(249, await db.CurrentTrials.CountAsync(Cancellation));
        Assert.Equal(249, await db.TrialVersions.CountAsync(Cancellation));
        var runs = await db.ImportRuns.OrderBy(run => run.FencingToken).ToListAsync(Cancellation);
        Assert.Equal(3, runs.Count);
        Assert.All(runs, run => Assert.Equal(RunState.Done, run.State));
        Assert.All(
            runs.Zip(runs.Skip(1)),
            pair => Assert.True(pair.First.EndedAt <= pair.Second.StartedAt)
        );
        Assert.Equal(249, runs.Sum(run => run.Added));
        var sequences = await db
            .Changes.OrderBy(change => change.Sequence)
            .Select(change => change.Sequence)
            .ToListAsync(Cancellation);
        Assert.Equal(
            Enumerable.Range(1, sequences.Count).Select(number => (long?)number),
            sequences
        );
    }

    private static async Task AssertOneSnapshotAsync(OwnDatabase database)
    {
        await using var db = database.Store.CreateDbContext();
        var release = await db.Releases.SingleAsync(Cancellation);
        Assert.Equal((1, 248, 1L), (release.Sequence, release.Trials, release.LastChange));
        Assert.Equal(248, await db.TrialVersions.CountAsync(Cancellation));
        Assert.Equal(
            db.Database.GetMigrations(),
            await db.Database.GetAppliedMigrationsAsync(Cancellation)
        );
        Assert.DoesNotContain(
            RunState.Running,
            await db.ImportRuns.Select(run => run.State).ToListAsync(Cancellation)
        );
    }

    private static async Task NextVersionAsync(HttpClient client, string before)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await VersionAsync(client) == before)
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    private static async Task<string> VersionAsync(HttpClient client) =>
        (await client.GetFromJsonAsync<JsonNode>("/api/v1/dataset", Cancellation))!.Text(
            "version"
        )!;
}
