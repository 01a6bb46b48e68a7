using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MpnstApi.Storage;
using MpnstApi.Tests.Cli;
using MpnstApi.Tests.Graph;
using MpnstApi.Tests.Registry;

namespace MpnstApi.Tests.Contract;

/// <summary>What the README shows is what a reader gets.</summary>
public sealed partial class ReadmeTests(Service service, ITestOutputHelper output)
{
    private const string Address = "http://localhost:5080";
    private const string Program = "dotnet run --project src/MpnstApi";

    /// <summary>Commands that need more than this program, and the part of the gate that runs them.</summary>
    private static readonly (string Command, string Gate, string Runs)[] Elsewhere =
    [
        ("dotnet test", ".ci/run", "dotnet test"),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_request_of_the_readme_answers_what_it_shows()
    {
        var shown = Request().Matches(await ReadmeAsync());
        Assert.True(shown.Count >= 3);

        foreach (Match request in shown)
        {
            using var response = await service.SendAsync(request.Groups["path"].Value);
            var answer = await Service.JsonOf(response);
            AssertShown(
                JsonNode.Parse(request.Groups["answer"].Value),
                answer,
                request.Groups["path"].Value
            );
        }
    }

    [Fact]
    public async Task Every_document_of_the_readme_answers_what_it_shows()
    {
        var shown = Document().Matches(await ReadmeAsync());
        Assert.NotEmpty(shown);

        foreach (Match document in shown)
        {
            var query = document.Groups["query"].Value;
            AssertShown(
                JsonNode.Parse(document.Groups["answer"].Value),
                await service.AskAsync(query),
                query
            );
        }
    }

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

    [Fact]
    public async Task The_program_starts_at_the_address_that_the_readme_names()
    {
        var settings = JsonNode.Parse(
            await ReadAsync("src/MpnstApi/Properties/launchSettings.json")
        )!;

        Assert.Equal(Address, settings["profiles"]!["MpnstApi"]!.Text("applicationUrl"));
    }

    private async Task AssertWorksAsync(
        string command,
        string address,
        StorageOptions store,
        RegistryServer registry
    )
    {
        if (
            Elsewhere.FirstOrDefault(known =>
                command.StartsWith(known.Command, StringComparison.Ordinal)
            ) is
            { Gate: { } gate, Runs: var runs }
        )
        {
            Assert.Contains(runs, await ReadAsync(gate), StringComparison.Ordinal);
            return;
        }
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

    private static Task<string> ReadmeAsync() => ReadAsync("README.md");

    private static Task<string> ReadAsync(string file) =>
        File.ReadAllTextAsync(Path.Combine(Repository.Root, file), Cancellation);

    // The README leaves members and items out; what it shows must be there, in this order.
    private static void AssertShown(JsonNode? shown, JsonNode? actual, string where)
    {
        switch (shown)
        {
            case JsonObject members:
                foreach (var (name, value) in members)
                {
                    AssertShown(value, actual![name], $"{where}.{name}");
                }
                break;
            case JsonArray items:
                var at = 0;
                foreach (var item in items)
                {
                    while (at < actual!.AsArray().Count && !IsShown(item, actual[at]))
                    {
                        at++;
                    }
                    Assert.True(
                        at < actual.AsArray().Count,
                        $"{where}: the README shows {item?.ToJsonString()}, the service answers {actual.ToJsonString()}"
                    );
                    at++;
                }
                break;
            default:
                Assert.True(
                    JsonNode.DeepEquals(shown, actual),
                    $"{where}: the README shows {shown?.ToJsonString()}, the service answers {actual?.ToJsonString()}"
                );
                break;
        }
    }

    private static bool IsShown(JsonNode? shown, JsonNode? actual)
    {
        switch (shown)
        {
            case JsonObject members:
                return actual is JsonObject
                    && members.All(member => IsShown(member.Value, actual[member.Key]));
            case JsonArray items:
                var from = 0;
                return actual is JsonArray all
                    && items.All(item =>
                    {
                        while (from < all.Count && !IsShown(item, all[from]))
                        {
                            from++;
                        }
                        return from++ < all.Count;
                    });
            default:
                return JsonNode.DeepEquals(shown, actual);
        }
    }

    [GeneratedRegex(
        """```sh\ncurl '?http://localhost:5080(?<path>[^'\n]+)'?\n```\n\n```json\n(?<answer>.*?)```""",
        RegexOptions.Singleline
    )]
    private static partial Regex Request();

    [GeneratedRegex(
        """```graphql\n(?<query>.*?)```\n\n```json\n(?<answer>.*?)```""",
        RegexOptions.Singleline
    )]
    private static partial Regex Document();

    [GeneratedRegex("""```sh\n(?<lines>.*?)```""", RegexOptions.Singleline)]
    private static partial Regex Shell();
}
