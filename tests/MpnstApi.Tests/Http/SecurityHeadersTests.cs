namespace MpnstApi.Tests.Http;

/// <summary>The headers that browsers get, and what responses do not reveal.</summary>
public sealed class SecurityHeadersTests(Service service)
{
    [Theory]
    [InlineData("/api/v1/trials")]
    [InlineData("/api/v1/trials?format=csv")]
    [InlineData("/api/v1/trials?phase=x")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/api/v1/admin/runs")]
    [InlineData("/graphql?query={__typename}")]
    [InlineData("/health/live")]
    [InlineData("/openapi/v1.json")]
    public async Task Data_and_errors_may_not_be_guessed_framed_or_run(string address)
    {
        using var response = await service.SendAsync(address);

        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.Equal("DENY", Header(response, "X-Frame-Options"));
        Assert.Contains("default-src 'none'", Header(response, "Content-Security-Policy"));
        Assert.Contains("frame-ancestors 'none'", Header(response, "Content-Security-Policy"));
        Assert.Equal("strict-origin-when-cross-origin", Header(response, "Referrer-Policy"));
        Assert.Equal("cross-origin", Header(response, "Cross-Origin-Resource-Policy"));
        Assert.False(response.Headers.Contains("Server"));
        Assert.False(response.Headers.Contains("X-Powered-By"));
    }

    [Theory]
    [InlineData("/swagger/index.html")]
    [InlineData("/graphql")]
    public async Task A_page_keeps_its_own_policy_and_runs_only_scripts_of_this_host(string address)
    {
        using var page = await service.SendAsync(address, headers: ("Accept", "text/html"));

        var policy = Header(page, "Content-Security-Policy");
        Assert.Contains("script-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "script-src 'self' 'unsafe-inline'",
            policy,
            StringComparison.Ordinal
        );
        Assert.Equal("DENY", Header(page, "X-Frame-Options"));
    }

    [Theory]
    [InlineData("/api/v1/trials")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/swagger/index.html")]
    [InlineData("/graphql")]
    [InlineData("/health/live")]
    public async Task A_trace_is_rejected(string address)
    {
        using var response = await service.SendAsync(
            address,
            HttpMethod.Trace,
            ("X-Secret", "from a proxy")
        );

        Assert.Equal(405, (int)response.StatusCode);
        Assert.Equal(["GET", "HEAD"], response.Content.Headers.Allow);
        Assert.DoesNotContain(
            "from a proxy",
            await Service.TextOf(response),
            StringComparison.Ordinal
        );
    }

    private static string Header(HttpResponseMessage response, string name) =>
        Assert.Single(response.Headers.GetValues(name));
}
