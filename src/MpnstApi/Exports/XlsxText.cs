using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace MpnstApi.Exports;

/// <summary>
/// Escapes texts for cells of a workbook (ST_Xstring of ECMA-376): a character that XML does not allow or would change is
/// written _xHHHH_, and so is an underscore that begins such a sequence.
/// </summary>
internal static partial class XlsxText
{
    private const int MostCharacters = 32_767;

    public static string Escape(string text)
    {
        text = Cut(text);
        return MayNeedEscapes(text) ? Special().Replace(text, Escaped) : text;
    }

    private static string Cut(string text)
    {
        if (text.Length <= MostCharacters)
        {
            return text;
        }
        var end = MostCharacters - 1;
        return string.Concat(
            text.AsSpan(0, char.IsHighSurrogate(text[end - 1]) ? end - 1 : end),
            "…"
        );
    }

    private static bool MayNeedEscapes(string text)
    {
        foreach (var letter in text)
        {
            if (letter is '_' or '\r' || !XmlConvert.IsXmlChar(letter))
            {
                return true;
            }
        }
        return text.Length > 0 && (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]));
    }

    private static string Escaped(Match match) =>
        match.Value.Length == 2
            // A surrogate pair is one character.
            ? match.Value
            : $"_x{((int)match.Value[0]).ToString("X4", CultureInfo.InvariantCulture)}_";

    // Blanks at the ends, which readers trim; surrogate pairs, which stay as they are; characters that XML does not allow.
    [GeneratedRegex(
        @"^\s|\s\z|\r|_(?=x[0-9A-Fa-f]{4}_)|[\uD800-\uDBFF][\uDC00-\uDFFF]|[\u0000-\u0008\u000B\u000C\u000E-\u001F\uD800-\uDFFF\uFFFE\uFFFF]"
    )]
    private static partial Regex Special();
}
