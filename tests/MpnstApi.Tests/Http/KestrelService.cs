using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using MpnstApi.Releases;
using Serilog;

namespace MpnstApi.Tests.Http;

/// <summary>The service behind the real server on a free port of this machine, over a database of its own.</summary>
public sealed class KestrelService : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-kestrel-").FullName;
    private readonly WebApplicationFactory<Program> factory;

    private KestrelService((string Name, string Value)[] settings)
    {
        factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Production");
            // Without it every such service would listen on the default port.
            host.UseUrls("http://127.0.0.1:0");
            host.UseSetting(
                "ConnectionStrings:Mpnst",
                $"Data Source={Path.Combine(folder, "mpnst.db")}"
            );
            foreach (var (name, value) in settings)
            {
                host.UseSetting(name, value);
            }
            host.ConfigureTestServices(services =>
                services.AddSerilog(new LoggerConfiguration().CreateLogger())
            );
        });
        factory.UseKestrel(0);
    }

    /// <summary>A client from 127.0.0.1.</summary>
    public HttpClient Client => field ??= factory.CreateClient();

    public IServiceProvider Services => factory.Services;

    public static async Task<KestrelService> StartAsync(
        params (string Name, string Value)[] settings
    )
    {
        var service = new KestrelService(settings);
        Assert.NotNull(service.Client.BaseAddress);
        await service
            .Services.GetRequiredService<CurrentRelease>()
            .Loaded.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        return service;
    }

    /// <summary>A client from another address of this machine, 127.0.0.N, that follows no redirects.</summary>
    public HttpClient ClientFrom(int number) => ClientFrom(number, Client.BaseAddress!);

    /// <summary>The same for any service on this machine.</summary>
    public static HttpClient ClientFrom(int number, Uri address) =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                ConnectCallback = async (connection, cancellation) =>
                {
                    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                    socket.Bind(new IPEndPoint(new IPAddress([127, 0, 0, (byte)number]), 0));
                    await socket.ConnectAsync(
                        IPAddress.Loopback,
                        connection.DnsEndPoint.Port,
                        cancellation
                    );
                    return new NetworkStream(socket, ownsSocket: true);
                },
            }
        )
        {
            BaseAddress = address,
        };

    /// <summary>Sends bytes as they are, and returns all that comes back until the server closes the connection.</summary>
    public async Task<string> SendRawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(
            IPAddress.Loopback,
            Client.BaseAddress!.Port,
            TestContext.Current.CancellationToken
        );
        await using var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.Latin1.GetBytes(request),
            TestContext.Current.CancellationToken
        );
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await factory.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
