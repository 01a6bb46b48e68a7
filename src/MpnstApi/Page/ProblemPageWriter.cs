using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using MpnstApi.Http;

namespace MpnstApi.Page;

/// <summary>Writes problems as pages for browsers; other clients get JSON.</summary>
internal sealed class ProblemPageWriter : IProblemDetailsWriter
{
    private static readonly string[] NotPages =
    [
        HttpRegistration.ApiRoot,
        "/graphql",
        "/graphiql",
        "/health",
        "/openapi",
        "/problems",
        "/swagger",
        PageAssets.Folder,
    ];

    public bool CanWrite(ProblemDetailsContext context)
    {
        var request = context.HttpContext.Request;
        return !NotPages.Any(path => request.Path.StartsWithSegments(path))
            // Browsers accept text/html explicitly; "*/*" alone does not count.
            && MediaTypes.Accepted(request).Any(range => range.MediaType == MediaTypes.Html);
    }

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        Problem.Complete(context);
        var (http, problem) = (context.HttpContext, context.ProblemDetails);
        PageHeaders.Write(http.Response);
        http.Response.Headers.Vary = "Accept, Accept-Encoding";
        await new RazorComponentResult<ProblemPage>(
            new
            {
                Problem = problem,
                http.Request,
                Retry = (string?)http.Response.Headers.RetryAfter,
            }
        )
        {
            StatusCode = problem.Status ?? http.Response.StatusCode,
        }.ExecuteAsync(http);
    }
}
