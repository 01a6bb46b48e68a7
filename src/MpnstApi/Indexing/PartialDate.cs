using System.Globalization;

namespace MpnstApi.Indexing;

/// <summary>Reads dates in the registry's form: YYYY, YYYY-MM or YYYY-MM-DD. A partial date means its first day.</summary>
public static class PartialDate
{
    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM", "yyyy"];

    /// <summary>Returns the first day of a date; null if the text is absent or not a date.</summary>
    public static DateOnly? Parse(string? text) =>
        DateOnly.TryParseExact(
            text,
            Formats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var date
        )
            ? date
            : null;
}
