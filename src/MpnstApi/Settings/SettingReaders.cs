using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace MpnstApi.Settings;

/// <summary>
/// Reads settings by kind. An absent or empty setting has its default; an invalid value throws an
/// <see cref="InvalidConfigurationException"/>.
/// </summary>
public static class SettingReaders
{
    /// <summary>The longest duration: .NET timers wait at most a little more than 49 days.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromDays(49);

    /// <summary>Matches durations as .NET writes them: [d.]hh:mm:ss[.fffffff].</summary>
    private const string DurationFormat = "c";
    private const string DurationForms = "hh:mm:ss, hh:mm:ss.fff or d.hh:mm:ss";
    private const int FractionDigits = 7;

    /// <summary>Reads a value. Returns false if the text is not one.</summary>
    public delegate bool TryParse<T>(string text, [MaybeNullWhen(false)] out T value);

    /// <summary>Reads a value of any kind.</summary>
    /// <param name="configuration">The configuration that has the setting.</param>
    /// <param name="setting">Its key, such as Registry:Scope.</param>
    /// <param name="fallback">The value if it is absent or empty.</param>
    /// <param name="parse">Reads the trimmed text.</param>
    /// <param name="use">What is valid, for the message.</param>
    /// <param name="rejectEmpty">
    /// Whether an empty text is invalid instead of absent: for settings where an accidentally empty variable would do harm.
    /// </param>
    public static T Value<T>(
        this IConfiguration configuration,
        string setting,
        T fallback,
        TryParse<T> parse,
        string use,
        bool rejectEmpty = false
    )
    {
        var text = configuration[setting];
        return text is null || (!rejectEmpty && string.IsNullOrWhiteSpace(text)) ? fallback
            : parse(text.Trim(), out var value) ? value
            : throw InvalidConfigurationException.Of(setting, text, use);
    }

