using System.Globalization;

namespace MpnstApi.Registry;

/// <summary>Checks the form of the registry's dates: YYYY, YYYY-MM or YYYY-MM-DD.</summary>
public static class RegistryDate
{
    public static bool IsValid(string text) =>
        text.Length switch
        {
            4 => Fits(text, "yyyy"),
            7 => Fits(text, "yyyy-MM"),
            10 => Fits(text, "yyyy-MM-dd"),
            _ => false,
        };

    private static bool Fits(string text, string format) =>
        DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, 0, out _);
}
