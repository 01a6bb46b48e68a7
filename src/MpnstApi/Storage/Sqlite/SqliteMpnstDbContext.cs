using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace MpnstApi.Storage.Sqlite;

/// <summary>The store in a SQLite file.</summary>
public sealed class SqliteMpnstDbContext(DbContextOptions<SqliteMpnstDbContext> options)
    : MpnstDbContext(options)
{
    protected override string BinaryCollation => "BINARY";
}

/// <summary>For dotnet-ef: it needs the model, not a database.</summary>
public sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteMpnstDbContext>
{
    public SqliteMpnstDbContext CreateDbContext(string[] args) =>
        new(
            new DbContextOptionsBuilder<SqliteMpnstDbContext>()
                .UseSqlite("Data Source=design-time.db")
                .Options
        );
}
