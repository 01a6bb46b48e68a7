namespace MpnstApi.Http;

/// <summary>Headers that tell browsers what not to do with responses.</summary>
internal static class SecurityHeaders
{
    // Data are not a page. What is one sets a policy of its own.
    private static readonly HeaderPolicyCollection OfData = Common()
        .AddContentSecurityPolicy(policy =>
        {
            policy.AddDefaultSrc().None();
            policy.AddFrameAncestors().None();
            policy.AddBaseUri().None();
            policy.AddFormAction().None();
        });
    private static readonly HeaderPolicyCollection OfPages = Common();

    public static void UseSecurityHeaders(this WebApplication app) =>
        app.UseSecurityHeaders(OfData);

    public static IServiceCollection AddSecurityHeaders(this IServiceCollection services)
    {
        services
            .AddSecurityHeaderPolicies()
            .SetPolicySelector(request =>
                request.HttpContext.Response.Headers.ContentSecurityPolicy.Count > 0
                    ? OfPages
                    : OfData
            );
        return services;
    }

    private static HeaderPolicyCollection Common() =>
        new HeaderPolicyCollection()
            // Browsers take every response for what its Content-Type says.
            .AddContentTypeOptionsNoSniff()
            .AddFrameOptionsDeny()
            .AddReferrerPolicyStrictOriginWhenCrossOrigin()
            // Over HTTPS alone, and never for localhost.
            .AddStrictTransportSecurityMaxAge()
            .AddCrossOriginOpenerPolicy(policy => policy.SameOrigin())
            // Reading is open to pages of other origins; CORS says which.
            .AddCrossOriginResourcePolicy(policy => policy.CrossOrigin());
}
