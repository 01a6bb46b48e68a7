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
                "Closed ones in the order charts use, then open ones with the values of this release."
            )
            .Takes();
        vocabularies
            .MapGet("/{name}", Get)
            .WithName("getVocabulary")
            .WithSummary("One vocabulary with labels and definitions")
            .WithDescription("Its values are what the filter takes and what trials have.")
            .TakesPath(new("name", "Name of the vocabulary: the filter's parameter that takes it."))
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
