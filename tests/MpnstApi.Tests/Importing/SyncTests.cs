using MpnstApi.Importing;
using MpnstApi.Registry;
using MpnstApi.Storage;
using MpnstApi.Tests.Registry;

namespace MpnstApi.Tests.Importing;

/// <summary>The results of a sync with the registry, and with errors of the registry.</summary>
public abstract class SyncTests(StorageProvider provider)
{
    [Fact]
    public async Task A_first_sync_brings_all_and_the_next_costs_one_request()
    {
        await using var host = await HostAsync(25);

        var first = await host.SyncAsync();

        Assert.Equal(SyncOutcome.Done, first.Outcome);
        Assert.Equal(25, first.Import!.Run.Added);
        Assert.True(first.Import.Run.FullPass);
        var current = await host.CurrentAsync();
        Assert.Equal(25, current.Count);
        Assert.All(current.Values, version => Assert.Equal(Origin.Sync, version.Origin));
        var release = Assert.Single(await host.ReleasesAsync());
        Assert.Equal("ClinicalTrials.gov", release.Source);
        Assert.Equal(host.Time.Now.UtcDateTime.Date.AddHours(9), release.SourceTimestamp);

        await host.Registry.ClearRequestsAsync();
        var second = await host.SyncAsync();

        Assert.Equal(SyncOutcome.NothingNew, second.Outcome);
        var request = Assert.Single(await host.Registry.RequestsAsync());
        Assert.EndsWith("/version", request.Address, StringComparison.Ordinal);
        Assert.Single(await host.RunsAsync());
    }

    [Fact]
    public async Task Afterwards_only_what_was_updated_is_requested()
    {
        await using var host = await HostAsync(25);
        await host.SyncAsync();
        await host.NextDayAsync(3);
        await host.Registry.UpsertAsync(
            host.Study(1, status: "COMPLETED"),
            host.Study(26, "Another study of soft tissue sarcoma")
        );
        await host.Registry.ClearRequestsAsync();

        var report = await host.SyncAsync();

        var run = report.Import!.Run;
        Assert.Equal((2, 1, 1, false), (run.Read, run.Added, run.Changed, run.FullPass));
        Assert.All(
            (await host.Registry.RequestsAsync()).Where(request =>
                request.Address.Contains("/studies", StringComparison.Ordinal)
            ),
            request =>
                Assert.Contains(
                    // The day before the last data seen.
                    "AREA[LastUpdatePostDate]RANGE[2025-01-05,MAX]",
                    Uri.UnescapeDataString(request.Address),
                    StringComparison.Ordinal
                )
        );
        var lines = (await host.FeedAsync()).Where(line => line.ReleaseSequence == 2).ToList();
        Assert.Contains(
            lines,
            line => line is { Kind: ChangeKind.LabelChanged, Field: "status", New: "\"COMPLETED\"" }
        );
        Assert.Single(lines, line => line.Kind == ChangeKind.Added);
    }

    [Fact]
    public async Task A_trial_the_registry_drops_leaves_with_the_next_full_pass_and_can_return()
    {
        await using var host = await HostAsync(25);
        await host.SyncAsync();
        await host.NextDayAsync();
        await host.Registry.RemoveAsync(SyncHost.Id(7));

        Assert.Null((await host.SyncAsync()).Import!.Release);
        Assert.Equal(25, (await host.CurrentAsync()).Count);
        await host.NextDayAsync(7);
        var weekly = await host.SyncAsync();

        Assert.True(weekly.Import!.Run.FullPass);
        Assert.Equal(1, weekly.Import.Run.Removed);
        Assert.Equal((24, 1), (weekly.Import.Release!.Trials, weekly.Import.Release.Removed));
        Assert.DoesNotContain(SyncHost.Id(7), (await host.CurrentAsync()).Keys);
        var left = (await host.FeedAsync())[^1];
        Assert.Equal((ChangeKind.LeftScope, SyncHost.Id(7)), (left.Kind, left.TrialId));
        Assert.Contains("does not have the trial", left.Reason, StringComparison.Ordinal);

        await host.NextDayAsync();
        await host.Registry.UpsertAsync(host.Study(7));
        await host.SyncAsync();

        var returned = (await host.FeedAsync())[^1];
        Assert.Equal((ChangeKind.Returned, SyncHost.Id(7)), (returned.Kind, returned.TrialId));
    }

