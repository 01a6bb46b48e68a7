using System.Data;
using System.Diagnostics;
using System.Text;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MpnstApi.Annotation.Dictionary;
using MpnstApi.Importing;
using MpnstApi.Releases;
using MpnstApi.ReliabilityTests.Cli;
using MpnstApi.Storage;
using MpnstApi.Storage.SqlServer;
using MpnstApi.Tests.Importing;
using MpnstApi.Tests.Storage;
using Npgsql;

namespace MpnstApi.ReliabilityTests.Storage;

/// <summary>
/// The service's store towards a SQL Server that goes wrong: the real driver talks to <see cref="TdsServer"/>, which
/// speaks the protocol and responds as <see cref="RecordedSqlServer"/>.
/// </summary>
public sealed class SqlServerFailureTests(ITestOutputHelper output)
{
    /// <summary>Much more than it takes on the faster clock, for a machine that is busy.</summary>
    private static readonly TimeSpan Bound = RetryPolicy.RetryTimeout + RetryPolicy.LongestDelay;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rejected_login_is_reported_at_once_and_tried_again_no_faster_than_every_half_minute()
    {
        await using var server = TdsServer.Start(Migrated);
        server.Fail(ServerError.LoginFailed);
        var time = new FixedTime(DateTimeOffset.UnixEpoch);
        var store = new Store(server.Options, time);
        var loader = new ReleaseLoader(store, DrugDictionary.Load());

        for (var round = 0; round < 5; round++)
        {
            await AssertFailsAsync(() => store.MigrateAsync(Cancellation), "Login failed");
            await AssertFailsAsync(() => loader.NewestAsync(Cancellation), "Login failed");
        }

        Assert.Equal(1, server.Logins);
        var rejected = await Assert.ThrowsAnyAsync<Exception>(() =>
            store.MigrateAsync(Cancellation)
        );
        Assert.Equal(
            "The store rejects a command of the service.",
            StoreErrorDescription.Of(rejected)
        );

        time.Now += LoginPause.Length - TimeSpan.FromSeconds(1);
        await AssertFailsAsync(() => store.MigrateAsync(Cancellation), "Login failed");
        Assert.Equal(1, server.Logins);

        time.Now += TimeSpan.FromSeconds(2);
        await AssertFailsAsync(() => store.MigrateAsync(Cancellation), "Login failed");
        Assert.Equal(2, server.Logins);

        server.Fail(error: null);
        time.Now += LoginPause.Length + TimeSpan.FromSeconds(1);
        Assert.Empty(await store.MigrateAsync(Cancellation));
    }

