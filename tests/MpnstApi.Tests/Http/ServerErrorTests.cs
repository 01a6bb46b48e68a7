using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using MpnstApi.Releases;

namespace MpnstApi.Tests.Http;

/// <summary>Requests that are too long or not HTTP, sent to the real server: the one of tests has no limits of its own.</summary>
public sealed class ServerErrorTests(ServerErrorTests.RealServer server)
    : IClassFixture<ServerErrorTests.RealServer>
{
    public sealed class RealServer : IAsyncLifetime
    {
        private readonly string folder = Directory.CreateTempSubdirectory("mpnst-server-").FullName;
        private readonly WebApplicationFactory<Program> factory;

        public RealServer()
        {
            factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
                host.UseSetting(
                    "ConnectionStrings:Mpnst",
                    $"Data Source={Path.Combine(folder, "mpnst.db")}"
                )
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

        using var response = await server.Client.GetAsync(
            $"{path}?id={query}",
            TestContext.Current.CancellationToken
        );

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
            TestContext.Current.CancellationToken
        );

        Assert.Equal(HttpStatusCode.RequestUriTooLong, response.StatusCode);
        Assert.Equal("/problems/uri-too-long", (await ProblemOf(response)).Text("type"));
    }

    [Theory]
    [InlineData("/api/v1/trials/%00", 10, 400)]
    [InlineData("/api/v1/trials", 200_000, 431)]
    public async Task A_request_that_the_server_itself_refuses_gets_a_problem(
        string path,
        int lengthOfHeader,
        int status
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("X-Long", new string('a', lengthOfHeader));

        using var response = await server.Client.SendAsync(
            request,
            TestContext.Current.CancellationToken
        );

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
            TestContext.Current.CancellationToken
        );
        await using var stream = connection.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(sent),
            TestContext.Current.CancellationToken
        );
        using var reader = new StreamReader(stream);

        var response = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith(status, response, StringComparison.Ordinal);
        Assert.Contains("/problems/bad-request", response, StringComparison.Ordinal);
    }

    private static Task<JsonNode> ProblemOf(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return Service.JsonOf(response);
    }
}