    [Fact]
    public async Task A_trial_the_queries_miss_is_requested_by_its_id_and_stays_while_it_is_in_scope()
    {
        await using var host = await HostAsync(25);
        await host.SyncAsync();
        await host.NextDayAsync();
        await host.Registry.UpsertAsync(
            // No query has the accent, which annotation ignores.
            host.Study(3, "A study of sárcoma", "Sárcoma"),
            host.Study(4, "A study of breast cancer", "Breast Cancer")
        );

        var report = await host.SyncAsync(full: true);

        Assert.Equal((1, 1), (report.Import!.Run.Changed, report.Import.Run.Removed));
        var current = await host.CurrentAsync();
        Assert.Contains(SyncHost.Id(3), current.Keys);
        Assert.DoesNotContain(SyncHost.Id(4), current.Keys);
        var left = Assert.Single(await host.FeedAsync(), line => line.Kind == ChangeKind.LeftScope);
        Assert.Contains("scope OTHER", left.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trials_from_a_snapshot_or_file_stay_until_a_sync_finds_them()
    {
        await using var host = await HostAsync(3);
        await host.ImportAsync(RunKind.Snapshot, host.Study(50), host.Study(1));
        await host.ImportAsync(RunKind.File, host.Study(51), host.Study(2));

        await host.SyncAsync();

        var current = await host.CurrentAsync();
        Assert.Equal(Origin.Snapshot, current[SyncHost.Id(50)].Origin);
        Assert.Equal(Origin.File, current[SyncHost.Id(51)].Origin);
        Assert.All(
            [1, 2, 3],
            number => Assert.Equal(Origin.Sync, current[SyncHost.Id(number)].Origin)
        );
        Assert.Contains(
            await host.FeedAsync(),
            line =>
                line is { Field: "source.origin", Old: "\"FILE\"", New: "\"SYNC\"" }
                && line.TrialId == SyncHost.Id(2)
        );
    }

    [Fact]
    public async Task A_snapshot_does_not_bring_back_what_the_registry_dropped()
    {
        await using var host = await HostAsync(25);
        await host.SyncAsync();
        await host.NextDayAsync();
        await host.Registry.RemoveAsync(SyncHost.Id(7));
        await host.SyncAsync(full: true);

        var report = await host.ImportAsync(RunKind.Snapshot, host.Study(7), host.Study(8));

        Assert.Null(report.Release);
        Assert.Equal((1, 1), (report.Run.LeftOut, report.Run.Unchanged));
    }

    [Fact]
    public async Task A_sync_that_would_drop_more_than_a_fifth_is_held_back_until_confirmed()
    {
        await using var host = await HostAsync(25);
        await host.SyncAsync();
        await host.NextDayAsync();
        foreach (var number in Enumerable.Range(1, 6))
        {
            await host.Registry.RemoveAsync(SyncHost.Id(number));
        }

        var held = await Assert.ThrowsAsync<SyncHeldBackException>(() =>
            host.SyncAsync(full: true)
        );

        Assert.Contains("6 of the 25 trials", held.Message, StringComparison.Ordinal);
        Assert.Contains("--accept-shrink", held.Message, StringComparison.Ordinal);
        Assert.Equal(25, (await host.CurrentAsync()).Count);
        Assert.Equal(RunState.HeldBack, (await host.RunsAsync())[^1].State);
        Assert.All(await host.FeedAsync(), line => Assert.NotNull(line.Sequence));

        var accepted = await host.SyncAsync(acceptShrink: true);

        Assert.Equal(6, accepted.Import!.Run.Removed);
        Assert.Equal(19, (await host.CurrentAsync()).Count);
        Assert.Equal(SyncOutcome.NothingNew, (await host.SyncAsync()).Outcome);
    }

    [Fact]
    public async Task A_trial_that_is_requested_again_and_cannot_be_read_stays()
    {
        await using var host = await HostAsync(25);
        await host.SyncAsync();
        await host.NextDayAsync();
        // No query finds it any more; requested by its id, its record has a flag that is not valid.
        await host.Registry.UpsertAsync(
            host.Study(7, "A study of breast cancer", "Breast Cancer")
                .Replace("\"hasResults\":false", "\"hasResults\":7", StringComparison.Ordinal)
        );

        var report = await host.SyncAsync(full: true);

        Assert.Equal((1, 0), (report.Import!.Run.Rejected, report.Import.Run.Removed));
        Assert.Contains(SyncHost.Id(7), (await host.CurrentAsync()).Keys);
    }

    [Fact]
    public async Task A_scheduled_sync_does_nothing_in_a_store_that_another_dictionary_annotated()
    {
        await using var host = await HostAsync(5);
        await host.SyncAsync();
        await host.AnnotateAgainAsync("of a newer program");
        await host.NextDayAsync();
        await host.Registry.ClearRequestsAsync();

        var scheduled = await host.SyncAsync(annotateAgain: false);

        Assert.Equal(SyncOutcome.OtherDictionary, scheduled.Outcome);
        Assert.Empty(await host.Registry.RequestsAsync());
        Assert.Equal(SyncOutcome.Done, (await host.SyncAsync()).Outcome);
    }

    [Fact]
    public async Task A_scheduled_sync_does_not_download_data_that_was_held_back_again()
    {
        await using var host = await HostAsync(25);
        await host.SyncAsync();
        await host.NextDayAsync(8);
        foreach (var number in Enumerable.Range(1, 6))
        {
            await host.Registry.RemoveAsync(SyncHost.Id(number));
        }
        await Assert.ThrowsAsync<SyncHeldBackException>(() => host.SyncAsync());
        await host.Registry.ClearRequestsAsync();

        var again = await host.SyncAsync();

        Assert.Equal(SyncOutcome.StillHeldBack, again.Outcome);
        Assert.Single(await host.Registry.RequestsAsync());
    }

    [Fact]
    public async Task A_sync_after_which_a_fifth_of_all_trials_would_be_in_no_scope_is_held_back()
    {
        await using var host = await HostAsync(10);
        await host.SyncAsync();
        await host.NextDayAsync();
        await host.Registry.UpsertAsync(
            Enumerable
                .Range(1, 3)
                .Select(n => host.Study(n, "A study of Ewing sarcoma", "Ewing Sarcoma"))
        );

        var held = await Assert.ThrowsAsync<SyncHeldBackException>(() => host.SyncAsync());

        Assert.Contains("no longer be in a scope", held.Message, StringComparison.Ordinal);
        Assert.Single(await host.ReleasesAsync());
    }

    [Fact]
    public async Task Older_data_of_the_registry_is_ignored()
    {
        await using var host = await HostAsync(3);
        await host.SyncAsync();
        await host.Registry.SetTimestampAsync(host.Time.Now.UtcDateTime.AddDays(-30));
        await host.Registry.RemoveAsync(SyncHost.Id(1));

        var report = await host.SyncAsync(full: true);

        Assert.Equal(SyncOutcome.OlderData, report.Outcome);
        Assert.Equal(3, (await host.CurrentAsync()).Count);
    }

    [Fact]
    public async Task Two_syncs_at_once_are_one()
    {
        await using var host = await HostAsync(25);
        await using var another = host.Another();
        await host.Registry.FaultAsync(new("Held") { Times = -1 });
        var first = host.SyncAsync();
        await host.Registry.WaitForRequestsAsync(2);

        var second = await SyncHost.SyncAsync(another);

        Assert.Equal(SyncOutcome.Busy, second.Outcome);
        await host.Registry.ClearFaultsAsync();
        Assert.Equal(SyncOutcome.Done, (await first).Outcome);
        Assert.Single(await host.ReleasesAsync());
        Assert.Equal(SyncOutcome.NothingNew, (await SyncHost.SyncAsync(another)).Outcome);
    }

    [Fact]
    public async Task Data_that_the_registry_publishes_meanwhile_is_read_from_the_start()
    {
        await using var host = await HostAsync(25);
        await host.Registry.FaultAsync(new("Held") { Times = -1 });
        var sync = host.SyncAsync();
        await host.Registry.WaitForRequestsAsync(2);
        var later = host.Time.Now.UtcDateTime.Date.AddHours(10);
        await host.Registry.SetTimestampAsync(later);
        await host.Registry.UpsertAsync(host.Study(26));
        await host.Registry.ClearFaultsAsync();

        var report = await sync;

        Assert.Equal(later, report.Timestamp);
        Assert.Equal(26, report.Import!.Run.Added);
    }

    [Fact]
    public async Task Another_choice_of_scopes_makes_a_full_pass()
    {
        await using var host = await HostAsync(5);
        await host.Registry.UpsertAsync(
            host.Study(6, "Malignant peripheral nerve sheath tumor", "MPNST")
        );
        await host.SyncAsync();
        await using var named = host.Another("--Registry:Scope=named");

        var report = await SyncHost.SyncAsync(named, acceptShrink: true);

        Assert.True(report.Import!.Run.FullPass);
        Assert.Equal([SyncHost.Id(6)], (await host.CurrentAsync()).Keys);
    }

    protected async Task<SyncHost> HostAsync(int studies)
    {
        var host = await SyncHost.StartAsync(provider);
        await host.Registry.UpsertAsync(
            Enumerable.Range(1, studies).Select(number => host.Study(number))
        );
        await host.NextDayAsync(30);
        return host;
    }
}
