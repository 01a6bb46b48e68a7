using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using MpnstApi.Annotation;
using MpnstApi.Filtering;

namespace MpnstApi.Http;

/// <summary>A kind of error: its code is the last part of the problem's type, /problems/{code}.</summary>
/// <param name="Code">Stable name.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Title">The same for every occurrence.</param>
/// <param name="Description">When it occurs and what to do, for the description at the address of the type.</param>
public sealed record ProblemKind(string Code, int Status, string Title, string Description)
{
    public static readonly ProblemKind UnknownParameter = new(
        "unknown-parameter",
        400,
        "Unknown parameter",
        "The query string has a parameter that this operation does not take. The errors name it and the nearest ones it takes."
    );
    public static readonly ProblemKind UnknownValue = new(
        "unknown-value",
        400,
        "Unknown value",
        "A parameter has a value that its vocabulary, the drugs or the targets do not have. The errors name the nearest ones; /api/v1/vocabularies lists all."
    );
    public static readonly ProblemKind InvalidValue = new(
        "invalid-value",
        400,
        "Invalid value",
        "A parameter's value cannot be read: it is empty, out of range, or given more than once. The errors say what would be right."
    );
    public static readonly ProblemKind BadCursor = new(
        "bad-cursor",
        400,
        "Cursor does not fit",
        "The service did not create this cursor for this query. Start again at the first page."
    );
    public static readonly ProblemKind CursorExpired = new(
        "cursor-expired",
        410,
        "Cursor expired",
        "The cursor belongs to a release that is neither the current nor the previous one. Start again at the first page; firstPage has its address."
    );
    public static readonly ProblemKind UnknownId = new(
        "unknown-id",
        404,
        "Nothing has this id",
        "No trial, target, drug, panel, vocabulary or kind of problem has the requested id. The suggestions name the nearest."
    );
    public static readonly ProblemKind UnknownPath = new(
        "unknown-path",
        404,
        "No such path",
        "No resource exists at this path: the base address or the path is wrong. This does not mean that a trial, target or drug is missing. /openapi/v1.json lists all paths."
    );
    public static readonly ProblemKind NotAcceptable = new(
        "not-acceptable",
        406,
        "No such representation",
        "The operation does not support the requested media type or format. The detail names those that it supports."
    );
    public static readonly ProblemKind MethodNotAllowed = new(
        "method-not-allowed",
        405,
        "Method not allowed",
        "The path does not support this method. The Allow header names those that it supports."
    );
    public static readonly ProblemKind UriTooLong = new(
        "uri-too-long",
        414,
        "Address too long",
        "The path and query are longer than this service reads. Request fewer values at a time, or POST a query to /graphql, whose filter takes longer lists."
    );
    public static readonly ProblemKind RequestTimeout = new(
        "request-timeout",
        408,
        "Request too slow",
        "The content of the request was not received in time. Send it again without pauses."
    );
    public static readonly ProblemKind UnsupportedMediaType = new(
        "unsupported-media-type",
        415,
        "Content of another type",
        "The content of the request has a type, character set or encoding that the operation does not support. The detail names what it supports."
    );
    public static readonly ProblemKind TooLarge = new(
        "too-large",
        400,
        "Request or response too large",
        "The response would be larger than this operation allows, or the request is larger than it accepts. The detail says which limit applies and how to request less."
    );
    public static readonly ProblemKind Unauthorized = new(
        "unauthorized",
        401,
        "API key needed",
        "The operation needs an API key, or the key that was sent is not valid or was revoked. Send a valid one in the header X-Api-Key; reading needs none."
    );
    public static readonly ProblemKind Forbidden = new(
        "forbidden",
        403,
        "Not allowed",
        "The API key is valid and does not have the scope that the operation needs, or a web page of an origin that may not read tried to use /mcp. The detail says which. The operator of the service can issue a key that has the scope, or allow the origin."
    );
    public static readonly ProblemKind RateLimited = new(
        "rate-limited",
        429,
        "Too many requests",
        "The caller has exceeded their budget, or runs too many costly requests at once. Retry-After says when to try again; RateLimit and RateLimit-Policy on every response say what is left."
    );
    public static readonly ProblemKind Conflict = new(
        "conflict",
        409,
        "Not now",
        "An import or sync cannot run now: another one is running, or this one was held back and must be confirmed. The detail says which."
    );
    public static readonly ProblemKind RegistryUnavailable = new(
        "registry-unavailable",
        502,
        "Registry could not be read",
        "ClinicalTrials.gov could not be read completely, and nothing was imported. The detail has the reason."
    );
    public static readonly ProblemKind StoreUnavailable = new(
        "store-unavailable",
        503,
        "Database unavailable",
        "The operation needs the database, which does not respond or rejects the connection. The current release is still served."
    );
    public static readonly ProblemKind NotReady = new(
        "not-ready",
        503,
        "No release yet",
        "The service has not loaded its first release yet. Retry-After says when to try again; /health/ready says what it is waiting for."
    );
    public static readonly ProblemKind HistoryUnavailable = new(
        "history-unavailable",
        503,
        "History unavailable",
        "The requested release is not in memory, and the store does not respond."
    );
    public static readonly ProblemKind BadRequest = new(
        "bad-request",
        400,
        "Request cannot be read",
        "The request is not well-formed HTTP for this service."
    );
    public static readonly ProblemKind Internal = new(
        "internal-error",
        500,
        "Something went wrong here",
        "An error in the service, not in the request. It is logged under the traceId."
    );

