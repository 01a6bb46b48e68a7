using System.Buffers;
using System.Globalization;
using System.Text;
using F23.StringSimilarity;

namespace MpnstApi.Annotation;

/// <summary>Compares texts as people type them.</summary>
public static class Text
{
    /// <summary>
    /// Folds a text: lower case, without accents, with runs of other characters than letters and digits as one space. Texts
    /// with equal folds have the same words.
    /// </summary>
    public static string Fold(string text) =>
        Ascii.IsValid(text) ? FoldAscii(text) : FoldRunes(text);

    // Fast path for most texts; every search and every index folds.
    private static string FoldAscii(string text)
    {
        var folded = ArrayPool<char>.Shared.Rent(text.Length);
        var length = 0;
        foreach (var letter in text)
        {
            if (char.IsAsciiLetterOrDigit(letter))
            {
                folded[length++] = char.ToLowerInvariant(letter);
            }
            else if (length > 0 && folded[length - 1] != ' ')
            {
                folded[length++] = ' ';
            }
        }
        var result = folded.AsSpan(0, length).TrimEnd(' ').ToString();
        ArrayPool<char>.Shared.Return(folded);
        return result;
    }

    private static string FoldRunes(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (
            var rune in Normalizable(text).Normalize(NormalizationForm.FormKD).EnumerateRunes()
        )
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                folded.Append(Rune.ToLowerInvariant(rune).ToString());
            }
            else if (
                Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark
                && folded.Length > 0
                && folded[^1] != ' '
            )
            {
                folded.Append(' ');
            }
        }
        return folded.ToString().TrimEnd();
    }

    /// <summary>Returns whether every surrogate is part of a pair.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out var read) != OperationStatus.Done)
            {
                return false;
            }
            text = text[read..];
        }
        return true;
    }

    // Normalize throws for halves of surrogate pairs and for U+FFFE, which records and requests may contain.
    private static string Normalizable(string text) =>
        text.AsSpan().IndexOfAnyInRange('\ud800', '\uffff') < 0
            ? text
            : string.Concat(
                text.EnumerateRunes()
                    .Select(rune => rune.Value == 0xFFFE ? Rune.ReplacementChar : rune)
            );

    /// <summary>Returns a name in the form of ids: its fold, with hyphens for blanks.</summary>
    public static string Id(string name) => Fold(name).Replace(' ', '-');

    /// <summary>Returns the folded words of a text.</summary>
    public static string[] Words(string text) =>
        Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    // A longer text is not a typing error, and a comparison costs the product of both lengths.
    private const int LongestSlip = 60;
    private const double Near = 0.7;
    private const double Rounding = 1e-9;
    private const int Letters = 128;

    /// <summary>
    /// Returns up to three of <paramref name="candidates"/> that differ only by a likely typing error, nearest first.
    /// </summary>
    public static IReadOnlyList<string> Nearest(string text, IEnumerable<string> candidates)
    {
        if (text.Length > LongestSlip)
        {
            return [];
        }
        var similarity = new JaroWinkler();
        var wanted = Fold(text);
        var letters = new short[Letters];
        foreach (var letter in wanted)
        {
            letters[letter % Letters]++;
        }
        return
        [
            .. candidates
                .Distinct()
                .Select(candidate => (candidate, folded: Fold(candidate)))
                .Where(pair => MayBeNear(wanted, letters, pair.folded))
                .Select(pair => (pair.candidate, near: similarity.Similarity(wanted, pair.folded)))
                .Where(pair => pair.near >= Near)
                .OrderByDescending(pair => pair.near)
                .ThenBy(pair => pair.candidate, StringComparer.Ordinal)
                .Take(3)
                .Select(pair => pair.candidate),
        ];
    }

    // Comparing takes much longer than counting common letters, and no more letters than those can match: Jaro's similarity
    // is at most a third of their shares of both texts and one. Letters of one number count as the same.
    private static bool MayBeNear(string wanted, short[] letters, string candidate)
    {
        if (wanted.Length == 0 || candidate.Length == 0)
        {
            return true;
        }
        Span<short> left = stackalloc short[Letters];
        letters.CopyTo(left);
        var common = 0;
        foreach (var letter in candidate)
        {
            if (left[letter % Letters] > 0)
            {
                left[letter % Letters]--;
                common++;
            }
        }
        return ((double)common / wanted.Length) + ((double)common / candidate.Length)
            >= (3 * Near) - 1 - Rounding;
    }
}
