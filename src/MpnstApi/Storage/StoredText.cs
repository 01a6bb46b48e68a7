using System.Buffers;
using System.Text;

namespace MpnstApi.Storage;

/// <summary>Texts that come from outside and are stored as they are, not as JSON.</summary>
public static class StoredText
{
    private static readonly SearchValues<char> Suspects = SearchValues.Create([
        '\0',
        .. Enumerable.Range(0xD800, 0x800).Select(half => (char)half),
    ]);

    /// <summary>
    /// Whether a text can be the id under which a trial is stored: ASCII letters and digits, at most 32. Only such a one
    /// may go into a query: databases pad and convert what they compare, and would find a trial that was not asked for.
    /// </summary>
    public static bool IsTrialId(string text) =>
        text.Length is > 0 and <= MpnstDbContext.IdLength && text.All(char.IsAsciiLetterOrDigit);

    /// <summary>
    /// The text with U+FFFD for what not every database takes and no reader sees: U+0000 and halves of characters, which
    /// cutting a text may leave.
    /// </summary>
    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAny(Suspects))
        {
            return text;
        }
        var clean = new StringBuilder(text.Length);
        // Halves come out of the enumeration replaced.
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        }
        return clean.ToString();
    }
}
