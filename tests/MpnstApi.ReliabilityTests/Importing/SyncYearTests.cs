using System.Globalization;
using System.Text.Json.Nodes;
using MpnstApi.Importing;
using MpnstApi.Storage;
using MpnstApi.Tests.Importing;
using MpnstApi.Tests.Registry;

namespace MpnstApi.ReliabilityTests.Importing;

/// <summary>
/// Made-up daily updates of the registry over the bundled snapshot, synchronised day by day. A model that knows nothing of
/// the store predicts every release and every change of a trial: added, removed, title and status.
/// </summary>
public sealed class SyncYearTests(ITestOutputHelper output)
{
    private static readonly int Days =
        Environment.GetEnvironmentVariable("MPNST_LONG") == "1" ? 365 : 16;

    private readonly Random random = new(20261125);

    // What the registry holds, and what a reader of ours should have heard of.
    private readonly Dictionary<string, HeldRecord> registry = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HeldRecord> known = new(StringComparer.Ordinal);
    private readonly HashSet<string> left = new(StringComparer.Ordinal);
    private readonly List<string> foretold = [];

    private sealed record HeldRecord(string Record, string Title, string Status, DateOnly Updated);

    [Fact]
    public async Task Every_count_of_the_feed_adds_up_day_by_day()
    {
        await using var host = await SyncHost.StartAsync(settings: "--Registry:PageSize=100");
        await host.NextDayAsync();
        await host.ImportAsync(RunKind.Snapshot, RegistryData.SnapshotLines);
        foreach (var line in RegistryData.SnapshotLines)
        {
            var record = AsRegistryHasIt(line, Today(host));
            registry.Add(record.Id, record.Held);
        }
        await host.Registry.UpsertAsync(registry.Values.Select(held => held.Record));
        var first = await host.SyncAsync();
        Assert.True(first.Import!.Run.Changed > 200);
        foreach (var id in (await SyncedAsync(host)))
        {
            known.Add(id, registry[id]);
        }
        // Those whose own record, without the snapshot's evidence, is of no scope: the registry had better not have them.
        foreach (var (id, version) in await host.CurrentAsync())
        {
            if (known.ContainsKey(id) && JsonNode.Parse(version.Labels)!.Text("scope") == "OTHER")
            {
                registry.Remove(id);
                await host.Registry.RemoveAsync(id);
            }
        }
        var start = (await host.FeedAsync()).Count;
        var lastFull = host.Time.Now;
        var idle = 0;
        for (var day = 1; day <= Days; day++)
        {
            await host.NextDayAsync();
            var touched = await ChangeRegistryAsync(host);
            if (!touched)
            {
                // Nothing was published by the registry: its data have yesterday's timestamp.
                await host.Registry.SetTimestampAsync(LastTimestamp(await host.RunsAsync()));
                await host.Registry.ClearRequestsAsync();
                Assert.Equal(SyncOutcome.NothingNew, (await host.SyncAsync()).Outcome);
                Assert.Single(await host.Registry.RequestsAsync());
                idle++;
                continue;
            }
            var report = await host.SyncAsync();
            var full = host.Time.Now - lastFull >= TimeSpan.FromDays(7);
            Assert.Equal(full, report.Import!.Run.FullPass);
            lastFull = full ? host.Time.Now : lastFull;
            Foretell(report.Import, full);
            await AssertToldAsync(host, report.Import);
        }

        var feed = await host.FeedAsync();
        Assert.Equal(
            Enumerable.Range(1, feed.Count),
            feed.Select(line => (int)line.Sequence!.Value)
        );
        Assert.Equal(
            foretold.Order(StringComparer.Ordinal),
            feed.Skip(start).Select(Line).OfType<string>().Order(StringComparer.Ordinal)
        );
        await AssertReleasesAsync(host, feed);
        var current = await host.CurrentAsync();
        Assert.Equal(
            known.Keys.Order(StringComparer.Ordinal),
            (await SyncedAsync(host)).Order(StringComparer.Ordinal)
        );
        Assert.All(
            known,
            trial =>
                Assert.Equal(
                    (trial.Value.Title, trial.Value.Status),
                    TitleAndStatus(current[trial.Key])
                )
        );
        output.WriteLine(
            $"{Days} days: {(await host.ReleasesAsync()).Count} releases, {feed.Count} lines, {idle} idle days, {current.Count} trials at the end."
        );
    }

