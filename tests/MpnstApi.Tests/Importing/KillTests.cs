using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using MpnstApi.Storage;
using MpnstApi.Tests.Cli;
using MpnstApi.Tests.Registry;

namespace MpnstApi.Tests.Importing;

/// <summary>A real import in a real process, killed without warning at any moment.</summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private static readonly int Kills =
        Environment.GetEnvironmentVariable("MPNST_LONG") == "1" ? 100 : 10;

    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-kill-").FullName;

    private string Database => Path.Combine(folder, "mpnst.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Killing_an_import_at_any_moment_and_starting_again_loses_and_doubles_nothing()
    {
        // Many copies of real records under ids of their own, so that there is something to interrupt.
        var records = SharedData
            .SnapshotLines.SelectMany(
                (line, place) =>
                    Enumerable.Range(0, 2).Select(copy => Renamed(line, (place * 2) + copy))
            )
            .ToList();
        var whole = await TimeWholeImportAsync(records);
        var random = new Random(20261123);
        var (killed, published) = (0, 1);
        for (var round = 1; round <= Kills; round++)
        {
            var file = await WriteRoundAsync(records, round);
            using (var import = RealProgram.Start(Database, "import", file, "--all"))
            {
                // The moment of the kill is the point here, not a wait for something to happen.
                await Task.Delay(
                    whole * (0.2 + (1.3 * random.NextDouble())),
                    TestContext.Current.CancellationToken
                );
                killed += await import.KillAsync() ? 1 : 0;
            }
            published = await AssertWholeAsync(records.Count, published, round);
        }
        output.WriteLine(
            $"A whole import takes {whole.TotalSeconds:0.0} s; {killed} of {Kills} were killed alive; {published - 1} of their releases were published all the same."
        );

        var last = await WriteRoundAsync(records, Kills);
        var end = await RealProgram.RunAsync(Database, "import", last, "--all");
        Assert.Equal(0, end.ExitCode);
        await AssertWholeAsync(records.Count, published, Kills);
        await using var db = Open();
        Assert.Equal(
            records.Count,
            await db.CurrentTrials.CountAsync(
                version => version.Facts.Contains($"Round {Kills}"),
                TestContext.Current.CancellationToken
            )
        );
        Assert.Equal(
            0,
            await db.TrialVersions.CountAsync(
                version => version.FromRelease == null,
                TestContext.Current.CancellationToken
            )
        );
        Assert.True(killed > 0, "No import was still at work when it was killed.");
    }

    private async Task<TimeSpan> TimeWholeImportAsync(IReadOnlyList<string> records)
    {
        var file = await WriteRoundAsync(records, 0);
        var watch = Stopwatch.StartNew();
        var end = await RealProgram.RunAsync(Database, "import", file, "--all");
        Assert.Equal(0, end.ExitCode);
        return watch.Elapsed;
    }

    /// <summary>Every round changes every record, so each import has something to write.</summary>
    private async Task<string> WriteRoundAsync(IReadOnlyList<string> records, int round)
    {
        var file = Path.Combine(folder, "trials.ndjson");
        await File.WriteAllLinesAsync(
            file,
            records.Select(record =>
                record.Replace("\"@round\"", $"\"Round {round}\"", StringComparison.Ordinal)
            ),
            TestContext.Current.CancellationToken
        );
        return file;
    }

    /// <summary>The store holds the release before or the new one, whole: every trial of one and the same round.</summary>
    private async Task<int> AssertWholeAsync(int trials, int published, int round)
    {
        await using var db = Open();
        var releases = await db
            .Releases.OrderBy(release => release.Sequence)
            .Select(release => release.Sequence)
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(1, releases.Count), releases);
        Assert.InRange(releases.Count, published, published + 1);
        var current = await db
            .CurrentTrials.Select(version => version.Facts)
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(trials, current.Count);
        var rounds = current
            .Select(facts => JsonNode.Parse(facts)!["acronym"]!.GetValue<string>())
            .Distinct()
            .ToList();
        Assert.True(
            rounds.Count == 1,
            $"After kill {round} the store mixes {string.Join(" and ", rounds)}."
        );
        return releases.Count;
    }

    private MpnstDbContext Open() =>
        new Store(
            new StorageOptions { ConnectionString = $"Data Source={Database};Pooling=False" }
        ).CreateDbContext();

    private static string Renamed(string line, int number)
    {
        var study = JsonNode.Parse(line)!;
        var identification = study["protocolSection"]!["identificationModule"]!;
        identification["nctId"] = $"NCT9{number:0000000}";
        identification["acronym"] = "@round";
        return study.ToJsonString();
    }
}
