using MpnstApi.Filtering;
using MpnstApi.Releases;

namespace MpnstApi.Statistics;

/// <summary>Describes filters in words, for pages and captions.</summary>
public static class FilterWords
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["q"] = "Words",
        ["nf1"] = "NF1 named",
        ["nf1Association"] = "NF1 required",
        ["mpnstDedicated"] = "For MPNST alone",
        ["stdAge"] = "Age group",
        ["ctrpCategory"] = "CTRP category",
        ["drugType"] = "Drug type",
        ["targetedProtein"] = "Targeted protein",
        ["immunotherapyTarget"] = "Immunotherapy target",
        ["targetRole"] = "Links to targets",
        ["includeWithdrawn"] = "Withdrawn trials counted",
        ["hasResults"] = "Results posted",
        ["startFrom"] = "Started from",
        ["startTo"] = "Started to",
    };

    /// <summary>Returns the name of a parameter of the filter.</summary>
    public static string NameOf(string parameter) =>
        Names.GetValueOrDefault(parameter)
        ?? string.Concat(
            parameter.Select(
                (letter, place) =>
                    place == 0 ? char.ToUpperInvariant(letter).ToString()
                    : char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}"
                    : letter.ToString()
            )
        );

    /// <summary>Returns the label of a value of a parameter.</summary>
    public static string ValueOf(Release release, string parameter, string value) =>
        value is "true" ? "yes"
        : value is "false" ? "no"
        : FilterParameters.Find(parameter)?.Facet is { } facet
            ? FacetLabels.Of(release, facet, value)
        : value;

    /// <summary>Returns a condition in words.</summary>
    public static string Of(Release release, FilterTerm term) =>
        $"{NameOf(term.Parameter)}: {string.Join(" or ", term.Values.Select(value => ValueOf(release, term.Parameter, value)))}";

    /// <summary>Returns the filter as a sentence, including the default scope.</summary>
    public static string Of(Release release, TrialFilter filter)
    {
        var scope =
            filter.Of("scope") is null && filter.Of("id") is null
                ? "Trials that name MPNST or take soft tissue sarcomas as a class"
                : "Trials";
        return filter.Terms.IsEmpty
            ? $"{scope}."
            : $"{scope}; {string.Join("; ", filter.Terms.Select(term => Of(release, term)))}.";
    }
}