    /// <summary>Some new trials, some other titles and statuses, some gone; on some days nothing.</summary>
    private async Task<bool> ChangeRegistryAsync(SyncHost host)
    {
        if (random.Next(7) == 0)
        {
            return false;
        }
        var changed = new List<string>();
        for (var i = random.Next(3); i > 0; i--)
        {
            var id = $"NCT{93_000_000 + registry.Count + left.Count + random.Next(900_000)}";
            var record = host.Study(0, $"New study {id} of soft tissue sarcoma");
            changed.Add(Put(id, JsonNode.Parse(record)!, host));
        }
        foreach (var id in Some(random.Next(4)))
        {
            var study = JsonNode.Parse(registry[id].Record)!;
            study["protocolSection"]!["identificationModule"]!["briefTitle"] =
                $"Study {random.Next(1_000_000)} of soft tissue sarcoma";
            changed.Add(Put(id, study, host));
        }
        foreach (var id in Some(random.Next(4)))
        {
            var study = JsonNode.Parse(registry[id].Record)!;
            var status = study["protocolSection"]!["statusModule"]!;
            status["overallStatus"] =
                status.Text("overallStatus") == "RECRUITING" ? "COMPLETED" : "RECRUITING";
            changed.Add(Put(id, study, host));
        }
        await host.Registry.UpsertAsync(changed);
        foreach (var id in Some(random.Next(2)))
        {
            registry.Remove(id);
            await host.Registry.RemoveAsync(id);
        }
        return true;
    }

    // Of those that queries find: the sync does not import others.
    private List<string> Some(int count) =>
        [
            .. known
                .Keys.Where(registry.ContainsKey)
                .Order(StringComparer.Ordinal)
                .OrderBy(_ => random.Next())
                .Take(count),
        ];

    private string Put(string id, JsonNode study, SyncHost host)
    {
        var protocol = study["protocolSection"]!;
        protocol["identificationModule"]!["nctId"] = id;
        protocol["statusModule"]!["lastUpdatePostDateStruct"] = new JsonObject
        {
            ["date"] = Today(host).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
        registry[id] = Hold(study, Today(host));
        return registry[id].Record;
    }

    /// <summary>The changes that the run must have recorded.</summary>
    private void Foretell(ImportReport report, bool full)
    {
        var lines = new List<string>();
        foreach (var (id, held) in registry.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!known.TryGetValue(id, out var before))
            {
                if (!IsNew(id))
                {
                    continue;
                }
                lines.Add(left.Contains(id) ? $"RETURNED {id}" : $"ADDED {id}");
                known[id] = held;
                continue;
            }
            if (before == held)
            {
                continue;
            }
            if (before.Title != held.Title)
            {
                lines.Add($"CHANGED {id} title {before.Title} > {held.Title}");
            }
            if (before.Status != held.Status)
            {
                lines.Add($"CHANGED {id} registryStatus {before.Status} > {held.Status}");
            }
            known[id] = held;
        }
        if (full)
        {
            foreach (
                var id in known.Keys.Except(registry.Keys).Order(StringComparer.Ordinal).ToList()
            )
            {
                known.Remove(id);
                left.Add(id);
                lines.Add($"LEFT {id}");
            }
        }
        foretold.AddRange(lines.Select(line => $"{report.Release?.Sequence}: {line}"));
    }

