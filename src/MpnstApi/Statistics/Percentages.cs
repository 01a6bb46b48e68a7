namespace MpnstApi.Statistics;

/// <summary>Computes percentages.</summary>
public static class Percentages
{
    /// <summary>Returns 100·part/whole to one decimal, rounded half away from zero; null if whole is 0.</summary>
    public static decimal? Of(int part, int whole) =>
        whole == 0 ? null : Math.Round(100m * part / whole, 1, MidpointRounding.AwayFromZero);

    /// <summary>
    /// Returns integer percents that add up to 100: the largest remainders are rounded up, the first of equal ones. Null if
    /// the sum is 0.
    /// </summary>
    public static IReadOnlyList<int>? LargestRemainder(IReadOnlyList<int> counts)
    {
        var total = counts.Sum();
        if (total == 0)
        {
            return null;
        }
        var rounded = counts.Select(count => 100 * count / total).ToArray();
        var up = Enumerable
            .Range(0, counts.Count)
            .OrderByDescending(place => 100 * counts[place] % total)
            .ThenBy(place => place)
            .Take(100 - rounded.Sum());
        foreach (var place in up)
        {
            rounded[place]++;
        }
        return rounded;
    }
}
