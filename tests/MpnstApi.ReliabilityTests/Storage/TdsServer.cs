using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Configuration;
using MpnstApi.Storage;
using MpnstApi.Tests.Storage;

namespace MpnstApi.ReliabilityTests.Storage;

/// <summary>
/// A server that speaks as much of SQL Server's protocol (TDS 7.4, MS-TDS) as it takes to go wrong in the ways of a real
/// one, towards the real driver: it rejects logins with an error, hangs up, stands still, offers no encryption, cuts a
/// connection before or after it has executed a statement, and is away. What a statement returns is up to the test.
/// </summary>
public sealed class TdsServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Task, TcpClient> open = new();
    private readonly CancellationTokenSource ended = new();
    private readonly Func<string, TdsResult> execute;
    private readonly int port;
    private TcpListener? listener;
    private Task accepting = Task.CompletedTask;
    private volatile Func<string, ServerError?> errorFor = _ => null;
    private volatile bool stalls;
    private volatile bool hangsUp;
    private volatile Func<string, Cut>? cut;
    private volatile Exception? failure;
    private int logins;
    private int connections;

    private TdsServer(Func<string, TdsResult> execute)
    {
        this.execute = execute;
        port = Listen(0);
    }

    /// <summary>A server that listens. A statement may throw <see cref="ServerErrorException"/> to respond with an error.</summary>
    public static TdsServer Start(Func<string, TdsResult>? execute = null) =>
        new(execute ?? (_ => TdsResult.Rows(0)));

    /// <summary>How to reach it, without encryption, which it does not offer.</summary>
    public string ConnectionString => Connection().ToString();

    /// <summary>As the service makes of it.</summary>
    public StorageOptions Options => OptionsOf(Connection());

    public static StorageOptions OptionsOf(SqlConnectionStringBuilder connection) =>
        StorageOptions.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    new Dictionary<string, string?>
                    {
                        [StorageOptions.ProviderSetting] = nameof(StorageProvider.SqlServer),
                        [StorageOptions.ConnectionSetting] = connection.ToString(),
                    }
                )
                .Build(),
            Path.GetTempPath()
        );

    public int Port => port;

    /// <summary>Logins received so far, whatever became of them.</summary>
    public int Logins => Volatile.Read(ref logins);

    /// <summary>Connections accepted so far.</summary>
    public int Connections => Volatile.Read(ref connections);

    /// <summary>Statements received, in order.</summary>
    public ConcurrentQueue<string> Statements { get; } = new();

    public SqlConnectionStringBuilder Connection() =>
        new()
        {
            DataSource = $"tcp:127.0.0.1,{port}",
            InitialCatalog = "Mpnst",
            UserID = "mpnst",
            Password = "open-sesame",
            Encrypt = SqlConnectionEncryptOption.Optional,
        };

    /// <summary>The error with which every later login is rejected; null accepts logins again.</summary>
    public void Fail(ServerError? error) => Fail(_ => error);

    /// <summary>The error with which later logins to a database are rejected; null accepts them.</summary>
    public void Fail(Func<string, ServerError?> errorOf) => errorFor = errorOf;

    /// <summary>Connections are accepted from now on, and nothing is ever sent over them; those that are open stand still too.</summary>
    public void Stall() => stalls = true;

    /// <summary>Connections are accepted from now on and closed before the first byte.</summary>
    public void HangUp() => hangsUp = true;

    /// <summary>Connections are served again after <see cref="Stall"/> or <see cref="HangUp"/>.</summary>
    public void Resume() => (stalls, hangsUp) = (false, false);

    /// <summary>Decides before each statement whether to cut the connection there; null cuts none.</summary>
    public void CutAt(Func<string, Cut>? decide) => cut = decide;

    /// <summary>Stops the server: connections are cut, and new ones rejected.</summary>
    public async Task StopAsync()
    {
        listener!.Stop();
        await accepting;
        foreach (var client in open.Values)
        {
            client.Close();
        }
        await Task.WhenAll(open.Keys);
    }

    /// <summary>The server is back, under the same port.</summary>
    public void Restart() => Listen(port);

    /// <summary>Waits, for two minutes at most, until what clients do has come so far.</summary>
    public static async Task UntilAsync(Func<bool> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!holds())
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await StopAsync();
        ended.Dispose();
        Assert.Null(failure);
    }

    private int Listen(int at)
    {
        listener = new TcpListener(IPAddress.Loopback, at);
        listener.Start();
        accepting = AcceptAsync(listener);
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task AcceptAsync(TcpListener from)
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await from.AcceptTcpClientAsync(ended.Token);
            }
            catch (Exception exception)
                when (exception
                        is SocketException
                            or ObjectDisposedException
                            or OperationCanceledException
                )
            {
                return;
            }
            Interlocked.Increment(ref connections);
            client.NoDelay = true;
            var serving = Task.Run(() => ServeAsync(client));
            open[serving] = client;
            _ = serving.ContinueWith(
                done => open.TryRemove(done, out _),
                CancellationToken.None,
                TaskContinuationOptions.None,
                TaskScheduler.Default
            );
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                while (
                    !hangsUp
                    && await TdsMessage.ReadAsync(stream, ended.Token) is { } message
                    && await RespondAsync(message, ended.Token) is { } response
                )
                {
                    await stream.WriteAsync(response, ended.Token);
                }
            }
            catch (Exception exception)
                when (exception
                        is IOException
                            or ObjectDisposedException
                            or OperationCanceledException
                )
            {
                // The client is gone, or the server is to end.
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        }
    }

    /// <summary>Null where the connection is to be closed.</summary>
    private async Task<byte[]?> RespondAsync(TdsMessage message, CancellationToken cancellation)
    {
        if (stalls)
        {
            await Task.Delay(Timeout.Infinite, cancellation);
        }
        switch (message.Type)
        {
            case TdsMessage.PreLogin:
                return TdsWriter.PreLogin();
            case TdsMessage.Login:
                Interlocked.Increment(ref logins);
                return errorFor(message.Database) is { } rejected
                    ? TdsWriter.Error(rejected)
                    : TdsWriter.LoggedIn();
            case TdsMessage.Attention:
                return TdsWriter.AttentionSeen();
            case TdsMessage.Transaction:
                return TdsWriter.Transaction(message.TransactionRequest);
            case TdsMessage.Batch:
            case TdsMessage.Call:
                return Execute(message.Statement, message.Type == TdsMessage.Call);
            default:
                throw new InvalidOperationException($"TDS message of type {message.Type}.");
        }
    }

    private byte[]? Execute(string statement, bool isCall)
    {
        Statements.Enqueue(statement);
        var decision = cut?.Invoke(statement) ?? Cut.No;
        if (decision is Cut.Before or Cut.Silent)
        {
            return decision == Cut.Before ? null : [];
        }
        byte[] response;
        try
        {
            response = TdsWriter.Result(execute(statement), isCall);
        }
        catch (ServerErrorException exception)
        {
            response = TdsWriter.Error(exception.Error);
        }
        return decision == Cut.After ? null : response;
    }
}

