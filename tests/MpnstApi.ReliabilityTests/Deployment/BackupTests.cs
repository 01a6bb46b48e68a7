using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.SqlClient;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using MpnstApi.ReliabilityTests.Cli;
using MpnstApi.Storage;
using MpnstApi.Tests.Importing;
using MpnstApi.Tests.Storage;
using Npgsql;

namespace MpnstApi.ReliabilityTests.Deployment;

/// <summary>What was backed up is served again after it was lost.</summary>
public sealed class BackupTests : IDisposable
{
    private static readonly string Scripts = Path.Combine(Repository.Root, "ops", "backup");

    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-backup-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_sqlite_file_that_was_copied_while_it_is_served_comes_back_as_it_was()
    {
        var database = Path.Combine(folder, "mpnst.db");
        var backup = Path.Combine(folder, "backup.db");
        var store = new StorageOptions { ConnectionString = $"Data Source={database}" };
        string release;
        using (var serving = RealProgram.Serve(store))
        {
            using var client = await serving.ReadyAsync();
            release = await ReleaseAsync(client);
            var done = await RealProgram.RunAsync(store, "backup", backup);
            Assert.True(done.ExitCode == 0, done.Errors);
            await ImportMoreAsync(store);
            await RealProgram.HealthAsync(
                client,
                health => !release.StartsWith(health.Text("release")!, StringComparison.Ordinal)
            );
            await serving.KillAsync();
        }

        await InstalledProgram.RunAsync(Path.Combine(Scripts, "sqlite-restore"), backup, database);

        Assert.Equal(release, await ServedAsync(store));
        var again = await RealProgram.RunAsync(store, "backup", backup);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("already exists", again.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_postgresql_database_comes_back_as_it_was()
    {
        InstalledProgram.Require("pg_dump", "postgresql-client");
        var server = await PostgreSqlServer.SharedAsync();
        var store = new StorageOptions
        {
            Provider = StorageProvider.PostgreSql,
            ConnectionString = await server.NewDatabaseAsync(),
        };
        var backup = Path.Combine(folder, "mpnst.dump");
        var release = await ServedAsync(store);
        await InstalledProgram.RunAsync(
            Path.Combine(Scripts, "postgresql-backup"),
            Libpq(store.ConnectionString),
            backup
        );
        await ImportMoreAsync(store);
        Assert.NotEqual(release, await ServedAsync(store));

        await InstalledProgram.RunAsync(
            Path.Combine(Scripts, "postgresql-restore"),
            backup,
            Libpq(store.ConnectionString)
        );

        Assert.Equal(release, await ServedAsync(store));
        var other = store with { ConnectionString = await server.NewDatabaseAsync() };
        await InstalledProgram.RunAsync(
            Path.Combine(Scripts, "postgresql-restore"),
            backup,
            Libpq(other.ConnectionString)
        );
        Assert.Equal(release, await ServedAsync(other));
        var verb = await RealProgram.RunAsync(store, "backup", backup + "2");
        Assert.Equal(1, verb.ExitCode);
        Assert.Contains("postgresql-backup", verb.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_SQL_Server_database_comes_back_as_it_was()
    {
        var store = await SqlServerServer.NewDatabaseAsync();
        var database = new SqlConnectionStringBuilder(store.ConnectionString).InitialCatalog;
        var file = $"/var/opt/mssql/data/{database}.bak";
        var release = await ServedAsync(store);
        await ExecuteAsync(store.ConnectionString, Script("sqlserver-backup.sql", database, file));
        await ImportMoreAsync(store);
        Assert.NotEqual(release, await ServedAsync(store));

        SqlServerServer.Forget(store.ConnectionString);
        await ExecuteAsync(
            new SqlConnectionStringBuilder(store.ConnectionString)
            {
                InitialCatalog = "master",
            }.ToString(),
            Script("sqlserver-restore.sql", database, file)
        );

        Assert.Equal(release, await ServedAsync(store));
    }

    [Theory]
    [InlineData("sqlserver-backup.sql")]
    [InlineData("sqlserver-restore.sql")]
    public void The_scripts_for_SQL_Server_are_T_SQL(string script)
    {
        using var text = new StringReader(Script(script, "Mpnst", "/backup/mpnst.bak"));

        new TSql160Parser(initialQuotedIdentifiers: true).Parse(text, out var errors);

        Assert.Empty(errors);
    }

    /// <summary>A script as sqlcmd runs it, which fills in the variables.</summary>
    private static string Script(string name, string database, string file) =>
        File.ReadAllText(Path.Combine(Scripts, name))
            .Replace("$(database)", database, StringComparison.Ordinal)
            .Replace("$(file)", file, StringComparison.Ordinal);

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private async Task ImportMoreAsync(StorageOptions store)
    {
        var study = Path.Combine(folder, "study.json");
        await File.WriteAllTextAsync(study, ImporterTests.Study(1), Cancellation);
        var import = await RealProgram.RunAsync(store, "import", study);
        Assert.True(import.ExitCode == 0, import.Output + import.Errors);
    }

    private static async Task<string> ServedAsync(StorageOptions store)
    {
        using var serving = RealProgram.Serve(store);
        using var client = await serving.ReadyAsync();
        var release = await ReleaseAsync(client);
        await serving.TerminateAsync();
        await serving.EndAsync();
        return release;
    }

    /// <summary>Version and content of the release that is served.</summary>
    private static async Task<string> ReleaseAsync(HttpClient client)
    {
        var releases = await client.GetFromJsonAsync<JsonNode>(
            "/api/v1/dataset/releases",
            Cancellation
        );
        var current = releases!["items"]![0]!;
        return $"{current.Text("version")} {current.Text("contentHash")}";
    }

    private static string Libpq(string connection)
    {
        var parts = new NpgsqlConnectionStringBuilder(connection);
        return $"host={parts.Host} port={parts.Port} dbname={parts.Database} user={parts.Username}";
    }
}
