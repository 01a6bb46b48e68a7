using System.Diagnostics;

namespace MpnstApi.ReliabilityTests.Deployment;

/// <summary>A program of the system that a test runs to its end.</summary>
internal static class InstalledProgram
{
    /// <summary>Skips the test where the program is not installed; Debian's package of it is named.</summary>
    public static void Require(string program, string package)
    {
        var exists = Environment
            .GetEnvironmentVariable("PATH")!
            .Split(':')
            .Append("/usr/sbin")
            .Any(folder => File.Exists(Path.Combine(folder, program)));
        Assert.SkipUnless(exists, $"{program} is not installed here (Debian: {package}).");
    }

    /// <summary>Its standard output; fails the test where the exit code is not 0.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(
            TestContext.Current.CancellationToken
        );
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{program}: {errors}");
        return await output;
    }
}
