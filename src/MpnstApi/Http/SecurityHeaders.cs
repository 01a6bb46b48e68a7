namespace MpnstApi.Http;

/// <summary>Adds security headers for browsers.</summary>
internal static class SecurityHeaders
{
    // For data. Pages set their own policy.
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
            // Browsers must not guess another content type.
            .AddContentTypeOptionsNoSniff()
            .AddFrameOptionsDeny()
            .AddReferrerPolicyStrictOriginWhenCrossOrigin()
            // Only over HTTPS, and never for localhost.
            .AddStrictTransportSecurityMaxAge()
            .AddCrossOriginOpenerPolicy(policy => policy.SameOrigin())
            // CORS decides which origins may read.
            .AddCrossOriginResourcePolicy(policy => policy.CrossOrigin());
}
