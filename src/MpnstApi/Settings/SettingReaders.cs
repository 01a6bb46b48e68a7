using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace MpnstApi.Settings;

/// <summary>
/// Reads settings by their kind. A setting that is absent or empty has its default; a value that is not valid throws an
/// <see cref="InvalidConfigurationException"/>.
/// </summary>
public static class SettingReaders
{
    /// <summary>The longest that a timer of .NET waits is a little more than 49 days.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromDays(49);

    /// <summary>As .NET writes a duration: [d.]hh:mm:ss[.fffffff].</summary>
    private const string DurationFormat = "c";
    private const string DurationForms = "hh:mm:ss, hh:mm:ss.fff or d.hh:mm:ss";
    private const int FractionDigits = 7;

    /// <summary>Reads a value; returns false where the text is not one.</summary>
    public delegate bool TryParse<T>(string text, [MaybeNullWhen(false)] out T value);

    /// <summary>A value of any kind.</summary>
    /// <param name="configuration">Where the setting is.</param>
    /// <param name="setting">Its key, such as Registry:Scope.</param>
    /// <param name="fallback">The value where it is absent or empty.</param>
    /// <param name="parse">Reads the text, which has no blanks around it.</param>
    /// <param name="use">What is valid, for the message.</param>
    /// <param name="refuseEmpty">
    /// Whether an empty text is not valid instead of absent: where a variable that somebody forgot to fill would do harm.
    /// </param>
    public static T Value<T>(
        this IConfiguration configuration,
        string setting,
        T fallback,
        TryParse<T> parse,
        string use,
        bool refuseEmpty = false
    )
    {
        var text = configuration[setting];
        return text is null || (!refuseEmpty && string.IsNullOrWhiteSpace(text)) ? fallback
            : parse(text.Trim(), out var value) ? value
            : throw InvalidConfigurationException.Of(setting, text, use);
    }

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="greatest"/>.</summary>
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

    /// <summary>A duration from <paramref name="least"/> to <paramref name="greatest"/>; no longest one where that is null.</summary>
    public static TimeSpan Duration(
        this IConfiguration configuration,
        string setting,
        TimeSpan fallback,
        TimeSpan least,
        TimeSpan? greatest
    ) => configuration.Duration(setting, fallback, least, greatest, fallback)!.Value;

    /// <summary>A duration from <paramref name="least"/> to <paramref name="greatest"/>; null where the setting is absent.</summary>
    /// <param name="configuration">Where the setting is.</param>
    /// <param name="setting">Its key.</param>
    /// <param name="least">The shortest one.</param>
    /// <param name="greatest">The longest one.</param>
    /// <param name="example">One for the message.</param>
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

    /// <summary>true or false, in any case.</summary>
    public static bool Flag(
        this IConfiguration configuration,
        string setting,
        bool fallback,
        bool refuseEmpty = false
    ) =>
        configuration.Value(
            setting,
            fallback,
            (text, out value) => bool.TryParse(text, out value),
            "true or false",
            refuseEmpty
        );

    /// <summary>The name of a member of an enum, in any case.</summary>
    public static T Choice<T>(
        this IConfiguration configuration,
        string setting,
        T fallback,
        bool refuseEmpty = false
    )
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>();
        return configuration.Value(
            setting,
            fallback,
            // Enum.TryParse alone would take numbers too.
            (text, out value) =>
            {
                value = default;
                return names.Contains(text, StringComparer.OrdinalIgnoreCase)
                    && Enum.TryParse(text, ignoreCase: true, out value);
            },
            $"{string.Join(", ", names[..^1])} or {names[^1]}",
            refuseEmpty
        );
    }

    /// <summary>An address of http or https without user name, query or fragment; a slash at its end is left out.</summary>
    public static Uri Address(this IConfiguration configuration, string setting, Uri fallback) =>
        configuration.Value(setting, fallback, IsBaseAddress, AddressForm(fallback));

    /// <summary>An address as <see cref="Address"/> takes it; null where the setting is absent.</summary>
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
        $"an address of http or https without user name, query or fragment, for example {example}";

    private static bool IsBaseAddress(string text, [NotNullWhen(true)] out Uri? address) =>
        IsWebAddress(text.TrimEnd('/'), out address)
        && address.UserInfo.Length + address.Query.Length + address.Fragment.Length == 0;

    /// <summary>Whether a text is an absolute address of http or https.</summary>
    public static bool IsWebAddress(string text, [NotNullWhen(true)] out Uri? address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address) && address.Scheme is "http" or "https";

    /// <summary>Several values: a list, whose entries have an index each, or one text with commas between them.</summary>
    /// <param name="configuration">Where the setting is.</param>
    /// <param name="setting">Its key.</param>
    /// <param name="fallback">The values where it is absent or empty.</param>
    /// <param name="isValid">Whether an entry is valid.</param>
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

    // "2" would be two days.
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

    // The format needs seven digits of a second's fraction; people and other programs write as many as there are.
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
