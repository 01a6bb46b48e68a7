using MpnstApi.ReliabilityTests.Cli;
using MpnstApi.Storage;
using MpnstApi.Tests.Importing;
using MpnstApi.Tests.Storage;

namespace MpnstApi.ReliabilityTests.Storage;

/// <summary>A database that cannot be used is reported as such, and not as one that lacks migrations.</summary>
public sealed class UnusableDatabaseTests
{
    [Fact]
    public async Task A_PostgreSQL_database_that_is_absent_is_not_taken_for_one_that_lacks_migrations()
    {
        var server = await PostgreSqlServer.SharedAsync();
        var store = PostgreSqlServer.StoreOf(server.ConnectionTo("absent"));

        var exception = await Assert.ThrowsAnyAsync<Exception>(() =>
            store.PendingMigrationsAsync(TestContext.Current.CancellationToken)
        );

        Assert.True(StoreErrors.Is(exception), exception.ToString());
        Assert.Contains("absent", StoreErrors.Reason(exception), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_SQLite_file_that_may_not_be_read_is_not_taken_for_one_that_lacks_migrations()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Rights are given otherwise on Windows.");
            return;
        }
        await using var database = await OwnDatabase.CreateAsync(StorageProvider.Sqlite);
        await database.Store.MigrateAsync(TestContext.Current.CancellationToken);

        var study = await database.WriteAsync("study.json", ImporterTests.Study(1));
        const UnixFileMode closed =
            UnixFileMode.UserRead
            | UnixFileMode.UserExecute
            | UnixFileMode.OtherRead
            | UnixFileMode.OtherExecute;
        // Nobody may write beside it, as where an administrator put it there for the service to read.
        File.SetUnixFileMode(Path.Combine(database.Folder, "mpnst.db"), UnixFileMode.None);
        File.SetUnixFileMode(database.Folder, closed);

        var end = await RealProgram.RunWithoutRightsAsync(
            database.Options,
            "import",
            study,
            "--Storage:MigrateAtStart=false"
        );
        File.SetUnixFileMode(database.Folder, closed | UnixFileMode.UserWrite);

        Assert.Equal(1, end.ExitCode);
        Assert.StartsWith(
            "The database that ConnectionStrings:Mpnst names cannot be used: ",
            end.Errors,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("lacks", end.Errors, StringComparison.Ordinal);
    }
}
