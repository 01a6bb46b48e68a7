using System.Net;
using System.Reflection;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MpnstApi.Http;
using MpnstApi.Releases;
using MpnstApi.Settings;
using MpnstApi.Storage;
using MpnstApi.Tests.Annotation;
using MpnstApi.Trials;

namespace MpnstApi.Tests.Http;

/// <summary>How endpoints are mapped: each says what it takes, and whoever maps them can add policies.</summary>
public sealed class EndpointTests(Service service) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-endpoints-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task An_operation_that_does_not_say_what_it_takes_stops_the_start_with_a_sentence()
    {
        await using var app = NewBuilder().Build();
        var api = app.MapApi();
        api.MapTrials();
        app.RequireContracts();

        api.MapGet("/trials/newest", () => "NCT03433183");

        var wrong = Assert.Throws<InvalidConfigurationException>(() => app.RequireContracts());
        Assert.Equal(
            "The endpoint HTTP: GET /api/v1/trials/newest does not say what its query takes; map it with Takes or TakesFilter.",
            wrong.Message
        );
    }

    [Fact]
    public void What_maps_endpoints_gives_back_a_builder_that_takes_policies()
    {
        var maps = typeof(Program)
            .Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(method => method.Name.StartsWith("Map", StringComparison.Ordinal))
            .Where(method =>
                method.GetParameters() is [{ } first, ..]
                && first.ParameterType.IsAssignableTo(typeof(IEndpointRouteBuilder))
            )
            .ToList();

        Assert.True(maps.Count >= 10);
        Assert.All(
            maps,
            map => Assert.True(map.ReturnType.IsAssignableTo(typeof(IEndpointConventionBuilder)))
        );
    }

    [Theory]
    [InlineData("/api/v1/trials", null, HttpStatusCode.Unauthorized)]
    [InlineData("/api/v1/trials?phase=x&nonsense=1", null, HttpStatusCode.Unauthorized)]
    [InlineData("/api/v1/trials?release=2020-01-01.1", null, HttpStatusCode.Unauthorized)]
    // No release is loaded here, which is what a caller hears whose query is read.
    [InlineData("/api/v1/trials", "reader", HttpStatusCode.ServiceUnavailable)]
    public async Task Nothing_of_a_query_is_read_before_a_policy_has_let_the_caller_in(
        string address,
        string? caller,
        HttpStatusCode expected
    )
    {
        var builder = NewBuilder();
        builder
            .Services.AddAuthentication("Names")
            .AddScheme<AuthenticationSchemeOptions, NamedCaller>("Names", null);
        builder.Services.AddAuthorization();
        await using var app = builder.Build();
        app.UseHttp();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseQueries();
        app.MapApi().MapTrials().RequireAuthorization();
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = app.GetTestClient();
        if (caller is not null)
        {
            client.DefaultRequestHeaders.Add("X-Name", caller);
        }

        using var response = await client.GetAsync(address, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public void A_handler_cannot_read_a_parameter_that_its_contract_lacks()
    {
        var query = new ApiQuery
        {
            Release = service.Release,
            Path = "/api/v1/landscape",
            Contract = new QueryContract(true, [RequestParameters.Top]),
        };

        Assert.Equal(10, query.Get(RequestParameters.Top));
        var wrong = Assert.Throws<InvalidOperationException>(() => query.Get(RequestParameters.By));
        Assert.Contains("'by'", wrong.Message, StringComparison.Ordinal);
    }

    /// <summary>A service without data: its store is an empty file, and nothing loads a release.</summary>
    private WebApplicationBuilder NewBuilder()
    {
        var builder = WebApplication.CreateBuilder([
            $"--ConnectionStrings:Mpnst=Data Source={Path.Combine(folder, "mpnst.db")}",
        ]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.AddStorage();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(Snapshot.Dictionary);
        builder.AddReleases(prepare: _ => []);
        builder.AddHttp();
        foreach (
            var watch in builder
                .Services.Where(service =>
                    service.ServiceType == typeof(IHostedService)
                    && service.ImplementationFactory is not null
                )
                .ToList()
        )
        {
            builder.Services.Remove(watch);
        }
        return builder;
    }

    /// <summary>Knows everybody who gives a name.</summary>
    private sealed class NamedCaller(
        IOptionsMonitor<AuthenticationSchemeOptions> options,
        ILoggerFactory logger,
        UrlEncoder encoder
    ) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
            Task.FromResult(
                Request.Headers["X-Name"] is [{ } name]
                    ? AuthenticateResult.Success(
                        new AuthenticationTicket(
                            new ClaimsPrincipal(
                                new ClaimsIdentity([new(ClaimTypes.Name, name)], Scheme.Name)
                            ),
                            Scheme.Name
                        )
                    )
                    : AuthenticateResult.NoResult()
            );
    }
}
