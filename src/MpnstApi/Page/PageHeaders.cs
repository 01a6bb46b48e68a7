namespace MpnstApi.Page;

/// <summary>The headers of every page, kept in the cache of responses or not.</summary>
internal static class PageHeaders
{
    // A page loads from and sends to this service alone, and what strangers wrote into a record cannot run.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void Write(HttpResponse response) =>
        response.OnStarting(
            static state =>
            {
                var headers = ((HttpResponse)state).Headers;
                headers.ContentSecurityPolicy = Policy;
                // For scripts of the framework, which pages do not load.
                headers.Remove("blazor-enhanced-nav");
                return Task.CompletedTask;
            },
            response
        );
}