    [Fact]
    public async Task An_import_with_a_wrong_password_ends_with_the_reason_after_one_login()
    {
        await using var server = TdsServer.Start(Migrated);
        server.Fail(ServerError.LoginFailed);
        var folder = Directory.CreateTempSubdirectory("mpnst-");
        try
        {
            var study = Path.Combine(folder.FullName, "study.json");
            await File.WriteAllTextAsync(study, ImporterTests.Study(1), Cancellation);

            var end = await RealProgram.RunAsync(server.Options, "import", study);

            Assert.Equal(1, end.ExitCode);
            Assert.StartsWith(
                "The database that ConnectionStrings:Mpnst names cannot be used: Login failed for user 'mpnst'.",
                end.Errors,
                StringComparison.Ordinal
            );
            Assert.DoesNotContain("   at ", end.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain("open-sesame", end.Output + end.Errors, StringComparison.Ordinal);
            Assert.Equal(1, server.Logins);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>All at once, as most of it is waiting, and each as with PostgreSQL. Time runs five times as fast for the store.</summary>
    [Fact]
    public Task Attempts_with_a_server_that_cannot_be_used_end_within_the_same_time_as_with_PostgreSQL() =>
        Task.WhenAll(
            GivenUpAsync(
                "unavailable",
                "not currently available",
                server => server.Fail(ServerError.Unavailable)
            ),
            GivenUpAsync("standing still", "", server => server.Stall(), asPostgreSql: true),
            GivenUpAsync("hanging up", "", server => server.HangUp(), asPostgreSql: true),
            GivenUpAsync(
                "stopped",
                "",
                server => server.StopAsync().Wait(Cancellation),
                asPostgreSql: true
            ),
            GivenUpAsync("of no such name", "", host: "no-such-host.invalid", asPostgreSql: true)
        );

    private async Task GivenUpAsync(
        string what,
        string reason,
        Action<TdsServer>? fail = null,
        string? host = null,
        bool asPostgreSql = false
    )
    {
        // Of the 10 seconds that a connection is given.
        const int timeout = 2;
        await using var server = TdsServer.Start(Migrated);
        fail?.Invoke(server);
        var connection = server.Connection();
        connection.ConnectTimeout = timeout;
        connection.DataSource = host ?? connection.DataSource;

        var sqlServer = GivenUpAsync($"SQL Server {what}", reason, TdsServer.OptionsOf(connection));
        var postgreSql = asPostgreSql
            ? GivenUpAsync(
                $"PostgreSQL {what}",
                reason,
                new StorageOptions
                {
                    Provider = StorageProvider.PostgreSql,
                    ConnectionString = new NpgsqlConnectionStringBuilder
                    {
                        Host = host ?? "127.0.0.1",
                        Port = server.Port,
                        Database = "mpnst",
                        Username = "mpnst",
                        Timeout = timeout,
                    }.ToString(),
                }
            )
            : Task.CompletedTask;
        await Task.WhenAll(sqlServer, postgreSql);
    }

    private async Task GivenUpAsync(string what, string reason, StorageOptions options)
    {
        var store = new Store(options, new FastTime(5));
        var watch = Stopwatch.StartNew();

        var exception = await Assert.ThrowsAnyAsync<Exception>(() =>
            store.MigrateAsync(Cancellation)
        );

        output.WriteLine(
            $"{what}: given up after {watch.Elapsed.TotalSeconds:0.0} s: {StoreErrors.Reason(exception)}"
        );
        Assert.True(StoreErrors.Is(exception), exception.ToString());
        Assert.True(StoreErrors.IsTransient(exception), exception.ToString());
        Assert.Contains(reason, StoreErrors.Reason(exception), StringComparison.Ordinal);
        Assert.True(watch.Elapsed < Bound, $"{what} took {watch.Elapsed}.");
    }

    [Fact]
    public async Task A_server_that_offers_no_encryption_is_given_up_at_once()
    {
        await using var server = TdsServer.Start(Migrated);
        var connection = server.Connection();
        connection.Encrypt = SqlConnectionEncryptOption.Mandatory;

        await AssertFailsAsync(
            () => new Store(TdsServer.OptionsOf(connection)).MigrateAsync(Cancellation),
            "encryption"
        );

        Assert.Equal(1, server.Connections);
    }

    [Theory]
    [InlineData("rejects logins in a failover")]
    [InlineData("hangs up")]
    public async Task A_server_that_is_back_soon_is_waited_for(string how)
    {
        await using var server = TdsServer.Start(Migrated);
        Action<bool> fail =
            how == "hangs up"
                ? failing => (failing ? server.HangUp : (Action)server.Resume)()
                : failing => server.Fail(failing ? ServerError.Unavailable : null);
        fail(true);
        var loader = new ReleaseLoader(new Store(server.Options), DrugDictionary.Load());

        var newest = loader.NewestAsync(Cancellation);
        await TdsServer.UntilAsync(() => server.Connections >= 2);
        fail(false);

        Assert.Equal(1, await newest);
    }

    [Fact]
    public async Task An_import_survives_a_connection_that_is_cut_at_any_of_its_statements()
    {
        var statements = await ImportAsync(_ => Cut.No);

        // The first one of each kind.
        foreach (var statement in statements.Distinct())
        {
            var place = statements.IndexOf(statement);
            var number = -1;
            await ImportAsync(_ =>
                Interlocked.Increment(ref number) == place ? Cut.Before : Cut.No
            );
        }
    }

    [Fact]
    public async Task An_import_survives_a_restart_of_the_server()
    {
        TdsServer? restarted = null;
        Task? restart = null;

        await ImportAsync(
            statement =>
            {
                if (
                    restart is not null
                    || !statement.Contains("SET [t].[UntilRelease]", StringComparison.Ordinal)
                )
                {
                    return Cut.No;
                }
                restart = Task.Run(
                    async () =>
                    {
                        await restarted!.StopAsync();
                        restarted.Restart();
                    },
                    Cancellation
                );
                return Cut.Before;
            },
            started: server => restarted = server
        );

        Assert.NotNull(restart);
        await restart;
    }

    [Fact]
    public async Task A_deadlock_victim_and_a_failover_amid_an_import_are_retried()
    {
        foreach (var number in new[] { 1205, 40613 })
        {
            var failed = 0;
            await ImportAsync(
                _ => Cut.No,
                statement =>
                {
                    if (
                        statement.Contains("SET [t].[UntilRelease]", StringComparison.Ordinal)
                        && failed++ == 0
                    )
                    {
                        throw new ServerErrorException(new ServerError(number, 13, "Rerun it."));
                    }
                }
            );
            Assert.Equal(2, failed);
        }
    }

    /// <summary>Imports a study that changed; returns the statements it took.</summary>
    private static async Task<List<string>> ImportAsync(
        Func<string, Cut> cut,
        Action<string>? before = null,
        Action<TdsServer>? started = null
    )
    {
        var recorded = await RecordedSqlServer.WithOneTrialAsync();
        recorded.Row["DictionaryVersion"] = TestStore.Today.DictionaryVersion;
        await using var server = TdsServer.Start(statement =>
        {
            before?.Invoke(statement);
            return Migrated(statement, recorded);
        });
        started?.Invoke(server);
        server.CutAt(cut);
        var importer = new Importer(
            new Store(server.Options),
            TestStore.Today,
            recorded.Time,
            NullLogger<Importer>.Instance
        );

        var report = await importer.ImportAsync(
            TestStore.Source(
                "study.json",
                Encoding.UTF8.GetBytes(ImporterTests.Study(1, "Changed"))
            ),
            keepAll: true,
            progress: null,
            Cancellation
        );

        Assert.Equal((RunState.Done, 1), (report.Run.State, report.Run.Changed));
        return [.. server.Statements];
    }

    [Fact]
    public async Task A_lost_response_to_taking_the_lease_does_not_make_the_process_wait_for_itself()
    {
        var recorded = await RecordedSqlServer.WithOneTrialAsync();
        var updates = 0;
        await using var server = TdsServer.Start(statement =>
            statement.Contains("UPDATE [l]", StringComparison.Ordinal) && updates++ > 0
                // The token has moved on with the first one.
                ? TdsResult.Rows(0)
                : Migrated(statement, recorded)
        );
        var isFirst = true;
        server.CutAt(statement =>
        {
            var cut =
                isFirst && statement.Contains("UPDATE [l]", StringComparison.Ordinal)
                    ? Cut.After
                    : Cut.No;
            isFirst &= cut == Cut.No;
            return cut;
        });

        await using var lease = await HeldLease.TakeAsync(
            new Store(server.Options),
            TimeProvider.System,
            Lease.Writer,
            TimeSpan.Zero,
            Cancellation
        );

        Assert.NotNull(lease);
    }

    [Fact]
    public async Task An_exception_of_a_driver_is_an_error_of_the_store_even_when_a_task_rethrows_it()
    {
        using var connection = new SqlConnection();
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            await Task.Run(connection.BeginTransaction, Cancellation)
        );

        Assert.True(StoreErrors.Is(thrown));
        Assert.False(
            StoreErrors.Is(
                await Assert.ThrowsAsync<InvalidOperationException>(async () =>
                    await Task.Run(() => Array.Empty<int>().First(), Cancellation)
                )
            )
        );
    }

    [Fact]
    public async Task A_cancelled_read_is_a_cancellation_though_the_driver_reports_an_error()
    {
        await using var server = TdsServer.Start(Migrated);
        server.CutAt(_ => Cut.Silent);
        var loader = new ReleaseLoader(new Store(server.Options), DrugDictionary.Load());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var read = loader.NewestAsync(stop.Token);
        await TdsServer.UntilAsync(() => !server.Statements.IsEmpty);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    [Fact]
    public async Task An_exhausted_pool_is_reported_to_readers_of_history_like_a_store_that_does_not_respond()
    {
        await using var server = TdsServer.Start(Migrated);
        server.CutAt(_ => Cut.Silent);
        var connection = server.Connection();
        connection.MaxPoolSize = 1;
        connection.ConnectTimeout = 1;
        // The first attempt uses up all patience.
        var loader = new ReleaseLoader(
            new Store(TdsServer.OptionsOf(connection), new FastTime(60)),
            DrugDictionary.Load()
        );
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var first = loader.NewestAsync(stop.Token);
        await TdsServer.UntilAsync(() => !server.Statements.IsEmpty);

        var exception = await Assert.ThrowsAsync<HistoryUnavailableException>(() =>
            HistoryRead.RunAsync(loader.NewestAsync, TimeProvider.System, Cancellation)
        );

        Assert.Contains("pool", StoreErrors.Reason(exception), StringComparison.Ordinal);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }

    [Fact]
    public async Task A_database_that_does_not_open_is_not_taken_for_one_that_lacks_migrations()
    {
        await using var server = TdsServer.Start(Migrated);
        server.Fail(ServerError.NoSuchDatabase);

        await AssertFailsAsync(
            () => new Store(server.Options).PendingMigrationsAsync(Cancellation),
            "Cannot open database \"Mpnst\""
        );

        Assert.Equal(1, server.Logins);
    }

    [Fact]
    public async Task A_database_that_is_absent_is_made_when_migrating()
    {
        var exists = false;
        await using var server = TdsServer.Start(statement =>
        {
            exists |= statement.Contains("CREATE DATABASE [Mpnst]", StringComparison.Ordinal);
            return Migrated(statement);
        });
        server.Fail(database => database == "Mpnst" && !exists ? ServerError.NoSuchDatabase : null);

        await new Store(server.Options).MigrateAsync(Cancellation);

        Assert.True(exists);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_start_warns_where_readers_would_wait_for_imports(bool isSnapshot)
    {
        await using var server = TdsServer.Start(statement =>
            statement.Contains("is_read_committed_snapshot_on", StringComparison.Ordinal)
                ? TdsResult.Value(isSnapshot)
                : Migrated(statement)
        );
        var store = new Store(server.Options);
        var log = new RecordedLog<StoreInitializer>();
        var start = new StoreInitializer(
            store,
            new Importer(
                store,
                TestStore.Today,
                TimeProvider.System,
                NullLogger<Importer>.Instance
            ),
            log
        );

        await start.MigrateAsync(Cancellation);

        Assert.Equal(
            isSnapshot ? 0 : 1,
            log.Entries.Count(entry =>
                entry.Level == LogLevel.Warning
                && entry.Message.Contains(
                    "SET READ_COMMITTED_SNAPSHOT ON",
                    StringComparison.Ordinal
                )
            )
        );
    }

    private static async Task AssertFailsAsync(Func<Task> work, string reason)
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(work);
        Assert.True(StoreErrors.Is(exception), exception.ToString());
        Assert.Contains(reason, StoreErrors.Reason(exception), StringComparison.Ordinal);
    }

    /// <summary>A database with all migrations and one release.</summary>
    private static TdsResult Migrated(string statement) => Migrated(statement, recorded: null);

    private static TdsResult Migrated(string statement, RecordedSqlServer? recorded)
    {
        if (statement.Contains("FROM [__EFMigrationsHistory]", StringComparison.Ordinal))
        {
            using var db = new SqlServerDesignTimeFactory().CreateDbContext([]);
            var table = new DataTable();
            table.Columns.Add("MigrationId", typeof(string));
            table.Columns.Add("ProductVersion", typeof(string));
            foreach (var migration in db.Database.GetMigrations())
            {
                table.Rows.Add(migration, "10.0.14");
            }
            return new TdsResult([table], 0);
        }
        if (statement.Contains("sp_getapplock", StringComparison.Ordinal))
        {
            return TdsResult.Value(0);
        }
        return statement.Contains("is_read_committed_snapshot_on", StringComparison.Ordinal)
                ? TdsResult.Value(true)
            : statement.Contains("__EFMigrationsHistory", StringComparison.Ordinal)
            || statement.StartsWith("SELECT MAX(", StringComparison.Ordinal)
                ? TdsResult.Value(1)
            : recorded?.Execute(statement) ?? TdsResult.Rows(0);
    }

    /// <summary>Runs so many times as fast.</summary>
    private sealed class FastTime(int speed) : TimeProvider
    {
        public override long GetTimestamp() => base.GetTimestamp() * speed;
    }
}