    private async Task AssertToldAsync(SyncHost host, ImportReport report)
    {
        var release = report.Release?.Sequence;
        var feed = await host.FeedAsync();
        Assert.Equal(
            foretold
                .Where(line => line.StartsWith($"{release}: ", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
            feed.Where(line => line.ReleaseSequence == release)
                .Select(Line)
                .OfType<string>()
                .Order(StringComparer.Ordinal)
        );
    }

    private static bool IsNew(string id) => id.StartsWith("NCT93", StringComparison.Ordinal);

    private static string? Line(Change line) =>
        line.Kind switch
        {
            ChangeKind.Added => $"{line.ReleaseSequence}: ADDED {line.TrialId}",
            ChangeKind.Returned => $"{line.ReleaseSequence}: RETURNED {line.TrialId}",
            ChangeKind.LeftScope => $"{line.ReleaseSequence}: LEFT {line.TrialId}",
            ChangeKind.Changed when line.Field is "title" or "registryStatus" =>
                $"{line.ReleaseSequence}: CHANGED {line.TrialId} {line.Field} {Value(line.Old)} > {Value(line.New)}",
            _ => null,
        };

    private static string Value(string? json) =>
        json is null ? "" : JsonNode.Parse(json)!.GetValue<string>();

    private static async Task AssertReleasesAsync(SyncHost host, List<Change> feed)
    {
        var trials = 0;
        foreach (var release in await host.ReleasesAsync())
        {
            var lines = feed.Where(line => line.ReleaseSequence == release.Sequence).ToList();
            Assert.Equal(release.LastChange, lines[^1].Sequence);
            trials += release.Added - release.Removed;
            Assert.Equal(trials, release.Trials);
            if (release.Sequence == 1)
            {
                continue;
            }
            Assert.Equal(
                (release.Added, release.Removed),
                (
                    lines.Count(line => line.Kind is ChangeKind.Added or ChangeKind.Returned),
                    lines.Count(line => line.Kind is ChangeKind.LeftScope)
                )
            );
            Assert.Equal(
                release.Changed,
                lines
                    .Where(line => line.Kind is ChangeKind.Changed or ChangeKind.LabelChanged)
                    .Select(line => line.TrialId)
                    .Distinct()
                    .Count()
            );
        }
    }

    private static (string, string) TitleAndStatus(TrialVersion version)
    {
        var facts = JsonNode.Parse(version.Facts)!;
        return (facts.Text("title") ?? "", facts.Text("overallStatus") ?? "");
    }

    private static async Task<List<string>> SyncedAsync(SyncHost host) =>
        [
            .. (await host.CurrentAsync())
                .Values.Where(version => version.Origin == Origin.Sync)
                .Select(version => version.TrialId),
        ];

    private static DateOnly Today(SyncHost host) =>
        DateOnly.FromDateTime(host.Time.Now.UtcDateTime);

    private static DateTime LastTimestamp(List<ImportRun> runs) =>
        runs.Where(run => run.Kind == RunKind.Sync).Max(run => run.SourceTimestamp)!.Value;

    private static (string Id, HeldRecord Held) AsRegistryHasIt(string line, DateOnly day)
    {
        var study = JsonNode.Parse(line)!;
        study.AsObject().Remove("snapshot");
        var protocol = study["protocolSection"]!;
        protocol["statusModule"] ??= new JsonObject();
        protocol["statusModule"]!["lastUpdatePostDateStruct"] = new JsonObject
        {
            ["date"] = day.AddDays(-30).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
        return (protocol["identificationModule"]!.Text("nctId")!, Hold(study, day.AddDays(-30)));
    }

    private static HeldRecord Hold(JsonNode study, DateOnly updated)
    {
        var protocol = study["protocolSection"]!;
        return new HeldRecord(
            study.ToJsonString(),
            protocol["identificationModule"]!.Text("briefTitle") ?? "",
            protocol["statusModule"]?.Text("overallStatus") ?? "",
            updated
        );
    }
}
