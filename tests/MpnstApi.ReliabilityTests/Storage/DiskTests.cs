using System.Net;
using MpnstApi.ReliabilityTests.Cli;
using MpnstApi.Storage;
using MpnstApi.Tests.Importing;
using MpnstApi.Tests.Registry;
using MpnstApi.Tests.Storage;

namespace MpnstApi.ReliabilityTests.Storage;

/// <summary>A SQLite file on a disk that is full, or cannot be written.</summary>
public sealed class DiskTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task On_a_full_disk_an_import_fails_with_a_sentence_and_the_service_continues_until_there_is_room_again()
    {
        using var disk = SmallDisk.Mount(megabytes: 48);
        var store = StoreIn(disk);
        using var serving = RealProgram.Serve(store);
        using var client = await serving.ReadyAsync();
        var before = await ReleaseAsync(client);
        var more = Path.Combine(folder, "more.ndjson");
        await File.WriteAllLinesAsync(
            more,
            RegistryData.SnapshotLines.Select(line =>
                line.Replace("\"NCT0", "\"NCT9", StringComparison.Ordinal)
            ),
            Cancellation
        );
        disk.FillUpTo(kilobytes: 64);

        var end = await RealProgram.RunAsync(store, "import", more, "--all");

        Assert.Equal(1, end.ExitCode);
        Assert.StartsWith(
            "The database that ConnectionStrings:Mpnst names cannot be used: ",
            end.Errors,
            StringComparison.Ordinal
        );
        Assert.Contains("full", end.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", end.Errors, StringComparison.Ordinal);
        Assert.Equal(before, await ReleaseAsync(client));
        using (var landscape = await client.GetAsync("/api/v1/landscape", Cancellation))
        {
            Assert.True(landscape.IsSuccessStatusCode);
        }

        disk.MakeRoom();
        var again = await RealProgram.RunAsync(store, "import", more, "--all");
        Assert.True(again.ExitCode == 0, again.Output + again.Errors);
        await RealProgram.HealthAsync(
            client,
            health => health.Text("status") == "ready" && health.Text("release") != before
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_service_starts_on_a_disk_that_cannot_be_written_and_serves_what_is_there(
        bool killedBefore
    )
    {
        using var disk = SmallDisk.Mount(megabytes: 48);
        var store = StoreIn(disk);
        string release;
        using (var before = RealProgram.Serve(store))
        {
            using var client = await before.ReadyAsync();
            release = await ReleaseAsync(client);
            await before.KillAsync();
        }
        if (!killedBefore)
        {
            // Ends in order, and so tidies up what the killed service left beside the file.
            var study = Path.Combine(folder, "study.json");
            await File.WriteAllTextAsync(study, ImporterTests.Study(1), Cancellation);
            var import = await RealProgram.RunAsync(store, "import", study);
            Assert.True(import.ExitCode == 0, import.Output + import.Errors);
            Assert.False(File.Exists(Path.Combine(disk.Folder, "mpnst.db-wal")));
        }
        disk.MakeReadOnly();
        using var serving = RealProgram.Serve(store);

        using var reader = await serving.ReadyAsync();

        Assert.Equal(killedBefore, await ReleaseAsync(reader) == release);
        using var landscape = await reader.GetAsync("/api/v1/landscape", Cancellation);
        Assert.True(landscape.IsSuccessStatusCode);
        var other = Path.Combine(folder, "other.json");
        await File.WriteAllTextAsync(other, ImporterTests.Study(2), Cancellation);
        var rejected = await RealProgram.RunAsync(store, "import", other);
        Assert.Equal(1, rejected.ExitCode);
        Assert.StartsWith(
            "The database that ConnectionStrings:Mpnst names cannot be used: ",
            rejected.Errors,
            StringComparison.Ordinal
        );
        Assert.Contains("readonly", rejected.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_service_starts_over_a_restored_file_that_it_may_not_write_in_a_folder_that_it_may_not(
        bool folderIsWritable
    )
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Rights are given otherwise on Windows.");
            return;
        }
        var data = Directory.CreateDirectory(Path.Combine(folder, "data"));
        var database = Path.Combine(data.FullName, "mpnst.db");
        var store = new StorageOptions { ConnectionString = $"Data Source={database}" };
        await PrepareAsync(store);
        var rights = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        var enter =
            UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(folder, rights | enter);
        foreach (var file in data.EnumerateFiles())
        {
            File.SetUnixFileMode(file.FullName, rights);
        }
        File.SetUnixFileMode(
            data.FullName,
            rights | enter | (folderIsWritable ? UnixFileMode.OtherWrite : 0)
        );
        using var serving = RealProgram.ServeWithoutRights(store);

        using var client = await serving.ReadyAsync();

        using var landscape = await client.GetAsync("/api/v1/landscape", Cancellation);
        Assert.True(landscape.IsSuccessStatusCode);
        File.SetUnixFileMode(folder, rights | enter | UnixFileMode.UserWrite);
        File.SetUnixFileMode(data.FullName, rights | enter | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_first_start_needs_no_folder_for_temporary_files()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Rights are given otherwise on Windows.");
            return;
        }
        var data = Directory.CreateDirectory(Path.Combine(folder, "data"));
        File.SetUnixFileMode(
            data.FullName,
            UnixFileMode.UserRead
                | UnixFileMode.UserWrite
                | UnixFileMode.UserExecute
                | UnixFileMode.OtherRead
                | UnixFileMode.OtherWrite
                | UnixFileMode.OtherExecute
        );
        using var serving = RealProgram.ServeOnReadOnlyRoot(data.FullName);
        using var client = await serving.ReadyAsync();

        Assert.Equal("ready", (await RealProgram.HealthAsync(client, _ => true)).Text("status"));
    }

    [Fact]
    public async Task A_file_that_is_replaced_under_a_running_service_is_noticed_and_read_after_a_restart()
    {
        var store = StoreAt("mpnst.db");
        var other = StoreAt("other.db");
        await PrepareAsync(other);
        var study = Path.Combine(folder, "study.json");
        await File.WriteAllTextAsync(study, ImporterTests.Study(1), Cancellation);
        var import = await RealProgram.RunAsync(other, "import", study);
        Assert.True(import.ExitCode == 0, import.Output + import.Errors);
        using (var serving = RealProgram.Serve(store))
        {
            using var client = await serving.ReadyAsync();

            File.Move(
                Path.Combine(folder, "other.db"),
                Path.Combine(folder, "mpnst.db"),
                overwrite: true
            );

            var health = await RealProgram.HealthAsync(
                client,
                health => health.Text("status") == "degraded"
            );
            Assert.Contains("restart the service", health.Text("reason"), StringComparison.Ordinal);
            using var changes = await client.GetAsync("/api/v1/changes", Cancellation);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, changes.StatusCode);
            await serving.TerminateAsync();
            Assert.Equal(0, (await serving.EndAsync()).ExitCode);
        }
        foreach (var log in Directory.EnumerateFiles(folder, "mpnst.db-*"))
        {
            File.Delete(log);
        }
        using var again = RealProgram.Serve(store);
        using var reader = await again.ReadyAsync();
        Assert.EndsWith(".2", await ReleaseAsync(reader), StringComparison.Ordinal);
    }

    private StorageOptions StoreAt(string name) =>
        new() { ConnectionString = $"Data Source={Path.Combine(folder, name)}" };

    /// <summary>Has a service make its first start, and end in order.</summary>
    private static async Task PrepareAsync(StorageOptions store)
    {
        using var before = RealProgram.Serve(store);
        using var client = await before.ReadyAsync();
        await before.TerminateAsync();
        Assert.Equal(0, (await before.EndAsync()).ExitCode);
    }

    private static StorageOptions StoreIn(SmallDisk disk) =>
        new() { ConnectionString = $"Data Source={Path.Combine(disk.Folder, "mpnst.db")}" };

    private static async Task<string> ReleaseAsync(HttpClient client) =>
        (await RealProgram.HealthAsync(client, _ => true)).Text("release")!;
}