/// <summary>What becomes of a connection at a statement.</summary>
public enum Cut
{
    No,

    /// <summary>It is cut before the statement is executed.</summary>
    Before,

    /// <summary>The statement is executed; the connection is cut before its response.</summary>
    After,

    /// <summary>It stays open; the statement is not executed and has no response until the client cancels it.</summary>
    Silent,
}

/// <summary>An error as a server sends it.</summary>
/// <param name="Number">Such as 18456.</param>
/// <param name="Severity">The class: up to 16 an error of the caller, from 20 on the connection is closed.</param>
/// <param name="Message">What it says.</param>
public sealed record ServerError(int Number, byte Severity, string Message)
{
    public static ServerError LoginFailed { get; } =
        new(18456, 14, "Login failed for user 'mpnst'.");

    public static ServerError Unavailable { get; } =
        new(
            40613,
            14,
            "Database 'Mpnst' on server 'stand-in' is not currently available. Please retry the connection later."
        );

    public static ServerError NoSuchDatabase { get; } =
        new(4060, 11, "Cannot open database \"Mpnst\" requested by the login. The login failed.");
}

/// <summary>A statement ends with this error.</summary>
public sealed class ServerErrorException(ServerError error) : Exception(error.Message)
{
    public ServerError Error => error;
}
