using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using MpnstApi.Annotation;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Importing;
using MpnstApi.Storage;
using MpnstApi.Tests.Registry;
using MpnstApi.Tests.Storage;

namespace MpnstApi.Tests.Importing;

/// <summary>What an import brings into the store, and what it leaves there when it cannot end.</summary>
public abstract class ImporterTests(StorageProvider provider)
{
    private static readonly string Snapshot = string.Join('\n', RegistryData.SnapshotLines);

    [Fact]
    public async Task The_bundled_snapshot_imports_whole_as_release_one()
    {
        await using var test = await TestStore.CreateAsync(provider);

        var report = await test.ImportAsync(Snapshot, kind: RunKind.Snapshot);

        Assert.Equal(248, report.Run.Added);
        Assert.Equal(248, report.Run.Read);
        Assert.Empty(report.Rejected);
        Assert.Equal("2026-11-23.1", report.Release!.Version);
        Assert.Equal(1, report.Release.Sequence);
        Assert.Equal(248, report.Release.Trials);
        var current = await test.CurrentAsync();
        Assert.Equal(248, current.Count);
        Assert.All(current.Values, version => Assert.Equal(Origin.Snapshot, version.Origin));
        Assert.All(
            current.Values,
            version => Assert.Equal(DateTimeKind.Utc, version.RetrievedAt.Kind)
        );
    }

    [Fact]
    public async Task Importing_the_same_twice_changes_nothing()
    {
        await using var test = await TestStore.CreateAsync(provider);
        await test.ImportAsync(Snapshot);
        var before = await test.CurrentAsync();

        var again = await test.ImportAsync(Snapshot);

        Assert.Null(again.Release);
        Assert.Equal(248, again.Run.Unchanged);
        Assert.Equal(RunState.Done, again.Run.State);
        Assert.Equal(before.Keys, (await test.CurrentAsync()).Keys);
        Assert.Single(await test.ReleasesAsync());
    }

