using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MpnstApi.Storage;

namespace MpnstApi.ReliabilityTests.Cli;

/// <summary>The program as a process of its own, as a user starts it.</summary>
public sealed partial class RealProgram : IDisposable
{
    private static readonly string Path = System.IO.Path.Combine(
        AppContext.BaseDirectory,
        "MpnstApi.dll"
    );

    private static readonly string[] AsNobody =
    [
        "setpriv",
        "--reuid=65534",
        "--regid=65534",
        "--clear-groups",
    ];

    private readonly Process process;
    private readonly TaskCompletionSource<Uri> address = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly Task<string> output;
    private readonly Task<string> errors;

    private RealProgram(Process process)
    {
        this.process = process;
        output = ReadOutputAsync();
        errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts it in another folder than its own, over a database file.</summary>
    public static RealProgram Start(string database, params string[] arguments) =>
        Start(
            new StorageOptions { ConnectionString = $"Data Source={database}" },
            new Dictionary<string, string>(),
            arguments
        );

    /// <summary>Starts it over any store, with more in its environment, such as a language or a time zone.</summary>
    public static RealProgram Start(
        StorageOptions store,
        IReadOnlyDictionary<string, string> environment,
        params string[] arguments
    ) => Start(["dotnet", Path, .. arguments], store, environment);

    /// <summary>Starts the service on a free port, where it may have so many files open.</summary>
    public static RealProgram ServeWithin(int openFiles, StorageOptions store) =>
        Start(
            [
                "bash",
                "-c",
                $"ulimit -n {openFiles} && exec dotnet \"$@\"",
                "bash",
                Path,
                "--urls=http://127.0.0.1:0",
            ],
            store,
            new Dictionary<string, string>()
        );

    private static RealProgram Start(
        string[] command,
        StorageOptions store,
        IReadOnlyDictionary<string, string> environment
    )
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = System.IO.Path.GetTempPath(),
        };
        start.Environment["Storage__Provider"] = store.Provider.ToString();
        start.Environment["ConnectionStrings__Mpnst"] = store.ConnectionString;
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        // Tests send more than anybody may.
        start.Environment["RateLimiting__Enabled"] = "false";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        return new RealProgram(Process.Start(start)!);
    }

    /// <summary>Runs the service, which is to end at once, where it may have so many files open.</summary>
    public static async Task<ProgramEnd> RunWithinAsync(int openFiles, StorageOptions store)
    {
        using var program = ServeWithin(openFiles, store);
        return await program.EndAsync();
    }

    /// <summary>Starts the service on a free port as a user to whom files of others are closed.</summary>
    public static RealProgram ServeWithoutRights(StorageOptions store) =>
        Start(
            [
                .. Environment.IsPrivilegedProcess ? AsNobody : [],
                "dotnet",
                Path,
                "--urls=http://127.0.0.1:0",
            ],
            store,
            new Dictionary<string, string>()
        );

    /// <summary>
    /// Starts the service on a free port as a container does with a read-only root: nothing can be written but
    /// <paramref name="data"/>, which it sees as /mnt. Skips the test where nothing can be mounted.
    /// </summary>
    public static RealProgram ServeOnReadOnlyRoot(string data)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess,
            "Only root can mount what this test needs."
        );
        const string mounts = """
            mount --bind "$1" /mnt && shift &&
            mount -t tmpfs -o ro tmpfs /var/tmp && mount -t tmpfs -o ro tmpfs /tmp && cd / && exec "$@"
            """;
        return Start(
            [
                "unshare",
                "--mount",
                "sh",
                "-c",
                mounts,
                "sh",
                data,
                .. AsNobody,
                "dotnet",
                Path,
                "--urls=http://127.0.0.1:0",
            ],
            new StorageOptions { ConnectionString = "Data Source=/mnt/mpnst.db" },
            new Dictionary<string, string> { ["DOTNET_EnableDiagnostics"] = "0" }
        );
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<ProgramEnd> RunAsync(string database, params string[] arguments)
    {
        using var program = Start(database, arguments);
        return await program.EndAsync();
    }

    /// <summary>Starts the service on a free port.</summary>
    public static RealProgram Serve(
        StorageOptions store,
        IReadOnlyDictionary<string, string>? environment = null
    ) => Start(store, environment ?? new Dictionary<string, string>(), "--urls=http://127.0.0.1:0");

    /// <summary>Runs a verb to its end, over any store.</summary>
    public static Task<ProgramEnd> RunAsync(StorageOptions store, params string[] arguments) =>
        RunAsync(store, new Dictionary<string, string>(), arguments);

    /// <summary>Runs a verb to its end, with further variables of the environment.</summary>
    public static async Task<ProgramEnd> RunAsync(
        StorageOptions store,
        IReadOnlyDictionary<string, string> environment,
        params string[] arguments
    )
    {
        using var program = Start(store, environment, arguments);
        return await program.EndAsync();
    }

    /// <summary>Runs a verb to its end as a user to whom files of others are closed, where the tests' own user is not one.</summary>
    public static async Task<ProgramEnd> RunWithoutRightsAsync(
        StorageOptions store,
        params string[] arguments
    )
    {
        using var program = Start(
            [.. Environment.IsPrivilegedProcess ? AsNobody : [], "dotnet", Path, .. arguments],
            store,
            new Dictionary<string, string>()
        );
        return await program.EndAsync();
    }

    /// <summary>A client of the service; done once that listens.</summary>
    public async Task<HttpClient> ClientAsync() =>
        new()
        {
            BaseAddress = await address.Task.WaitAsync(
                TimeSpan.FromMinutes(2),
                TestContext.Current.CancellationToken
            ),
        };

    /// <summary>Returns a client of the service once it serves a release.</summary>
    public async Task<HttpClient> ReadyAsync()
    {
        var client = await ClientAsync();
        await HealthAsync(client, health => health.Text("status") is "ready" or "degraded");
        return client;
    }

    /// <summary>What /health/ready says once it is as wished for; two minutes at most.</summary>
    public static async Task<JsonNode> HealthAsync(HttpClient client, Func<JsonNode, bool> wished)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            using var response = await client.GetAsync("/health/ready", patience.Token);
            var health = await response.Content.ReadFromJsonAsync<JsonNode>(patience.Token);
            if (wished(health!))
            {
                return health!;
            }
            await timer.WaitForNextTickAsync(patience.Token);
        }
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

    /// <summary>The memory that it holds now.</summary>
    public long WorkingSet()
    {
        process.Refresh();
        return process.WorkingSet64;
    }

    /// <summary>The CPU time that it has taken so far.</summary>
    public TimeSpan ProcessorTime()
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    /// <summary>Asks it to end, as an orchestrator does.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start(
            "kill",
            ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]
        );
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>As kill -9 does: no warning, nothing is tidied up.</summary>
    public async Task<bool> KillAsync()
    {
        var alive = !process.HasExited;
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return alive;
    }

    private async Task<string> ReadOutputAsync()
    {
        var all = new StringBuilder();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            all.Append(line).Append('\n');
            if (Listening().Match(line) is { Success: true } listening)
            {
                address.TrySetResult(new Uri(listening.Groups[1].Value));
            }
        }
        address.TrySetException(
            new InvalidOperationException("The program ended before it listened.")
        );
        return all.ToString();
    }

    [GeneratedRegex("""Now listening on: [\\"]*(http://[0-9.:]+)""")]
    private static partial Regex Listening();

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
