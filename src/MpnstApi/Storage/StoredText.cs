using System.Buffers;
using System.Text;

namespace MpnstApi.Storage;

/// <summary>Prepares texts from outside that are stored as text, not as JSON.</summary>
public static class StoredText
{
    private static readonly SearchValues<char> Suspects = SearchValues.Create([
        '\0',
        .. Enumerable.Range(0xD800, 0x800).Select(half => (char)half),
    ]);

    /// <summary>
    /// Returns whether a text can be the id of a stored trial: ASCII letters and digits, at most 32. Only such a text may go
    /// into a query: databases pad and convert what they compare, and would find another trial.
    /// </summary>
    public static bool IsTrialId(string text) =>
        text.Length is > 0 and <= MpnstDbContext.IdLength && text.All(char.IsAsciiLetterOrDigit);

    /// <summary>
    /// Returns the text with U+FFFD for what not every database accepts: U+0000 and unpaired surrogates, which cutting a text
    /// may leave.
    /// </summary>
    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAny(Suspects))
        {
            return text;
        }
        var clean = new StringBuilder(text.Length);
        // The enumeration replaces unpaired surrogates.
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        }
        return clean.ToString();
    }
}
