namespace MpnstApi.Annotation.Language;

/// <summary>Numbers with their units: doses, days, cycles.</summary>
internal static class Quantities
{
    private static readonly HashSet<string> Units =
    [
        .. (
            "mg g kg ml l mcg ug ng iu u gy cgy cge mci gbq mbq kbq mm cm m2 auc pfu vp cfu "
            + "mgm2 gm2 million billion cell cells dose doses cycle cycles course courses day days week weeks "
            + "month months hour hours hr hrs h min minute minutes fraction fractions fx times x percent d wk "
            + "year years patient patients session sessions"
        ).Split(' '),
    ];

    /// <summary>Returns whether a folded word is a unit of dose or time.</summary>
    public static bool IsUnit(string form) => Units.Contains(form);

    /// <summary>Returns whether a folded word is a number, with or without its unit: "800", "800mg", "q21d", "d1", "x3", "10e6".</summary>
    public static bool IsQuantity(string form)
    {
        var first = form.AsSpan().IndexOfAnyInRange('0', '9');
        if (first < 0)
        {
            return false;
        }

        if (first == 0)
        {
            var digits = form.Length - form.TrimStart("0123456789".ToCharArray()).Length;
            var unit = form[digits..];
            return unit.Length == 0
                || IsUnit(unit)
                || unit is "st" or "nd" or "rd" or "th"
                || (unit[0] is 'x' or 'e' && unit[1..].All(char.IsAsciiDigit));
        }
        return form[..first] is "d" or "q" or "x" or "w" or "c" or "day" or "week" or "cycle" or "m"
            && form[first..].TrimEnd('d', 'w', 'h').All(char.IsAsciiDigit)
            && form.Length - first <= 3;
    }
}
