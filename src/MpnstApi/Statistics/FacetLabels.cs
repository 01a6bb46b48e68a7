using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Indexing;
using MpnstApi.Releases;

namespace MpnstApi.Statistics;

/// <summary>Returns labels of a facet's keys for charts.</summary>
public static class FacetLabels
{
    /// <summary>Returns the label of a key in a release; the key itself if there is none.</summary>
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
