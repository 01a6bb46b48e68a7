using Microsoft.AspNetCore.Http.HttpResults;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Releases;

namespace MpnstApi.Http;

/// <summary>The state of the service.</summary>
/// <param name="Status">alive, ready, degraded or starting.</param>
/// <param name="Release">The release that is served; null before the first is loaded.</param>
/// <param name="Reason">Why the service is degraded or starting; null otherwise.</param>
public sealed record Health(
    [property: ClosedVocabulary("HealthStatus", "alive", "ready", "degraded", "starting")]
        string Status,
    string? Release,
    string? Reason
);

/// <summary>A dependency other than the store, without which the service is degraded.</summary>
/// <param name="Reason">Returns the reason why it is unavailable, in a sentence for any caller; null while it is available.</param>
public sealed record Degradation(Func<string?> Reason);

/// <summary>A kind of problem, as described at the address of its type.</summary>
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

/// <summary>Maps the health probes and the descriptions of problems.</summary>
public static class HealthEndpoints
{
    public static RouteGroupBuilder MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").WithTags("Health");
        health
            .MapGet("/live", Live)
            .WithName("getLiveness")
            .WithSummary("Whether the process responds")
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

    /// <summary>Maps the descriptions that the types of problems point to.</summary>
    public static RouteGroupBuilder MapProblems(this IEndpointRouteBuilder app)
    {
        var problems = app.MapGroup("/problems").WithTags("Problems");
        problems
            .MapGet("/", () => ProblemKind.All.Select(Page))
            .WithName("listProblems")
            .WithSummary("Every kind of problem")
            .WithDescription("The values of type in problem details (RFC 9457).");
        problems
            .MapGet("/{code}", Explain)
            .WithName("getProblem")
            .WithSummary("One kind of problem: when it happens and what to do")
            .WithDescription("The type of a problem points to this address.")
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
        var health = (release, current.StoreError) switch
        {
            (null, _) => new Health("starting", null, current.NotReadyReason),
            (_, null) when degraded is not null => new Health("degraded", release, degraded),
            (_, null) => new Health("ready", release, null),
            (_, var error) => new Health(
                "degraded",
                release,
                $"This release is still served and may become outdated: {error}"
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
