using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using MpnstApi.Settings;
using Npgsql;

namespace MpnstApi.Storage;

/// <summary>Represents the settings of the store. They are read once; a value that is not valid stops the start.</summary>
public sealed record StorageOptions
{
    public const string ProviderSetting = "Storage:Provider";
    public const string MigrateSetting = "Storage:MigrateAtStart";
    public const string ConnectionSetting = "ConnectionStrings:Mpnst";
    public const string SlowCommandSetting = "Storage:SlowCommand";

    /// <summary>The timeout for connecting to SQL Server, in seconds, if the connection string has none.</summary>
    private const int SqlServerConnectTimeout = 10;

    private const StorageProvider DefaultProvider = StorageProvider.Sqlite;
    private const bool DefaultMigrate = true;
    private static readonly TimeSpan DefaultSlowCommand = TimeSpan.FromSeconds(1);

    public StorageProvider Provider { get; init; } = DefaultProvider;

    /// <summary>Gets whether migrations are applied when the service starts.</summary>
    public bool MigrateAtStart { get; init; } = DefaultMigrate;

    /// <summary>Gets the time from which on a command is logged with its SQL.</summary>
    public TimeSpan SlowCommand { get; init; } = DefaultSlowCommand;

    /// <summary>Gets the complete connection string; for SQLite with an absolute path.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>Reads the settings; relative SQLite paths are relative to the content root.</summary>
    public static StorageOptions Read(IConfiguration configuration, string contentRoot)
    {
        // An empty value, such as of a variable that was not filled, must not open another store.
        var provider = configuration.Choice(ProviderSetting, DefaultProvider, rejectEmpty: true);
        var connection = configuration[ConnectionSetting];
        return new StorageOptions
        {
            Provider = provider,
            MigrateAtStart = configuration.Flag(MigrateSetting, DefaultMigrate, rejectEmpty: true),
            SlowCommand = configuration.Duration(
                SlowCommandSetting,
                DefaultSlowCommand,
                least: TimeSpan.Zero,
                greatest: null
            ),
            ConnectionString = provider switch
            {
                StorageProvider.SqlServer => SqlServerConnection(connection),
                StorageProvider.PostgreSql => PostgreSqlConnection(connection),
                _ => SqliteConnection(connection, contentRoot),
            },
        };
    }

    private static string SqliteConnection(string? value, string contentRoot)
    {
        SqliteConnectionStringBuilder builder;
        try
        {
            builder = new SqliteConnectionStringBuilder(
                value ?? $"Data Source={Path.Combine("data", "mpnst.db")}"
            );
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw WrongSqlite(exception.Message);
        }
        if (string.IsNullOrWhiteSpace(builder.DataSource))
        {
            throw WrongSqlite("it names no file.");
        }
        if (builder.DataSource == ":memory:" || builder.Mode == SqliteOpenMode.Memory)
        {
            throw WrongSqlite("a database in memory is lost with each connection.");
        }
        var path = Path.GetFullPath(builder.DataSource, contentRoot);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw WrongSqlite($"the folder of {path} cannot be created: {exception.Message}");
        }
        builder.DataSource = path;
        builder.ForeignKeys = true;
        return builder.ToString();
    }

    private static InvalidConfigurationException WrongSqlite(string problem) =>
        new(
            $"{ConnectionSetting} is not valid for SQLite: {problem.TrimEnd('.')}; use for example 'Data Source=data/mpnst.db'."
        );

    private static string SqlServerConnection(string? value)
    {
        SqlConnectionStringBuilder builder;
        try
        {
            builder = new SqlConnectionStringBuilder(value ?? "");
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw WrongSqlServer(exception.Message);
        }
        if (string.IsNullOrWhiteSpace(builder.DataSource))
        {
            throw WrongSqlServer(value is null ? "it is missing." : "it names no server.");
        }
        if (string.IsNullOrWhiteSpace(builder.InitialCatalog))
        {
            throw WrongSqlServer("it names no database.");
        }
        if (LocalPipes().FirstOrDefault(pipe => StartsWith(builder.DataSource, pipe)) is { } local)
        {
            throw WrongSqlServer(
                $"{local} names a server on the same Windows machine, and the service does not run on Windows; name a host"
            );
        }
        if (builder.ColumnEncryptionSetting == SqlConnectionColumnEncryptionSetting.Enabled)
        {
            throw WrongSqlServer(
                "no column of this database is encrypted; leave out Column Encryption Setting."
            );
        }
        // The store retries; the driver's own retries would delay an error by ten seconds, and its pool would repeat an old
        // one for up to a minute after the server is back. Within its timeout the driver itself retries a failed connection
        // or an unknown name; the usual 15 seconds would leave time for two attempts.
        if (!builder.ShouldSerialize("Connect Timeout"))
        {
            builder.ConnectTimeout = SqlServerConnectTimeout;
        }
        if (!builder.ShouldSerialize("Connect Retry Count"))
        {
            builder.ConnectRetryCount = 0;
        }
        if (!builder.ShouldSerialize("Pool Blocking Period"))
        {
            builder.PoolBlockingPeriod = PoolBlockingPeriod.NeverBlock;
        }
        try
        {
            // The driver checks the combination of settings when it connects.
            using var connection = new SqlConnection(builder.ToString());
        }
        catch (Exception exception)
            when (exception
                    is ArgumentException
                        or InvalidOperationException
                        or NotSupportedException
            )
        {
            throw WrongSqlServer(exception.Message);
        }
        return builder.ToString();
    }

    private static string[] LocalPipes() =>
        OperatingSystem.IsWindows() ? [] : ["(localdb)", "np:", "lpc:", @"\\"];

    private static bool StartsWith(string dataSource, string prefix) =>
        dataSource.AsSpan().TrimStart().StartsWith(prefix, StringComparison.OrdinalIgnoreCase);

    private static string PostgreSqlConnection(string? value)
    {
        NpgsqlConnectionStringBuilder builder;
        try
        {
            builder = new NpgsqlConnectionStringBuilder(value ?? "");
        }
        catch (Exception exception)
            when (exception is ArgumentException or FormatException or InvalidCastException)
        {
            throw WrongPostgreSql(exception.Message);
        }
        if (string.IsNullOrWhiteSpace(builder.Host))
        {
            throw WrongPostgreSql(value is null ? "it is missing." : "it names no host.");
        }
        if (string.IsNullOrWhiteSpace(builder.Database))
        {
            throw WrongPostgreSql("it names no database.");
        }
        return builder.ToString();
    }

    private static InvalidConfigurationException WrongPostgreSql(string problem) =>
        new(
            $"{ConnectionSetting} is not valid for PostgreSQL: {problem.TrimEnd('.')}; use for example 'Host=db;Database=mpnst;Username=...;Password=...'."
        );

    private static InvalidConfigurationException WrongSqlServer(string problem) =>
        new(
            $"{ConnectionSetting} is not valid for SQL Server: {problem.TrimEnd('.')}; use for example 'Server=db;Database=Mpnst;User Id=...;Password=...'."
        );
}

/// <summary>Specifies the database of the store.</summary>
public enum StorageProvider
{
    Sqlite,
    SqlServer,
    PostgreSql,
}
