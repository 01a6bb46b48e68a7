using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using MpnstApi.Storage;
using MpnstApi.Storage.SqlServer;
using MpnstApi.Tests.Importing;
using MpnstApi.Tests.Storage;

namespace MpnstApi.ReliabilityTests.Storage;

/// <summary>
/// Contexts for SQL Server on a connection that leads nowhere: it records every command and responds with one
/// plausible row. What runs on it is the real code, so what is written down is the SQL that a server would get.
/// </summary>
public sealed class RecordedSqlServer : IDbContextFactory<MpnstDbContext>
{
    /// <summary>Everything that was to be executed, in order.</summary>
    public List<RecordedCommand> Commands { get; } = [];

    /// <summary>The time of those who use it; stands still.</summary>
    public FixedTime Time { get; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    /// <summary>What a column holds wherever it is read.</summary>
    public Dictionary<string, object?> Row { get; } = new(StringComparer.Ordinal);

    public MpnstDbContext CreateDbContext() =>
        new SqlServerMpnstDbContext(
            new DbContextOptionsBuilder<SqlServerMpnstDbContext>()
                .UseSqlServer(new RecordedConnection(this))
                .Options
        );

    /// <summary>
    /// An empty store that holds one plausible row of every table, of a trial in it, with labels of another dictionary.
    /// </summary>
    public static async Task<RecordedSqlServer> WithOneTrialAsync()
    {
        await using var filled = await TestStore.CreateAsync();
        await filled.ImportAsync(ImporterTests.Study(1));
        var stored = (await filled.CurrentAsync())["NCT00000001"];
        var recorded = new RecordedSqlServer();
        var now = filled.Time.Now.UtcDateTime;
        foreach (
            var (name, value) in new Dictionary<string, object?>
            {
                ["Name"] = Lease.Writer,
                ["Holder"] = null,
                ["Token"] = 0L,
                ["ExpiresAt"] = now,
                ["Id"] = Guid.NewGuid(),
                ["RunId"] = Guid.NewGuid(),
                ["Kind"] = "FILE",
                ["State"] = "RUNNING",
                ["Source"] = "source",
                ["SourceHash"] = null,
                ["SourceTimestamp"] = null,
                ["StartedAt"] = now,
                ["EndedAt"] = null,
                ["PublishedAt"] = now,
                ["RetrievedAt"] = now,
                ["FencingToken"] = 1L,
                ["ReleaseSequence"] = null,
                ["Error"] = null,
                ["Sequence"] = 1,
                ["Version"] = "2026-11-23.1",
                ["ContentHash"] = null,
                ["LastChange"] = 1L,
                ["FullPass"] = true,
                ["FromRelease"] = 1,
                ["UntilRelease"] = null,
                ["Origin"] = "FILE",
                ["TrialId"] = stored.TrialId,
                ["Facts"] = stored.Facts,
                ["FactsHash"] = stored.FactsHash,
                ["Texts"] = stored.Texts,
                ["Labels"] = stored.Labels,
                ["LabelsHash"] = new string('0', 64),
                ["DictionaryVersion"] = "another",
                ["Hash"] = new string('0', 64),
                ["Scopes"] = "read",
                ["Rate"] = null,
                ["CreatedAt"] = now,
                ["RevokedAt"] = null,
                ["LastUsedAt"] = null,
            }
        )
        {
            recorded.Row[name] = value;
        }
        foreach (
            var count in new[]
            {
                "Read",
                "Added",
                "Changed",
                "Unchanged",
                "LeftOut",
                "SetAside",
                "Trials",
                "Removed",
            }
        )
        {
            recorded.Row[count] = 1;
        }
        return recorded;
    }

    /// <summary>Writes a statement down that came over the wire, and executes it.</summary>
    public TdsResult Execute(string sql)
    {
        lock (Commands)
        {
            Commands.Add(new RecordedCommand(sql, []));
            var tables = Tables(sql);
            return new TdsResult(tables, tables.Count == 0 ? Changed(sql) : 0);
        }
    }

    /// <summary>Rows are deleted until none is left.</summary>
    private int Changed(string sql) =>
        sql.StartsWith("DELETE", StringComparison.Ordinal) && IsRepeated(sql) ? 0 : 1;

    private bool IsRepeated(string sql) => Commands.Count(command => command.Text == sql) > 1;

    private DataTableReader Respond(string sql)
    {
        var tables = Tables(sql);
        return new DataTableReader(tables.Count == 0 ? [new DataTable()] : [.. tables]);
    }

    private List<DataTable> Tables(string sql)
    {
        var tables = new List<DataTable>();
        var updates = Regex.Count(sql, "OUTPUT 1");
        for (var update = 0; update < updates; update++)
        {
            tables.Add(Table([("done", typeof(int), 1)]));
        }
        if (sql.StartsWith("SELECT", StringComparison.Ordinal))
        {
            tables.Add(Selected(sql));
        }
        return tables;
    }

    private DataTable Selected(string sql)
    {
        if (
            sql.Contains("EXISTS", StringComparison.Ordinal)
            && sql.StartsWith("SELECT CASE", StringComparison.Ordinal)
        )
        {
            return Table([("any", typeof(bool), true)]);
        }
        if (Regex.IsMatch(sql, @"^SELECT (MAX|COUNT)\("))
        {
            return Table([("value", typeof(int), 1)]);
        }
        // The first of what is deleted, until nothing is left.
        if (sql.StartsWith("SELECT MIN(", StringComparison.Ordinal))
        {
            return Table([("value", typeof(int), IsRepeated(sql) ? null : 1)]);
        }
        var list = sql[..sql.IndexOf("FROM", StringComparison.Ordinal)];
        var columns = Regex
            .Matches(list, @"\.\[(\w+)\]")
            .Select(match => match.Groups[1].Value)
            .Select(name => (name, Row[name]?.GetType() ?? typeof(string), Row[name]))
            .ToArray();
        var table = Table(columns);
        // Pages are read until one is empty.
        if (sql.Contains("> @", StringComparison.Ordinal) && IsRepeated(sql))
        {
            table.Rows.Clear();
        }
        return table;
    }

    private static DataTable Table((string Name, Type Type, object? Value)[] columns)
    {
        var table = new DataTable();
        foreach (var column in columns)
        {
            table.Columns.Add(column.Name, column.Type);
        }
        table.Rows.Add([.. columns.Select(column => column.Value ?? DBNull.Value)]);
        return table;
    }

    private sealed class RecordedConnection(RecordedSqlServer recording) : DbConnection
    {
        private ConnectionState state = ConnectionState.Closed;

        [AllowNull]
        public override string ConnectionString { get; set; } = "Server=nowhere;Database=Mpnst";
        public override string Database => "Mpnst";
        public override string DataSource => "nowhere";
        public override string ServerVersion => "16.00.0000";
        public override ConnectionState State => state;

        public override void ChangeDatabase(string databaseName) =>
            throw new NotSupportedException();

        public override void Close() => state = ConnectionState.Closed;

        public override void Open() => state = ConnectionState.Open;

        protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) =>
            new Transaction(this);

        protected override DbCommand CreateDbCommand() => new Command(recording, this);
    }

