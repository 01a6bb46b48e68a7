using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using MpnstApi.Releases;

namespace MpnstApi.Tests.Http;

/// <summary>Addresses longer than the service reads, sent to the real server: the one of tests has no limits of its own.</summary>
public sealed class AddressLengthTests(AddressLengthTests.RealServer server)
    : IClassFixture<AddressLengthTests.RealServer>
{
    public sealed class RealServer : IAsyncLifetime
    {
        private readonly string folder = Directory
            .CreateTempSubdirectory("mpnst-address-")
            .FullName;
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
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await Service.JsonOf(response);
        Assert.Equal("/problems/uri-too-long", problem.Text("type"));
        Assert.Contains(
            "POST a query to /graphql",
            problem.Text("detail"),
            StringComparison.Ordinal
        );
        Assert.Equal(path, problem.Text("instance"));
    }

    [Fact]
    public async Task A_path_of_any_length_gets_a_problem()
    {
        using var response = await server.Client.GetAsync(
            $"/problems/{new string('a', 900_000)}",
            TestContext.Current.CancellationToken
        );

        Assert.Equal(HttpStatusCode.RequestUriTooLong, response.StatusCode);
        Assert.Equal("/problems/uri-too-long", (await Service.JsonOf(response)).Text("type"));
    }
}
