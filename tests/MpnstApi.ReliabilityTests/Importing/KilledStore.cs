using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MpnstApi.Annotation.Dictionary;
using MpnstApi.Releases;
using MpnstApi.Storage;
using MpnstApi.Tests.Importing;
using MpnstApi.Tests.Storage;

namespace MpnstApi.ReliabilityTests.Importing;

/// <summary>A store whose writers are killed, held beside one that gets the same data undisturbed.</summary>
/// <param name="database">The one whose writers are killed.</param>
/// <param name="undisturbed">The other one.</param>
/// <param name="follow">Brings the other one by the run's data to where the release has come.</param>
internal sealed class KilledStore(
    OwnDatabase database,
    Store undisturbed,
    Func<ReleaseRow, ImportRun, Task> follow
)
{
    private static readonly DrugDictionary Dictionary = DrugDictionary.Load();

    private readonly List<string> hashes = [];
    private readonly HashSet<Guid> remembered = [];

    /// <summary>Unpooled, to distinguish the tests' own connections from those of killed programs.</summary>
    private readonly Store store = new(
        database.Options with
        {
            ConnectionString = Pooling(database, "False"),
        }
    );

    /// <summary>For the programs that get killed: pooled, as it is by default.</summary>
    public StorageOptions Options { get; } =
        database.Options with
        {
            ConnectionString = Pooling(database, "True"),
        };

    /// <summary>For files; what the killed ones leave among temporary ones goes here too.</summary>
    public string Folder => database.Folder;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>
    /// The store holds the releases it held and at most so many new ones, each whole and the same as without a kill.
    /// Returns the number of new ones.
    /// </summary>
    public async Task<int> AssertWholeAsync(int atMost = 1)
    {
        await using var db = Open();
        var releases = await db
            .Releases.AsNoTracking()
            .OrderBy(release => release.Sequence)
            .ToListAsync(Cancellation);
        Assert.Equal(
            Enumerable.Range(1, releases.Count),
            releases.Select(release => release.Sequence)
        );
        Assert.InRange(releases.Count, hashes.Count, hashes.Count + atMost);
        var runs = await db.ImportRuns.AsNoTracking().ToListAsync(Cancellation);
        await AssertFeedAsync(db, releases, runs);
        await AssertVersionsAsync(db, releases, runs);

        var before = hashes.Count;
        foreach (var release in releases.Skip(before))
        {
            await follow(release, Of(release, runs));
            hashes.Add(await AssertSameAsync(db, release));
        }
        if (releases.Count > 0)
        {
            await AssertReadAsync(releases.Count);
        }
        return releases.Count - before;
    }

    /// <summary>Every release so far still reads as it did when it was new.</summary>
    public async Task AssertHistoryAsync()
    {
        for (var sequence = 1; sequence <= hashes.Count; sequence++)
        {
            await AssertReadAsync(sequence);
        }
    }

    /// <summary>Nothing is left of what those had staged that were killed.</summary>
    public async Task AssertClearedAsync()
    {
        await using var db = Open();
        Assert.Equal(
            0,
            await db.TrialVersions.CountAsync(version => version.FromRelease == null, Cancellation)
        );
        Assert.Equal(
            0,
            await db.Changes.CountAsync(change => change.Sequence == null, Cancellation)
        );
        Assert.Equal(
            0,
            await db.ImportRuns.CountAsync(run => run.State == RunState.Running, Cancellation)
        );
    }

    /// <summary>Waits until the server has no connection any more: it may still execute the last command of a killed program.</summary>
    public async Task SettledAsync()
    {
        FormattableString? others = Options.Provider switch
        {
            StorageProvider.PostgreSql =>
                $"SELECT COUNT(*)::int AS \"Value\" FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'",
            StorageProvider.SqlServer =>
                $"SELECT COUNT(*) AS Value FROM sys.dm_exec_sessions WHERE database_id = DB_ID() AND session_id <> @@SPID AND is_user_process = 1",
            _ => null,
        };
        if (others is not null)
        {
            await UntilAsync(async db =>
                await db.Database.SqlQuery<int>(others).SingleAsync(Cancellation) == 0
            );
        }
    }

    /// <summary>Waits until the store is as wished for; two minutes at most.</summary>
    public async Task UntilAsync(Func<MpnstDbContext, Task<bool>> wished)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        while (true)
        {
            await using (var db = Open())
            {
                if (await wished(db))
                {
                    return;
                }
            }
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    public MpnstDbContext Open() => store.CreateDbContext();

    /// <summary>Whether the schema is complete; without it there is no release.</summary>
    public async Task<bool> HasSchemaAsync()
    {
        await using var db = Open();
        return !(await db.Database.GetPendingMigrationsAsync(Cancellation)).Any();
    }

    /// <summary>Whether a run has begun that is not remembered from before, and has not ended.</summary>
    public async Task<bool> IsRunningAsync()
    {
        await using var db = Open();
        return (await RunningAsync(db)).Except(remembered).Any();
    }

    /// <summary>Whether a run that was not there before was cut off; from now on it is remembered.</summary>
    public async Task<bool> WasCutOffAsync()
    {
        await using var db = Open();
        var before = remembered.Count;
        remembered.UnionWith(await RunningAsync(db));
        return remembered.Count > before;
    }

    /// <summary>How long the newest run took.</summary>
    public async Task<TimeSpan> NewestRunAsync()
    {
        await using var db = Open();
        var run = await db.ImportRuns.OrderBy(other => other.StartedAt).LastAsync(Cancellation);
        return run.EndedAt!.Value - run.StartedAt;
    }

    /// <summary>Leases that their holders did not give back.</summary>
    public async Task<List<Lease>> LeftLeasesAsync()
    {
        await using var db = Open();
        return await db
            .Leases.AsNoTracking()
            .Where(lease => lease.Holder != null)
            .ToListAsync(Cancellation);
    }

    private static async Task<List<Guid>> RunningAsync(MpnstDbContext db) =>
        await db
            .ImportRuns.Where(run => run.State == RunState.Running)
            .Select(run => run.Id)
            .ToListAsync(Cancellation);

    private static string Pooling(OwnDatabase database, string value) =>
        new DbConnectionStringBuilder
        {
            ConnectionString = database.Options.ConnectionString,
            ["Pooling"] = value,
        }.ConnectionString;

    private static ImportRun Of(ReleaseRow release, List<ImportRun> runs) =>
        runs.Single(run => run.ReleaseSequence == release.Sequence);

    /// <summary>Lines are 1, 2, 3, ... without gaps, each release's agree with its counts, and staged ones are in none.</summary>
    private static async Task AssertFeedAsync(
        MpnstDbContext db,
        List<ReleaseRow> releases,
        List<ImportRun> runs
    )
    {
        var all = await db
            .Changes.Select(change => new
            {
                change.RunId,
                change.Sequence,
                change.ReleaseSequence,
                change.Kind,
                change.TrialId,
            })
            .ToListAsync(Cancellation);
        var feed = all.Where(line => line.Sequence is not null)
            .OrderBy(line => line.Sequence)
            .ToList();
        Assert.Equal(
            Enumerable.Range(1, feed.Count).Select(number => (long?)number),
            feed.Select(line => line.Sequence)
        );
        Assert.Equal(releases.LastOrDefault()?.LastChange ?? 0, feed.Count);
        var done = runs.Where(run => run.State == RunState.Done).Select(run => run.Id).ToHashSet();
        Assert.All(
            all.Where(line => line.Sequence is null),
            line =>
            {
                Assert.Null(line.ReleaseSequence);
                Assert.DoesNotContain(line.RunId, done);
            }
        );
        var last = 0L;
        foreach (var release in releases)
        {
            var run = Of(release, runs);
            Assert.Equal(RunState.Done, run.State);
            var lines = feed.Where(line => line.ReleaseSequence == release.Sequence).ToList();
            Assert.NotEmpty(lines);
            Assert.Equal((last + 1, release.LastChange), (lines[0].Sequence, lines[^1].Sequence));
            Assert.Equal(release.LastChange - last, lines.Count);
            Assert.All(lines, line => Assert.Equal(run.Id, line.RunId));
            last = release.LastChange;
            if (release.Sequence == 1)
            {
                // The first release is one entry.
                Assert.Equal(ChangeKind.Released, Assert.Single(lines).Kind);
                continue;
            }
            Assert.Equal(
                (release.Added, release.Changed, release.Removed),
                (
                    Trials(ChangeKind.Added, ChangeKind.Returned),
                    Trials(ChangeKind.Changed, ChangeKind.LabelChanged),
                    Trials(ChangeKind.LeftScope)
                )
            );

            int Trials(params ChangeKind[] kinds) =>
                lines
                    .Where(line => kinds.Contains(line.Kind))
                    .Select(line => line.TrialId)
                    .Distinct()
                    .Count();
        }
    }

    /// <summary>In each release each trial has one version, of a run that published it; staged ones are in none.</summary>
    private static async Task AssertVersionsAsync(
        MpnstDbContext db,
        List<ReleaseRow> releases,
        List<ImportRun> runs
    )
    {
        var all = await db
            .TrialVersions.Select(version => new
            {
                version.TrialId,
                version.RunId,
                version.FromRelease,
                version.UntilRelease,
            })
            .ToListAsync(Cancellation);
        var published = runs.Where(run => run.ReleaseSequence is not null)
            .ToDictionary(run => run.Id, run => run.ReleaseSequence);
        Assert.All(
            all,
            version =>
            {
                Assert.Equal(published.GetValueOrDefault(version.RunId), version.FromRelease);
                Assert.True(version.UntilRelease is null || version.FromRelease is not null);
            }
        );
        foreach (var release in releases)
        {
            var held = all.Where(version =>
                    version.FromRelease <= release.Sequence
                    && !(version.UntilRelease <= release.Sequence)
                )
                .Select(version => version.TrialId)
                .ToList();
            Assert.Equal(release.Trials, held.Count);
            Assert.Equal(held.Count, held.Distinct().Count());
        }
    }

    /// <summary>Counts, changes and content are those of the release that the undisturbed store made of the same data.</summary>
    private async Task<string> AssertSameAsync(MpnstDbContext db, ReleaseRow release)
    {
        await using var other = undisturbed.CreateDbContext();
        var same = await ReleaseLoader.Headers(other).FirstAsync(Cancellation);
        Assert.Equal(Counts(same), Counts(release));
        Assert.Equal(
            await LinesAsync(other, same.Sequence),
            await LinesAsync(db, release.Sequence)
        );
        return (
            await new ReleaseLoader(undisturbed, Dictionary).LoadAsync(same.Sequence, Cancellation)
        ).ContentHash;
    }

    private static (int, int, int, int, int, long) Counts(ReleaseRow release) =>
        (
            release.Sequence,
            release.Trials,
            release.Added,
            release.Changed,
            release.Removed,
            release.LastChange
        );

    private static async Task<List<string>> LinesAsync(MpnstDbContext db, int release) =>
        (
            await db
                .Changes.AsNoTracking()
                .Where(change => change.ReleaseSequence == release)
                .OrderBy(change => change.Sequence)
                .ToListAsync(Cancellation)
        )
            .Select(line =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{line.Sequence} {line.Kind} {line.TrialId} {line.Field}: {line.Old} -> {line.New}"
                )
            )
            .ToList();

    /// <summary>What a reader gets of the release: all of one state of the source, with the content it must have.</summary>
    private async Task AssertReadAsync(int sequence)
    {
        var release = await new ReleaseLoader(store, Dictionary).LoadAsync(sequence, Cancellation);
        var rounds = release
            .Trials.Select(trial => trial.Content.Acronym)
            .Where(acronym => acronym?.StartsWith("Round ", StringComparison.Ordinal) == true)
            .Distinct()
            .ToList();
        Assert.True(rounds.Count <= 1, $"Release {sequence} mixes {string.Join(" and ", rounds)}.");
        Assert.Equal(hashes[sequence - 1], release.ContentHash);
        await using var db = Open();
        var kept = await db
            .Releases.Where(other => other.Sequence == sequence)
            .Select(other => other.ContentHash)
            .SingleAsync(Cancellation);
        Assert.True(kept is null || kept == release.ContentHash);
    }
}
