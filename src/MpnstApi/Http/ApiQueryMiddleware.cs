using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using MpnstApi.Releases;

namespace MpnstApi.Http;

/// <summary>
/// Runs before every data operation: reads the query according to the contract of the operation, chooses the
/// representation, responds to idle polls with 304, and adds validators to every response.
/// </summary>
public sealed class ApiQueryMiddleware(
    RequestDelegate next,
    CurrentRelease releases,
    ReleaseHistory history,
    CachingOptions caching,
    ResponseCache cache,
    PublicAddress address
)
{
    private const int MaxDataAddressLength = 8_000;

    // The address may contain a GraphQL document.
    private const int MaxAddressLength = 64 * 1024;

    public async Task InvokeAsync(HttpContext context)
    {
        var contract = context.GetEndpoint()?.Metadata.GetMetadata<QueryContract>();
        var longest = contract is null ? MaxAddressLength : MaxDataAddressLength;
        var length = context.Request.Path.Value!.Length + context.Request.QueryString.Value!.Length;
        if (length > longest)
        {
            await Problem
                .Of(
                    ProblemKind.UriTooLong,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Path and query have {length:N0} characters; the limit is {longest:N0}. Request fewer values at a time, or POST a query to /graphql, whose filter takes longer lists."
                    )
                )
                .ExecuteAsync(context);
            return;
        }
        if (contract is null)
        {
            await next(context);
            return;
        }
        if (!contract.NeedsRelease)
        {
            await (
                ApiQuery.Check(context.Request, contract)?.ExecuteAsync(context) ?? next(context)
            );
            return;
        }
        // Taken before the release: a response from a newer release than these are for is dropped with them.
        var responses = cache.Responses;
        var key = ResponseCache.KeyOf(context.Request);
        if (responses.TryWriteAsync(context, key) is { } written)
        {
            await written;
            return;
        }
        try
        {
            await RespondAsync(context, contract, responses, key);
        }
        catch (HistoryUnavailableException exception) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            context.Response.Headers.RetryAfter = "10";
            await Problem
                .Of(
                    ProblemKind.HistoryUnavailable,
                    $"{exception.Message} The current release {releases.Value?.Header.Version} and the previous one are still served."
                )
                .ExecuteAsync(context);
        }
    }

    private async Task RespondAsync(
        HttpContext context,
        QueryContract contract,
        ResponseCache.ReleaseResponses responses,
        string? key
    )
    {
        if (releases.Value is not { } current)
        {
            context.Response.Headers.RetryAfter = "5";
            await Problem.Of(ProblemKind.NotReady, releases.NotReadyReason).ExecuteAsync(context);
            return;
        }
        var named =
            contract.Release is { } parameter
            && context.Request.Query[parameter.Name] is [{ } version]
                ? await history.FindAsync(version.Trim(), context.RequestAborted)
                : null;
        var (query, problem) = ApiQuery.Read(context.Request, contract, releases, named);
        if (
            problem is not null
            || Representation.Choose(context.Request, contract, query!) is not { } format
        )
        {
            await (problem ?? NotAcceptable(context.Request, contract)).ExecuteAsync(context);
            return;
        }
        query = query! with { Format = format };
        if (Misplaced(query, format) is { } misplaced)
        {
            await Problem
                .OfParameter(
                    ProblemKind.InvalidValue,
                    misplaced.Name,
                    context.Request.Query[misplaced.Name],
                    misplaced.Detail
                )
                .ExecuteAsync(context);
            return;
        }

        if (Representation.IsLive(format))
        {
            context.Features.Set(query);
            await next(context);
            return;
        }
        var writesHost = contract.WritesHost || format == Representation.Atom;
        var tag = EntityTag.Of(
            query.Release,
            (writesHost ? address.RootOf(context.Request) : "") + query.Path.ToLowerInvariant(),
            query.Canonical,
            Representation.MediaTypeOf(format)
        );
        // Responses from an older release never change.
        var validators =
            query.NamesRelease && query.Release != current
                ? ResponseValidators.OfOlder(tag, query.Release.Header.Version, caching)
                : ResponseValidators.Of(tag, query.Release.Header.Version, caching);
        if (writesHost && address.BaseAddress is null)
        {
            // Shared caches may not distinguish hosts.
            validators = validators.ForOneCaller();
        }
        // A tag is sent only with a 200, so the same request has the same response.
        if (responses.TryWriteNotModified(context, key, validators, tag))
        {
            return;
        }
        context.Features.Set(query);
        if (!Representation.IsExport(format) && !ResponseValidators.MatchesAny(context.Request))
        {
            await responses.WriteAsync(
                context,
                key,
                validators,
                tag,
                async () =>
                {
                    await next(context);
                    // A handler that could not complete the response sets no-store.
                    return context.Response.StatusCode == StatusCodes.Status200OK
                        && context.Response.Headers.CacheControl.Count == 0;
                }
            );
            return;
        }
        context.Response.OnStarting(() =>
        {
            if (
                context.Response.StatusCode
                is StatusCodes.Status200OK
                    or StatusCodes.Status304NotModified
            )
            {
                validators.WriteCacheHeaders(context.Response);
            }
            return Task.CompletedTask;
        });
        if (ResponseValidators.MatchesAny(context.Request))
        {
            await RespondIfMissingAsync(context);
            return;
        }
        await next(context);
    }

    // Exports have no pages. JSON has no columns: generated clients need all members of the schema in every object.
    private static (string Name, string Detail)? Misplaced(ApiQuery query, string format) =>
        Representation.IsExport(format)
            ? query.Given.FirstOrDefault(name => name is "cursor" or "limit") is { } paging
                ? (
                    paging,
                    $"An export is the whole cohort: leave {paging} out, or use format=json."
                )
                : null
            : query.Given.Contains(RequestParameters.FieldsName)
                ? (
                    RequestParameters.FieldsName,
                    "fields names the columns of a table, and this response is JSON. Leave fields out, use format=csv, or POST a query to /graphql for selected members."
                )
                : null;

    // "If-None-Match: *" matches any response; only the handler knows whether there is one.
    private async Task RespondIfMissingAsync(HttpContext context)
    {
        var content = context.Response.Body;
        await using var held = new ProblemOnlyStream(context.Response);
        context.Response.Body = held;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = content;
        }
        if (context.Response.StatusCode == StatusCodes.Status200OK)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            context.Response.Headers.ContentType = default;
            return;
        }
        await held.CopyHeldAsync(content, context.RequestAborted);
    }

    private static ProblemHttpResult NotAcceptable(HttpRequest request, QueryContract contract) =>
        Problem.Of(
            ProblemKind.NotAcceptable,
            contract.Forms is [Representation.Html]
                ? $"This is a page, text/html. Its data is below {HttpRegistration.ApiRoot}, at {(request.Path == "/" ? $"{HttpRegistration.ApiRoot}/landscape" : HttpRegistration.ApiRoot + request.Path)}, with the same query."
                : $"This operation returns {string.Join(" or ", contract.Forms.Select(Representation.MediaTypeOf))}."
        );

    /// <summary>
    /// Keeps the content of a response unless its status is 200: a problem is small, an export may be the whole store.
    /// </summary>
    private sealed class ProblemOnlyStream(HttpResponse response) : WriteOnlyStream
    {
        private readonly MemoryStream held = new();

        public Task CopyHeldAsync(Stream target, CancellationToken cancellation)
        {
            held.Position = 0;
            return held.CopyToAsync(target, cancellation);
        }

        protected override void Take(ReadOnlySpan<byte> bytes)
        {
            if (response.StatusCode != StatusCodes.Status200OK)
            {
                held.Write(bytes);
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                held.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}
