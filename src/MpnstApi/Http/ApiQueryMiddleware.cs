using System.Globalization;
using Microsoft.Net.Http.Headers;
using MpnstApi.Releases;

namespace MpnstApi.Http;

/// <summary>
/// Stands before every data operation: refuses what its contract does not take, chooses the representation, answers
/// idle polls with 304, and puts validators on every answer.
/// </summary>
public sealed class ApiQueryMiddleware(
    RequestDelegate next,
    CurrentRelease releases,
    CachingOptions caching
)
{
    private static readonly Dictionary<string, string> MediaTypes = new()
    {
        ["json"] = "application/json",
        ["csv"] = "text/csv",
    };

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<QueryContract>() is not { } contract)
        {
            await next(context);
            return;
        }
        if (releases.Value is not { } current)
        {
            context.Response.Headers.RetryAfter = "5";
            await Problem
                .Of(ProblemKind.NotReady, releases.Trouble ?? "The first release is being loaded.")
                .ExecuteAsync(context);
            return;
        }
        var (query, problem) = ApiQuery.Read(context.Request, contract, releases);
        if (problem is not null || Negotiate(context.Request, contract, query!) is not { } format)
        {
            await (problem ?? NotAcceptable(contract)).ExecuteAsync(context);
            return;
        }
        query = query! with { Format = format };
        if (
            format == "csv"
            && query.Options.Keys.FirstOrDefault(name => name is "cursor" or "limit") is { } paging
        )
        {
            await Problem
                .Of([
                    new ParameterFault(
                        "invalid-value",
                        paging,
                        query.Options[paging],
                        $"An export is the whole slice: leave {paging} out, or ask for format=json.",
                        []
                    ),
                ])
                .ExecuteAsync(context);
            return;
        }

        var tag = EntityTag.Of(
            query.Release,
            context.Request.Path,
            query.Canonical,
            MediaTypes[format]
        );
        var modified = query.Release.Header.PublishedAt;
        context.Response.OnStarting(() =>
        {
            if (
                context.Response.StatusCode
                is StatusCodes.Status200OK
                    or StatusCodes.Status304NotModified
            )
            {
                Validate(context.Response, query, tag, modified, current);
            }
            return Task.CompletedTask;
        });
        if (IsUnchanged(context.Request, tag, modified))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        context.Features.Set(query);
        await next(context);
    }

    private void Validate(
        HttpResponse response,
        ApiQuery query,
        string tag,
        DateTime modified,
        Release current
    )
    {
        var headers = response.Headers;
        headers.ETag = tag;
        headers.LastModified = modified.ToString("R", CultureInfo.InvariantCulture);
        headers.Vary = "Accept, Accept-Encoding";
        headers["X-Dataset-Version"] = query.Release.Header.Version;
        // What an older release says of a slice never changes again.
        headers.CacheControl =
            query.Options.ContainsKey("release") && query.Release != current
                ? "public, max-age=31536000, immutable"
                : $"public, max-age={caching.MaxAge.TotalSeconds:0}, stale-while-revalidate={10 * caching.MaxAge.TotalSeconds:0}";
    }

    // RFC 9110: If-Modified-Since counts only where there is no If-None-Match.
    private static bool IsUnchanged(HttpRequest request, string tag, DateTime modified)
    {
        var headers = request.GetTypedHeaders();
        if (headers.IfNoneMatch is { Count: > 0 } tags)
        {
            var ours = EntityTagHeaderValue.Parse(tag);
            return tags.Any(theirs => theirs.Compare(ours, useStrongComparison: false));
        }
        // HTTP dates have whole seconds.
        return headers.IfModifiedSince is { } since
            && since.UtcDateTime >= modified.AddTicks(-(modified.Ticks % TimeSpan.TicksPerSecond));
    }

    private static string? Negotiate(HttpRequest request, QueryContract contract, ApiQuery query)
    {
        var formats = FormatsOf(contract);
        if (query.Options.TryGetValue("format", out var asked))
        {
            return asked;
        }
        if (request.GetTypedHeaders().Accept is not { Count: > 0 } accepted)
        {
            return formats[0];
        }
        return accepted
            .Where(range => range.Quality is not 0)
            .OrderByDescending(range => range.Quality ?? 1)
            .Select(range =>
                formats.FirstOrDefault(format =>
                    new MediaTypeHeaderValue(MediaTypes[format]).IsSubsetOf(
                        new MediaTypeHeaderValue(range.MediaType)
                    )
                )
            )
            .FirstOrDefault(format => format is not null);
    }

    private static IReadOnlyList<string> FormatsOf(QueryContract contract) =>
        contract.Parameters.Contains(RequestParameters.Format)
            ? RequestParameters.Format.Values!
            : ["json"];

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult NotAcceptable(
        QueryContract contract
    ) =>
        Problem.Of(
            ProblemKind.NotAcceptable,
            $"This operation answers {string.Join(" or ", FormatsOf(contract).Select(format => MediaTypes[format]))}."
        );
}
