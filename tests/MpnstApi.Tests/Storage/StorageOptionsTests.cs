using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Configuration;
using MpnstApi.Settings;
using MpnstApi.Storage;

namespace MpnstApi.Tests.Storage;

public sealed class StorageOptionsTests
{
    private static readonly string Root = Path.GetTempPath();

    [Fact]
    public void Without_settings_the_store_is_a_SQLite_file_below_the_program()
    {
        var folder = Directory.CreateTempSubdirectory("mpnst-").FullName;
        try
        {
            var options = StorageOptions.Read(new ConfigurationBuilder().Build(), folder);

            Assert.Equal(StorageProvider.Sqlite, options.Provider);
            Assert.True(options.MigrateAtStart);
            Assert.Contains(
                Path.Combine(folder, "data", "mpnst.db"),
                options.ConnectionString,
                StringComparison.Ordinal
            );
            Assert.True(Directory.Exists(Path.Combine(folder, "data")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static TheoryData<string?, string?, string?, string, string> WrongSettings =>
        new()
        {
            { "Oracle", null, null, "Storage:Provider", "use Sqlite, SqlServer or PostgreSql" },
            { "", null, null, "Storage:Provider", "use Sqlite, SqlServer or PostgreSql" },
            { "1", null, null, "Storage:Provider", "use Sqlite, SqlServer or PostgreSql" },
            { null, null, "yes", "Storage:MigrateAtStart", "use true or false" },
            { null, null, "", "Storage:MigrateAtStart", "use true or false" },
            { "SqlServer", null, null, "ConnectionStrings:Mpnst", "it is missing" },
            { "SqlServer", "Server=db", null, "ConnectionStrings:Mpnst", "names no database" },
            { "SqlServer", "Database=x", null, "ConnectionStrings:Mpnst", "names no server" },
            { "SqlServer", "nonsense", null, "ConnectionStrings:Mpnst", "; use for example" },
            // What the driver would reject only when it connects, with a stack trace.
            {
                "SqlServer",
                "Server=db;Database=x;Authentication=Active Directory Integrated;User Id=a;Password=b",
                null,
                "ConnectionStrings:Mpnst",
                "Active Directory"
            },
            {
                "SqlServer",
                "Server=db;Database=x;Failover Partner=other;MultiSubnetFailover=true",
                null,
                "ConnectionStrings:Mpnst",
                "MultiSubnetFailover"
            },
            {
                "SqlServer",
                "Server=db;Database=x;Column Encryption Setting=Enabled",
                null,
                "ConnectionStrings:Mpnst",
                "leave out Column Encryption Setting"
            },
            {
                "Sqlite",
                "Server=db;Database=x",
                null,
                "ConnectionStrings:Mpnst",
                "; use for example"
            },
            { "Sqlite", "", null, "ConnectionStrings:Mpnst", "it names no file" },
            { "Sqlite", "Data Source=:memory:", null, "ConnectionStrings:Mpnst", "lost with each" },
            {
                "Sqlite",
                "Data Source=/proc/none/x.db",
                null,
                "ConnectionStrings:Mpnst",
                "cannot be created"
            },
        };

    [Theory]
    [InlineData(@"(localdb)\MSSQLLocalDB")]
    [InlineData(@"np:\\.\pipe\sql\query")]
    [InlineData("lpc:localhost")]
    [InlineData(@"\\.\pipe\sql\query")]
    public void A_SQL_Server_that_only_Windows_can_reach_is_named_elsewhere(string server)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows can.");
        A_wrong_setting_is_named_with_what_would_be_right(
            "SqlServer",
            $"Server={server};Database=x",
            null,
            "ConnectionStrings:Mpnst",
            "Windows"
        );
    }

    [Theory]
    [InlineData("Server=tcp:db.example.org,1433;Database=x;User Id=a;Password=b")]
    [InlineData("Server=db;Database=x;Authentication=Active Directory Default")]
    [InlineData("Server=db;Database=x;Failover Partner=other;User Id=a;Password=b")]
    [InlineData("Server=db;Database=x;MultiSubnetFailover=true;Integrated Security=true")]
    public void A_connection_string_that_can_work_is_taken(string connection) =>
        Assert.Equal(StorageProvider.SqlServer, SqlServer(connection).Provider);

    [Theory]
    [InlineData("", 10)]
    [InlineData("Connect Timeout=60", 60)]
    [InlineData("connection timeout=3", 3)]
    [InlineData("Timeout=15", 15)]
    public void A_connection_to_SQL_Server_has_ten_seconds_where_the_operator_does_not_say(
        string setting,
        int seconds
    ) =>
        Assert.Equal(
            seconds,
            new SqlConnectionStringBuilder(
                SqlServer($"Server=db;Database=x;{setting}").ConnectionString
            ).ConnectTimeout
        );

    private static StorageOptions SqlServer(string connection) =>
        StorageOptions.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    new Dictionary<string, string?>
                    {
                        ["Storage:Provider"] = "SqlServer",
                        ["ConnectionStrings:Mpnst"] = connection,
                    }
                )
                .Build(),
            Root
        );

    [Theory]
    [MemberData(nameof(WrongSettings))]
    public void A_wrong_setting_is_named_with_what_would_be_right(
        string? provider,
        string? connection,
        string? migrate,
        string setting,
        string reason
    )
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["Storage:Provider"] = provider,
                    ["ConnectionStrings:Mpnst"] = connection,
                    ["Storage:MigrateAtStart"] = migrate,
                }
            )
            .Build();

        var exception = Assert.Throws<InvalidConfigurationException>(() =>
            StorageOptions.Read(configuration, Root)
        );

        Assert.Contains(setting, exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", exception.Message, StringComparison.Ordinal);
    }
}
