using System.Data;
using System.Globalization;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.SqlServer.Dac.Model;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using MpnstApi.Access;
using MpnstApi.Administration;
using MpnstApi.Annotation.Dictionary;
using MpnstApi.Changes;
using MpnstApi.Cli;
using MpnstApi.Importing;
using MpnstApi.Releases;
using MpnstApi.Storage;
using MpnstApi.Storage.SqlServer;
using MpnstApi.Tests.Changes;
using MpnstApi.Tests.Importing;
using MpnstApi.Tests.Registry;
using MpnstApi.Tests.Storage;

namespace MpnstApi.ReliabilityTests.Storage;

/// <summary>
/// What can be said of SQL Server where none runs: its migration script and each statement the program sends parse as
/// T-SQL of SQL Server 2022, and all names in them resolve in a model built from the script.
/// </summary>
public sealed class SqlServerStatementTests
{
    [Fact]
    public void The_idempotent_migration_script_parses()
    {
        Assert.Empty(Errors(Script(MigrationsSqlGenerationOptions.Idempotent)));
    }

    [Fact]
    public async Task The_migration_script_parses_batch_by_batch_as_the_documented_sqlcmd_runs_it()
    {
        var page = await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "docs", "deployment.md"),
            TestContext.Current.CancellationToken
        );
        // Without -I sqlcmd takes the names in double quotes for text, and no filtered index is made.
        Assert.Matches(@"(?m)^sqlcmd .*-I\b.*-b\b", page);
        Assert.Matches(
            $@"(?m)^dotnet ef migrations script --idempotent .*--context {nameof(SqlServerMpnstDbContext)}\b",
            page
        );

        foreach (
            var batch in Script(MigrationsSqlGenerationOptions.Idempotent)
                .ReplaceLineEndings("\n")
                .Split("\nGO\n")
        )
        {
            Assert.Empty(Errors(batch));
            // A column that a batch adds is not there yet when that batch is compiled.
            if (batch.Contains(" ADD ", StringComparison.Ordinal))
            {
                Assert.DoesNotMatch(@"(?m)^\s*(UPDATE|INSERT INTO ""|DELETE)", batch);
            }
        }
    }

    [Fact]
    public void The_migration_script_makes_a_model_without_errors()
    {
        using var model = Schema();

        Assert.Equal(
            [
                "ApiKeys",
                "Changes",
                "ImportRuns",
                "Leases",
                "Releases",
                "SetAsideRecords",
                "TrialVersions",
                "__EFMigrationsHistory",
            ],
            model
                .GetObjects(DacQueryScopes.UserDefined, Table.TypeClass)
                .Select(table => table.Name.Parts[^1])
                .Order(StringComparer.Ordinal)
        );
        Assert.Empty(Problems(model));
    }

    [Fact]
    public async Task Every_statement_of_importing_annotating_and_loading_resolves_against_the_schema()
    {
        var commands = await EveryCommandAsync();
        var statements = commands.Select(command => command.Text).ToHashSet(StringComparer.Ordinal);

        // The kinds of statement that must be among them: else the recording has missed its aim.
        foreach (
            var part in new[]
            {
                "UPDATE [l]",
                "DELETE FROM [t]",
                "INSERT INTO [TrialVersions]",
                "INSERT INTO [SetAsideRecords]",
                "INSERT INTO [Releases]",
                "INSERT INTO [Changes]",
                "SET [c].[Sequence]",
                "DELETE FROM [c]",
                "SET [r].[ContentHash]",
                "UPDATE [ImportRuns]",
                "SET [t].[UntilRelease]",
                "SET [t].[FromRelease]",
                "ORDER BY [r].[Sequence] DESC",
                "FROM [ApiKeys]",
                "SET [a].[RevokedAt]",
                "SET [a].[LastUsedAt]",
                "[FencingToken] DESC",
            }
        )
        {
            Assert.Contains(statements, text => text.Contains(part, StringComparison.Ordinal));
        }
        using var model = Schema();
        var number = 0;
        // What a killed run left is deleted by its run, which keys begin with: the feed is never searched as a whole.
        Assert.All(
            statements.Where(text => text.StartsWith("DELETE", StringComparison.Ordinal)),
            text => Assert.Contains("[RunId] = ", text, StringComparison.Ordinal)
        );
        foreach (var command in commands.DistinctBy(command => command.Text))
        {
            Assert.Empty(Errors(command.Text));
            model.AddObjects(Procedure(command, ++number));
        }
        Assert.Empty(Problems(model));
    }

    [Fact]
    public async Task What_only_looks_like_an_id_never_reaches_SQL_Server()
    {
        var recorded = await RecordedSqlServer.WithOneTrialAsync();
        var release = await new ReleaseLoader(recorded, DrugDictionary.Load()).LoadAsync(
            1,
            TestContext.Current.CancellationToken
        );
        var feed = new ChangeQuery(recorded, TimeProvider.System);
        recorded.Commands.Clear();

        foreach (var id in ChangeQueryTests.Lookalikes("NCT00000009"))
        {
            Assert.Null(
                await feed.OfTrialAsync(
                    release,
                    id,
                    long.MaxValue,
                    10,
                    TestContext.Current.CancellationToken
                )
            );
        }

        Assert.Empty(recorded.Commands);
    }

    [Fact]
    public async Task A_former_id_that_only_looks_like_one_never_reaches_SQL_Server()
    {
        var recorded = await RecordedSqlServer.WithOneTrialAsync();
        recorded.Row["DictionaryVersion"] = TestStore.Today.DictionaryVersion;
        var lookalikes = ChangeQueryTests
            .Lookalikes("NCT00000001")
            .Where(id => id.Length > 0)
            .ToList();
        var aliases = System.Text.Json.JsonSerializer.Serialize(lookalikes);
        var importer = new Importer(
            recorded,
            TestStore.Today,
            recorded.Time,
            NullLogger<Importer>.Instance
        );

        await importer.ImportAsync(
            TestStore.Source(
                "study.json",
                System.Text.Encoding.UTF8.GetBytes(
                    ImporterTests
                        .Study(2)
                        .Replace(
                            "\"nctId\":\"NCT00000002\"",
                            $"\"nctId\":\"NCT00000002\",\"nctIdAliases\":{aliases}",
                            StringComparison.Ordinal
                        )
                )
            ),
            keepAll: true,
            progress: null,
            TestContext.Current.CancellationToken
        );

        Assert.DoesNotContain(
            recorded.Commands.Where(command =>
                command.Text.Contains("WHERE", StringComparison.Ordinal)
                && command.Text.StartsWith("SELECT", StringComparison.Ordinal)
            ),
            command =>
                command.Parameters.Any(parameter =>
                    parameter.Value is string value
                    && lookalikes.Any(id =>
                        value.Contains(
                            System.Text.Json.JsonSerializer.Serialize(id),
                            StringComparison.Ordinal
                        )
                        || value == id
                    )
                )
        );
    }

    /// <summary>A model: no server runs.</summary>
    [Fact]
    public void In_a_model_of_the_migrated_schema_every_key_of_SQL_Server_has_the_binary_collation()
    {
        using var model = Schema();
        var keys = model
            .GetObjects(DacQueryScopes.UserDefined, Table.TypeClass)
            .Where(table => table.Name.Parts[^1] != "__EFMigrationsHistory")
            .SelectMany(table => table.GetReferenced(Table.Columns))
            .Where(column => IsKey(column.Name.Parts[^1]))
            .Where(column =>
                column.GetReferenced(Column.DataType).Single().Name.Parts[^1]
                    is "varchar"
                        or "nvarchar"
            )
            .ToDictionary(
                column => string.Join('.', column.Name.Parts.TakeLast(2)),
                column => column.GetProperty<string>(Column.Collation),
                StringComparer.Ordinal
            );

        Assert.Equal(14, keys.Count);
        Assert.All(keys, key => Assert.Equal("Latin1_General_100_BIN2", key.Value));
    }

    /// <summary>Ids, hashes and versions are compared; all other text is only shown, or a keyword that we alone write.</summary>
    private static bool IsKey(string column) =>
        column is "Version" or "DictionaryVersion" or "Name"
        || column.EndsWith("Id", StringComparison.Ordinal)
        || column.EndsWith("Hash", StringComparison.Ordinal);

    [Fact]
    public void A_statement_with_a_column_that_does_not_exist_would_be_found()
    {
        using var model = Schema();
        var command = new RecordedCommand("SELECT [r].[Sequense] FROM [Releases] AS [r]", []);

        model.AddObjects(Procedure(command, 1));

        Assert.Contains(
            Problems(model),
            problem => problem.Contains("Sequense", StringComparison.Ordinal)
        );
    }

    private static async Task<List<RecordedCommand>> EveryCommandAsync()
    {
        var recorded = await RecordedSqlServer.WithOneTrialAsync();
        var importer = new Importer(
            recorded,
            TestStore.Today,
            recorded.Time,
            NullLogger<Importer>.Instance
        );
        var cancellation = TestContext.Current.CancellationToken;
        // The second had the first one's id before, so that its predecessor is queried.
        var text =
            ImporterTests.Study(1, "Changed")
            + ImporterTests
                .Study(2)
                .Replace(
                    "\"nctId\":\"NCT00000002\"",
                    "\"nctId\":\"NCT00000002\",\"nctIdAliases\":[\"NCT00000001\"]",
                    StringComparison.Ordinal
                )
            + "{}";
        await importer.ClearUnfinishedAsync(cancellation);
        await importer.HasImportedSnapshotAsync("hash", cancellation);
        await importer.ImportAsync(
            TestStore.Source("test.json", System.Text.Encoding.UTF8.GetBytes(text)),
            true,
            null,
            cancellation
        );
        await Assert.ThrowsAsync<ImportException>(() =>
            importer.ImportAsync(
                TestStore.Source("bad", "bad"u8.ToArray()),
                true,
                null,
                cancellation
            )
        );
        var loader = new ReleaseLoader(recorded, DrugDictionary.Load());
        await loader.NewestAsync(cancellation);
        var release = await loader.LoadAsync(1, cancellation);
        Assert.Null(await loader.SaveHashAsync(release, cancellation));
        await SyncAsync(recorded);
        await using (var db = recorded.CreateDbContext())
        {
            await RunQuery.ListAsync(db, 10, cancellation);
        }
        recorded.Row["Id"] = "0123456789ab";
        var keys = new ApiKeys(recorded, recorded.Time);
        await keys.ListAsync(cancellation);
        await keys.ListValidAsync(cancellation);
        await keys.RevokeAsync("a", cancellation);
        await keys.RecordUseAsync("a", DateTime.UnixEpoch, cancellation);
        await AskTheFeedAsync(recorded, release);
        return recorded.Commands;
    }

    /// <summary>A whole sync with a registry that has nothing: the trial at hand leaves.</summary>
    private static async Task SyncAsync(RecordedSqlServer recorded)
    {
        // One that was imported from a file would stay.
        recorded.Row["Origin"] = "SYNC";
        await using var registry = await RegistryServer.StartAsync();
        var builder = ProgramHost.CreateBuilder([
            $"--Registry:BaseAddress={registry.Address}",
            "--Storage:Provider=SqlServer",
            "--ConnectionStrings:Mpnst=Server=nowhere;Database=Mpnst",
        ]);
        builder.Logging.ClearProviders();
        builder.AddStorage().AddImporting();
        builder.Services.AddSingleton<IDbContextFactory<MpnstDbContext>>(recorded);
        await using var app = builder.Build();

        var report = await app
            .Services.GetRequiredService<Sync>()
            .RunAsync(
                full: true,
                acceptShrink: true,
                annotateAgain: true,
                TestContext.Current.CancellationToken
            );

        Assert.Equal(1, report.Import!.Run.Removed);
    }

    private static async Task AskTheFeedAsync(
        RecordedSqlServer recorded,
        MpnstApi.Releases.Release release
    )
    {
        foreach (
            var (name, value) in new Dictionary<string, object?>
            {
                ["Ordinal"] = 1,
                ["Sequence"] = 1L,
                ["ReleaseSequence"] = 1,
                ["Kind"] = "ADDED",
                ["Field"] = null,
                ["Old"] = null,
                ["New"] = null,
                ["Reason"] = "read",
            }
        )
        {
            recorded.Row[name] = value;
        }
        var feed = new ChangeQuery(recorded, TimeProvider.System);
        var cancellation = TestContext.Current.CancellationToken;
        await feed.AfterAsync(release, 0, 10, cancellation);
        await feed.OfTrialAsync(release, "NCT00000001", 5, 10, cancellation);
    }

    private static string Script(MigrationsSqlGenerationOptions options)
    {
        using var db = new SqlServerDesignTimeFactory().CreateDbContext([]);
        return db.GetService<IMigrator>().GenerateScript(options: options);
    }

    /// <summary>A model of the database as the migrations make it.</summary>
    private static TSqlModel Schema()
    {
        var model = new TSqlModel(SqlServerVersion.Sql160, new TSqlModelOptions());
        var script = (TSqlScript)Parse(
            Script(MigrationsSqlGenerationOptions.NoTransactions),
            out _
        );
        var generator = new Sql160ScriptGenerator();
        var statements = WithAddedColumns(
            script.Batches.SelectMany(batch => batch.Statements).SelectMany(Flat).ToList()
        );
        foreach (var statement in statements)
        {
            if (statement is CreateTableStatement or CreateIndexStatement or AlterTableStatement)
            {
                generator.GenerateScript(statement, out var text);
                model.AddObjects(text);
            }
        }
        return model;
    }

    /// <summary>A model knows columns only from the statement that creates their table.</summary>
    private static IEnumerable<TSqlStatement> WithAddedColumns(List<TSqlStatement> statements)
    {
        foreach (
            var added in statements
                .OfType<AlterTableAddTableElementStatement>()
                .Where(statement => statement.Definition.ColumnDefinitions.Count > 0)
        )
        {
            var table = statements
                .OfType<CreateTableStatement>()
                .Single(create =>
                    create.SchemaObjectName.BaseIdentifier.Value
                    == added.SchemaObjectName.BaseIdentifier.Value
                );
            foreach (var column in added.Definition.ColumnDefinitions)
            {
                table.Definition.ColumnDefinitions.Add(column);
            }
        }
        return statements.Where(statement =>
            statement
                is not AlterTableAddTableElementStatement
                {
                    Definition.ColumnDefinitions.Count: > 0
                }
        );
    }

    /// <summary>The history table is made inside IF ... BEGIN ... END.</summary>
    private static IEnumerable<TSqlStatement> Flat(TSqlStatement statement) =>
        statement switch
        {
            IfStatement branch => Flat(branch.ThenStatement),
            BeginEndBlockStatement block => block.StatementList.Statements.SelectMany(Flat),
            _ => [statement],
        };

    private static string Procedure(RecordedCommand command, int number)
    {
        var parameters = command.Parameters.Select(parameter =>
            $"@{parameter.ParameterName.TrimStart('@')} {TypeOf(parameter)}"
        );
        var list = string.Join(", ", parameters);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"CREATE PROCEDURE [dbo].[p{number}] {list} AS BEGIN {command.Text} END"
        );
    }

    private static string TypeOf(SqlParameter parameter)
    {
        var name = parameter.SqlDbType.ToString().ToLowerInvariant();
        return parameter.SqlDbType switch
        {
            SqlDbType.VarChar or SqlDbType.NVarChar =>
                $"{name}({(parameter.Size is > 0 and <= 4000 ? parameter.Size : "max")})",
            _ => name,
        };
    }

    private static List<string> Problems(TSqlModel model) =>
        [.. model.Validate().Select(message => message.ToString())];

    private static IList<ParseError> Errors(string sql)
    {
        Parse(sql, out var errors);
        return errors;
    }

    private static TSqlFragment Parse(string sql, out IList<ParseError> errors)
    {
        using var reader = new StringReader(sql);
        return new TSql160Parser(initialQuotedIdentifiers: true).Parse(reader, out errors);
    }
}
