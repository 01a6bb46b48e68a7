using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using MpnstApi.Storage;
using MpnstApi.Tests.Cli;

namespace MpnstApi.Tests.Http;

/// <summary>What a client gets that sends bytes no library would: a real socket to the real server.</summary>
public sealed class RealServerTests(RealServerTests.Server server)
    : IClassFixture<RealServerTests.Server>
{
    private const string Post =
        "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ZZ\r\n{}\r\n0\r\n\r\n")]
    [InlineData("5\r\n{}xxxxxxx\r\n0\r\n\r\n")]
    [InlineData("-1\r\n{}\r\n0\r\n\r\n")]
    [InlineData("FFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n")]
    [InlineData("2\n{}\n0\n\n")]
    public async Task Malformed_chunked_framing_is_a_400(string chunks)
    {
        var answer = await server.SendAsync($"{Post}Transfer-Encoding: chunked\r\n\r\n{chunks}");

        Assert.Equal(400, answer.Status);
        Assert.Equal("bad-request", answer.GraphCode);
    }

    [Fact]
    public async Task A_body_that_comes_too_slowly_is_a_408()
    {
        var answer = await server.SendAsync($"{Post}Content-Length: 500\r\n\r\n{{");

        Assert.Equal(408, answer.Status);
        Assert.Equal("request-timeout", answer.GraphCode);
    }

    [Theory]
    [InlineData("/api/v1/trials?q=%ED%A0%80", 200)]
    [InlineData("/api/v1/trials?q=%EF%BF%BE", 400)]
    [InlineData("/api/v1/trials?q=a%EF%BF%BEb", 200)]
    [InlineData("/api/v1/trials?drug=%EF%BF%BE", 400)]
    [InlineData("/api/v1/trials?sponsor=%EF%BF%BF%00", 400)]
    [InlineData("/api/v1/drugs/%EF%BF%BE", 404)]
    [InlineData("/api/v1/targets/%F0%9F%A7%AC%EF%BF%BE", 404)]
    [InlineData("/api/v1/trials/%FF%FE", 404)]
    [InlineData("/api/v1/landscape?%EF%BF%BE=1", 400)]
    public async Task Characters_that_no_text_should_hold_are_never_a_500(
        string address,
        int status
    )
    {
        var answer = await server.SendAsync(
            $"GET {address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        );

        Assert.Equal(status, answer.Status);
    }

    /// <summary>The service as a process, and a way to send it bytes.</summary>
    public sealed class Server : IAsyncLifetime
    {
        private readonly string folder = Directory.CreateTempSubdirectory("mpnst-raw-").FullName;
        private RealProgram? program;
        private Uri? address;

        public async ValueTask InitializeAsync()
        {
            program = RealProgram.Serve(
                new StorageOptions
                {
                    ConnectionString = $"Data Source={Path.Combine(folder, "mpnst.db")}",
                }
            );
            using var client = await program.ReadyAsync();
            address = client.BaseAddress;
        }

        public async ValueTask DisposeAsync()
        {
            await program!.KillAsync();
            program.Dispose();
            Directory.Delete(folder, recursive: true);
        }

        /// <summary>Sends a request as it is; done once the server closes the connection or the answer is whole.</summary>
        /// <param name="request">In Latin-1.</param>
        public async Task<RawAnswer> SendAsync(string request)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(address!.Host, address.Port, Cancellation);
            using var stream = new NetworkStream(socket);
            await stream.WriteAsync(Encoding.Latin1.GetBytes(request), Cancellation);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var head = new StringBuilder();
            while (await reader.ReadLineAsync(Cancellation) is { Length: > 0 } line)
            {
                head.Append(line).Append('\n');
            }
            return new RawAnswer(head.ToString(), await BodyAsync(reader, head.ToString()));
        }

        // Chunked or of no length; what the server sends is short.
        private static async Task<string> BodyAsync(StreamReader reader, string head)
        {
            var body = new StringBuilder();
            if (!head.Contains("chunked", StringComparison.OrdinalIgnoreCase))
            {
                return "";
            }
            while (await reader.ReadLineAsync(Cancellation) is { } size && size != "0")
            {
                body.Append(await reader.ReadLineAsync(Cancellation));
            }
            return body.ToString();
        }
    }

    public sealed record RawAnswer(string Head, string Body)
    {
        public int Status =>
            int.Parse(Head.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

        public JsonNode Json => JsonNode.Parse(Body)!;

        public string? GraphCode => Json.Items("errors").Single()["extensions"]!.Text("code");
    }
}
