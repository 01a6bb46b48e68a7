using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using MpnstApi.Http;
using MpnstApi.Settings;

namespace MpnstApi.Access;

/// <summary>Adds authentication, authorization and rate limits.</summary>
public static class AccessRegistration
{
    /// <summary>
    /// Registers API keys, one authorization policy for each scope, and rate limits. Keys are read when
    /// <paramref name="storeReady"/> has completed.
    /// </summary>
    public static WebApplicationBuilder AddAccess(
        this WebApplicationBuilder builder,
        Func<IServiceProvider, Task> storeReady
    )
    {
        var limiting = RateLimitingOptions.Read(builder.Settings());
        builder.Services.AddSingleton(limiting);
        builder.Services.AddSingleton<RequestBudget>();
        if (limiting.Enabled)
        {
            builder.Services.AddSingleton<RateLimits>();
            builder.Services.AddSingleton(services => new Degradation(() =>
                services.GetRequiredService<RateLimits>().Degradation
            ));
            builder.Services.AddRateLimiter(limiter =>
                limiter.OnRejected = (rejected, _) =>
                    new ValueTask(
                        RequestBudget
                            .TooManyRequests(
                                rejected.HttpContext,
                                RequestBudget.Reason(rejected.HttpContext)
                            )
                            .ExecuteAsync(rejected.HttpContext)
                    )
            );
            builder
                .Services.AddOptions<RateLimiterOptions>()
                .Configure<RateLimits>((limiter, limits) => limiter.GlobalLimiter = limits);
        }
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
    /// Rejects requests that the caller is not authorized to make, or that exceed the caller's rate. Call it between
    /// <see cref="HttpRegistration.UseHttp"/> and <see cref="HttpRegistration.UseQueries"/>.
    /// </summary>
    public static WebApplication UseAccess(this WebApplication app)
    {
        app.UseAuthentication();
        if (app.Services.GetRequiredService<RateLimitingOptions>().Enabled)
        {
            app.UseRateLimiter();
        }
        app.Use(RejectInvalidKeys);
        app.UseAuthorization();
        app.Use(Budget(app).PayReleaseAsync);
        return app;
    }

    /// <summary>
    /// Charges responses that must be computed. Call it after <see cref="HttpRegistration.UseQueries"/>, which completes
    /// all other requests.
    /// </summary>
    public static WebApplication UsePrices(this WebApplication app)
    {
        app.Use(Budget(app).PayResponseAsync);
        return app;
    }

    private static RequestBudget Budget(WebApplication app) =>
        app.Services.GetRequiredService<RequestBudget>();

    // Applies even where no key is needed, so that a caller notices an invalid key.
    private static Task RejectInvalidKeys(HttpContext context, RequestDelegate next) =>
        context.Features.Get<InvalidKey>() is null ? next(context) : context.ChallengeAsync();
}
