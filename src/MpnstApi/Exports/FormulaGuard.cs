using System.Globalization;
using System.Text;

namespace MpnstApi.Exports;

/// <summary>Prevents spreadsheets from running a text as a formula when they open a CSV file.</summary>
public static class FormulaGuard
{
    private const char Apostrophe = '\'';

    // Includes full-width and small forms, which importers treat alike.
    private static readonly HashSet<int> Signs =
    [
        .. "=+-@＝＋－＠﹦﹢﹣﹫".Select(sign => (int)sign),
    ];

    /// <summary>The note on guarded texts in the data dictionary.</summary>
    public const string Note =
        "A text that begins with =, +, - or @ (including their full-width and small forms), a tab, a carriage return or a line feed, even after blanks or invisible characters, is written with an apostrophe in front, so that no spreadsheet runs it as a formula. So is a text that has apostrophes before such a beginning. Remove one apostrophe to get the text.";

    /// <summary>Returns the text, with an apostrophe in front if a spreadsheet could run it.</summary>
    public static string Guard(string text) => IsFormula(text) ? Apostrophe + text : text;

    // Apostrophes are skipped, so that removing one from every guarded text restores the texts.
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

    // Importers drop byte order marks, zero-width characters and blanks before they look for a formula.
    private static bool IsInvisible(Rune rune) =>
        Rune.IsWhiteSpace(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control;
}
