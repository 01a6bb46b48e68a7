using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Indexing;
using MpnstApi.Releases;

namespace MpnstApi.Statistics;

/// <summary>What a chart prints for a facet's key.</summary>
public static class FacetLabels
{
    /// <summary>The label in this release's words; the key itself where there is no better one.</summary>
    public static string Of(Release release, Facet facet, string key) =>
        key is Facets.Unclassified or Facets.NotStated ? "Not stated"
        : facet.Vocabulary?.FirstOrDefault(term => term.Value == key) is { } term ? term.Label
        : facet.Name switch
        {
            "treatment" => TreatmentKeys.Label(key) ?? key,
            "drugType" => release.Dictionary.FindDrugType(key)?.Label ?? key,
            "drug" => release.Dictionary.FindDrug(key)?.Name ?? key,
            "country" => Countries.Find(key)?.Name ?? key,
            "immunotherapyTarget" when key == Facets.PdAxis => "PD-1/PD-L1",
            _ => key,
        };
}
