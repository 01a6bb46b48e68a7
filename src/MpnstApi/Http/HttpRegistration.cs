using System.IO.Compression;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Net.Http.Headers;
using MpnstApi.Settings;

namespace MpnstApi.Http;

/// <summary>Adds what all operations share: JSON, problem details, compression, CORS, conditional requests.</summary>
public static class HttpRegistration
{
    /// <summary>The path above all operations on data.</summary>
    internal const string ApiRoot = "/api/v1";

    public static WebApplicationBuilder AddHttp(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxConcurrentConnections = ConnectionLimit.OfThisProcess();
            // Long enough that the service, not the server, responds to an address that is too long; the server's buffer
            // allows no more.
            server.Limits.MaxRequestLineSize = 1024 * 1024;
            // An operation that accepts more, such as an import, raises the limit.
            server.Limits.MaxRequestBodySize = 1024 * 1024;
            server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            server.ConfigureEndpointDefaults(listen => listen.UseProblems());
        });
        builder.Services.AddSingleton(CachingOptions.Read(builder.Settings()));
        builder.Services.AddSingleton(PublicAddress.Read(builder.Settings()));
        // The server's own host filtering would send HTML.
        builder.Services.PostConfigure<HostFilteringOptions>(hosts => hosts.AllowedHosts = ["*"]);
        var proxies = ProxyOptions.Read(builder.Settings());
        builder.Services.AddSingleton(proxies);
        // Even if an environment variable of the platform would trust every proxy.
        builder.Services.PostConfigure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders =
                proxies.KnownNetworks.Count > 0 ? ForwardedHeaders.All : ForwardedHeaders.None;
            // Accept as many hops as there are known proxies.
            forwarded.ForwardLimit = null;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in proxies.KnownNetworks)
            {
                forwarded.KnownIPNetworks.Add(ProxyOptions.ParseNetwork(network)!.Value);
            }
        });
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddSecurityHeaders();
        builder.Services.ConfigureHttpJsonOptions(json => Configure(json.SerializerOptions));
        builder.Services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        builder.Services.AddProblemDetails();
        builder.Services.AddSingleton<ResponseCache>();
        builder.Services.AddSingleton<IResponseCompressionProvider, CompressionProvider>();
        builder.Services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = ResponseCompressionDefaults
                .MimeTypes.Concat(Representation.CompressibleMediaTypes)
                .Append("application/problem+json")
                .Distinct();
        });
        builder.Services.Configure<BrotliCompressionProviderOptions>(brotli =>
            brotli.Level = CompressionLevel.Fastest
        );
        var origins = CorsOptions.Read(builder.Settings()).Origins;
        builder.Services.AddCors(cors =>
            cors.AddDefaultPolicy(policy =>
                policy
                    .WithOrigins([.. origins])
                    .WithMethods(HttpMethods.Get, HttpMethods.Head)
                    .AllowAnyHeader()
                    .WithExposedHeaders(
                        HeaderNames.ETag,
                        HeaderNames.Link,
                        HeaderNames.ContentDisposition,
                        HeaderNames.RetryAfter,
                        "X-Dataset-Version",
                        "RateLimit",
                        "RateLimit-Policy"
                    )
                    .SetPreflightMaxAge(TimeSpan.FromHours(2))
            )
        );
        return builder;
    }

    /// <summary>Configures JSON: camelCase, enums as UPPER_SNAKE, absent facts as null.</summary>
    public static void Configure(JsonSerializerOptions json)
    {
        json.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper));
        json.Converters.Add(new ResourceAddress());
        json.TypeInfoResolver = new DefaultJsonTypeInfoResolver
        {
            Modifiers = { BaseMembersFirst },
        };
    }

    // A trial starts with the members of its summary, in the same order.
    private static void BaseMembersFirst(JsonTypeInfo type)
    {
        foreach (var member in type.Properties)
        {
            for (
                var declaring = (member.AttributeProvider as MemberInfo)?.DeclaringType;
                declaring?.BaseType is { } parent;
                declaring = parent
            )
            {
                member.Order++;
            }
        }
    }

    /// <summary>
    /// Adds the middleware for every request. The order matters: errors of all later middleware become problem details, and
    /// HEAD becomes GET before routing.
    /// </summary>
    public static WebApplication UseHttp(this WebApplication app)
    {
        if (app.Services.GetRequiredService<ProxyOptions>().KnownNetworks.Count > 0)
        {
            app.Use(ReadForwardedPrefix);
            app.UseForwardedHeaders();
        }
        app.UseSecurityHeaders();
        app.UseResponseCompression();
        app.UseMiddleware<HeadMiddleware>();
        app.UseExceptionHandler(
            new ExceptionHandlerOptions
            {
                // An incomplete, malformed or slow body is an error of the client, not of the service.
                StatusCodeSelector = exception =>
                    exception is BadHttpRequestException bad
                        ? bad.StatusCode
                        : StatusCodes.Status500InternalServerError,
                SuppressDiagnosticsCallback = error => error.Exception is BadHttpRequestException,
            }
        );
        app.UseStatusCodePages(context => WriteProblemAsync(context.HttpContext));
        app.Use(RejectTrace);
        app.Use(RejectOtherHosts);
        app.UseRouting();
        app.UseCors();
        return app;
    }

    /// <summary>
    /// Reads queries according to the contracts of their operations, and responds from the cache or with 304 before any
    /// handler runs. Add authorization and rate limits between <see cref="UseHttp"/> and this, so that they apply to cached
    /// responses too, and nothing is loaded for a rejected client.
    /// </summary>
    public static WebApplication UseQueries(this WebApplication app)
    {
        app.UseMiddleware<ApiQueryMiddleware>();
        return app;
    }

    /// <summary>Maps the group of all operations on data.</summary>
    public static RouteGroupBuilder MapApi(this WebApplication app) => app.MapGroup(ApiRoot);

    /// <summary>
    /// Throws <see cref="InvalidConfigurationException"/> if an operation on data has no query contract: it would ignore
    /// misspelled parameters and never respond with 304.
    /// </summary>
    public static WebApplication RequireContracts(this WebApplication app)
    {
        var without = ((IEndpointRouteBuilder)app)
            .DataSources.SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(endpoint =>
                endpoint.RoutePattern.RawText is { } path
                && path.StartsWith($"{ApiRoot}/", StringComparison.Ordinal)
                && endpoint.Metadata.GetMetadata<QueryContract>() is null
            )
            .Select(endpoint => endpoint.DisplayName);
        return without.FirstOrDefault() is { } name
            ? throw new InvalidConfigurationException(
                $"The endpoint {name} does not say what its query takes; map it with Takes or TakesFilter."
            )
            : app;
    }

    // What begins with two slashes would make links lead to another host. A proxy that sets no prefix may pass on a caller's.
    private static Task ReadForwardedPrefix(HttpContext context, RequestDelegate next)
    {
        var name = ForwardedHeadersDefaults.XForwardedPrefixHeaderName;
        if (context.Request.Headers[name].ToString() is { Length: > 0 } given)
        {
            context.Request.Headers[name] = ProxyOptions.ReadPrefix(given);
        }
        return next(context);
    }

    // It would send back whatever a proxy added to the request.
    private static Task RejectTrace(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsTrace(context.Request.Method))
        {
            return next(context);
        }
        context.Response.Headers.Allow = HttpMethods.Get;
        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        return Task.CompletedTask;
    }

    // Probes use the address of the machine.
    private static Task RejectOtherHosts(HttpContext context, RequestDelegate next) =>
        context.RequestServices.GetRequiredService<PublicAddress>().Allows(context.Request.Host)
        || context.Request.Path.StartsWithSegments("/health")
            ? next(context)
            : Problem
                .Of(
                    ProblemKind.BadRequest,
                    "This service does not serve the host that the request names."
                )
                .ExecuteAsync(context);

    // Routing sets statuses without content: no such path, no such method.
    private static async Task WriteProblemAsync(HttpContext context)
    {
        // HEAD is allowed for every GET.
        var methods = context
            .Response.Headers.Allow.ToString()
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(method =>
                HttpMethods.IsGet(method) ? [method, HttpMethods.Head] : (string[])[method]
            )
            .ToList();
        if (methods.Count > 0)
        {
            context.Response.Headers.Allow = string.Join(", ", methods);
        }
        var (kind, detail) = context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => (
                ProblemKind.UnknownPath,
                $"No resource exists at {context.Request.Path}. Data is below /api/v1; /openapi/v1.json lists all paths."
            ),
            StatusCodes.Status405MethodNotAllowed => (
                ProblemKind.MethodNotAllowed,
                $"{context.Request.Path} takes {string.Join(" and ", methods)}, not {context.Request.Method}."
            ),
            _ => (null, null),
        };
        var problem = kind is null
            ? TypedResults.Problem(statusCode: context.Response.StatusCode)
            : Problem.Of(kind, detail!);
        await problem.ExecuteAsync(context);
    }
}
