using System.Globalization;

namespace MpnstApi.Indexing;

/// <summary>Dates as registries give them: YYYY, YYYY-MM or YYYY-MM-DD. A partial date is its first day.</summary>
public static class PartialDate
{
    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM", "yyyy"];

    /// <summary>The (first) day meant; null where the text is absent or no date.</summary>
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
