using System.Globalization;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Page;

/// <summary>Formats words and numbers for pages.</summary>
internal static class PageText
{
    /// <summary>Returns the label of a value of a closed vocabulary.</summary>
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => Terms<TEnum>.Of(value).Label;

    /// <summary>Returns the definition of a value of a closed vocabulary.</summary>
    public static string Definition<TEnum>(TEnum value)
        where TEnum : struct, Enum => Terms<TEnum>.Of(value).Definition;

    public static string Percent(decimal? percent) =>
        percent is { } known ? known.ToString("0.0", CultureInfo.InvariantCulture) + "%" : "";

    /// <summary>Returns the length of a bar, in percent of the longest.</summary>
    public static string Length(int count, int longest) =>
        Math.Min(100m, 100m * count / longest).ToString("0.#", CultureInfo.InvariantCulture) + "%";

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Returns a number with its noun.</summary>
    public static string Count(int number, string one, string? several = null) =>
        $"{Number(number)} {(number == 1 ? one : several ?? one + "s")}";

    public static string Day(DateTime moment) =>
        moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Returns an address from a record if it is an http or https address; otherwise null.</summary>
    public static string? Safe(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            ? uri.AbsoluteUri
            : null;
}
