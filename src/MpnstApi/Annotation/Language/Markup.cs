using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace MpnstApi.Annotation.Language;

/// <summary>Removes from registry texts what the forms add and a reader does not see.</summary>
public static partial class Markup
{
    /// <summary>
    /// Returns the text with HTML entities resolved, HTML tags gone, line ends as "\n", and without soft hyphens, zero-width characters and the
    /// backslashes of Markdown; null for null.
    /// </summary>
    public static string? Clean(string? text)
    {
        if (text is null)
        {
            return null;
        }
        if (text.Contains('&', StringComparison.Ordinal))
        {
            text = WebUtility.HtmlDecode(text);
        }
        if (text.Contains('<', StringComparison.Ordinal))
        {
            text = InlineTag().Replace(BlockTag().Replace(text, "\n"), "");
        }
        if (!text.Any(IsToGo))
        {
            return text;
        }
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var next = i + 1 < text.Length ? text[i + 1] : '\0';
            if (text[i] == '\u00A0')
            {
                clean.Append(' ');
            }
            else if (text[i] == '\r')
            {
                clean.Append(next == '\n' ? "" : "\n");
            }
            else if (text[i] is '\u2028' or '\u2029')
            {
                clean.Append('\n');
            }
            else if (text[i] == '\\' && !IsMarked(next))
            {
                clean.Append('\\');
            }
            else if (!IsToGo(text[i]))
            {
                clean.Append(text[i]);
            }
        }
        return clean.ToString();
    }

    /// <summary>Tags that end a line; "&lt; 18" and "&lt;LLN" are not tags.</summary>
    [GeneratedRegex(
        @"</?(?:br|p|li|ul|ol|div|h[1-6]|tr|table)(?:\s[^<>]{0,200})?/?>",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex BlockTag();

    [GeneratedRegex(
        @"</?(?:b|i|u|em|strong|span|sup|sub|font|td|th|a)(?:\s[^<>]{0,200})?/?>",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex InlineTag();

    private static bool IsToGo(char c) =>
        c
            is '\r'
                or '\\'
                or '\u00A0'
                or '\u00AD'
                or '\u200B'
                or '\u200C'
                or '\u200D'
                or '\u2028'
                or '\u2029'
                or '\u2060'
                or '\uFEFF';

    /// <summary>Characters that Markdown escapes.</summary>
    private static bool IsMarked(char c) =>
        char.IsAscii(c) && char.IsPunctuation(c)
        || c is '<' or '>' or '+' or '=' or '^' or '~' or '`' or '|' or '$';
}
