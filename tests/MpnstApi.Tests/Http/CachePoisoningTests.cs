using System.Text.RegularExpressions;

namespace MpnstApi.Tests.Http;

/// <summary>
/// Requests that try to leave something of theirs in a cache, in the service or between: the next caller gets what they
/// would have got from a service that keeps nothing.
/// </summary>
public sealed partial class CachePoisoningTests : IDisposable
{
    private const string Canary = "stranger.example.net";

    // Each request has a number of its own, so that nothing of it is in the cache yet.
    private static readonly string[] Addresses =
    [
        "/api/v1/trials?limit={0}",
        "/api/v1/trials?limit={0}&sort=nothing",
        "/api/v1/landscape?q=x{0}",
        "/api/v1/changes?after={0}",
        "/api/v1/dataset/citation?format=bibtex",
        "/api/v1/dataset/croissant",
        "/api/v1/landscape/figures/phases.svg?q=x{0}",
        "/api/v1/nothing/{0}",
        "/graphql?query=%7Btrials(first:{0})%7BtotalCount%7D%7D",
        "/openapi/v1.json",
        "/problems",
        "/trials?q=x{0}",
    ];

    private static readonly (string Name, string Value)[] Poisons =
    [
        ("Host", Canary),
        ("X-Forwarded-Host", Canary),
        ("X-Forwarded-Proto", "https"),
        ("X-Forwarded-Prefix", $"//{Canary}"),
        ("X-Forwarded-For", "192.0.2.1"),
        ("X-Forwarded-Port", "1"),
        ("Forwarded", $"host={Canary};proto=https"),
        ("X-Host", Canary),
        ("X-Original-URL", "/api/v1/nothing"),
        ("X-Rewrite-URL", "/api/v1/nothing"),
        ("X-Original-Host", Canary),
        ("X-HTTP-Method-Override", "DELETE"),
        ("Accept", "text/csv"),
        ("Accept", $"application/{Canary}"),
        ("Accept", "*/*;q=0, ;;=,"),
        ("Accept", "text/html"),
        ("Accept-Encoding", "br"),
        ("Accept-Encoding", Canary),
        ("Accept-Encoding", "*;q=0"),
        ("Accept-Language", "de"),
        ("Accept-Charset", "utf-16"),
        ("Origin", $"https://{Canary}"),
        ("Referer", $"https://{Canary}/"),
        ("Cookie", $"a={Canary}"),
        ("Range", "bytes=0-3"),
        ("If-None-Match", "*"),
        ("If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT"),
        ("If-Range", $"\"{Canary}\""),
        ("Cache-Control", "no-store"),
        ("X-Api-Key", Canary),
        ("User-Agent", Canary),
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-poison-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_a_stranger_sends_first_changes_nothing_for_those_who_come_after()
    {
        await using var service = await Service.StartAsync(folder);
        await using var uncached = await Service.StartAsync(folder, ("Caching:MaxMegabytes", "0"));
        var number = 0;
        foreach (var (name, value) in Poisons)
        {
            foreach (var template in Addresses)
            {
                var address = template.Replace(
                    "{0}",
                    $"{(number++ % 199) + 1}",
                    StringComparison.Ordinal
                );
                foreach (var method in new[] { HttpMethod.Head, HttpMethod.Get })
                {
                    using var poisoned = await service.SendAsync(address, method, (name, value));
                    var text = HeadersOf(poisoned) + await Service.TextOf(poisoned);
                    // Every cache keeps hosts apart.
                    Assert.True(
                        name == "Host" || IsPrivate(poisoned) || !text.Contains(Canary),
                        $"{address} with {name}: {text}"
                    );
                }
                using var next = await service.SendAsync(address);
                using var expected = await uncached.SendAsync(address);

                Assert.Equal(expected.StatusCode, next.StatusCode);
                Assert.Equal(HeadersOf(expected), HeadersOf(next));
                Assert.Equal(
                    Settled(await Service.TextOf(expected)),
                    Settled(await Service.TextOf(next))
                );
            }
        }
    }

    [Theory]
    [InlineData("Accept", "text/csv")]
    [InlineData("Accept-Encoding", "br")]
    public async Task A_shared_cache_is_told_which_headers_a_response_depends_on(
        string name,
        string value
    )
    {
        await using var service = await Service.StartAsync(folder);
        using var plain = await service.SendAsync("/api/v1/trials");
        using var other = await service.SendAsync("/api/v1/trials", headers: (name, value));

        Assert.NotEqual(await Service.TextOf(plain), await Service.TextOf(other));
        Assert.Contains(name, plain.Headers.Vary);
        Assert.Contains(name, other.Headers.Vary);
    }

    // No shared cache may keep it.
    private static bool IsPrivate(HttpResponseMessage response) =>
        response.Headers.CacheControl is not { Public: true };

    private static string HeadersOf(HttpResponseMessage response) =>
        string.Concat(
            response
                .Headers.Concat(response.Content.Headers)
                .Where(header => header.Key is not "Date")
                .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}\n")
                .Order(StringComparer.Ordinal)
        );

    private static string Settled(string text) => TraceId().Replace(text, "");

    // Each error has an id of its own.
    [GeneratedRegex("\"traceId\":\"[0-9a-f]+\"")]
    private static partial Regex TraceId();
}
