using System.Globalization;
using MpnstApi.Storage;

namespace MpnstApi.Indexing;

/// <summary>Represents the ages, in whole years, at which patients may enter a trial.</summary>
public readonly record struct AdmittedAges
{
    private const int Adult = 18;
    private const int OlderAdult = 65;

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

    private readonly byte lowest;
    private readonly byte highest;

    // Age groups instead of limits.
    private readonly bool child;
    private readonly bool adult;
    private readonly bool olderAdult;

    /// <summary>
    /// Returns the ages by the registry's limits ("18 Years", "6 Months"), or by its age groups if a record states no
    /// limit.
    /// </summary>
    public AdmittedAges(TrialFacts facts)
    {
        var (from, to) = (Years(facts.MinimumAge), Years(facts.MaximumAge));
        if (from is null && to is null)
        {
            child = facts.StdAges.Contains("CHILD");
            adult = facts.StdAges.Contains("ADULT");
            olderAdult = facts.StdAges.Contains("OLDER_ADULT");
            (lowest, highest) = (byte.MaxValue, 0);
            return;
        }
        // A limit in whole years includes the year itself: "up to 21 Years" admits a patient of 21 and a half.
        lowest = Whole(from ?? 0);
        highest = Whole(to ?? byte.MaxValue);
    }

    /// <summary>
    /// Returns whether a patient of this age may enter. A single missing limit does not restrict; a record without any ages
    /// returns false.
    /// </summary>
    public bool Admit(int years) =>
        (lowest <= years && years <= highest)
        || (
            years < Adult ? child
            : years < OlderAdult ? adult
            : olderAdult
        );

    private static byte Whole(decimal years) => (byte)Math.Min(decimal.Floor(years), byte.MaxValue);

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
