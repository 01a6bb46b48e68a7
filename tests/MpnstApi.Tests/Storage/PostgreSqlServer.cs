using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MpnstApi.Storage;
using Npgsql;

namespace MpnstApi.Tests.Storage;

/// <summary>
/// A real PostgreSQL server over a folder of its own, on a free port. A shell stands guard over it: when its input ends,
/// because the test is done or its process is gone for whatever reason, it ends the server and removes the folder.
/// </summary>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    private const string Owner = "postgres";

    // The server and the folder end with the guard's input; "stop" keeps the folder for another start.
    private const string Guard = """
        folder=$1; shift
        trap '' INT TERM HUP
        "$@" </dev/null >"$folder/log" 2>&1 &
        echo $!
        if read -r word && [ "$word" = stop ]; then
          kill -INT $!
          wait $!
        else
          kill -QUIT $!
          wait $!
          rm -rf "$folder"
        fi
        """;

    private static readonly string? Programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory
            .EnumerateDirectories("/usr/lib/postgresql")
            .Select(version => Path.Combine(version, "bin"))
            .Where(bin => File.Exists(Path.Combine(bin, "initdb")))
            .OrderBy(bin => bin, StringComparer.Ordinal)
            .LastOrDefault()
        : null;

    private static readonly Lazy<Task<PostgreSqlServer>> Everyones = new(() => StartNewAsync());

    private readonly string folder;
    private readonly int port;
    private readonly bool durable;
    private readonly SemaphoreSlim template = new(1);
    private Process? guard;
    private int postmaster;
    private bool templateReady;

    private PostgreSqlServer(string folder, int port, bool durable)
    {
        this.folder = folder;
        this.port = port;
        this.durable = durable;
    }

    /// <summary>The server that tests share which do not stop it; skips the test where PostgreSQL is not installed.</summary>
    public static Task<PostgreSqlServer> SharedAsync()
    {
        SkipWithoutPrograms();
        return Everyones.Value;
    }

    /// <summary>A server of the test's own. One that is <paramref name="durable"/> writes as in production; others spare the disk.</summary>
    public static async Task<PostgreSqlServer> StartNewAsync(bool durable = false)
    {
        SkipWithoutPrograms();
        var folder = Directory.CreateTempSubdirectory("mpnst-pg-").FullName;
        var server = new PostgreSqlServer(folder, FreePort(), durable);
        try
        {
            if (Environment.IsPrivilegedProcess)
            {
                await RunAsync("chown", Owner, folder);
            }
            await RunAsync([
                .. AsOwner("initdb"),
                "--pgdata",
                server.Data,
                "--auth=trust",
                "--username",
                Owner,
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ]);
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private string Data => Path.Combine(folder, "data");

    /// <summary>An empty database; <paramref name="like"/> adds clauses, such as a collation.</summary>
    public async Task<string> NewDatabaseAsync(string like = "")
    {
        var name = $"mpnst_{Guid.NewGuid():N}";
        await ExecuteAsync($"CREATE DATABASE {name} {like}");
        return ConnectionTo(name);
    }

    /// <summary>A database with the whole schema, copied rather than migrated again.</summary>
    public async Task<string> NewMigratedDatabaseAsync()
    {
        await template.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (!templateReady)
            {
                await ExecuteAsync("CREATE DATABASE mpnst_template");
                await StoreOf(ConnectionTo("mpnst_template"))
                    .MigrateAsync(TestContext.Current.CancellationToken);
                Forget(ConnectionTo("mpnst_template"));
                templateReady = true;
            }
        }
        finally
        {
            template.Release();
        }
        return await NewDatabaseAsync("TEMPLATE mpnst_template");
    }

    public static Store StoreOf(string connection) =>
        new(
            new StorageOptions
            {
                Provider = StorageProvider.PostgreSql,
                ConnectionString = connection,
            }
        );

    /// <summary>Closes the connections kept open to a database that is not used any more.</summary>
    public static void Forget(string connection)
    {
        using var any = new NpgsqlConnection(connection);
        NpgsqlConnection.ClearPool(any);
    }

    /// <summary>Ends the server as its administrator does: at once, and in order.</summary>
    public async Task StopAsync()
    {
        await guard!.StandardInput.WriteLineAsync("stop");
        await guard.WaitForExitAsync(TestContext.Current.CancellationToken);
        guard.Dispose();
        guard = null;
    }

    /// <summary>Starts the server, again under the same port; returns once it accepts connections.</summary>
    public async Task StartAsync()
    {
        string[] fast =
        [
            "-cfsync=off",
            "-csynchronous_commit=off",
            "-cfull_page_writes=off",
            "-cwal_level=minimal",
            "-cmax_wal_senders=0",
        ];
        var start = new ProcessStartInfo(
            "sh",
            [
                "-c",
                Guard,
                "guard",
                folder,
                .. AsOwner("postgres"),
                "-D",
                Data,
                $"-cport={port.ToString(CultureInfo.InvariantCulture)}",
                "-clisten_addresses=127.0.0.1",
                $"-cunix_socket_directories={folder}",
                "-cmax_connections=300",
                "-cshared_buffers=32MB",
                .. durable ? [] : fast,
            ]
        )
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        };
        guard = Process.Start(start)!;
        postmaster = int.Parse(
            (await guard.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!,
            CultureInfo.InvariantCulture
        );
        await AcceptingAsync();
    }

    /// <summary>Stops the server from responding: it accepts connections and sends nothing.</summary>
    public async Task PauseAsync()
    {
        // First the one that would start others.
        await SignalAsync("STOP", [postmaster]);
        await SignalAsync("STOP", Children());
    }

    public Task ResumeAsync() => SignalAsync("CONT", [.. Children(), postmaster]);

    public async ValueTask DisposeAsync()
    {
        template.Dispose();
        if (guard is null)
        {
            Directory.Delete(folder, recursive: true);
            return;
        }
        // One that stands still would not end.
        await ResumeAsync();
        guard.StandardInput.Close();
        await guard.WaitForExitAsync(CancellationToken.None);
        guard.Dispose();
    }

    public string ConnectionTo(string database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Database = database,
            Username = Owner,
        }.ToString();

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionTo(Owner));
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private async Task AcceptingAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            try
            {
                await ExecuteAsync("SELECT 1");
                return;
            }
            catch (NpgsqlException) when (!guard!.HasExited)
            {
                await timer.WaitForNextTickAsync(patience.Token);
            }
        }
    }

    /// <summary>Processes of the server but its first; each is a child of that.</summary>
    private List<int> Children()
    {
        var children = new List<int>();
        foreach (var process in Directory.EnumerateDirectories("/proc"))
        {
            if (
                int.TryParse(Path.GetFileName(process), CultureInfo.InvariantCulture, out var id)
                && ParentOf(process) == postmaster
            )
            {
                children.Add(id);
            }
        }
        return children;
    }

    private static int? ParentOf(string process)
    {
        try
        {
            // "pid (name) state parent ..."; the name may hold anything.
            var stat = File.ReadAllText(Path.Combine(process, "stat"));
            return int.Parse(
                stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1],
                CultureInfo.InvariantCulture
            );
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static async Task SignalAsync(string signal, IReadOnlyCollection<int> processes)
    {
        foreach (var process in processes)
        {
            // One that has ended meanwhile needs no signal.
            using var kill = Process.Start(
                new ProcessStartInfo(
                    "kill",
                    [$"-{signal}", process.ToString(CultureInfo.InvariantCulture)]
                )
                {
                    RedirectStandardError = true,
                }
            )!;
            await kill.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>The server does not run as root.</summary>
    private static IEnumerable<string> AsOwner(string program) =>
        Environment.IsPrivilegedProcess
            ?
            [
                "setpriv",
                $"--reuid={Owner}",
                $"--regid={Owner}",
                "--init-groups",
                Path.Combine(Programs!, program),
            ]
            : [Path.Combine(Programs!, program)];

    private static void SkipWithoutPrograms()
    {
        if (Programs is null)
        {
            DatabaseServers.Skip("PostgreSQL's server is not installed here (Debian: postgresql).");
        }
    }

    private static int FreePort()
    {
        using var any = new TcpListener(IPAddress.Loopback, 0);
        any.Start();
        return ((IPEndPoint)any.LocalEndpoint).Port;
    }

    private static async Task RunAsync(params string[] command)
    {
        using var process = Process.Start(
            new ProcessStartInfo(command[0], command[1..])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = "/",
            }
        )!;
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = await process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        Assert.True(process.ExitCode == 0, $"{command[0]}: {await output}{errors}");
    }
}
