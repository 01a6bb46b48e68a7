using System.IO.Compression;
using System.Net;
using System.Text;

namespace MpnstApi.Tests.Graph;

/// <summary>Requests that no client library sends: each is an error of the caller and reported as such.</summary>
public sealed class UnreadableTests(Service service)
{
    private const string Version = "{ dataset { version } }";

    [Theory]
    [InlineData("""{"query":"\ud800"}""")]
    [InlineData("""{"query":"{ dataset { version } } #\udfff"}""")]
    [InlineData("""{"query":"{ dataset { version } }","operationName":"\ud800"}""")]
    [InlineData("""{"documentId":"\ud800"}""")]
    [InlineData("""{"query":"{ dataset { version } }","variables":{"v":["\ud800\ud800"]}}""")]
    [InlineData("""{"query":"{ dataset { version } }","variables":{"v":{"\udc00":1}}}""")]
    [InlineData("""{"query":"{ dataset { version } }","\ud800":1}""")]
    [InlineData("""{"extensions":{"persistedQuery":{"sha256Hash":"\ud800"}}}""")]
    public async Task A_lone_surrogate_in_a_request_is_a_400(string body) =>
        await RefusedAsync(Encoding.UTF8.GetBytes(body), HttpStatusCode.BadRequest, "bad-request");

    [Theory]
    [InlineData("""{ trials(where: { q: "\ud800" }) { totalCount } }""")]
    [InlineData("""{ trials(where: { drug: ["a\udc00b"] }) { totalCount } }""")]
    [InlineData("""{ drug(id: "\ud800\ud800") { id } }""")]
    [InlineData(
        """query($v: String = "\udfff\ud800") { trials(where: { q: $v }) { totalCount } }"""
    )]
    [InlineData("""{ dataset { version @include(if: "\ud800") } }""")]
    [InlineData("""{ dataset { version } } fragment A on Trial @x(y: ["\ud800"]) { id }""")]
    public async Task A_lone_surrogate_in_a_string_literal_is_a_syntax_error(string query) =>
        await service.RefusedAsync(query, "syntax-error");

    [Theory]
    [InlineData("""{ drug(id: "\ud83e\uddec") { id } }""")]
    [InlineData("""{ trials(where: { q: "a\ufffeb" }) { totalCount } }""")]
    [InlineData("""{ drug(id: "\u0000\ufffe\uffff") { id } }""")]
    public async Task A_pair_of_surrogates_and_every_other_character_are_taken(string query) =>
        await service.QueryAsync(query);

    [Theory]
    [InlineData(0xFF)]
    [InlineData(0xC0)]
    [InlineData(0xED, 0xA0, 0x80)]
    [InlineData(0xE2, 0x82)]
    public async Task Invalid_utf8_is_a_400(params int[] bytes) =>
        await RefusedAsync(
            [
                .. """{"query":"{ dataset { version } } # """u8,
                .. bytes.Select(one => (byte)one),
                .. "\"}"u8,
            ],
            HttpStatusCode.BadRequest,
            "bad-request"
        );

    [Theory]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    [InlineData("1e2147483648")]
    public async Task A_number_beyond_a_double_is_a_400(string number) =>
        await RefusedAsync(
            Encoding.UTF8.GetBytes(
                $$$"""{"query":"query($n: Int) { trials(first: $n) { totalCount } }","variables":{"n":{{{number}}}}}"""
            ),
            HttpStatusCode.BadRequest,
            "bad-request"
        );

    [Theory]
    [InlineData("""{"query":"{ dataset { version } }","query":"{ published { title } }"}""")]
    [InlineData("""{"query":"{ dataset { version } }","variables":{"a":1,"a":2}}""")]
    [InlineData("""{"query":"{ dataset { version } }","variables":{"w":{"q":"a","q":"b"}}}""")]
    public async Task A_member_given_twice_is_a_400(string body) =>
        await RefusedAsync(Encoding.UTF8.GetBytes(body), HttpStatusCode.BadRequest, "bad-request");

    [Theory]
    [InlineData("""variables={"n":1e400}""")]
    [InlineData("""variables={"n":"\ud800"}""")]
    [InlineData("""extensions={"persistedQuery":{"sha256Hash":"\ud800"}}""")]
    [InlineData("""extensions={"\ud800":1}""")]
    public async Task The_query_string_of_a_get_is_read_as_strictly(string parameter)
    {
        using var response = await service.SendAsync(
            $"/graphql?query={Uri.EscapeDataString(Version)}&{parameter}"
        );

        await AssertRefusedAsync(response, HttpStatusCode.BadRequest, "bad-request");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("identity, gzip")]
    public async Task A_compressed_body_is_a_415_that_says_what_is_read(string encoding)
    {
        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionMode.Compress, true))
        {
            await gzip.WriteAsync(
                Encoding.UTF8.GetBytes($$"""{"query":"{{Version}}"}"""),
                TestContext.Current.CancellationToken
            );
        }
        using var request = Request(compressed.ToArray());
        request.Content!.Headers.TryAddWithoutValidation("Content-Encoding", encoding);

        using var response = await service.Client.SendAsync(
            request,
            TestContext.Current.CancellationToken
        );

        await AssertRefusedAsync(
            response,
            HttpStatusCode.UnsupportedMediaType,
            "unsupported-media-type"
        );
        Assert.Equal("identity", Assert.Single(response.Headers.GetValues("Accept-Encoding")));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Another_type_of_content_is_a_415(string type)
    {
        using var request = Request("{}"u8.ToArray());
        request.Content!.Headers.Remove("Content-Type");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);

        using var response = await service.Client.SendAsync(
            request,
            TestContext.Current.CancellationToken
        );

        await AssertRefusedAsync(
            response,
            HttpStatusCode.UnsupportedMediaType,
            "unsupported-media-type"
        );
    }

    private async Task RefusedAsync(byte[] body, HttpStatusCode status, string code)
    {
        using var request = Request(body);
        using var response = await service.Client.SendAsync(
            request,
            TestContext.Current.CancellationToken
        );

        await AssertRefusedAsync(response, status, code);
    }

    private static async Task AssertRefusedAsync(
        HttpResponseMessage response,
        HttpStatusCode status,
        string code
    )
    {
        Assert.Equal(status, response.StatusCode);
        var error = (await Service.JsonOf(response)).Items("errors").Single();
        Assert.Equal(code, error["extensions"]!.Text("code"));
    }

    private static HttpRequestMessage Request(byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        return request;
    }
}
