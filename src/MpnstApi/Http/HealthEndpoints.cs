using Microsoft.AspNetCore.Http.HttpResults;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Releases;

namespace MpnstApi.Http;

/// <summary>State of the service.</summary>
/// <param name="Status">alive, ready, degraded or starting.</param>
/// <param name="Release">The release that is served; null before the first.</param>
/// <param name="Reason">Why the service is degraded or starting; null otherwise.</param>
public sealed record Health(
    [property: ClosedVocabulary("HealthStatus", "alive", "ready", "degraded", "starting")]
        string Status,
    string? Release,
    string? Reason
);

/// <summary>Something beside the store that the service goes on without, and is degraded.</summary>
/// <param name="Reason">Why, in words for everyone; null while it is there.</param>
public sealed record Degradation(Func<string?> Reason);

/// <summary>A kind of problem, as the page at its type explains it.</summary>
/// <param name="Type">The type of problems of this kind, /problems/{code}.</param>
/// <param name="Title">The same for every occurrence.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Description">When it happens and what to do.</param>
public sealed record ProblemPage(
    [property: ClosedVocabulary(ProblemKind.TypesName)] string Type,
    string Title,
    int Status,
    string Description
);

/// <summary>Maps the health probes and the pages that explain problems.</summary>
public static class HealthEndpoints
{
    public static RouteGroupBuilder MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").WithTags("Health");
        health
            .MapGet("/live", Live)
            .WithName("getLiveness")
            .WithSummary("Whether the process answers")
            .WithDescription("For a liveness probe: it uses neither the store nor the release.");
        health
            .MapGet("/ready", Ready)
            .WithName("getReadiness")
            .WithSummary("Whether a release is served; degraded while the store is unavailable")
            .WithDescription(
                "For a readiness probe: 503 before the first release, 200 from then on, since reading needs no store."
            )
            .Produces<Health>()
            .Produces<Health>(StatusCodes.Status503ServiceUnavailable);
        return health;
    }

    /// <summary>Maps the pages that the types of problems point to.</summary>
    public static RouteGroupBuilder MapProblems(this IEndpointRouteBuilder app)
    {
        var problems = app.MapGroup("/problems").WithTags("Problems");
        problems
            .MapGet("/", () => ProblemKind.All.Select(Page))
            .WithName("listProblems")
            .WithSummary("Every kind of problem")
            .WithDescription("The kinds that the type of a problem (RFC 9457) names.");
        problems
            .MapGet("/{code}", Explain)
            .WithName("getProblem")
            .WithSummary("One kind of problem: when it happens and what to do")
            .WithDescription("What the type of a problem points to.")
            .TakesPath(
                new("code", "Code of the kind, the last part of a problem's type.")
                {
                    Vocabulary = ("ProblemCode", [.. ProblemKind.All.Select(kind => kind.Code)]),
                }
            );
        return problems;
    }

    private static Ok<Health> Live() => TypedResults.Ok(new Health("alive", null, null));

    private static JsonHttpResult<Health> Ready(
        CurrentRelease current,
        IEnumerable<Degradation> degradations
    )
    {
        var release = current.Value?.Header.Version;
        var degraded = degradations
            .Select(degradation => degradation.Reason())
            .FirstOrDefault(reason => reason is not null);
        var health = (release, current.Trouble) switch
        {
            (null, _) => new Health("starting", null, current.WhyNotReady),
            (_, null) when degraded is not null => new Health("degraded", release, degraded),
            (_, null) => new Health("ready", release, null),
            (_, var trouble) => new Health(
                "degraded",
                release,
                $"This release goes on answering, and may grow old: {trouble}"
            ),
        };
        return TypedResults.Json(health, statusCode: release is null ? 503 : 200);
    }

    private static Results<Ok<ProblemPage>, ProblemHttpResult> Explain(string code) =>
        ProblemKind.All.FirstOrDefault(kind => kind.Code == code) is { } kind
            ? TypedResults.Ok(Page(kind))
            : Problem.UnknownId("problem", code, ProblemKind.All.Select(known => known.Code));

    private static ProblemPage Page(ProblemKind kind) =>
        new(kind.Type, kind.Title, kind.Status, kind.Description);
}