    /// <summary>The name of the vocabulary of problem types.</summary>
    public const string TypesName = "ProblemType";

    /// <summary>Gets the type of its problems.</summary>
    public string Type => $"/problems/{Code}";

    /// <summary>Gets all kinds, in the order of /problems.</summary>
    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        UnknownParameter,
        UnknownValue,
        InvalidValue,
        BadCursor,
        CursorExpired,
        UnknownId,
        UnknownPath,
        NotAcceptable,
        MethodNotAllowed,
        UriTooLong,
        RequestTimeout,
        UnsupportedMediaType,
        TooLarge,
        Unauthorized,
        Forbidden,
        RateLimited,
        Conflict,
        RegistryUnavailable,
        NotReady,
        HistoryUnavailable,
        StoreUnavailable,
        BadRequest,
        Internal,
    ];
}

/// <summary>An error in a request.</summary>
/// <param name="Parameter">The query parameter or part of the path.</param>
/// <param name="Value">Its value; null if the parameter itself is wrong.</param>
/// <param name="Detail">What was wrong and what would be right.</param>
/// <param name="Suggestions">The nearest valid ones, nearest first.</param>
public sealed record ProblemError(
    string Parameter,
    string? Value,
    string Detail,
    IReadOnlyList<string> Suggestions
);

/// <summary>Creates problem details (RFC 9457), which always have the same members.</summary>
public static class Problem
{
    private const int MaxInstanceLength = 8_000;

    /// <summary>Returns a problem with a detail.</summary>
    public static ProblemHttpResult Of(
        ProblemKind kind,
        string detail,
        IReadOnlyList<ProblemError>? errors = null,
        IReadOnlyList<string>? suggestions = null,
        string? firstPage = null
    ) =>
        TypedResults.Problem(
            detail: detail,
            statusCode: kind.Status,
            title: kind.Title,
            type: kind.Type,
            extensions: new Dictionary<string, object?>
            {
                ["errors"] = errors ?? [],
                ["suggestions"] =
                    suggestions
                    ?? errors?.SelectMany(error => error.Suggestions).Distinct().ToList()
                    ?? [],
                ["firstPage"] = firstPage,
            }.Where(pair => pair.Value is not null)
        );

    /// <summary>Returns a problem for all errors of a query; the first error determines its kind.</summary>
    public static ProblemHttpResult Of(IReadOnlyList<ParameterError> errors) =>
        Of(
            ProblemKind.All.First(kind => kind.Code == errors[0].Code),
            string.Join(' ', errors.Select(error => error.Detail)),
            [
                .. errors.Select(error => new ProblemError(
                    error.Parameter,
                    error.Value,
                    error.Detail,
                    error.Suggestions
                )),
            ]
        );

    /// <summary>Returns a problem with one parameter.</summary>
    public static ProblemHttpResult OfParameter(
        ProblemKind kind,
        string parameter,
        string? value,
        string detail,
        string? firstPage = null
    ) => Of(kind, detail, [new ProblemError(parameter, value, detail, [])], firstPage: firstPage);

    /// <summary>Returns a problem for an id in a path that does not exist.</summary>
    public static ProblemHttpResult UnknownId(string what, string id, IEnumerable<string> known)
    {
        var nearest = Text.Nearest(id, known);
        var hint = nearest.Count > 0 ? $" Did you mean {string.Join(" or ", nearest)}?" : "";
        return Of(
            ProblemKind.UnknownId,
            $"No {what} has the id '{id}'.{hint}",
            suggestions: nearest
        );
    }

    // Do not return a long address.
    private static string InstanceOf(HttpRequest request)
    {
        var path = request.PathBase.Add(request.Path).ToUriComponent();
        return path.Length + request.QueryString.Value!.Length <= MaxInstanceLength
                ? path + request.QueryString
            : path.Length <= MaxInstanceLength ? path
            : "/";
    }

    /// <summary>Adds the members of every problem: the path of the request and the id under which it is logged.</summary>
    public static void Complete(ProblemDetailsContext context)
    {
        var (http, problem) = (context.HttpContext, context.ProblemDetails);
        problem.Instance ??= InstanceOf(http.Request);
        problem.Extensions.TryAdd("errors", Array.Empty<ProblemError>());
        problem.Extensions.TryAdd("suggestions", Array.Empty<string>());
        problem.Extensions["traceId"] =
            Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
        if (problem.Type?.StartsWith("/problems/", StringComparison.Ordinal) is not true)
        {
            var kind =
                ProblemKind.All.FirstOrDefault(kind =>
                    kind.Status == http.Response.StatusCode
                    && kind.Code
                        is "unknown-path"
                            or "method-not-allowed"
                            or "not-acceptable"
                            or "request-timeout"
                            or "unsupported-media-type"
                            or "internal-error"
                )
                ?? (
                    http.Response.StatusCode >= 500 ? ProblemKind.Internal : ProblemKind.BadRequest
                );
            problem.Type = kind.Type;
            problem.Title = kind.Title;
            problem.Detail ??= kind.Description;
        }
    }
}
