using System.Globalization;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Page;

/// <summary>Words and numbers as the pages print them.</summary>
internal static class PageText
{
    /// <summary>A value of a closed vocabulary in words.</summary>
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => Terms<TEnum>.Of(value).Label;

    /// <summary>What a value of a closed vocabulary means.</summary>
    public static string Definition<TEnum>(TEnum value)
        where TEnum : struct, Enum => Terms<TEnum>.Of(value).Definition;

    public static string Percent(decimal? percent) =>
        percent is { } known ? known.ToString("0.0", CultureInfo.InvariantCulture) + "%" : "";

    /// <summary>The length of a bar, in percent of the longest.</summary>
    public static string Length(int count, int longest) =>
        Math.Min(100m, 100m * count / longest).ToString("0.#", CultureInfo.InvariantCulture) + "%";

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number with its noun.</summary>
    public static string Count(int number, string one, string? several = null) =>
        $"{Number(number)} {(number == 1 ? one : several ?? one + "s")}";

    public static string Day(DateTime moment) =>
        moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>An address that strangers wrote, if a browser may open it; null for other schemes than http.</summary>
    public static string? Safe(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            ? uri.AbsoluteUri
            : null;
}