    [Fact]
    public async Task A_changed_record_gets_a_new_version_and_keeps_the_old_one_as_history()
    {
        await using var test = await TestStore.CreateAsync(provider);
        await test.ImportAsync(Study(1, "First title") + Study(2));

        var report = await test.ImportAsync(Study(1, "Second title") + Study(2));

        Assert.Equal((1, 1, 0), (report.Run.Changed, report.Run.Unchanged, report.Run.Added));
        Assert.Equal("2026-11-23.2", report.Release!.Version);
        await using var db = test.Store.CreateDbContext();
        var versions = await db
            .TrialVersions.Where(version => version.TrialId == "NCT00000001")
            .OrderBy(version => version.FromRelease)
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            [(1, 2), (2, null)],
            versions.Select(version => (version.FromRelease!.Value, version.UntilRelease))
        );
        Assert.Contains("First title", versions[0].Facts, StringComparison.Ordinal);
        Assert.Contains("Second title", versions[1].Facts, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_snapshot_never_overwrites_what_came_by_file()
    {
        await using var test = await TestStore.CreateAsync(provider);
        await test.ImportAsync(Study(1, "From a file"));

        var report = await test.ImportAsync(
            Study(1, "From the snapshot") + Study(2),
            kind: RunKind.Snapshot
        );

        Assert.Equal((1, 1), (report.Run.Unchanged, report.Run.Added));
        Assert.Contains(
            "From a file",
            (await test.CurrentAsync())["NCT00000001"].Facts,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_file_overwrites_what_came_by_snapshot()
    {
        await using var test = await TestStore.CreateAsync(provider);
        await test.ImportAsync(Study(1, "From the snapshot"), kind: RunKind.Snapshot);

        await test.ImportAsync(Study(1, "From a file"));

        var version = (await test.CurrentAsync())["NCT00000001"];
        Assert.Equal(Origin.File, version.Origin);
        Assert.Contains("From a file", version.Facts, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_record_of_a_trial_in_one_file_is_rejected_with_the_position_of_the_first()
    {
        await using var test = await TestStore.CreateAsync(provider);

        var report = await test.ImportAsync(
            Study(1, "First") + "\n" + Study(2) + "\n" + Study(1, "Second")
        );

        var aside = Assert.Single(report.Rejected);
        Assert.Equal("NCT00000001", aside.TrialId);
        Assert.StartsWith("test.json, record 3, byte ", aside.Position, StringComparison.Ordinal);
        Assert.Contains("test.json, record 1, byte 0", aside.Reason, StringComparison.Ordinal);
        Assert.Contains(
            "First",
            (await test.CurrentAsync())["NCT00000001"].Facts,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Rejected_records_can_be_read_from_the_store()
    {
        await using var test = await TestStore.CreateAsync(provider);

        var report = await test.ImportAsync(Study(1) + "{}" + "{}");

        await using var db = test.Store.CreateDbContext();
        var stored = await db
            .RejectedRecords.Where(record => record.RunId == report.Run.Id)
            .OrderBy(record => record.Ordinal)
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            report.Rejected.Select(record => (record.Position, record.Reason)),
            stored.Select(record => (record.Position, record.Reason))
        );
        Assert.Equal(2, stored.Count);
    }

    [Fact]
    public async Task Trials_of_other_diseases_are_left_out_and_counted_unless_all_are_requested()
    {
        await using var test = await TestStore.CreateAsync(provider);
        var other = StudyJson.Of("NCT00000009", "Asthma in Adults", "Asthma");

        var left = await test.ImportAsync(other, keepAll: false);
        var kept = await test.ImportAsync(other, keepAll: true);

        Assert.Equal((1, 1, 0), (left.Run.Read, left.Run.LeftOut, left.Run.Added));
        Assert.Null(left.Release);
        Assert.Equal((1, 0, 1), (kept.Run.Read, kept.Run.LeftOut, kept.Run.Added));
    }

    [Fact]
    public async Task A_stored_trial_is_kept_up_to_date_even_when_it_is_no_longer_of_our_scope()
    {
        static string Named(string disease, string status) =>
            StudyJson.Of("NCT90000001", disease, disease, status: status);
        await using var store = await TestStore.CreateAsync(provider);
        await store.ImportAsync(Named("Soft Tissue Sarcoma", "RECRUITING"), keepAll: false);

        var report = await store.ImportAsync(Named("Asthma", "COMPLETED"), keepAll: false);

        Assert.Equal(1, report.Run.Changed);
        Assert.Equal(0, report.Run.LeftOut);
        Assert.Contains(
            "COMPLETED",
            Assert.Single(await store.CurrentAsync()).Value.Facts,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_file_that_is_no_JSON_is_rejected_and_leaves_nothing_but_the_failed_run()
    {
        await using var test = await TestStore.CreateAsync(provider);

        var rejected = await Assert.ThrowsAsync<ImportException>(() =>
            test.ImportAsync("id;title", name: "trials.csv")
        );

        Assert.StartsWith(
            "trials.csv cannot be imported: it is not JSON",
            rejected.Message,
            StringComparison.Ordinal
        );
        Assert.Empty(await test.CurrentAsync());
        await using var db = test.Store.CreateDbContext();
        var run = await db.ImportRuns.SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal((RunState.Failed, rejected.Message), (run.State, run.Error));
    }

    [Fact]
    public async Task In_a_folder_a_file_that_is_not_JSON_is_rejected_and_the_others_are_imported()
    {
        await using var test = await TestStore.CreateAsync(provider);
        var folder = Directory.CreateDirectory(Path.Combine(test.Folder, "records"));
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "a.json"),
            "nothing",
            TestContext.Current.CancellationToken
        );
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "b.json"),
            Study(1),
            TestContext.Current.CancellationToken
        );
        Directory.CreateDirectory(Path.Combine(folder.FullName, "deep"));
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "deep", "c.ndjson"),
            Study(2) + "\n" + Study(3),
            TestContext.Current.CancellationToken
        );
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "readme.txt"),
            "not looked at",
            TestContext.Current.CancellationToken
        );

        var report = await test.Importer()
            .ImportAsync(
                ImportSource.FromPath(folder.FullName),
                true,
                null,
                TestContext.Current.CancellationToken
            );

        Assert.Equal((4, 3, 1), (report.Run.Read, report.Run.Added, report.Run.Rejected));
        Assert.StartsWith(
            "a.json, record 1",
            report.Rejected[0].Position,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_withheld_study_without_status_is_valid()
    {
        await using var test = await TestStore.CreateAsync(provider);

        var report = await test.ImportAsync(
            """{"protocolSection":{"identificationModule":{"nctId":"NCT00000001","briefTitle":"[Trial of device that is not approved]"}},"hasResults":false}"""
        );

        Assert.Equal(1, report.Run.Added);
        var facts = StoredJson.Read<TrialFacts>((await test.CurrentAsync())["NCT00000001"].Facts);
        Assert.Null(facts.OverallStatus);
        Assert.Empty(facts.Conditions);
    }

    [Fact]
    public async Task A_new_dictionary_makes_a_new_release_with_new_versions_only_where_labels_changed()
    {
        await using var test = await TestStore.CreateAsync(provider);
        await test.ImportAsync(Study(1) + Study(2));
        var next = new TrialAnnotator(
            "next",
            text =>
                text.Id == "NCT00000002" ? LabelledOtherwise(text) : TestStore.Today.Annotate(text)
        );

        var report = await test.Importer(next)
            .AnnotateAgainAsync(TestContext.Current.CancellationToken);
        var again = await test.Importer(next)
            .AnnotateAgainAsync(TestContext.Current.CancellationToken);

        Assert.Equal((2, 1, 1), (report!.Run.Read, report.Run.Changed, report.Run.Unchanged));
        Assert.Equal(
            ("next", "2026-11-23.2"),
            (report.Release!.DictionaryVersion, report.Release.Version)
        );
        Assert.Null(again);
        var current = await test.CurrentAsync();
        Assert.Equal(2, current.Count);
        Assert.Equal(
            (1, 2),
            (current["NCT00000001"].FromRelease, current["NCT00000002"].FromRelease)
        );
        Assert.Equal("next", current["NCT00000002"].DictionaryVersion);
    }

    [Fact]
    public async Task A_new_dictionary_that_fails_on_a_trial_annotates_the_others_again()
    {
        await using var test = await TestStore.CreateAsync(provider);
        await test.ImportAsync(Study(1) + Study(2));
        var next = new TrialAnnotator(
            "next",
            text =>
                text.Id == "NCT00000001"
                    ? throw new InvalidOperationException("no such rule")
                    : LabelledOtherwise(text)
        );

        var report = await test.Importer(next)
            .AnnotateAgainAsync(TestContext.Current.CancellationToken);

        Assert.Equal((1, 1), (report!.Run.Changed, report.Run.Rejected));
        Assert.Contains("no such rule", report.Rejected[0].Reason, StringComparison.Ordinal);
        Assert.Equal(2, (await test.CurrentAsync()).Count);
    }

    [Fact]
    public async Task An_import_after_a_change_of_the_dictionary_first_annotates_the_stored_trials_again()
    {
        await using var test = await TestStore.CreateAsync(provider);
        await test.ImportAsync(Study(1));
        var next = TestStore.Today with { DictionaryVersion = "next" };

        await test.ImportAsync(Study(2), labelling: next);

        var releases = await test.ReleasesAsync();
        Assert.Equal(3, releases.Count);
        Assert.Equal(
            ["next", "next"],
            releases.Skip(1).Select(release => release.DictionaryVersion)
        );
        Assert.Equal("dictionary", releases[1].Source);
        Assert.Equal((0, 1), (releases[1].Changed, releases[1].Trials));
    }

    [Fact]
    public async Task A_new_dictionary_reports_which_labels_it_changed_and_that_it_was_the_dictionary()
    {
        await using var test = await TestStore.CreateAsync(provider);
        await test.ImportAsync(Study(1) + Study(2));
        var next = new TrialAnnotator(
            "next",
            text => TestStore.Today.Annotate(text) with { Nf1 = text.Id == "NCT00000002" }
        );

        await test.Importer(next).AnnotateAgainAsync(TestContext.Current.CancellationToken);

        var feed = await test.FeedAsync();
        Assert.Equal([1L, 2L], feed.Select(line => line.Sequence!.Value));
        var (kind, trial, field, old, now) = (
            feed[1].Kind,
            feed[1].TrialId,
            feed[1].Field,
            feed[1].Old,
            feed[1].New
        );
        Assert.Equal(
            (ChangeKind.LabelChanged, "NCT00000002", "nf1", "false", "true"),
            (kind, trial, field, old, now)
        );
        Assert.StartsWith(
            $"The dictionary or a rule changed, from {TestStore.Today.DictionaryVersion} to next.",
            feed[1].Reason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_new_dictionary_that_changes_no_label_is_reported_as_a_release()
    {
        await using var test = await TestStore.CreateAsync(provider);
        await test.ImportAsync(Study(1));

        await test.Importer(TestStore.Today with { DictionaryVersion = "next" })
            .AnnotateAgainAsync(TestContext.Current.CancellationToken);

        var feed = await test.FeedAsync();
        Assert.Equal(
            [(ChangeKind.Released, 1), (ChangeKind.Released, 2)],
            feed.Select(line => (line.Kind, line.ReleaseSequence!.Value))
        );
    }

    [Fact]
    public async Task A_long_text_is_reported_by_the_passage_that_differs_and_a_list_by_its_removed_and_added_items()
    {
        await using var test = await TestStore.CreateAsync(provider);
        var text = string.Join(' ', Enumerable.Range(1, 500).Select(n => $"word{n}"));
        await test.ImportAsync(Long(text, "Boston", "Paris"));

        await test.ImportAsync(
            Long(text.Replace("word250 ", "Other 🧬 ", StringComparison.Ordinal), "Paris", "Rome")
        );

        var feed = await test.FeedAsync();
        var passage = Assert.Single(feed, line => line.Field == "briefSummary");
        Assert.Contains("word249 word250 word251", Text(passage.Old), StringComparison.Ordinal);
        Assert.Contains("word249 Other 🧬 word251", Text(passage.New), StringComparison.Ordinal);
        Assert.True(passage.New!.Length < 200, passage.New);
        var sites = Assert.Single(feed, line => line.Field == "sites");
        Assert.Contains("Boston", sites.Old, StringComparison.Ordinal);
        Assert.DoesNotContain("Paris", sites.Old, StringComparison.Ordinal);
        Assert.Contains("Rome", sites.New, StringComparison.Ordinal);

        await test.ImportAsync(Long(text, "Rome", "Paris"));
        var order = Assert.Single(
            await test.FeedAsync(),
            line => line.ReleaseSequence == 3 && line.Field == "sites"
        );
        Assert.Equal((null, null), (order.Old, order.New));
        Assert.Contains("Only the order", order.Reason, StringComparison.Ordinal);

        static string Text(string? json) =>
            System.Text.Json.JsonSerializer.Deserialize<string>(json!)!;

        static string Long(string summary, params string[] cities) =>
            StudyJson.Of(
                "NCT00000001",
                "A Trial in Soft Tissue Sarcoma",
                condition: null,
                summary: summary,
                cities: cities
            );
    }

    [Fact]
    public async Task An_import_that_fails_leaves_no_change_behind()
    {
        await using var test = await TestStore.CreateAsync(provider);
        await test.ImportAsync(Study(1));
        using var stopping = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            test.Importer(
                    new TrialAnnotator(
                        TestStore.Today.DictionaryVersion,
                        text =>
                        {
                            if (text.Id == "NCT00000399")
                            {
                                stopping.Cancel();
                            }
                            return TestStore.Today.Annotate(text);
                        }
                    )
                )
                .ImportAsync(
                    TestStore.Source(
                        "many.json",
                        System.Text.Encoding.UTF8.GetBytes(
                            string.Concat(Enumerable.Range(1, 400).Select(n => Study(n, "Other")))
                        )
                    ),
                    keepAll: true,
                    progress: null,
                    stopping.Token
                )
        );

        Assert.Single(await test.FeedAsync());
    }

    [Fact]
    public async Task A_record_on_which_a_rule_fails_is_rejected_and_the_others_are_imported()
    {
        await using var test = await TestStore.CreateAsync(provider);
        var today = TestStore.Today;

        var report = await test.ImportAsync(
            Study(1) + Study(2) + Study(3),
            labelling: new TrialAnnotator(
                "x",
                text =>
                    text.Id == "NCT00000002"
                        ? throw new InvalidOperationException("no such rule")
                        : today.Annotate(text)
            )
        );

        Assert.Equal((2, 1), (report.Run.Added, report.Run.Rejected));
        Assert.Contains("no such rule", report.Rejected[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_was_cut_off_is_cleared_and_published_nothing()
    {
        await using var test = await TestStore.CreateAsync(provider);
        await test.ImportAsync(Study(1));
        await StageLeftoverAsync(test);
        Assert.Single(await test.CurrentAsync());

        await test.Importer().ClearUnfinishedAsync(TestContext.Current.CancellationToken);

        await using var db = test.Store.CreateDbContext();
        Assert.Equal(1, await db.TrialVersions.CountAsync(TestContext.Current.CancellationToken));
        Assert.Equal(
            [RunState.Done, RunState.Abandoned],
            await db
                .ImportRuns.OrderBy(run => run.FencingToken)
                .Select(run => run.State)
                .ToListAsync(TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task A_run_that_is_still_at_work_is_not_cleared()
    {
        await using var test = await TestStore.CreateAsync(provider);
        await using var lease = await HeldLease.TakeAsync(
            test.Store,
            test.Time,
            Lease.Writer,
            TimeSpan.Zero,
            TestContext.Current.CancellationToken
        );
        await StageLeftoverAsync(test);

        await test.Importer().ClearUnfinishedAsync(TestContext.Current.CancellationToken);

        await using var db = test.Store.CreateDbContext();
        Assert.Equal(
            RunState.Running,
            (await db.ImportRuns.SingleAsync(TestContext.Current.CancellationToken)).State
        );
        Assert.Equal(1, await db.TrialVersions.CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_import_waits_for_another_to_end_and_then_gives_up_with_a_sentence()
    {
        await using var test = await TestStore.CreateAsync(provider);
        await using var lease = await HeldLease.TakeAsync(
            test.Store,
            new FixedTime(test.Time.Now.AddDays(1)),
            Lease.Writer,
            TimeSpan.Zero,
            TestContext.Current.CancellationToken
        );

        var rejected = await Assert.ThrowsAsync<StoreBusyException>(() =>
            test.ImportAsync(Study(1))
        );

        Assert.StartsWith("Another import is running", rejected.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_writer_that_lost_its_lease_publishes_nothing()
    {
        await using var test = await TestStore.CreateAsync(provider);
        var today = TestStore.Today;

        await Assert.ThrowsAsync<LeaseLostException>(() =>
            test.ImportAsync(
                Study(1) + Study(2),
                labelling: new TrialAnnotator(
                    "x",
                    text =>
                    {
                        // While this one dawdles, its lease runs out and another takes over.
                        test.Time.Now += 2 * HeldLease.Duration;
                        var taken = HeldLease
                            .TakeAsync(
                                test.Store,
                                test.Time,
                                Lease.Writer,
                                TimeSpan.Zero,
                                CancellationToken.None
                            )
                            .GetAwaiter()
                            .GetResult();
                        Assert.NotNull(taken);
                        return today.Annotate(text);
                    }
                )
            )
        );

        Assert.Empty(await test.CurrentAsync());
        Assert.Empty(await test.ReleasesAsync());
    }

    [Fact]
    public async Task A_large_run_that_was_cut_off_is_cleared_piece_by_piece_and_nothing_else_is()
    {
        const int staged = 2_001;
        await using var test = await TestStore.CreateAsync(provider);
        await test.ImportAsync(Study(1));
        await test.ImportAsync(Study(1, "Changed sarcoma"));
        var feed = (await test.FeedAsync()).Count;
        await StageLeftoverAsync(test, staged);

        await test.Importer().ClearUnfinishedAsync(TestContext.Current.CancellationToken);

        await using var db = test.Store.CreateDbContext();
        Assert.Equal(2, await db.TrialVersions.CountAsync(TestContext.Current.CancellationToken));
        Assert.Equal(feed, (await test.FeedAsync()).Count);
        Assert.False(
            await db.ImportRuns.AnyAsync(
                run => run.State == RunState.Running,
                TestContext.Current.CancellationToken
            )
        );
    }

    [Fact]
    public async Task A_lease_that_this_process_could_not_give_back_does_not_make_it_wait()
    {
        await using var test = await TestStore.CreateAsync(provider);
        string holder;
        await using (await TakeAsync(test))
        {
            await using var db = test.Store.CreateDbContext();
            holder = (await LeaseAsync(db)).Holder!;
        }
        await using (var db = test.Store.CreateDbContext())
        {
            // As it stands where the database was away when it was to be given back.
            var later = test.Time.Now.UtcDateTime + HeldLease.Duration;
            await db
                .Leases.Where(lease => lease.Name == Lease.Writer)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(lease => lease.Holder, holder)
                            .SetProperty(lease => lease.ExpiresAt, later),
                    TestContext.Current.CancellationToken
                );
        }

        await using var again = await TakeAsync(test);

        Assert.NotNull(again);
        Assert.Null(await TakeAsync(test));
    }

    [Fact]
    public async Task Work_that_stops_by_itself_is_not_reported_as_a_lost_lease()
    {
        await using var test = await TestStore.CreateAsync(provider);
        await using var lease = await TakeAsync(test);

        await Assert.ThrowsAsync<TaskCanceledException>(() =>
            lease!.WhileHeldAsync<int>(
                _ => throw new TaskCanceledException("The registry did not respond."),
                TestContext.Current.CancellationToken
            )
        );
    }

    [Fact]
    public async Task Work_whose_lease_another_process_took_is_stopped_and_reported_as_a_lost_lease()
    {
        await using var test = await TestStore.CreateAsync(provider);
        await using var lease = await TakeAsync(test);
        test.Time.Now += 2 * HeldLease.Duration;
        await using var other = await TakeAsync(test);
        Assert.NotNull(other);

        await Assert.ThrowsAsync<LeaseLostException>(() =>
            lease!.WhileHeldAsync(
                async held =>
                {
                    await Task.Delay(Timeout.Infinite, held);
                    return 0;
                },
                TestContext.Current.CancellationToken
            )
        );
    }

    private static Task<HeldLease?> TakeAsync(TestStore test) =>
        HeldLease.TakeAsync(
            test.Store,
            test.Time,
            Lease.Writer,
            TimeSpan.Zero,
            TestContext.Current.CancellationToken
        );

    private static Task<Lease> LeaseAsync(MpnstDbContext db) =>
        db
            .Leases.AsNoTracking()
            .SingleAsync(
                lease => lease.Name == Lease.Writer,
                TestContext.Current.CancellationToken
            );

    [Fact]
    public async Task Versions_count_within_the_UTC_day()
    {
        await using var test = await TestStore.CreateAsync(provider);
        await test.ImportAsync(Study(1));
        await test.ImportAsync(Study(2));
        test.Time.Now += TimeSpan.FromHours(12);
        await test.ImportAsync(Study(3));

        Assert.Equal(
            ["2026-11-23.1", "2026-11-23.2", "2026-11-24.1"],
            (await test.ReleasesAsync()).Select(release => release.Version)
        );
    }

    [Fact]
    public async Task The_database_itself_rejects_two_current_versions_of_a_trial()
    {
        await using var test = await TestStore.CreateAsync(provider);
        await test.ImportAsync(Study(1));
        var current = (await test.CurrentAsync())["NCT00000001"];
        await using var db = test.Store.CreateDbContext();
        var run = await db.ImportRuns.SingleAsync(TestContext.Current.CancellationToken);
        var other = new ImportRun
        {
            Id = Guid.NewGuid(),
            Kind = RunKind.File,
            Source = "other",
            StartedAt = run.StartedAt,
            State = RunState.Running,
            FencingToken = 2,
        };
        db.ImportRuns.Add(other);
        db.TrialVersions.Add(
            new TrialVersion
            {
                TrialId = current.TrialId,
                RunId = other.Id,
                FromRelease = 1,
                Origin = Origin.File,
                FactsHash = current.FactsHash,
                Facts = current.Facts,
                Texts = current.Texts,
                Labels = current.Labels,
                LabelsHash = current.LabelsHash,
                DictionaryVersion = current.DictionaryVersion,
                RetrievedAt = current.RetrievedAt,
            }
        );

        await Assert.ThrowsAsync<DbUpdateException>(() =>
            db.SaveChangesAsync(TestContext.Current.CancellationToken)
        );
    }

    /// <summary>A sarcoma trial by that number.</summary>
    internal static string Study(int number, string title = "A Trial in Soft Tissue Sarcoma") =>
        StudyJson.Of($"NCT{number:D8}", title);

    [Fact]
    public async Task An_import_can_be_stopped_even_inside_a_record_without_end()
    {
        await using var test = await TestStore.CreateAsync(provider);
        using var stopping = new CancellationTokenSource();
        var record = new EndlessRecord(stopping);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            test.Importer()
                .ImportAsync(
                    new ImportSource(
                        RunKind.File,
                        "endless.json",
                        [new ImportPart("endless.json", 1, () => record)]
                    ),
                    keepAll: true,
                    progress: null,
                    stopping.Token
                )
        );

        Assert.Equal(0, record.ReadsAfterCancellation);
    }

    [Fact]
    public async Task Large_records_are_written_before_many_of_them_fill_the_memory()
    {
        await using var test = await TestStore.CreateAsync(provider);
        var summary = new string('x', 5_000_000);
        var studies = string.Concat(
            Enumerable
                .Range(1, 4)
                .Select(number =>
                    Study(number)
                        .Replace(
                            "\"conditionsModule\"",
                            $"\"descriptionModule\":{{\"briefSummary\":\"{summary}\"}},\"conditionsModule\"",
                            StringComparison.Ordinal
                        )
                )
        );
        var staged = new StagedRows(test.Store);

        await test.Importer()
            .ImportAsync(
                TestStore.Source("large.json", System.Text.Encoding.UTF8.GetBytes(studies)),
                keepAll: true,
                staged,
                TestContext.Current.CancellationToken
            );

        Assert.Equal([0, 2, 2, 4], staged.AfterEachRecord);
    }

    [Fact]
    public async Task A_start_over_a_store_that_cannot_be_written_serves_what_it_holds()
    {
        await using var test = await TestStore.CreateAsync(provider);
        await test.ImportAsync(
            await File.ReadAllTextAsync(
                StoreInitializer.SnapshotPath,
                TestContext.Current.CancellationToken
            ),
            kind: RunKind.Snapshot
        );
        await StageLeftoverAsync(test);
        var readOnly = await ReadOnlyAsync(test);
        var importer = new Importer(
            readOnly,
            TestStore.Today,
            test.Time,
            NullLogger<Importer>.Instance
        );

        await new StoreInitializer(
            readOnly,
            importer,
            NullLogger<StoreInitializer>.Instance
        ).SeedAsync(TestContext.Current.CancellationToken);

        Assert.Single(await test.ReleasesAsync());
    }

    private static async Task<Store> ReadOnlyAsync(TestStore test)
    {
        var options = test.Store.Options;
        switch (options.Provider)
        {
            case StorageProvider.PostgreSql:
                return With(";Options=-c default_transaction_read_only=on");
            case StorageProvider.SqlServer:
                await using (var db = test.Store.CreateDbContext())
                {
                    await db.Database.ExecuteSqlRawAsync(
                        "ALTER DATABASE CURRENT SET READ_ONLY WITH ROLLBACK IMMEDIATE",
                        TestContext.Current.CancellationToken
                    );
                }
                return test.Store;
            default:
                return With(";Mode=ReadOnly");
        }

        Store With(string more) =>
            new(options with { ConnectionString = options.ConnectionString + more });
    }

    [Fact]
    public async Task Any_character_of_a_record_is_stored_unchanged()
    {
        await using var test = await TestStore.CreateAsync(provider);
        const string title = "Sarcoma \"İstanbul\" 'x' 🧬 \0 \\ 🧬; DROP TABLE %_ é";

        await test.ImportAsync(Study(1, title));
        await test.ImportAsync(Study(1, "Sarcoma \0 and 🧬"));

        var facts = StoredJson.Read<TrialFacts>((await test.CurrentAsync())["NCT00000001"].Facts);
        Assert.Equal("Sarcoma \0 and 🧬", facts.Title);
        await using var db = test.Store.CreateDbContext();
        var line = await db.Changes.SingleAsync(
            change => change.Field == "title",
            TestContext.Current.CancellationToken
        );
        Assert.Equal(title, StoredJson.Read<string>(line.Old!));
        Assert.Equal("Sarcoma \0 and 🧬", StoredJson.Read<string>(line.New!));
    }

    [Fact]
    public async Task Characters_that_no_database_accepts_are_replaced_in_names_positions_and_errors()
    {
        await using var test = await TestStore.CreateAsync(provider);
        // Names and places are cut where they are too long, here within a character of two halves.
        var name = new string('n', 398) + "\0🧬" + new string('n', 379) + "🧬x.json";

        var report = await test.ImportAsync(Study(1) + "{}", name: name);
        await Assert.ThrowsAsync<ImportException>(() =>
            test.ImportAsync("id;title", name: "\0\uD83E.csv")
        );

        Assert.Equal((1, 1), (report.Run.Added, report.Run.Rejected));
        await using var db = test.Store.CreateDbContext();
        var runs = await db
            .ImportRuns.OrderBy(run => run.FencingToken)
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(new string('n', 398) + "\uFFFD\uFFFD", runs[0].Source);
        Assert.StartsWith("\uFFFD\uFFFD.csv cannot", runs[1].Error, StringComparison.Ordinal);
        var aside = await db.RejectedRecords.SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal(400, aside.Position.Length);
        Assert.DoesNotContain('\0', aside.Position);
    }

    [Fact]
    public async Task Times_are_read_back_in_UTC_as_exact_as_every_database_stores_them()
    {
        await using var test = await TestStore.CreateAsync(provider);
        test.Time.Now = new DateTimeOffset(2026, 3, 29, 2, 30, 0, TimeSpan.Zero).AddTicks(
            1_234_567
        );

        await test.ImportAsync(Study(1));

        var expected = new DateTime(2026, 3, 29, 2, 30, 0, DateTimeKind.Utc).AddTicks(1_234_560);
        var released = Assert.Single(await test.ReleasesAsync()).PublishedAt;
        Assert.Equal((expected, DateTimeKind.Utc), (released, released.Kind));
        Assert.Equal(expected, (await test.CurrentAsync())["NCT00000001"].RetrievedAt);
    }

    [Fact]
    public async Task Trials_are_annotated_again_page_by_page_whatever_the_order_of_the_database()
    {
        await using var test = await TestStore.CreateAsync(provider);
        await test.ImportAsync(
            string.Concat(Enumerable.Range(1, 450).Select(number => Study(number * 7919)))
        );

        var report = await test.Importer(TestStore.Today with { DictionaryVersion = "next" })
            .AnnotateAgainAsync(TestContext.Current.CancellationToken);

        Assert.Equal((450, 450), (report!.Run.Read, report.Run.Unchanged));
    }

    private static async Task StageLeftoverAsync(TestStore test, int trials = 1)
    {
        await using var db = test.Store.CreateDbContext();
        var run = new ImportRun
        {
            Id = Guid.NewGuid(),
            Kind = RunKind.File,
            Source = "cut off",
            StartedAt = test.Time.Now.UtcDateTime,
            State = RunState.Running,
            FencingToken = 1_000,
        };
        db.ImportRuns.Add(run);
        foreach (var number in Enumerable.Range(1, trials))
        {
            var id = $"NCT{number:D8}";
            db.TrialVersions.Add(
                new TrialVersion
                {
                    TrialId = id,
                    RunId = run.Id,
                    Origin = Origin.File,
                    FactsHash = "f",
                    Facts = "{}",
                    Texts = "{}",
                    Labels = "{}",
                    LabelsHash = "l",
                    DictionaryVersion = "d",
                    RetrievedAt = run.StartedAt,
                }
            );
            db.Changes.Add(
                new Change
                {
                    RunId = run.Id,
                    Ordinal = number,
                    TrialId = id,
                    Kind = ChangeKind.Added,
                }
            );
        }
        await db.SaveChangesAsync();
    }

    /// <summary>A text that is never closed; the import is cancelled while it reads it.</summary>
    private sealed class EndlessRecord(CancellationTokenSource stopping) : MemoryStream
    {
        private int reads;

        public int ReadsAfterCancellation { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            ReadsAfterCancellation += stopping.IsCancellationRequested ? 1 : 0;
            if (++reads == 3)
            {
                stopping.Cancel();
            }
            if (ReadsAfterCancellation > 100)
            {
                return 0;
            }
            buffer.AsSpan(offset, count).Fill((byte)'x');
            if (reads == 1)
            {
                "{\"a\": \""u8.CopyTo(buffer.AsSpan(offset));
            }
            return count;
        }
    }

    /// <summary>How many rows are staged after each record.</summary>
    private sealed class StagedRows(Store store) : IProgress<ImportProgress>
    {
        public List<int> AfterEachRecord { get; } = [];

        public void Report(ImportProgress value)
        {
            using var db = store.CreateDbContext();
            AfterEachRecord.Add(db.TrialVersions.Count(version => version.FromRelease == null));
        }
    }

    private static TrialLabels LabelledOtherwise(AnnotationInput text) =>
        TestStore.Today.Annotate(text) with
        {
            Indication = Indication.Other,
            MpnstDedicated = true,
        };
}
