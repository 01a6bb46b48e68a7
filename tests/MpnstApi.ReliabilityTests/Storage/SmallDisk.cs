using System.Diagnostics;
using MpnstApi.Tests.Storage;

namespace MpnstApi.ReliabilityTests.Storage;

/// <summary>A disk of a few megabytes, mounted for one test; its administrator's rights are needed for that.</summary>
public sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    private string Filler => Path.Combine(Folder, "filler");

    /// <summary>Skips the test where nothing can be mounted.</summary>
    public static SmallDisk Mount(int megabytes)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess,
            "Only root can mount a disk for this test."
        );
        var folder = Directory.CreateTempSubdirectory("mpnst-disk-").FullName;
        var error = Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder);
        if (error is not null)
        {
            Directory.Delete(folder);
            Assert.Skip($"No disk can be mounted here: {error}");
        }
        return new SmallDisk(folder);
    }

    /// <summary>Leaves no more room than this.</summary>
    public void FillUpTo(int kilobytes)
    {
        var free = new DriveInfo(Folder).AvailableFreeSpace - (kilobytes * 1024L);
        using var file = new FileStream(Filler, FileMode.Append);
        var zeros = new byte[4096];
        for (var written = 0L; written < free; written += zeros.Length)
        {
            file.Write(zeros);
        }
    }

    public void MakeRoom() => File.Delete(Filler);

    public void MakeReadOnly() => Assert.Null(Run("mount", "-o", "remount,ro", Folder));

    public void Dispose()
    {
        // Lazily: a process that ends may have a file open still.
        Run("umount", "--lazy", Folder);
        Directory.Delete(Folder);
    }

    private static string? Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardError = true }
        )!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : errors.Trim();
    }
}
