using System.Globalization;
using MpnstApi.Storage;

namespace MpnstApi.Filtering;

/// <summary>The registry's ages ("18 Years", "6 Months") and age groups.</summary>
public static class Ages
{
    private static readonly Dictionary<string, decimal> UnitsPerYear = new(
        StringComparer.OrdinalIgnoreCase
    )
    {
        ["year"] = 1,
        ["month"] = 12,
        ["week"] = 52,
        ["day"] = 365,
        ["hour"] = 365 * 24,
        ["minute"] = 365 * 24 * 60,
    };

    /// <summary>Whether somebody of this age may enter. A missing limit is no limit, but a record without any ages admits nobody we know of.</summary>
    public static bool Admit(TrialFacts facts, int years)
    {
        var (from, to) = (Years(facts.MinimumAge), Years(facts.MaximumAge));
        if (from is null && to is null)
        {
            return facts.StdAges.Contains(
                years < 18 ? "CHILD"
                : years < 65 ? "ADULT"
                : "OLDER_ADULT"
            );
        }
        // A limit in whole years includes the year itself: "up to 21 Years" admits one of 21 and a half.
        return (from is null || years + 1 > from) && (to is null || years <= to);
    }

    private static decimal? Years(string? text)
    {
        var words = text?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return
            words is [var number, var unit]
            && decimal.TryParse(
                number,
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var count
            )
            && UnitsPerYear.TryGetValue(unit.TrimEnd('s', 'S'), out var perYear)
            ? count / perYear
            : null;
    }
}
