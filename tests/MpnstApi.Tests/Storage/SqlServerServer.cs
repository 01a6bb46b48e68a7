using DotNet.Testcontainers.Builders;
using Microsoft.Data.SqlClient;
using MpnstApi.Storage;
using Testcontainers.MsSql;

namespace MpnstApi.Tests.Storage;

/// <summary>A real SQL Server in a container that all tests share; it ends with the tests' process.</summary>
public static class SqlServerServer
{
    private static readonly Lazy<Task<(MsSqlContainer? Container, string? Missing)>> Everyones =
        new(StartAsync);

    /// <summary>
    /// Where a database of a test's own is, which migrating makes. Skips the test where no container engine responds,
    /// unless <see cref="DatabaseServers"/> are required.
    /// </summary>
    public static async Task<StorageOptions> NewDatabaseAsync()
    {
        var (container, missing) = await Everyones.Value;
        if (container is null)
        {
            DatabaseServers.Skip($"No container engine runs here: {missing}");
        }
        return new StorageOptions
        {
            Provider = StorageProvider.SqlServer,
            ConnectionString = new SqlConnectionStringBuilder(container!.GetConnectionString())
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

    private static async Task<(MsSqlContainer?, string?)> StartAsync()
    {
        try
        {
            var container = new MsSqlBuilder("mcr.microsoft.com/mssql/server:2022-latest").Build();
            await container.StartAsync(CancellationToken.None);
            return (container, null);
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
