using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace MpnstApi.Storage.Sqlite;

/// <summary>Represents the store in a SQLite file.</summary>
public sealed class SqliteMpnstDbContext(DbContextOptions<SqliteMpnstDbContext> options)
    : MpnstDbContext(options)
{
    protected override string BinaryCollation => "BINARY";
}

/// <summary>Creates a context for dotnet-ef, which needs the model and no database.</summary>
public sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteMpnstDbContext>
{
    public SqliteMpnstDbContext CreateDbContext(string[] args) =>
        new(
            new DbContextOptionsBuilder<SqliteMpnstDbContext>()
                .UseSqlite("Data Source=design-time.db")
                .Options
        );
}
