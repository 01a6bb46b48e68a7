using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.StaticFiles;
using MpnstApi.Http;

namespace MpnstApi.Graph.Transport;

/// <summary>Serves GraphiQL to browsers at /graphql, as src/graphiql builds it; without a build, a page that says how to build it.</summary>
internal sealed class GraphIde(GraphOptions options, CachingOptions caching)
{
    /// <summary>Path of the files of the page, which the build of src/graphiql has in a folder assets beside it.</summary>
    public const string AssetsPath = "/graphiql/assets";

    // The page loads from and sends to this service alone. The editor writes styles, has its fonts and icons as data, and may
    // start its workers from memory.
    private const string Policy =
        "default-src 'none'; script-src 'self'; worker-src 'self' blob:; connect-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // The names of the files change with their content.
    private const string Forever = "public, max-age=31536000, immutable";

    private const string NotBuilt = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <title>MPNST trials in GraphQL</title>
        <link rel="icon" href="data:,">
        <style>body { max-width: 46rem; margin: 3rem auto; padding: 0 1rem; font: 1rem/1.5 sans-serif } pre { overflow: auto; padding: 1rem; background: #f3f3f3 }</style>
        </head>
        <body>
        <h1>MPNST trials in GraphQL</h1>
        <p>This address serves GraphQL, by POST or GET:</p>
        <pre>curl http://localhost:5080/graphql -H 'Content-Type: application/json' \
          -d '{"query":"{ trials { totalCount nodes { id title } } }"}'</pre>
        <p>The IDE that would be here has not been built. With Node.js, in the repository:</p>
        <pre>npm --prefix src/graphiql ci
        npm --prefix src/graphiql run build
        dotnet run --project src/MpnstApi</pre>
        <p>Then open this page again. REST is explained at <a href="/swagger">/swagger</a>.</p>
        </body>
        </html>

        """;

    private static readonly FileExtensionContentTypeProvider Types = new();

    private readonly string page = Path.Combine(options.IdeFolder, "index.html");
    private readonly string assets = Path.Combine(options.IdeFolder, "assets");

    public async Task WritePageAsync(HttpContext context)
    {
        var text = File.Exists(page)
            ? (await File.ReadAllTextAsync(page, context.RequestAborted)).Replace(
                "\"./assets/",
                $"\"{context.Request.PathBase.ToUriComponent()}{AssetsPath}/",
                StringComparison.Ordinal
            )
            : NotBuilt;
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.CacheControl = "no-cache";
        headers.Vary = caching.Vary;
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(text, context.RequestAborted);
    }

    /// <summary>Returns a file of the page.</summary>
    public Results<PhysicalFileHttpResult, NotFound> Asset(string name, HttpResponse response)
    {
        var file = Path.Combine(assets, name);
        if (Path.GetFileName(name) != name || !File.Exists(file))
        {
            return TypedResults.NotFound();
        }
        response.Headers.CacheControl = Forever;
        // The policy of a worker is that of its own file.
        response.Headers.ContentSecurityPolicy = Policy;
        return TypedResults.PhysicalFile(
            file,
            Types.TryGetContentType(name, out var type) ? type : "application/octet-stream"
        );
    }
}
