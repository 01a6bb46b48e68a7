using System.Diagnostics;

namespace MpnstApi.Tests.Cli;

/// <summary>The program as a process of its own, as a user starts it.</summary>
public sealed class RealProgram : IDisposable
{
    private static readonly string Path = System.IO.Path.Combine(
        AppContext.BaseDirectory,
        "MpnstApi.dll"
    );

    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> errors;

    private RealProgram(Process process)
    {
        this.process = process;
        output = process.StandardOutput.ReadToEndAsync();
        errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts it in another folder than its own, over a database file.</summary>
    public static RealProgram Start(string database, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = System.IO.Path.GetTempPath(),
        };
        start.Environment["ConnectionStrings__Mpnst"] = $"Data Source={database}";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        return new RealProgram(Process.Start(start)!);
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<ProgramEnd> RunAsync(string database, params string[] arguments)
    {
        using var program = Start(database, arguments);
        return await program.EndAsync();
    }

    public async Task<ProgramEnd> EndAsync()
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new ProgramEnd(process.ExitCode, await output, await errors);
    }

    /// <summary>The most memory it has held so far; null once it has ended.</summary>
    public long? PeakWorkingSet()
    {
        process.Refresh();
        return process.HasExited ? null : process.PeakWorkingSet64;
    }

    /// <summary>As kill -9 does: no warning, nothing is tidied up.</summary>
    public async Task<bool> KillAsync()
    {
        var alive = !process.HasExited;
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return alive;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }
        process.Dispose();
    }
}

/// <summary>How a process ended.</summary>
public sealed record ProgramEnd(int ExitCode, string Output, string Errors);
