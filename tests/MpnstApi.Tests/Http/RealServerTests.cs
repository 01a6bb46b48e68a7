using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using MpnstApi.Releases;

namespace MpnstApi.Tests.Http;

/// <summary>
/// Requests that are too long, not HTTP, or such as no library would send: over a socket to the real server, as the one
/// of tests has no limits of its own.
/// </summary>
public sealed class RealServerTests(RealServerTests.KestrelServer server)
    : IClassFixture<RealServerTests.KestrelServer>
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
        var result = await server.SendAsync($"{Post}Transfer-Encoding: chunked\r\n\r\n{chunks}");

        Assert.Equal(400, result.Status);
        Assert.Equal("bad-request", result.GraphCode);
    }

    [Fact]
    public async Task A_body_that_comes_too_slowly_is_a_408()
    {
        var result = await server.SendAsync($"{Post}Content-Length: 500\r\n\r\n{{");

        Assert.Equal(408, result.Status);
        Assert.Equal("request-timeout", result.GraphCode);
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
        var result = await server.SendAsync(
            $"GET {address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        );

        Assert.Equal(status, result.Status);
    }

    [Theory]
    [InlineData("/api/v1/trials", 700)]
    [InlineData("/api/v1/trials", 6_000)]
    [InlineData("/api/v1/trials", 80_000)]
    [InlineData("/api/v1/landscape", 6_000)]
    [InlineData("/problems", 6_000)]
    [InlineData("/no/such/path", 6_000)]
    [InlineData("/graphql", 6_000)]
    public async Task An_address_with_thousands_of_ids_gets_a_problem_that_names_the_way_by_post(
        string path,
        int ids
    )
    {
        var query = string.Join(',', Enumerable.Range(0, ids).Select(id => $"NCT{id:D8}"));

        using var response = await server.Client.GetAsync($"{path}?id={query}", Cancellation);

        Assert.Equal(HttpStatusCode.RequestUriTooLong, response.StatusCode);
        var problem = await ProblemOf(response);
        Assert.Equal("/problems/uri-too-long", problem.Text("type"));
        Assert.Contains(
            "POST a query to /graphql",
            problem.Text("detail"),
            StringComparison.Ordinal
        );
        Assert.Equal(path, problem.Text("instance"));
    }

    [Theory]
    [InlineData(900_000)]
    [InlineData(3_000_000)]
    public async Task A_path_of_any_length_gets_a_problem(int length)
    {
        using var response = await server.Client.GetAsync(
            $"/problems/{new string('a', length)}",
            Cancellation
        );

        Assert.Equal(HttpStatusCode.RequestUriTooLong, response.StatusCode);
        Assert.Equal("/problems/uri-too-long", (await ProblemOf(response)).Text("type"));
    }

    [Theory]
    [InlineData("/api/v1/trials/%00", 10, 400)]
    [InlineData("/api/v1/trials", 200_000, 431)]
    public async Task A_request_that_the_server_itself_rejects_gets_a_problem(
        string path,
        int lengthOfHeader,
        int status
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("X-Long", new string('a', lengthOfHeader));

        using var response = await server.Client.SendAsync(request, Cancellation);

        Assert.Equal(status, (int)response.StatusCode);
        var problem = await ProblemOf(response);
        Assert.Equal("/problems/bad-request", problem.Text("type"));
        Assert.Equal(status, problem.Number("status"));
        Assert.NotEmpty(problem.Text("traceId")!);
    }

    [Theory]
    [InlineData("GET / HTTP/3.7\r\n\r\n", "HTTP/1.1 505 ")]
    [InlineData("nothing\r\n\r\n", "HTTP/1.1 400 ")]
    public async Task What_is_not_a_request_gets_a_problem(string sent, string status)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(
            IPAddress.Loopback,
            server.Client.BaseAddress!.Port,
            Cancellation
        );
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(sent), Cancellation);
        using var reader = new StreamReader(stream);

        var response = await reader.ReadToEndAsync(Cancellation);

        Assert.StartsWith(status, response, StringComparison.Ordinal);
        Assert.Contains("/problems/bad-request", response, StringComparison.Ordinal);
    }

    private static Task<JsonNode> ProblemOf(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return Service.JsonOf(response);
    }

    /// <summary>The service behind Kestrel on a free port.</summary>
    public sealed class KestrelServer : IAsyncLifetime
    {
        private readonly string folder = Directory.CreateTempSubdirectory("mpnst-server-").FullName;
        private readonly WebApplicationFactory<Program> factory;

        public KestrelServer()
        {
            factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
                host.UseEnvironment("Production")
                    .UseUrls("http://127.0.0.1:0")
                    .UseSetting(
                        "ConnectionStrings:Mpnst",
                        $"Data Source={Path.Combine(folder, "mpnst.db")}"
                    )
                    .UseSetting("RateLimiting:Enabled", "false")
            );
            factory.UseKestrel(0);
        }

        public HttpClient Client => field ??= factory.CreateClient();

        public async ValueTask InitializeAsync()
        {
            Assert.NotNull(Client.BaseAddress);
            await factory
                .Services.GetRequiredService<CurrentRelease>()
                .Loaded.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await factory.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }

        /// <summary>Sends a request as it is; done once the server closes the connection or the response is whole.</summary>
        /// <param name="request">In Latin-1.</param>
        public async Task<RawAnswer> SendAsync(string request)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, Client.BaseAddress!.Port, Cancellation);
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
