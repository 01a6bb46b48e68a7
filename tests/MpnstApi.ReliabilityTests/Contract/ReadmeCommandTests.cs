using System.Diagnostics;
using System.Text.RegularExpressions;
using MpnstApi.ReliabilityTests.Cli;
using MpnstApi.Storage;
using MpnstApi.Tests.Registry;

namespace MpnstApi.ReliabilityTests.Contract;

/// <summary>The commands of the README.</summary>
public sealed partial class ReadmeCommandTests(ITestOutputHelper output)
{
    private const string Address = "http://localhost:5080";
    private const string Program = "dotnet run --project src/MpnstApi";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_command_of_the_readme_works_as_printed_on_a_fresh_start()
    {
        Assert.SkipUnless(await HasShellAndCurlAsync(), "sh and curl are not installed.");
        var commands = Shell()
            .Matches(await ReadmeAsync())
            .SelectMany(block => block.Groups["lines"].Value.Split('\n'))
            .Where(line => line.Length > 0)
            .ToList();
        Assert.Equal(Program, commands[0]);
        await using var registry = await RegistryServer.StartAsync(RegistryServer.SnapshotPath);
        var folder = Directory.CreateTempSubdirectory("mpnst-readme-");
        try
        {
            var store = new StorageOptions
            {
                ConnectionString = $"Data Source={Path.Combine(folder.FullName, "mpnst.db")}",
            };
            using var serving = RealProgram.Serve(store);
            using var client = await serving.ReadyAsync();
            var address = client.BaseAddress!.GetLeftPart(UriPartial.Authority);

            // The first command started the service.
            foreach (var command in commands.Skip(1))
            {
                await AssertWorksAsync(command, address, store, registry);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task AssertWorksAsync(
        string command,
        string address,
        StorageOptions store,
        RegistryServer registry
    )
    {
        if (command.StartsWith(Program, StringComparison.Ordinal))
        {
            // Built as these tests were: the folder above theirs has the configuration's name.
            var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
            var end = await RunAsync(
                command.Replace(
                    Program,
                    $"{Program} --no-build --configuration {configuration}",
                    StringComparison.Ordinal
                ),
                store,
                registry
            );
            Assert.True(end.ExitCode == 0, $"{command}: {end.Errors}{end.Output}");
            return;
        }
        // A line that nobody runs may be wrong: it is a request to the service, or it is not for this file.
        Assert.StartsWith("curl ", command, StringComparison.Ordinal);
        var request = await RunAsync(
            command
                .Replace(Address, address, StringComparison.Ordinal)
                .Replace(
                    "curl ",
                    "curl --silent --show-error --write-out '\\n%{http_code}' ",
                    StringComparison.Ordinal
                ),
            store,
            registry
        );
        Assert.True(request.ExitCode == 0, $"{command}: {request.Errors}");
        Assert.True(
            request.Output.EndsWith("\n200", StringComparison.Ordinal),
            $"{command}: {request.Output}"
        );
    }

    private async Task<ProgramEnd> RunAsync(
        string command,
        StorageOptions store,
        RegistryServer registry
    )
    {
        var start = new ProcessStartInfo("sh", ["-c", command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        start.Environment["ConnectionStrings__Mpnst"] = store.ConnectionString;
        start.Environment["Registry__BaseAddress"] = registry.Address;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(Cancellation);
        var text = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        output.WriteLine($"{command}\n{text[..Math.Min(text.Length, 300)]}");
        return new ProgramEnd(process.ExitCode, text, await errors);
    }

    private static async Task<bool> HasShellAndCurlAsync()
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo("sh", ["-c", "command -v curl"])
                {
                    RedirectStandardOutput = true,
                }
            )!;
            await process.WaitForExitAsync(Cancellation);
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static Task<string> ReadmeAsync() =>
        File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"), Cancellation);

    [GeneratedRegex("""```sh\n(?<lines>.*?)```""", RegexOptions.Singleline)]
    private static partial Regex Shell();
}
