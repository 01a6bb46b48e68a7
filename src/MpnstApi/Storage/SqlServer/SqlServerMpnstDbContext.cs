using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace MpnstApi.Storage.SqlServer;

/// <summary>Represents the store in a SQL Server database.</summary>
public sealed class SqlServerMpnstDbContext(DbContextOptions<SqlServerMpnstDbContext> options)
    : MpnstDbContext(options)
{
    protected override string BinaryCollation => "Latin1_General_100_BIN2";
}

/// <summary>Creates a context for dotnet-ef, which needs the model and no database.</summary>
public sealed class SqlServerDesignTimeFactory
    : IDesignTimeDbContextFactory<SqlServerMpnstDbContext>
{
    public SqlServerMpnstDbContext CreateDbContext(string[] args) =>
        new(
            new DbContextOptionsBuilder<SqlServerMpnstDbContext>()
                .UseSqlServer("Server=design-time")
                .Options
        );
}
