using System.Globalization;

namespace MpnstApi.Storage;

/// <summary>Reads settings, or stops the start with a sentence that says which is wrong and what would be right.</summary>
public static class Settings
{
    /// <summary>As .NET writes it: [d.]hh:mm:ss[.fffffff].</summary>
    private const string Form = "c";
    private const int FractionDigits = 7;

    /// <summary>A time as hh:mm:ss of at least <paramref name="least"/>; <paramref name="fallback"/> where the setting is absent. Throws <see cref="InvalidConfigurationException"/>.</summary>
    public static TimeSpan Time(
        this IConfiguration configuration,
        string setting,
        TimeSpan fallback,
        TimeSpan least
    )
    {
        var text = configuration[setting];
        if (string.IsNullOrWhiteSpace(text))
        {
            return fallback;
        }
        return
            // "2" would be two days.
            text.Contains(':', StringComparison.Ordinal)
            && TimeSpan.TryParseExact(
                WithAllDigits(text.Trim()),
                Form,
                CultureInfo.InvariantCulture,
                out var time
            )
            && time >= least
            ? time
            : throw new InvalidConfigurationException(
                $"{setting} is '{text}'; give a time from {least.ToString(Form, CultureInfo.InvariantCulture)} on as hh:mm:ss, hh:mm:ss.fff or d.hh:mm:ss, for example {fallback.ToString(Form, CultureInfo.InvariantCulture)}."
            );
    }

    // The form wants seven digits of a second's fraction; people and other programs write as many as there are.
    private static string WithAllDigits(string text)
    {
        var fraction = text.LastIndexOf('.') + 1;
        return
            fraction > text.LastIndexOf(':') + 1
            && text.Length > fraction
            && text.Length - fraction < FractionDigits
            ? text.PadRight(fraction + FractionDigits, '0')
            : text;
    }
}
