using System.Globalization;
using MpnstApi.ReliabilityTests.Cli;
using MpnstApi.Tests.Importing;
using MpnstApi.Tests.Registry;

namespace MpnstApi.ReliabilityTests.Importing;

/// <summary>An import needs no more memory for a large file than for a small one.</summary>
public sealed class MemoryTests : IDisposable
{
    private const int Megabyte = 1024 * 1024;

    // Set MPNST_LONG=1 for a file of 200 MB; without it one of 12 MB.
    private static readonly int FileMegabytes =
        Environment.GetEnvironmentVariable("MPNST_LONG") == "1" ? 200 : 12;

    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-large-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_large_file_is_imported_in_constant_memory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Peak memory is read from /proc.");
        var small = await PeakAsync(Write("small.json", Megabyte));

        var large = await PeakAsync(Write("large.json", FileMegabytes * Megabyte));

        Assert.True(
            large < small + 150 * Megabyte,
            $"{small / Megabyte} MB at most for a file of 1 MB, {large / Megabyte} MB for one of {FileMegabytes} MB"
        );
    }

    /// <summary>Peak working set of the program while it imports a file.</summary>
    private static async Task<long> PeakAsync(string file)
    {
        using var program = RealProgram.Start(Path.ChangeExtension(file, ".db"), "import", file);
        var peak = 0L;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (
            program.PeakWorkingSet() is { } now
            && await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken)
        )
        {
            peak = Math.Max(peak, now);
        }
        var end = await program.EndAsync();
        Assert.True(end.ExitCode == 0, end.Output + end.Errors);
        return peak;
    }

    /// <summary>A page of real trials under ids of their own, each made long by its description, as registry records are.</summary>
    private string Write(string name, int bytes)
    {
        var path = Path.Combine(folder, name);
        using var writer = new StreamWriter(path);
        var long40K = string.Join(
            ' ',
            Enumerable.Repeat("Patients receive treatment until progression.", 900)
        );
        writer.Write("{\"studies\":[");
        for (var number = 0; writer.BaseStream.Position < bytes; number++)
        {
            var line = RegistryData.SnapshotLines[number % RegistryData.SnapshotLines.Count];
            var id = number.ToString("D8", CultureInfo.InvariantCulture);
            writer.Write(number == 0 ? "" : ",\n");
            writer.Write(line[..line.IndexOf("NCT", StringComparison.Ordinal)]);
            writer.Write($"NCT{id}");
            writer.Write(
                line[(line.IndexOf("NCT", StringComparison.Ordinal) + 11)..]
                    .Replace(
                        "\"statusModule\"",
                        $"\"descriptionModule\": {{\"detailedDescription\": \"{long40K}\"}}, \"statusModule\"",
                        StringComparison.Ordinal
                    )
            );
        }
        writer.Write("]}");
        return path;
    }
}
