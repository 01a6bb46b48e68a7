using Microsoft.AspNetCore.Http.HttpResults;
using MpnstApi.Http;
using MpnstApi.Releases;

namespace MpnstApi.Vocabularies;

public static class VocabularyEndpoints
{
    public static RouteGroupBuilder MapVocabularies(this IEndpointRouteBuilder api)
    {
        var vocabularies = api.MapGroup("/vocabularies").WithTags("Vocabularies");
        vocabularies
            .MapGet("/", List)
            .WithName("listVocabularies")
            .WithSummary("Every vocabulary with labels and definitions")
            .WithDescription(
                "Closed vocabularies in the order of charts, followed by open ones with the values of this release."
            )
            .Takes();
        vocabularies
            .MapGet("/{name}", Get)
            .WithName("getVocabulary")
            .WithSummary("One vocabulary with labels and definitions")
            .WithDescription("Its values are those that the filter takes and that trials have.")
            .TakesPath(
                new(
                    "name",
                    "Name of the vocabulary: the parameter of the filter that takes its values."
                )
            )
            .Takes();
        return vocabularies;
    }

    private static Ok<VocabularyList> List(ApiQuery query) =>
        TypedResults.Ok(
            new VocabularyList(VocabularyQuery.All(query.Release), DatasetInfo.Of(query.Release))
        );

    private static Results<Ok<VocabularyResponse>, ProblemHttpResult> Get(
        string name,
        ApiQuery query
    ) =>
        VocabularyQuery.Find(query.Release, name) is { } vocabulary
            ? TypedResults.Ok(vocabulary)
            : Problem.UnknownId(
                "vocabulary",
                name,
                VocabularyQuery.All(query.Release).Select(known => known.Name)
            );
}
