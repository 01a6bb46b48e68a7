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
        "A text that begins with =, +, - or @, full-width and small forms too, or with a tab, carriage return or line feed, blanks and invisible characters before it or not, has an apostrophe put in front, so that no spreadsheet runs it as a formula; so has a text that begins with apostrophes before such a beginning. One apostrophe less is the text.";

    /// <summary>The text, with an apostrophe in front where a spreadsheet could run it.</summary>
    public static string Guard(string text) => IsFormula(text) ? Apostrophe + text : text;

    // Apostrophes do not count, so that who takes one away from every guarded text has the texts back.
    private static bool IsFormula(string text)
    {
        foreach (var rune in text.AsSpan().TrimStart(Apostrophe).EnumerateRunes())
        {
            if (rune.Value is '\t' or '\r' or '\n' || Signs.Contains(rune.Value))
            {
                return true;
            }
            if (!IsInvisible(rune))
            {
                return false;
            }
        }
        return false;
    }

    // Byte order marks, zero-width characters, blanks: importers drop them before they look for a formula.
    private static bool IsInvisible(Rune rune) =>
        Rune.IsWhiteSpace(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control;
}
