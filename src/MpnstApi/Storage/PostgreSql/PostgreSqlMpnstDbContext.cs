using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace MpnstApi.Storage.PostgreSql;

/// <summary>Represents the store in a PostgreSQL database.</summary>
public sealed class PostgreSqlMpnstDbContext(DbContextOptions<PostgreSqlMpnstDbContext> options)
    : MpnstDbContext(options)
{
    protected override string BinaryCollation => "C";
}

/// <summary>Creates a context for dotnet-ef, which needs the model and no database.</summary>
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
