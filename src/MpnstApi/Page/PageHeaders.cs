namespace MpnstApi.Page;

/// <summary>Sets the headers of every page, whether it comes from the response cache or not.</summary>
internal static class PageHeaders
{
    // A page loads from and sends to this service only, and no script from a record can run.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void Write(HttpResponse response) =>
        response.OnStarting(
            static state =>
            {
                var headers = ((HttpResponse)state).Headers;
                headers.ContentSecurityPolicy = Policy;
                // The header is for scripts of the framework, which pages do not load.
                headers.Remove("blazor-enhanced-nav");
                return Task.CompletedTask;
            },
            response
        );
}
