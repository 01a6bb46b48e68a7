using System.Globalization;
using System.Text;

namespace MpnstApi.Exports;

/// <summary>Keeps spreadsheets from running a text as a formula when they open a CSV file.</summary>
public static class FormulaGuard
{
    private const char Apostrophe = '\'';

    // With their full-width and small forms, which importers take for the same.
    private static readonly HashSet<int> Signs =
    [
        .. "=+-@＝＋－＠﹦﹢﹣﹫".Select(sign => (int)sign),
    ];

    /// <summary>How to read a guarded text.</summary>
    public const string Note =
        "A text whose first visible character is =, +, - or @, full-width and small forms too, or that begins with a tab, carriage return or line feed, has an apostrophe put in front, so that no spreadsheet runs it as a formula; so has a text that begins with apostrophes before such a beginning. One apostrophe less is the text.";

    /// <summary>The text, with an apostrophe in front where a spreadsheet could run it.</summary>
    public static string Guard(string text) => IsFormula(text) ? Apostrophe + text : text;

    // Apostrophes do not count, so that who takes one away from every guarded text has the texts back.
    private static bool IsFormula(string text)
    {
        var bare = text.AsSpan().TrimStart(Apostrophe);
        if (bare is ['\t' or '\r' or '\n', ..])
        {
            return true;
        }
        foreach (var rune in bare.EnumerateRunes())
        {
            if (!IsInvisible(rune))
            {
                return Signs.Contains(rune.Value);
            }
        }
        return false;
    }

    // Byte order marks, zero-width characters, blanks: importers drop them before they look for a formula.
    private static bool IsInvisible(Rune rune) =>
        Rune.IsWhiteSpace(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control;
}
