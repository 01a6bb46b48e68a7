using System.Diagnostics.Metrics;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;
using MpnstApi.Http;
using MpnstApi.Releases;
using MpnstApi.Tests.Graph;

namespace MpnstApi.Tests.Http;

/// <summary>A response from memory is the response that would be made now.</summary>
public sealed class ResponseCacheTests(Service service)
{
    private const string Landscape = "/api/v1/landscape?phase=PHASE1";
    private const string Page = "/api/v1/trials?limit=3&sort=-startDate";
    private const string Document =
        "/graphql?query=%7Btrials(first:4)%7BtotalCount%20nodes%7Bid%20title%7D%7D%7D";

    [Fact]
    public async Task The_same_again_has_the_headers_and_bytes_that_it_has_without_a_cache()
    {
        var folder = Directory.CreateTempSubdirectory("mpnst-uncached-").FullName;
        await using (var without = await Service.StartAsync(folder, ("Caching:MaxMegabytes", "0")))
        {
            foreach (
                var address in new[]
                {
                    Landscape,
                    Page,
                    Document,
                    "/api/v1/dataset/citation?format=bibtex",
                    "/api/v1/trials/NCT02691026",
                }
            )
            {
                using var made = await without.SendAsync(address);
                var expected = (HeadersOf(made), await Service.TextOf(made));
                foreach (var _ in Enumerable.Range(0, 3))
                {
                    using var response = await service.SendAsync(address);
                    Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                    Assert.Equal(expected, (HeadersOf(response), await Service.TextOf(response)));
                }
            }
        }
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("br", "br")]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("br;q=0.4, gzip;q=0.5", "gzip")]
    [InlineData("gzip;q=0.2, identity", null)]
    [InlineData("identity", null)]
    [InlineData("*;q=0", null)]
    public async Task A_kept_response_comes_in_the_encoding_that_the_request_prefers(
        string accepted,
        string? encoding
    )
    {
        foreach (var address in new[] { Landscape, Document })
        {
            using var plain = await service.SendAsync(address);
            var expected = await Service.TextOf(plain);
            foreach (var _ in Enumerable.Range(0, 2))
            {
                using var response = await service.SendAsync(
                    address,
                    headers: ("Accept-Encoding", accepted)
                );
                Assert.Equal(encoding, response.Content.Headers.ContentEncoding.SingleOrDefault());
                Assert.Equal(["Accept", "Accept-Encoding"], response.Headers.Vary);
                Assert.Equal(plain.Headers.ETag, response.Headers.ETag);
                var body = await response.Content.ReadAsByteArrayAsync(
                    TestContext.Current.CancellationToken
                );
                Assert.Equal(body.Length, response.Content.Headers.ContentLength);
                Assert.Equal(expected, Decoded(body, encoding));
            }
        }
    }

    [Theory]
    [InlineData(Landscape)]
    [InlineData(Document)]
    public async Task Head_of_a_kept_response_has_its_length_and_no_content(string address)
    {
        using var get = await service.SendAsync(address);
        using var head = await service.SendAsync(address, HttpMethod.Head);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Equal(get.Headers.ETag, head.Headers.ETag);
        Assert.Equal("", await Service.TextOf(head));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("\"other\", {0}")]
    [InlineData("{0}")]
    public async Task A_poll_of_a_kept_response_costs_a_304(string held)
    {
        using var first = await service.SendAsync(Landscape);
        using var again = await service.SendAsync(
            Landscape,
            headers: (
                "If-None-Match",
                held.Replace("{0}", first.Headers.ETag!.ToString(), StringComparison.Ordinal)
            )
        );

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(first.Headers.ETag, again.Headers.ETag);
        Assert.Equal(first.Headers.CacheControl, again.Headers.CacheControl);
        Assert.Equal("", await Service.TextOf(again));
    }

    [Fact]
    public async Task A_new_release_replaces_every_kept_response_and_leaves_those_of_named_releases()
    {
        await using var own = new Service();
        await own.InitializeAsync();
        var version = own.Release.Header.Version;
        string[] addresses =
        [
            "/api/v1/landscape",
            "/api/v1/trials?limit=2",
            "/graphql?query=%7Bdataset%7Bversion%7D%7D",
        ];
        var before = new Dictionary<string, string>();
        foreach (var address in addresses.Append("/api/v1/trials/NCT90000001"))
        {
            using var response = await own.SendAsync(address);
            before[address] = await Service.TextOf(response);
        }
        using var current = await own.SendAsync($"/api/v1/landscape?release={version}");
        var old = await Service.TextOf(current);
        var cursor = (await own.GetAsync("/api/v1/trials?limit=2"))["page"]!["nextCursor"];
        var next = await own.GetAsync($"/api/v1/trials?limit=2&cursor={cursor}");

        await own.ImportAsync(StudyJson.Of("NCT90000001", start: "2026-01-01"));

        foreach (var address in addresses)
        {
            using var response = await own.SendAsync(address);
            Assert.NotEqual(version, response.Headers.GetValues("X-Dataset-Version").Single());
            Assert.NotEqual(before[address], await Service.TextOf(response));
        }
        using var found = await own.SendAsync("/api/v1/trials/NCT90000001");
        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
        using var named = await own.SendAsync($"/api/v1/landscape?release={version}");
        Assert.Equal(old, await Service.TextOf(named));
        Assert.Contains("immutable", named.Headers.CacheControl!.ToString());
        Assert.Equal(
            next.ToJsonString(),
            (await own.GetAsync($"/api/v1/trials?limit=2&cursor={cursor}")).ToJsonString()
        );
    }

    [Fact]
    public async Task Addresses_in_a_response_are_those_of_the_host_that_was_requested()
    {
        foreach (var host in new[] { "one.example", "two.example", "one.example" })
        {
            using var response = await service.SendAsync(
                "/api/v1/dataset/citation",
                headers: ("Host", host)
            );
            Assert.Contains($"http://{host}/", await Service.TextOf(response));
        }
    }

    [Fact]
    public async Task An_error_of_graphql_is_not_kept_in_place_of_a_result()
    {
        foreach (var _ in Enumerable.Range(0, 2))
        {
            using var wrong = await service.PostAsync(
                new JsonObject { ["query"] = "{ trials(first: 999) { totalCount } }" }
            );
            Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
            Assert.Null(wrong.Headers.ETag);
            Assert.Contains("invalid-value", await Service.TextOf(wrong));
        }
    }

    [Fact]
    public async Task Requests_for_the_same_response_wait_for_one_that_makes_it()
    {
        var made = 0;
        var released = new TaskCompletionSource();
        var responses = NewCache().Responses;

        var writes = Enumerable
            .Range(0, 20)
            .Select(_ => WriteAsync(responses, Request(), MakeAsync))
            .ToList();
        Assert.Equal(1, made);
        released.SetResult();
        var bodies = await Task.WhenAll(writes);

        Assert.Equal(1, made);
        Assert.All(bodies, body => Assert.Equal("text", body));

        async Task<bool> MakeAsync(HttpContext context)
        {
            made++;
            await released.Task;
            await context.Response.WriteAsync("text", context.RequestAborted);
            return true;
        }
    }

    [Fact]
    public async Task A_client_that_hangs_up_does_not_take_the_response_from_those_who_wait()
    {
        using var gone = new CancellationTokenSource();
        var started = 0;
        var responses = NewCache().Responses;
        var first = Request();
        first.RequestAborted = gone.Token;

        var cancelled = WriteAsync(responses, first, MakeAsync);
        var waiting = WriteAsync(responses, Request(), MakeAsync);
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal("text", await waiting);
        Assert.Equal(2, started);

        async Task<bool> MakeAsync(HttpContext context)
        {
            if (++started == 1)
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }
            await context.Response.WriteAsync("text", context.RequestAborted);
            return true;
        }
    }

    [Fact]
    public async Task Headers_of_one_client_are_not_sent_to_the_next()
    {
        var responses = NewCache().Responses;
        foreach (var remaining in new[] { "9", "3" })
        {
            var context = Request();
            context.Response.Headers["RateLimit"] = remaining;
            await WriteAsync(
                responses,
                context,
                async made =>
                {
                    made.Response.ContentType = "text/plain";
                    await made.Response.WriteAsync("text", made.RequestAborted);
                    return true;
                }
            );
            Assert.Equal(remaining, context.Response.Headers["RateLimit"]);
            Assert.Equal("text/plain", context.Response.ContentType);
        }
    }

    private ResponseCache NewCache() =>
        new(
            new CachingOptions { VaryByOrigin = false },
            new CurrentRelease(),
            service.Services.GetRequiredService<IResponseCompressionProvider>(),
            service.Services.GetRequiredService<IMeterFactory>()
        );

    private static DefaultHttpContext Request()
    {
        var context = new DefaultHttpContext();
        context.Request.Path = "/";
        context.Response.Body = new MemoryStream();
        return context;
    }

    private static async Task<string> WriteAsync(
        ResponseCache.ReleaseResponses responses,
        HttpContext context,
        Func<HttpContext, Task<bool>> write
    )
    {
        await responses.WriteAsync(
            context,
            ResponseCache.KeyOf(context.Request),
            new ResponseValidators("W/\"tag\"", "public", "Accept"),
            "W/\"tag\"",
            () => write(context)
        );
        return Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray());
    }

    private static string HeadersOf(HttpResponseMessage response) =>
        string.Join(
            '\n',
            response
                .Headers.Concat(response.Content.Headers)
                // Set by the server to the moment of the response.
                .Where(header => header.Key != "Date")
                .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}")
                .Order(StringComparer.Ordinal)
        );

    private static string Decoded(byte[] body, string? encoding)
    {
        using Stream content = encoding switch
        {
            "br" => new BrotliStream(new MemoryStream(body), CompressionMode.Decompress),
            "gzip" => new GZipStream(new MemoryStream(body), CompressionMode.Decompress),
            _ => new MemoryStream(body),
        };
        using var reader = new StreamReader(content);
        return reader.ReadToEnd();
    }
}
