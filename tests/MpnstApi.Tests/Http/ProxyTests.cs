using System.Text.Json.Nodes;

namespace MpnstApi.Tests.Http;

/// <summary>Behind proxies, and in front of strangers who claim to be one.</summary>
public sealed partial class ProxyTests
{
    private const string Public = "mpnst.example.org";

    private static readonly (string Name, string Value)[] Claims =
    [
        ("X-Forwarded-Host", "stranger.example.net"),
        ("X-Forwarded-Proto", "https"),
        ("X-Forwarded-Prefix", "/mpnst"),
        ("X-Forwarded-For", "192.0.2.1"),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stranger_who_claims_to_be_a_proxy_changes_no_response()
    {
        await using var service = await KestrelService.StartAsync(
            ("RateLimiting:Enabled", "false"),
            ("ForwardedHeaders:KnownNetworks", "10.0.0.0/8,192.0.2.7")
        );

        foreach (
            var address in new[]
            {
                "/api/v1/dataset/citation",
                "/api/v1/dataset/croissant",
                "/api/v1/trials?limit=1",
                "/api/v1/landscape",
                "/openapi/v1.json",
                "/graphql?query={landscape{phases{buckets{href}}}}",
                "/problems",
                "/api/v1/nothing",
                "/",
            }
        )
        {
            var forged = await ReadAsync(service, address, Claims);
            var plain = await ReadAsync(service, address);

            Assert.DoesNotContain("stranger.example.net", forged.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("/mpnst/", forged.Text, StringComparison.Ordinal);
            Assert.Equal(Settled(plain.Text), Settled(forged.Text));
            Assert.Equal(plain.Location, forged.Location);
        }
    }

    [Fact]
    public async Task Behind_a_known_proxy_links_servers_and_redirects_have_its_host_and_prefix()
    {
        await using var service = await KestrelService.StartAsync(
            ("RateLimiting:Enabled", "false"),
            ("ForwardedHeaders:KnownNetworks", "127.0.0.0/8"),
            ("AllowedHosts", $"{Public};127.0.0.1")
        );
        (string, string)[] proxy =
        [
            ("X-Forwarded-Host", Public),
            ("X-Forwarded-Proto", "https"),
            ("X-Forwarded-Prefix", "/mpnst"),
        ];

        var citation = await ReadAsync(service, "/api/v1/dataset/citation", proxy);
        var page = await ReadAsync(service, "/api/v1/trials?limit=1", proxy);
        var landscape = await ReadAsync(service, "/api/v1/landscape/phases", proxy);
        var document = await ReadAsync(service, "/openapi/v1.json", proxy);
        var root = await ReadAsync(service, "/", proxy);
        var plain = await ReadAsync(service, "/api/v1/landscape/phases");

        Assert.Contains($"https://{Public}/mpnst/api/v1/", citation.Text, StringComparison.Ordinal);
        Assert.Contains("</mpnst/api/v1/trials?", page.Link, StringComparison.Ordinal);
        Assert.Contains("\"/mpnst/api/v1/trials?", landscape.Text, StringComparison.Ordinal);
        Assert.Equal("/mpnst", JsonNode.Parse(document.Text)!["servers"]![0]!.Text("url"));
        Assert.Contains("href=\"/mpnst/trials\"", root.Text, StringComparison.Ordinal);
        foreach (
            var opened in new[]
            {
                "/",
                "/trials?phase=PHASE1",
                "/crosstab",
                "/changes",
                "/about",
                "/none",
            }
        )
        {
            var text = (await ReadAsync(service, opened, [.. proxy, ("Accept", "text/html")])).Text;
            var addresses = LocalAddresses()
                .Matches(text)
                .Select(match => match.Groups[1].Value)
                .ToList();
            Assert.True(addresses.Count > 10, text);
            Assert.All(addresses, address => Assert.Matches("^/mpnst/(?!mpnst)", address));
            Assert.DoesNotContain($"{Public}/mpnst/mpnst", text, StringComparison.Ordinal);
        }
        Assert.Contains($"https://{Public}/mpnst/\"", root.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/mpnst/", plain.Text, StringComparison.Ordinal);
        Assert.NotEqual(landscape.ETag, plain.ETag);
    }

    [Fact]
    public async Task A_prefix_that_would_lead_to_another_host_is_not_believed_even_of_a_known_proxy()
    {
        await using var service = await KestrelService.StartAsync(
            ("RateLimiting:Enabled", "false"),
            ("ForwardedHeaders:KnownNetworks", "127.0.0.0/8")
        );
        var plain = await ReadAsync(service, "/api/v1/landscape/phases");

        foreach (
            var prefix in new[]
            {
                "//stranger.example.net",
                "/\\stranger.example.net",
                "https://stranger.example.net",
                "/a//stranger.example.net",
                "/\"><script>",
            }
        )
        {
            var read = await ReadAsync(
                service,
                "/api/v1/landscape/phases",
                ("X-Forwarded-Prefix", prefix)
            );
            Assert.Equal(plain.Text, read.Text);
        }
    }

    [Fact]
    public async Task Callers_behind_a_known_proxy_have_a_budget_each_and_cannot_take_that_of_another()
    {
        await using var service = await KestrelService.StartAsync(
            ("RateLimiting:Enabled", "true"),
            ("RateLimiting:Anonymous", "1/day"),
            ("ForwardedHeaders:KnownNetworks", "127.0.0.1")
        );

        // The proxy adds the address that it sees; what the caller wrote stands before.
        var one = await ReadAsync(service, "/api/v1/trials", ("X-Forwarded-For", "192.0.2.1"));
        var another = await ReadAsync(
            service,
            "/api/v1/trials",
            ("X-Forwarded-For", "192.0.2.1, 192.0.2.2")
        );
        var again = await ReadAsync(
            service,
            "/api/v1/trials",
            ("X-Forwarded-For", "192.0.2.9, 192.0.2.1")
        );

        Assert.Equal((200, 200, 429), (one.Status, another.Status, again.Status));
    }

    [Fact]
    public async Task A_host_that_is_not_the_services_gets_nothing_and_probes_get_in_by_any()
    {
        await using var service = await KestrelService.StartAsync(
            ("RateLimiting:Enabled", "false"),
            ("AllowedHosts", $"{Public};*.example.com")
        );

        foreach (var host in new[] { "stranger.example.net", "example.com", $"{Public}.evil", "" })
        {
            var rejected = await service.SendRawAsync(
                $"GET /api/v1/dataset/citation HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
            );
            Assert.StartsWith("HTTP/1.1 400", rejected, StringComparison.Ordinal);
            Assert.Contains("/problems/bad-request", rejected, StringComparison.Ordinal);
            Assert.DoesNotContain("<html", rejected, StringComparison.OrdinalIgnoreCase);
        }
        foreach (var host in new[] { Public, $"{Public}:8080", "a.example.com" })
        {
            var served = await service.SendRawAsync(
                $"GET /api/v1/dataset HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
            );
            Assert.StartsWith("HTTP/1.1 200", served, StringComparison.Ordinal);
        }
        var probe = await service.SendRawAsync(
            "GET /health/ready HTTP/1.1\r\nHost: 10.1.2.3:8080\r\nConnection: close\r\n\r\n"
        );
        Assert.StartsWith("HTTP/1.1 200", probe, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_response_with_whole_addresses_is_for_everyone_only_where_these_are_set()
    {
        await using var set = await KestrelService.StartAsync(
            ("RateLimiting:Enabled", "false"),
            ("Public:BaseAddress", $"https://{Public}/trials/")
        );
        await using var unset = await KestrelService.StartAsync(("RateLimiting:Enabled", "false"));
        foreach (
            var path in new[]
            {
                "/api/v1/dataset/citation",
                "/api/v1/dataset/croissant",
                "/api/v1/changes?format=atom",
            }
        )
        {
            var one = await ReadAsync(set, path, ("Host", "one.example.net"));
            var other = await ReadAsync(set, path, ("Host", "other.example.net"));
            Assert.Contains($"https://{Public}/trials/api/v1", one.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("one.example.net", one.Text, StringComparison.Ordinal);
            Assert.Equal(one.ETag, other.ETag);
            Assert.StartsWith("public", one.CacheControl, StringComparison.Ordinal);

            one = await ReadAsync(unset, path, ("Host", "one.example.net"));
            other = await ReadAsync(unset, path, ("Host", "other.example.net"));
            Assert.Contains("one.example.net", one.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("one.example.net", other.Text, StringComparison.Ordinal);
            Assert.NotEqual(one.ETag, other.ETag);
            Assert.Contains("private", one.CacheControl, StringComparison.Ordinal);
        }
    }

    private static async Task<Read> ReadAsync(
        KestrelService service,
        string address,
        params (string Name, string Value)[] headers
    )
    {
        using var client = service.ClientFrom(1);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        using var response = await client.SendAsync(request, Cancellation);
        return new Read(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(Cancellation),
            response.Headers.Location?.OriginalString,
            response.Headers.TryGetValues("Link", out var link) ? string.Join(", ", link) : null,
            response.Headers.ETag?.ToString(),
            response.Headers.CacheControl?.ToString()
        );
    }

    [System.Text.RegularExpressions.GeneratedRegex("(?:href|src|action)=\"(/[^\"]*)\"")]
    private static partial System.Text.RegularExpressions.Regex LocalAddresses();

    // Each error has an id of its own.
    private static string Settled(string text) =>
        System.Text.RegularExpressions.Regex.Replace(text, "\"traceId\":\"[0-9a-f]+\"", "");

    private sealed record Read(
        int Status,
        string Text,
        string? Location,
        string? Link,
        string? ETag,
        string? CacheControl
    );
}