    private sealed class Transaction(RecordedConnection connection) : DbTransaction
    {
        public override IsolationLevel IsolationLevel => IsolationLevel.ReadCommitted;
        public override bool SupportsSavepoints => true;
        protected override DbConnection DbConnection => connection;

        public override void Commit() { }

        public override void Rollback() { }

        public override void Save(string savepointName) { }

        public override void Release(string savepointName) { }
    }

    private sealed class Command(RecordedSqlServer recording, RecordedConnection connection)
        : DbCommand
    {
        private readonly SqlCommand inner = new();

        [AllowNull]
        public override string CommandText
        {
            get => inner.CommandText;
            set => inner.CommandText = value;
        }
        public override int CommandTimeout { get; set; }
        public override CommandType CommandType { get; set; } = CommandType.Text;
        public override bool DesignTimeVisible { get; set; }
        public override UpdateRowSource UpdatedRowSource { get; set; }
        protected override DbConnection? DbConnection { get; set; } = connection;
        protected override DbParameterCollection DbParameterCollection => inner.Parameters;
        protected override DbTransaction? DbTransaction { get; set; }

        public override void Cancel() { }

        public override void Prepare() { }

        public override int ExecuteNonQuery()
        {
            Record();
            return recording.Changed(CommandText);
        }

        public override object? ExecuteScalar()
        {
            Record();
            return 1;
        }

        /// <summary>A copy: the parameters are cleared once the command has run.</summary>
        private void Record() =>
            recording.Commands.Add(
                new RecordedCommand(
                    CommandText,
                    [
                        .. inner
                            .Parameters.Cast<ICloneable>()
                            .Select(parameter => (SqlParameter)parameter.Clone()),
                    ]
                )
            );

        protected override DbParameter CreateDbParameter() => new SqlParameter();

        protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
        {
            Record();
            return recording.Respond(CommandText);
        }
    }
}

/// <summary>A command as it would have gone to the server.</summary>
public sealed record RecordedCommand(string Text, IReadOnlyList<SqlParameter> Parameters);
