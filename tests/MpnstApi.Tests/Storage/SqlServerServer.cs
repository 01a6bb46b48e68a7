using DotNet.Testcontainers.Builders;
using Microsoft.Data.SqlClient;
using MpnstApi.Storage;
using Testcontainers.MsSql;

namespace MpnstApi.Tests.Storage;

/// <summary>
/// A real SQL Server that all tests share: the one that a variable names, or one in a container, which ends with the
/// tests' process.
/// </summary>
public static class SqlServerServer
{
    /// <summary>A connection string to a server that runs already, such as a service of a workflow.</summary>
    private const string RunningServer = "MPNST_SQLSERVER";

    private static readonly Lazy<Task<(string? Server, string? Missing)>> Everyones = new(
        StartAsync
    );

    /// <summary>
    /// Where a database of a test's own is, which migrating makes. Skips the test where no container engine responds,
    /// unless <see cref="DatabaseServers"/> are required.
    /// </summary>
    public static async Task<StorageOptions> NewDatabaseAsync()
    {
        var (server, missing) = await Everyones.Value;
        if (server is null)
        {
            DatabaseServers.Skip($"No container engine runs here: {missing}");
        }
        return new StorageOptions
        {
            Provider = StorageProvider.SqlServer,
            ConnectionString = new SqlConnectionStringBuilder(server)
            {
                InitialCatalog = $"mpnst_{Guid.NewGuid():N}",
            }.ToString(),
        };
    }

    /// <summary>Closes the connections kept open to a database that is not used any more.</summary>
    public static void Forget(string connection)
    {
        using var any = new SqlConnection(connection);
        SqlConnection.ClearPool(any);
    }

    private static async Task<(string?, string?)> StartAsync()
    {
        if (Environment.GetEnvironmentVariable(RunningServer) is { Length: > 0 } running)
        {
            return (running, null);
        }
        try
        {
            var container = new MsSqlBuilder("mcr.microsoft.com/mssql/server:2022-latest").Build();
            await container.StartAsync(CancellationToken.None);
            return (container.GetConnectionString(), null);
        }
        catch (DockerUnavailableException exception)
        {
            return (null, exception.Message);
        }
    }
}

/// <summary>Whether the tests may do without a database server. Where MPNST_REQUIRE_DATABASES is set, as on GitHub, they may not.</summary>
public static class DatabaseServers
{
    /// <summary>Skips the test, or fails it where servers are required.</summary>
    public static void Skip(string reason)
    {
        if (Environment.GetEnvironmentVariable("MPNST_REQUIRE_DATABASES") is { Length: > 0 })
        {
            Assert.Fail(reason);
        }
        Assert.Skip(reason);
    }
}
