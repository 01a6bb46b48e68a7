using System.Net;

namespace MpnstApi.Tests.Http;

/// <summary>What every caller may rely on, whatever operation.</summary>
public sealed class ContractTests(Service service)
{
    public static TheoryData<string> DataAddresses =>
        [
            "/api/v1/trials",
            "/api/v1/trials/NCT03433183",
            "/api/v1/targets",
            "/api/v1/targets/KDR",
            "/api/v1/drugs",
            "/api/v1/drugs/pazopanib",
            "/api/v1/landscape",
            "/api/v1/landscape/phases",
            "/api/v1/landscape/crosstab?rows=phase&columns=status",
            "/api/v1/landscape/timeline?by=phase",
            "/api/v1/landscape/gaps",
            "/api/v1/landscape/published",
            "/api/v1/landscape/comparison",
            "/api/v1/vocabularies",
            "/api/v1/vocabularies/phase",
            "/api/v1/dataset",
            "/api/v1/dataset/releases",
            "/api/v1/dataset/citation",
            "/api/v1/dataset/citation?format=bibtex",
            "/api/v1/dataset/croissant",
            "/api/v1/dataset/coverage",
            "/api/v1/dataset/dictionary",
        ];

    [Theory]
    [MemberData(nameof(DataAddresses))]
    public async Task A_poll_that_finds_nothing_new_costs_a_304(string address)
    {
        using var first = await service.SendAsync(address);
        var tag = first.Headers.ETag!;
        Assert.True(tag.IsWeak);

        using var second = await service.SendAsync(
            address,
            headers: ("If-None-Match", tag.ToString())
        );

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal(tag, second.Headers.ETag);
        Assert.Equal("", await Service.TextOf(second));

        using var any = await service.SendAsync(address, headers: ("If-None-Match", "*"));
        Assert.Equal(HttpStatusCode.NotModified, any.StatusCode);
        Assert.Equal("", await Service.TextOf(any));
    }

