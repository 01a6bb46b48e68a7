using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Indexing;
using MpnstApi.Releases;
using MpnstApi.Statistics;

namespace MpnstApi.Vocabularies;

/// <summary>A vocabulary as it is served.</summary>
/// <param name="Name">The filter's name for it.</param>
/// <param name="Definition">What its values say of a trial.</param>
/// <param name="Open">True where values may come that are not listed.</param>
/// <param name="Values">In the order charts use.</param>
public sealed record VocabularyResponse(
    string Name,
    string Definition,
    bool Open,
    IReadOnlyList<Term> Values
);

/// <summary>All vocabularies, with the data they are of.</summary>
/// <param name="Items">Every vocabulary.</param>
/// <param name="Dataset">The data.</param>
public sealed record VocabularyList(IReadOnlyList<VocabularyResponse> Items, DatasetInfo Dataset);

/// <summary>Questions about vocabularies.</summary>
public static class VocabularyQuery
{
    private static readonly Facet[] Closed =
    [
        .. Facets.All.Where(facet => facet.Vocabulary is not null),
    ];

    /// <summary>Every vocabulary: those of the filter, then those that stand in answers alone.</summary>
    public static IReadOnlyList<VocabularyResponse> All(Release release) =>
        [
            .. Closed.Select(facet => new VocabularyResponse(
                facet.Name,
                facet.Definition,
                false,
                facet.Vocabulary!
            )),
            new(
                "targetRole",
                "Whether a target is the drug's stated mechanism or a further protein it acts on.",
                false,
                Terms<TargetRole>.All
            ),
            new(
                "treatment",
                Facets.Treatment.Definition,
                true,
                [
                    .. release
                        .Index(Facets.Treatment)
                        .Keys.Select(key => new Term(
                            key,
                            FacetLabels.Of(release, Facets.Treatment, key),
                            TreatmentKeys.Definition(key),
                            []
                        )),
                ]
            ),
            new(
                "drugType",
                Facets.DrugType.Definition,
                true,
                [
                    .. release.Dictionary.DrugTypes.Select(type => new Term(
                        type.Key,
                        type.Label,
                        type.Definition,
                        []
                    )),
                ]
            ),
            new(
                "biomarker",
                Facets.Biomarker.Definition,
                true,
                [
                    .. release
                        .Index(Facets.Biomarker)
                        .Keys.Select(key => new Term(
                            key,
                            key,
                            $"Entry of at least one trial asks for: {key}.",
                            []
                        )),
                ]
            ),
        ];

    /// <summary>The vocabulary of this name; null where there is none.</summary>
    public static VocabularyResponse? Find(Release release, string name) =>
        All(release)
            .FirstOrDefault(vocabulary =>
                vocabulary.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
            );
}
