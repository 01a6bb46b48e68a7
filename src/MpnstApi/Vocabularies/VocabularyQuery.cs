using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Indexing;
using MpnstApi.Releases;
using MpnstApi.Statistics;

namespace MpnstApi.Vocabularies;

/// <summary>A vocabulary.</summary>
/// <param name="Name">Its name, which is that of the filter parameter.</param>
/// <param name="Definition">The meaning of its values.</param>
/// <param name="Open">True if later releases may have further values.</param>
/// <param name="Values">The values, in the order of charts.</param>
public sealed record VocabularyResponse(
    string Name,
    string Definition,
    bool Open,
    IReadOnlyList<Term> Values
);

/// <summary>All vocabularies, with the data that they belong to.</summary>
/// <param name="Items">Every vocabulary.</param>
/// <param name="Dataset">The data.</param>
public sealed record VocabularyList(IReadOnlyList<VocabularyResponse> Items, DatasetInfo Dataset);

/// <summary>Queries about vocabularies.</summary>
public static class VocabularyQuery
{
    private static readonly Facet[] Closed =
    [
        .. Facets.All.Where(facet => facet.Vocabulary is not null),
    ];

    /// <summary>Returns every vocabulary: those of the filter, followed by those that are only in responses.</summary>
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
                            $"Entry of at least one trial requires: {key}.",
                            []
                        )),
                ]
            ),
        ];

    /// <summary>Returns the vocabulary with this name; null if there is none.</summary>
    public static VocabularyResponse? Find(Release release, string name) =>
        All(release)
            .FirstOrDefault(vocabulary =>
                vocabulary.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
            );
}