    [Theory]
    [InlineData("/api/v1/trials/NCT99999999", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/trials?phase=x", HttpStatusCode.BadRequest)]
    public async Task An_error_never_becomes_a_304(string address, HttpStatusCode status)
    {
        using var any = await service.SendAsync(address, headers: ("If-None-Match", "*"));
        using var dated = await service.SendAsync(
            address,
            headers: ("If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT")
        );

        Assert.Equal(status, any.StatusCode);
        Assert.NotEmpty(await Service.TextOf(any));
        Assert.Equal(status, dated.StatusCode);
    }

    [Theory]
    [MemberData(nameof(DataAddresses))]
    public async Task Head_gives_the_headers_of_get_without_content(string address)
    {
        using var get = await service.SendAsync(address);
        using var head = await service.SendAsync(address, HttpMethod.Head);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(get.Headers.ETag, head.Headers.ETag);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await Service.TextOf(head));
    }

    [Theory]
    [MemberData(nameof(DataAddresses))]
    public async Task Every_response_says_how_it_may_be_cached_and_what_it_is_made_from(
        string address
    )
    {
        using var response = await service.SendAsync(address);

        // These have the host of the request in them.
        var isForOneCaller =
            address.Contains("citation", StringComparison.Ordinal)
            || address.Contains("croissant", StringComparison.Ordinal);
        Assert.Equal(
            isForOneCaller
                ? "max-age=60, private, stale-while-revalidate=600"
                : "public, max-age=60, stale-while-revalidate=600",
            response.Headers.CacheControl!.ToString()
        );
        Assert.Equal(["Accept", "Accept-Encoding"], response.Headers.Vary);
        Assert.Equal(
            service.Release.Header.Version,
            Assert.Single(response.Headers.GetValues("X-Dataset-Version"))
        );
        Assert.False(response.Headers.Contains("Server"));
    }

    [Theory]
    [MemberData(nameof(DataAddresses))]
    public async Task A_parameter_nobody_knows_is_rejected_with_the_nearest(string address)
    {
        var separator = address.Contains('?', StringComparison.Ordinal) ? '&' : '?';

        var problem = await service.GetProblemAsync(
            $"{address}{separator}relaese=x",
            400,
            "unknown-parameter"
        );

        Assert.Contains("release", problem.Texts("suggestions"));
        Assert.Equal("relaese", Assert.Single(problem.Items("errors")).Text("parameter"));
    }

    [Theory]
    [InlineData("phase=PHASE22", "unknown-value", "PHASE2")]
    [InlineData("drug=pazopanip", "unknown-value", "pazopanib")]
    [InlineData("target=KDRR", "unknown-value", "KDR")]
    [InlineData("country=Frankreich", "unknown-value", "France")]
    [InlineData("sort=startdat", "unknown-value", "startDate")]
    [InlineData("treatment=CHEMOTERAPY_SINGLE", "unknown-value", "CHEMOTHERAPY_SINGLE")]
    public async Task A_value_nobody_knows_is_rejected_with_the_nearest(
        string query,
        string code,
        string meant
    )
    {
        var problem = await service.GetProblemAsync($"/api/v1/trials?{query}", 400, code);

        Assert.Contains(meant, problem.Texts("suggestions"));
    }

    [Theory]
    [InlineData("phase=")]
    [InlineData("phase=PHASE1,,PHASE2")]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("limit=ten")]
    [InlineData("limit=5&limit=6")]
    [InlineData("openNow=yes")]
    [InlineData("openNow=true&openNow=false")]
    [InlineData("q=sarcoma&q=selumetinib")]
    [InlineData("age=12&age=12")]
    [InlineData("phase=PHASE1&phase=")]
    [InlineData("target.all=")]
    [InlineData("target.all=KDR,")]
    [InlineData("startFrom=03/2020")]
    [InlineData("startYear=20")]
    [InlineData("age=-1")]
    [InlineData("q=%20")]
    [InlineData("sponsor=-")]
    [InlineData("condition=,")]
    [InlineData("format=")]
    public async Task A_value_that_cannot_be_read_is_rejected_with_what_would_be_right(string query)
    {
        var problem = await service.GetProblemAsync(
            $"/api/v1/trials?{query}",
            400,
            "invalid-value"
        );

        Assert.NotEmpty(problem["errors"]!.AsArray());
    }

