using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace MpnstApi.Storage.PostgreSql;

/// <summary>The store in a PostgreSQL database.</summary>
public sealed class PostgreSqlMpnstDbContext(DbContextOptions<PostgreSqlMpnstDbContext> options)
    : MpnstDbContext(options)
{
    protected override string BinaryCollation => "C";
}

/// <summary>For dotnet-ef: it needs the model, not a database.</summary>
public sealed class PostgreSqlDesignTimeFactory
    : IDesignTimeDbContextFactory<PostgreSqlMpnstDbContext>
{
    public PostgreSqlMpnstDbContext CreateDbContext(string[] args) =>
        new(
            new DbContextOptionsBuilder<PostgreSqlMpnstDbContext>()
                .UseNpgsql("Host=design-time")
                .Options
        );
}
