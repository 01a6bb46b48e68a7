using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MpnstApi.Access;
using MpnstApi.Tests.Contract;

namespace MpnstApi.Tests.Access;

/// <summary>Every route that the service has, requested by everyone who may not be what they claim.</summary>
public sealed class RouteTests(Service service)
{
    [Fact]
    public async Task Reading_needs_no_key_and_administration_needs_one_of_its_scope()
    {
        var reader = await service.Services.AddKeyAsync([Scopes.Read]);

        foreach (var (method, address, isOpen) in Routes())
        {
            using var without = await SendAsync(method, address, null);
            using var other = await SendAsync(method, address, reader);

            if (isOpen)
            {
                Assert.True((int)without.StatusCode is not (401 or 403), $"{method} {address}");
                Assert.Equal(without.StatusCode, other.StatusCode);
                continue;
            }
            await AssertProblemAsync(without, 401, "unauthorized");
            Assert.Contains(
                without.Headers.WwwAuthenticate,
                challenge => challenge.Scheme == "ApiKey"
            );
            await AssertProblemAsync(other, 403, "forbidden");
        }
    }

    [Fact]
    public async Task A_key_that_is_wrong_or_was_revoked_is_rejected_on_every_route()
    {
        string[] keys =
        [
            Callers.WrongKey,
            await service.Services.RevokedKeyAsync(),
            "no key at all",
            new('a', 10_000),
        ];

        foreach (var (method, address, _) in Routes())
        {
            foreach (var key in keys)
            {
                using var response = await SendAsync(method, address, key);
                await AssertProblemAsync(response, 401, "unauthorized");
                Assert.DoesNotContain("ETag", response.Headers.Select(header => header.Key));
            }
        }
    }

    [Fact]
    public async Task A_key_with_a_changed_character_or_sent_twice_is_rejected()
    {
        var key = await service.Services.AddKeyAsync([Scopes.Admin]);
        using var right = await SendAsync("GET", "/api/v1/admin/runs", key);
        Assert.Equal(200, (int)right.StatusCode);

        foreach (var place in Enumerable.Range(0, key.Length))
        {
            var changed = $"{key[..place]}{(key[place] == 'x' ? 'y' : 'x')}{key[(place + 1)..]}";
            using var rejected = await SendAsync("GET", "/api/v1/admin/runs", changed);
            await AssertProblemAsync(rejected, 401, "unauthorized");
        }
        using var twice = await service.SendAsync(
            "/api/v1/admin/runs",
            headers: [(ApiKeyHandler.Header, key), (ApiKeyHandler.Header, key)]
        );
        await AssertProblemAsync(twice, 401, "unauthorized");
    }

    /// <summary>Each method of each route, with values that exist where the route has parameters.</summary>
    private List<(string Method, string Address, bool IsOpen)> Routes()
    {
        var examples = SpecificationTests
            .Examples.Select(example => example.Data.Item2.Split('?')[0])
            .ToList();
        var routes = service
            .Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .SelectMany(endpoint =>
                (
                    endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
                ).Select(method =>
                    (
                        method,
                        Example(endpoint.RoutePattern, examples),
                        endpoint.Metadata.GetMetadata<IAuthorizeData>() is null
                    )
                )
            )
            .ToList();
        Assert.True(routes.Count > 30);
        Assert.Contains(routes, route => !route.Item3);
        return routes;
    }

    private static string Example(
        Microsoft.AspNetCore.Routing.Patterns.RoutePattern pattern,
        IEnumerable<string> examples
    )
    {
        var path = "/" + pattern.RawText!.TrimStart('/');
        if (pattern.Parameters.Count == 0)
        {
            return path;
        }
        var template = new System.Text.RegularExpressions.Regex(
            "^" + System.Text.RegularExpressions.Regex.Replace(path, @"\{[^}]+\}", "[^/]+") + "$"
        );
        return examples.FirstOrDefault(template.IsMatch)
            ?? System.Text.RegularExpressions.Regex.Replace(path, @"\{[^}]+\}", "x");
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string address, string? key)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (method == "POST")
        {
            request.Content = new StringContent("{}", null, "application/json");
        }
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation(ApiKeyHandler.Header, key);
        }
        return await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task AssertProblemAsync(
        HttpResponseMessage response,
        int status,
        string code
    )
    {
        var what = response.RequestMessage!.RequestUri!.PathAndQuery;
        Assert.True(status == (int)response.StatusCode, $"{what}: {(int)response.StatusCode}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal($"/problems/{code}", (await Service.JsonOf(response)).Text("type"));
    }
}