    [Fact]
    public async Task A_request_with_hundreds_of_mistakes_gets_the_first_twenty()
    {
        var drugs = string.Join(
            ',',
            Enumerable.Range(0, 400).Select(number => $"pazopanip{number}")
        );

        var problem = await service.GetProblemAsync(
            $"/api/v1/trials?drug={drugs}",
            400,
            "unknown-value"
        );

        Assert.Equal(20, problem["errors"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("application/json;q=0, */*", "text/csv")]
    [InlineData("application/json;q=0.1, */*;q=0.8", "text/csv")]
    [InlineData("text/*, application/json", "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("text/html, text/csv;q=0.5", "text/csv")]
    public async Task The_representation_preferred_is_the_one_given(string accept, string given)
    {
        using var response = await service.SendAsync(
            "/api/v1/trials?phase=PHASE3",
            headers: ("Accept", accept)
        );

        Assert.Equal(given, response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_sponsor_in_quotes_is_exactly_that_name_in_any_case()
    {
        var whole = await service.GetAsync(
            "/api/v1/trials?sponsor=%22national cancer institute (nci)%22"
        );
        var part = await service.GetAsync("/api/v1/trials?sponsor=%22national cancer%22");

        Assert.True(whole["page"]!.Number("total") > 0);
        Assert.Equal(0, part["page"]!.Number("total"));
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once()
    {
        var problem = await service.GetProblemAsync(
            "/api/v1/trials?phase=PHASE9&colour=red&limit=0",
            400,
            "unknown-parameter"
        );

        Assert.Equal(3, problem["errors"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("/api/v1/nothing", 404, "unknown-path")]
    [InlineData("/nothing", 404, "unknown-path")]
    [InlineData("/trial/NCT03433183", 404, "unknown-path")]
    [InlineData("/api/v2/trials/NCT03433183", 404, "unknown-path")]
    [InlineData("/api/v1/trial/NCT03433183", 404, "unknown-path")]
    [InlineData("/api/v1/trials/NCT03433183/nothing", 404, "unknown-path")]
    [InlineData("/api/v1/trials/NCT99999999", 404, "unknown-id")]
    [InlineData("/api/v1/trials/NCT99999999/changes", 404, "unknown-id")]
    [InlineData("/api/v1/landscape/phase", 404, "unknown-id")]
    [InlineData("/api/v1/targets/XYZ1", 404, "unknown-id")]
    [InlineData("/api/v1/drugs/placebonol", 404, "unknown-id")]
    [InlineData("/api/v1/vocabularies/phases", 404, "unknown-id")]
    public async Task A_path_that_does_not_exist_differs_from_an_id_that_nothing_has(
        string address,
        int status,
        string code
    ) => await service.GetProblemAsync(address, status, code);

    [Fact]
    public async Task Another_method_is_rejected_with_those_allowed()
    {
        using var response = await service.SendAsync("/api/v1/trials", HttpMethod.Delete);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "HEAD"], response.Content.Headers.Allow);
        Assert.Equal("/problems/method-not-allowed", (await Service.JsonOf(response)).Text("type"));
    }

    [Fact]
    public async Task A_representation_nobody_has_is_rejected()
    {
        using var response = await service.SendAsync(
            "/api/v1/landscape",
            headers: ("Accept", "text/html")
        );

        Assert.Equal(HttpStatusCode.NotAcceptable, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Responses_are_compressed_on_request(string encoding)
    {
        using var response = await service.SendAsync(
            "/api/v1/landscape",
            headers: ("Accept-Encoding", encoding)
        );

        Assert.Equal([encoding], response.Content.Headers.ContentEncoding);
    }

    [Theory]
    [InlineData("/api/v1/landscape", "GET", null)]
    [InlineData("/graphql", "POST", "X-GraphQL-Cost")]
    public async Task Pages_of_other_origins_may_read_with_every_header_that_is_promised(
        string address,
        string method,
        string? more
    )
    {
        using var response = await service.SendAsync(
            address,
            new HttpMethod(method),
            ("Origin", "https://partner.example")
        );
        using var preflight = await service.SendAsync(
            address,
            HttpMethod.Options,
            ("Origin", "https://partner.example"),
            ("Access-Control-Request-Method", method),
            ("Access-Control-Request-Headers", "X-Api-Key")
        );

        Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        string?[] exposed =
        [
            "Content-Disposition",
            "ETag",
            "Link",
            "RateLimit",
            "RateLimit-Policy",
            "Retry-After",
            "X-Dataset-Version",
            more,
        ];
        Assert.Equal(
            exposed.OfType<string>().Order(StringComparer.Ordinal),
            Assert
                .Single(response.Headers.GetValues("Access-Control-Expose-Headers"))
                .Split(',', StringSplitOptions.TrimEntries)
                .Order(StringComparer.Ordinal)
        );
        Assert.Equal("7200", Assert.Single(preflight.Headers.GetValues("Access-Control-Max-Age")));
    }

    [Theory]
    [InlineData("/api/v1/trials")]
    [InlineData("/api/v1/changes")]
    [InlineData("/graphql?query={dataset{version}}")]
    public async Task No_date_is_sent_that_a_conditional_request_could_not_rely_on(string address)
    {
        using var response = await service.SendAsync(address);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotNull(response.Headers.ETag);
        Assert.Null(response.Content.Headers.LastModified);
    }

    [Fact]
    public async Task Case_order_and_repetition_of_a_query_do_not_matter()
    {
        using var one = await service.SendAsync("/api/v1/landscape?phase=phase1,PHASE2&nf1=true");
        using var other = await service.SendAsync(
            "/api/v1/Landscape/?nf1=TRUE&phase=Phase2,phase1,PHASE1&top=10"
        );

        Assert.Equal(one.Headers.ETag, other.Headers.ETag);
        Assert.Equal(await Service.TextOf(one), await Service.TextOf(other));
    }

    [Fact]
    public async Task Every_kind_of_problem_is_explained_where_its_type_points()
    {
        var kinds = (await service.GetAsync("/problems")).AsArray();

        foreach (var kind in kinds)
        {
            var page = await service.GetAsync(kind!.Text("type")!);
            Assert.NotEmpty(page.Text("description")!);
        }
    }

    [Fact]
    public async Task Probes_say_that_it_lives_and_is_ready()
    {
        Assert.Equal("alive", (await service.GetAsync("/health/live")).Text("status"));
        var ready = await service.GetAsync("/health/ready");
        Assert.Equal("ready", ready.Text("status"));
        Assert.Equal(service.Release.Header.Version, ready.Text("release"));
    }

    [Theory]
    [InlineData("/api/v1/trials")]
    [InlineData("/api/v1/trials?format=csv")]
    [InlineData("/api/v1/trials?phase=x")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/nothing")]
    [InlineData("/health/ready")]
    [InlineData("/problems")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/swagger/index.html")]
    [InlineData("/swagger/swagger-ui.css")]
    [InlineData("/graphql")]
    [InlineData("/graphql?query={dataset{version}}")]
    [InlineData("/graphql?sdl")]
    public async Task Every_response_forbids_browsers_to_guess_its_type(string address)
    {
        using var response = await service.SendAsync(address);

        Assert.Equal(
            "nosniff",
            Assert.Single(response.Headers.GetValues("X-Content-Type-Options"))
        );
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/swagger/index.html")]
    [InlineData("/graphql")]
    public async Task A_page_may_only_use_what_is_served_here_and_stand_in_no_frame(string address)
    {
        using var response = await service.SendAsync(address, headers: ("Accept", "text/html"));

        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        var policy = Assert
            .Single(response.Headers.GetValues("Content-Security-Policy"))
            .Split("; ");
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("script-src 'self'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
    }

    [Theory]
    [InlineData("/openapi/v1.json", "application/json")]
    [InlineData("/graphql?sdl", "text/plain")]
    public async Task A_description_of_the_service_is_polled_for_a_304(
        string address,
        string mediaType
    )
    {
        using var first = await service.SendAsync(address);
        var tag = first.Headers.ETag!;

        using var same = await service.SendAsync(
            address,
            headers: ("If-None-Match", tag.ToString())
        );
        using var head = await service.SendAsync(address, HttpMethod.Head);
        using var other = await service.SendAsync(address, headers: ("If-None-Match", "W/\"x\""));

        Assert.Equal(mediaType, first.Content.Headers.ContentType?.MediaType);
        Assert.Equal("utf-8", first.Content.Headers.ContentType?.CharSet);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Equal(tag, same.Headers.ETag);
        Assert.Empty(await Service.TextOf(same));
        Assert.Equal(tag, head.Headers.ETag);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Equal(await Service.TextOf(first), await Service.TextOf(other));
        Assert.NotNull(first.Headers.CacheControl?.MaxAge);
    }

    [Fact]
    public async Task The_document_knows_that_a_kind_of_problem_may_be_unknown()
    {
        await service.GetProblemAsync("/problems/nothing", 404, "unknown-id");
        var document = await service.GetAsync("/openapi/v1.json");

        Assert.NotNull(document["paths"]!["/problems/{code}"]!["get"]!["responses"]!["404"]);
    }
}
