using System.Net;
using System.Net.Sockets;
using MpnstApi.Cli;
using MpnstApi.Tests.Registry;

namespace MpnstApi.ReliabilityTests.Cli;

/// <summary>The output of the real program at a terminal.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-cli-").FullName;

    private string Database => Path.Combine(folder, "mpnst.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Importing_reports_what_it_did_and_the_second_time_changes_nothing()
    {
        var file = Write("trials.ndjson", string.Join('\n', RegistryData.SnapshotLines.Take(30)));

        var first = await RealProgram.RunAsync(Database, "import", file, "--all");
        var second = await RealProgram.RunAsync(Database, "import", file, "--all");

        Assert.Equal(0, first.ExitCode);
        Assert.Matches(@"read\s+30\b", first.Output);
        Assert.Matches(@"added\s+30\b", first.Output);
        Assert.Equal(0, second.ExitCode);
        Assert.Matches(@"unchanged\s+30\b", second.Output);
        Assert.Contains("no new release", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rejected_records_are_named_with_position_and_reason_and_the_rest_is_imported()
    {
        var file = Write(
            "trials.ndjson",
            $"{RegistryData.SnapshotLines[0]}\n{{\"protocolSection\": 7}}\n{RegistryData.SnapshotLines[1]}"
        );

        var end = await RealProgram.RunAsync(Database, "import", file, "--all");

        Assert.Equal(3, end.ExitCode);
        Assert.Matches(@"added\s+2\b", end.Output);
        Assert.Contains("record 2", end.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such-file.json")]
    [InlineData("letter.txt")]
    public async Task A_file_that_cannot_be_imported_is_reported_with_a_sentence(string name)
    {
        Write("letter.txt", "Dear editor,");

        var end = await RealProgram.RunAsync(Database, "import", Path.Combine(folder, name));

        Assert.Equal(1, end.ExitCode);
        Assert.Contains(name, end.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", end.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("imprt")]
    [InlineData("import")]
    [InlineData("import", "a", "--everything")]
    public async Task Wrong_usage_points_to_the_help(params string[] arguments)
    {
        var end = await RealProgram.RunAsync(Database, arguments);

        Assert.Equal(2, end.ExitCode);
        Assert.Contains("--help", end.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Storage:Provider=Oracle", "Storage:Provider")]
    [InlineData("--Storage:MigrateAtStart=perhaps", "Storage:MigrateAtStart")]
    [InlineData("--Releases:PollInterval=soon", "Releases:PollInterval")]
    [InlineData("--Releases:PollInterval=60", "Releases:PollInterval")]
    [InlineData("--Caching:MaxAge=60", "Caching:MaxAge")]
    [InlineData("--Cors:Origins:0=example.org", "Cors:Origins")]
    [InlineData("--Cors:Origins=example.org", "Cors:Origins")]
    [InlineData("--Cors:Origins=https://a.example,b.example", "Cors:Origins")]
    [InlineData("--Caching:MaxAgee=00:01:00", "Caching:MaxAge.")]
    public async Task A_wrong_setting_stops_the_start_with_a_sentence_that_names_it(
        string setting,
        string name
    )
    {
        var end = await RealProgram.RunAsync(Database, "--urls=http://127.0.0.1:0", setting);

        Assert.Equal(1, end.ExitCode);
        Assert.Contains(name, end.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", end.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_stops_the_start_with_a_sentence()
    {
        var end = await RealProgram.RunAsync(
            Write(
                "letter.txt",
                "Dear editor, this is no database but it is long enough to be looked at."
            ),
            "--urls=http://127.0.0.1:0"
        );

        Assert.Equal(1, end.ExitCode);
        Assert.Contains("ConnectionStrings:Mpnst", end.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_says_what_it_applied_and_then_that_nothing_is_left()
    {
        var first = await RealProgram.RunAsync(Database, "migrate");
        var second = await RealProgram.RunAsync(Database, "migrate");

        Assert.Equal(0, first.ExitCode);
        Assert.Contains("Initial", first.Output, StringComparison.Ordinal);
        Assert.Equal(0, second.ExitCode);
        Assert.DoesNotContain("Initial", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_migrating_is_forbidden_an_old_database_stops_the_start_and_says_what_to_do()
    {
        var end = await RealProgram.RunAsync(
            Database,
            "--urls=http://127.0.0.1:0",
            "--Storage:MigrateAtStart=false"
        );

        Assert.Equal(1, end.ExitCode);
        Assert.Contains("migrate", end.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Annotate_prints_every_label_of_a_record_with_its_reason()
    {
        var line = RegistryData.SnapshotLines.Single(line =>
            line.Contains("\"NCT03433183\"", StringComparison.Ordinal)
        );

        var end = await RealProgram.RunAsync(Database, "annotate", Write("trial.json", line));

        Assert.Equal(0, end.ExitCode);
        Assert.Contains("indication = NF1_MPNST", end.Output, StringComparison.Ordinal);
        Assert.Contains("target = MTOR", end.Output, StringComparison.Ordinal);
        Assert.Contains("http", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Annotate_finds_a_stored_trial_by_its_id_in_any_case_and_says_where_there_is_none()
    {
        var file = Write(
            "trial.json",
            RegistryData.SnapshotLines.Single(line =>
                line.Contains("\"NCT03433183\"", StringComparison.Ordinal)
            )
        );
        await RealProgram.RunAsync(Database, "import", file);

        var stored = await RealProgram.RunAsync(Database, "annotate", "nct03433183");
        var unknown = await RealProgram.RunAsync(Database, "annotate", "NCT99999999");

        Assert.Equal(0, stored.ExitCode);
        Assert.Contains("drug = selumetinib", stored.Output, StringComparison.Ordinal);
        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains("no trial NCT99999999", unknown.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("migrate")]
    [InlineData("import", "trial.json")]
    [InlineData("annotate", "NCT03433183")]
    public async Task A_file_that_is_no_database_is_named_in_a_sentence(params string[] arguments)
    {
        Write("mpnst.db", new string('x', 10_000));
        var trial = Write("trial.json", RegistryData.SnapshotLines[0]);

        var end = await RealProgram.RunAsync(
            Database,
            [.. arguments.Select(argument => argument == "trial.json" ? trial : argument)]
        );

        Assert.Equal(1, end.ExitCode);
        Assert.StartsWith(
            "The database that ConnectionStrings:Mpnst names cannot be used",
            end.Errors,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_address_that_is_taken_stops_the_start_with_a_sentence_that_names_it()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var end = await RealProgram.RunAsync(Database, $"--urls=http://{other.LocalEndpoint}");

        Assert.Equal(1, end.ExitCode);
        Assert.Contains($"{other.LocalEndpoint}", end.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", end.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_stops_the_import_with_a_sentence_that_names_it()
    {
        File.CreateSymbolicLink(
            Path.Combine(folder, "lost.json"),
            Path.Combine(folder, "no-such-file")
        );

        var end = await RealProgram.RunAsync(Database, "import", folder);

        Assert.Equal(1, end.ExitCode);
        Assert.Contains("lost.json", end.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", end.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_SQL_Server_that_does_not_respond_is_reported_as_such_without_its_password()
    {
        var end = await RealProgram.RunAsync(
            Database,
            "migrate",
            "--Storage:Provider=SqlServer",
            "--ConnectionStrings:Mpnst=Server=127.0.0.1,1;Database=Mpnst;User Id=sa;Password=open-sesame;Connect Timeout=1"
        );

        Assert.Equal(1, end.ExitCode);
        Assert.Contains("SQL Server", end.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("open-sesame", end.Output + end.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_is_interrupted_ends_as_failed_and_does_not_crash() =>
        Assert.Equal(
            CommandLine.Failed,
            await CommandLine.RunAsync([], _ => throw new OperationCanceledException())
        );

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