    /// <summary>Reads a whole number from <paramref name="least"/> to <paramref name="greatest"/>.</summary>
    public static int Number(
        this IConfiguration configuration,
        string setting,
        int fallback,
        int least,
        int greatest = int.MaxValue
    ) =>
        configuration.Value(
            setting,
            fallback,
            (text, out value) =>
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value)
                && value >= least
                && value <= greatest,
            greatest == int.MaxValue
                ? $"a whole number of {least} or more, for example {fallback}"
                : $"a whole number from {least} to {greatest}"
        );

    /// <summary>
    /// Reads a duration from <paramref name="least"/> to <paramref name="greatest"/>, or without an upper limit if that is
    /// null.
    /// </summary>
    public static TimeSpan Duration(
        this IConfiguration configuration,
        string setting,
        TimeSpan fallback,
        TimeSpan least,
        TimeSpan? greatest
    ) => configuration.Duration(setting, fallback, least, greatest, fallback)!.Value;

    /// <summary>
    /// Reads a duration from <paramref name="least"/> to <paramref name="greatest"/>. Returns null if the setting is
    /// absent.
    /// </summary>
    /// <param name="configuration">The configuration that has the setting.</param>
    /// <param name="setting">Its key.</param>
    /// <param name="least">The shortest duration.</param>
    /// <param name="greatest">The longest duration.</param>
    /// <param name="example">An example for the message.</param>
    public static TimeSpan? OptionalDuration(
        this IConfiguration configuration,
        string setting,
        TimeSpan least,
        TimeSpan greatest,
        TimeSpan example
    ) => configuration.Duration(setting, null, least, greatest, example);

    private static TimeSpan? Duration(
        this IConfiguration configuration,
        string setting,
        TimeSpan? fallback,
        TimeSpan least,
        TimeSpan? greatest,
        TimeSpan example
    ) =>
        configuration.Value(
            setting,
            fallback,
            (text, out value) =>
            {
                value = ParseDuration(text);
                return value >= least && (greatest is null || value <= greatest);
            },
            greatest is { } most
                ? $"a duration from {Written(least)} to {Written(most)} as {DurationForms}, for example {Written(example)}"
                : $"a duration of {Written(least)} or more as {DurationForms}, for example {Written(example)}"
        );

    /// <summary>Reads true or false, ignoring case.</summary>
    public static bool Flag(
        this IConfiguration configuration,
        string setting,
        bool fallback,
        bool rejectEmpty = false
    ) =>
        configuration.Value(
            setting,
            fallback,
            (text, out value) => bool.TryParse(text, out value),
            "true or false",
            rejectEmpty
        );

    /// <summary>Reads the name of an enum member, ignoring case.</summary>
    public static T Choice<T>(
        this IConfiguration configuration,
        string setting,
        T fallback,
        bool rejectEmpty = false
    )
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>();
        return configuration.Value(
            setting,
            fallback,
            // Enum.TryParse alone would accept numbers too.
            (text, out value) =>
            {
                value = default;
                return names.Contains(text, StringComparer.OrdinalIgnoreCase)
                    && Enum.TryParse(text, ignoreCase: true, out value);
            },
            $"{string.Join(", ", names[..^1])} or {names[^1]}",
            rejectEmpty
        );
    }

    /// <summary>Reads an http or https address without user name, query or fragment; a slash at its end is removed.</summary>
    public static Uri Address(this IConfiguration configuration, string setting, Uri fallback) =>
        configuration.Value(setting, fallback, IsBaseAddress, AddressForm(fallback));

    /// <summary>Reads an address like <see cref="Address"/>. Returns null if the setting is absent.</summary>
    public static Uri? OptionalAddress(
        this IConfiguration configuration,
        string setting,
        Uri example
    ) =>
        configuration.Value<Uri?>(
            setting,
            null,
            (string text, out Uri? address) => IsBaseAddress(text, out address),
            AddressForm(example)
        );

    private static string AddressForm(Uri example) =>
        $"an http or https address without user name, query or fragment, for example {example}";

    private static bool IsBaseAddress(string text, [NotNullWhen(true)] out Uri? address) =>
        IsWebAddress(text.TrimEnd('/'), out address)
        && address.UserInfo.Length + address.Query.Length + address.Fragment.Length == 0;

    /// <summary>Returns whether a text is an absolute http or https address.</summary>
    public static bool IsWebAddress(string text, [NotNullWhen(true)] out Uri? address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address) && address.Scheme is "http" or "https";

    /// <summary>Reads several values: a list with an index for each entry, or one text with commas.</summary>
    /// <param name="configuration">The configuration that has the setting.</param>
    /// <param name="setting">Its key.</param>
    /// <param name="fallback">The values if it is absent or empty.</param>
    /// <param name="isValid">Returns whether an entry is valid.</param>
    /// <param name="use">What is valid, for the message.</param>
    public static IReadOnlyList<string> List(
        this IConfiguration configuration,
        string setting,
        IReadOnlyList<string> fallback,
        Func<string, bool> isValid,
        string use
    )
    {
        var section = configuration.GetSection(setting);
        var entries = section.GetChildren().Select(entry => entry.Value ?? "").ToList();
        IReadOnlyList<string> values =
            entries.Count > 0 ? entries
            : string.IsNullOrWhiteSpace(section.Value) ? fallback
            : section.Value.Split(',', StringSplitOptions.TrimEntries);
        return values.FirstOrDefault(value => !isValid(value)) is { } wrong
            ? throw InvalidConfigurationException.Of(setting, wrong, use)
            : values;
    }

    // "2" would mean two days.
    private static TimeSpan? ParseDuration(string text) =>
        text.Contains(':', StringComparison.Ordinal)
        && TimeSpan.TryParseExact(
            WithAllDigits(text),
            DurationFormat,
            CultureInfo.InvariantCulture,
            out var duration
        )
            ? duration
            : null;

    // The format needs seven decimals of a second; people and other programs write fewer.
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

    private static string Written(TimeSpan duration) =>
        duration.ToString(DurationFormat, CultureInfo.InvariantCulture);
}
