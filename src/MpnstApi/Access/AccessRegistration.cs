using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using MpnstApi.Http;

namespace MpnstApi.Access;

/// <summary>Decides who may do what.</summary>
public static class AccessRegistration
{
    /// <summary>
    /// Registers API keys and one authorization policy for each scope. Keys are read once <paramref name="storeReady"/> is
    /// done.
    /// </summary>
    public static WebApplicationBuilder AddAccess(
        this WebApplicationBuilder builder,
        Func<IServiceProvider, Task> storeReady
    )
    {
        builder.Services.AddSingleton<ApiKeys>();
        builder.Services.AddSingleton(services =>
            ActivatorUtilities.CreateInstance<ActiveKeys>(services, storeReady(services))
        );
        builder.Services.AddHostedService(services => services.GetRequiredService<ActiveKeys>());
        builder
            .Services.AddAuthentication(ApiKeyHandler.Scheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.Scheme, null);
        builder.Services.ConfigureSwaggerGen(swagger =>
        {
            swagger.OperationFilter<OpenApiSecurity>();
            swagger.DocumentFilter<OpenApiSecurity>();
        });
        var policies = builder.Services.AddAuthorizationBuilder();
        foreach (var scope in Scopes.All)
        {
            policies.AddPolicy(
                scope,
                policy => policy.RequireAuthenticatedUser().RequireClaim(Scopes.Claim, scope)
            );
        }
        return builder;
    }

    /// <summary>
    /// Refuses callers who may not do what they request. Between <see cref="HttpRegistration.UseHttp"/> and
    /// <see cref="HttpRegistration.UseQueries"/>.
    /// </summary>
    public static WebApplication UseAccess(this WebApplication app)
    {
        app.UseAuthentication();
        app.Use(RefuseWrongKeys);
        app.UseAuthorization();
        return app;
    }

    // Also where no key is needed: a caller whose key does not count should notice.
    private static Task RefuseWrongKeys(HttpContext context, RequestDelegate next) =>
        context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Failure is null
            ? next(context)
            : context.ChallengeAsync();
}
