using System.Net;
using System.Text.Json.Nodes;
using MpnstApi.Graph.Execution;

namespace MpnstApi.Tests.Graph;

/// <summary>GraphQL over HTTP, for caches and careful clients; the audits of npm graphql-http run in the gate beside these.</summary>
public sealed class TransportTests(Service service)
{
    private const string GraphResponse = "application/graphql-response+json";
    private const string Cost = "X-GraphQL-Cost";
    private const string Version = "{ dataset { version } }";

    [Fact]
    public async Task A_poll_by_get_that_finds_nothing_new_costs_a_304()
    {
        using var first = await service.SendAsync(Address(Version));
        var tag = first.Headers.ETag!;
        Assert.True(tag.IsWeak);
        Assert.Equal(
            "public, max-age=60, stale-while-revalidate=600",
            first.Headers.CacheControl!.ToString()
        );
        Assert.Equal(["Accept", "Accept-Encoding"], first.Headers.Vary);

        using var second = await service.SendAsync(
            Address(Version),
            headers: ("If-None-Match", tag.ToString())
        );
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal("", await Service.TextOf(second));

        using var other = await service.SendAsync(
            Address("{ dataset { source } }"),
            headers: ("If-None-Match", tag.ToString())
        );
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task Variables_and_media_type_make_another_response_with_another_tag()
    {
        const string query = "query($n: Int) { trials(first: $n) { nodes { id } } }";
        string[] addresses =
        [
            Address(query),
            Address(query) + """&variables={"n":1}""",
            Address(query) + """&variables={"n":2}""",
        ];

        var tags = new List<string>();
        foreach (var address in addresses)
        {
            using var json = await service.SendAsync(address);
            using var graph = await service.SendAsync(address, headers: ("Accept", GraphResponse));
            Assert.Equal(GraphResponse, graph.Content.Headers.ContentType!.MediaType);
            tags.AddRange([json.Headers.ETag!.Tag, graph.Headers.ETag!.Tag]);
        }

        Assert.Equal(6, tags.Distinct().Count());
    }

    [Fact]
    public async Task A_response_with_errors_is_not_for_caches()
    {
        using var response = await service.SendAsync(
            Address("""{ trials(where: { drug: ["pazopanip"] }) { totalCount } }""")
        );

        Assert.Null(response.Headers.ETag);
        Assert.Null(response.Headers.CacheControl);
    }

    [Fact]
    public async Task Every_published_document_is_executed_by_its_id_over_get()
    {
        foreach (var (name, text) in TrustedDocuments.Published)
        {
            var variables = name.StartsWith("target-", StringComparison.Ordinal)
                ? """{"symbol":"KDR"}"""
                : "{}";
            var id = TrustedDocuments.IdOf(text);

            using var response = await service.SendAsync(
                $"/graphql?documentId={id}&variables={Uri.EscapeDataString(variables)}"
            );

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.NotNull(response.Headers.ETag);
            var result = await Service.JsonOf(response);
            Assert.True(result["errors"] is null, $"{name}: {result.ToJsonString()}");
        }
    }

    [Fact]
    public async Task An_unknown_document_is_named_as_such()
    {
        using var response = await service.SendAsync("/graphql?documentId=sha256:00");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("unknown-document", await CodeOf(response));
    }

    [Theory]
    [InlineData("{ foo }", HttpStatusCode.BadRequest, "invalid-document")]
    [InlineData("{", HttpStatusCode.BadRequest, "syntax-error")]
    [InlineData(
        "query a { dataset { version } } query b { dataset { version } }",
        HttpStatusCode.BadRequest,
        "unknown-operation"
    )]
    [InlineData(
        "query($n: Int!) { trials(first: $n) { totalCount } }",
        HttpStatusCode.BadRequest,
        "invalid-variables"
    )]
    [InlineData("{ trials(first: 201) { totalCount } }", HttpStatusCode.OK, "invalid-value")]
    [InlineData("{ trials(first: 1, last: 1) { totalCount } }", HttpStatusCode.OK, "invalid-value")]
    [InlineData("""{ trials(after: "x") { totalCount } }""", HttpStatusCode.OK, "bad-cursor")]
    [InlineData("""{ trials(release: "x") { totalCount } }""", HttpStatusCode.OK, "unknown-value")]
    [InlineData("{ landscape(top: 0) { total } }", HttpStatusCode.OK, "invalid-value")]
    public async Task The_status_says_whether_a_document_was_executed_and_the_code_why_not(
        string query,
        HttpStatusCode status,
        string code
    )
    {
        using var response = await service.PostAsync(
            new JsonObject { ["query"] = query },
            GraphResponse
        );

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(code, await CodeOf(response));
        using var json = await service.PostAsync(new JsonObject { ["query"] = query });
        Assert.Equal(HttpStatusCode.OK, json.StatusCode);
    }

    [Theory]
    [InlineData("PUT", "GET, HEAD, POST")]
    [InlineData("DELETE", "GET, HEAD, POST")]
    public async Task Another_method_is_rejected_with_those_it_takes(string method, string allowed)
    {
        using var response = await service.SendAsync("/graphql", new HttpMethod(method));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(allowed, string.Join(", ", response.Content.Headers.Allow));
        Assert.Equal("method-not-allowed", await CodeOf(response));
    }

    [Fact]
    public async Task A_mutation_by_get_is_rejected_with_the_method_it_would_need()
    {
        using var response = await service.SendAsync(Address("mutation { __typename }"));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal("POST", Assert.Single(response.Content.Headers.Allow));
    }

    [Fact]
    public async Task A_page_of_another_origin_may_post()
    {
        using var response = await service.SendAsync(
            "/graphql",
            HttpMethod.Options,
            ("Origin", "https://example.org"),
            ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "content-type")
        );

        Assert.Contains(
            "POST",
            Assert.Single(response.Headers.GetValues("Access-Control-Allow-Methods")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_query_sent_again_gives_the_same_bytes_and_another_one_does_not()
    {
        const string query = "query($n: Int!) { trials(first: $n) { nodes { id } } }";
        var one = new JsonObject
        {
            ["query"] = query,
            ["variables"] = new JsonObject { ["n"] = 1 },
        };
        var two = new JsonObject
        {
            ["query"] = query,
            ["variables"] = new JsonObject { ["n"] = 2 },
        };
        var wrong = new JsonObject
        {
            ["query"] = query,
            ["variables"] = new JsonObject { ["n"] = "many" },
        };

        using var first = await service.PostAsync(one);
        using var again = await service.PostAsync(one);
        using var other = await service.PostAsync(two);
        using var rejected = await service.PostAsync(wrong);

        Assert.Equal(await Service.TextOf(first), await Service.TextOf(again));
        Assert.Equal(first.Headers.GetValues(Cost), again.Headers.GetValues(Cost));
        Assert.NotEqual(await Service.TextOf(first), await Service.TextOf(other));
        Assert.Equal("invalid-variables", await CodeOf(rejected));
    }

    [Fact]
    public async Task A_persisted_query_is_executed_if_it_is_published()
    {
        var (_, text) = TrustedDocuments.Published.First();

        using var response = await service.PostAsync(Persisted(TrustedDocuments.IdOf(text)));
        using var whole = await service.PostAsync(new JsonObject { ["query"] = text });

        Assert.Equal(await Service.TextOf(whole), await Service.TextOf(response));
    }

    [Theory]
    [InlineData("application/json", HttpStatusCode.OK)]
    [InlineData("application/graphql-response+json", HttpStatusCode.BadRequest)]
    public async Task Clients_fall_back_to_the_document_of_a_persisted_query_that_is_not(
        string accept,
        HttpStatusCode status
    )
    {
        using var response = await service.PostAsync(Persisted(new string('0', 64)), accept);

        Assert.Equal(status, response.StatusCode);
        var error = (await Service.JsonOf(response)).Items("errors").Single();
        // Apollo Client and urql compare this text.
        Assert.Equal("PersistedQueryNotSupported", error.Text("message"));
        Assert.Equal("persisted-query-not-supported", error["extensions"]!.Text("code"));
    }

    private static JsonObject Persisted(string hash) =>
        new()
        {
            ["extensions"] = new JsonObject
            {
                ["persistedQuery"] = new JsonObject { ["version"] = 1, ["sha256Hash"] = hash },
            },
        };

    [Fact]
    public async Task Head_gives_the_headers_of_get()
    {
        using var get = await service.SendAsync(Address(Version));
        using var head = await service.SendAsync(Address(Version), HttpMethod.Head);

        Assert.Equal(get.Headers.ETag, head.Headers.ETag);
        Assert.Empty(await Service.TextOf(head));
    }

    private static string Address(string query) => $"/graphql?query={Uri.EscapeDataString(query)}";

    private static async Task<string?> CodeOf(HttpResponseMessage response) =>
        (await Service.JsonOf(response)).Items("errors").First()["extensions"]!.Text("code");
}
