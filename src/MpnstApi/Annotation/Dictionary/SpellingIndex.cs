using System.Text;
using MpnstApi.Annotation.Language;

namespace MpnstApi.Annotation.Dictionary;

/// <summary>
/// Drugs by a spelling under which common variants are equal: a final -e, -a, -o or -p, ph and f, th and t, ch, k and c, ks
/// and x, y and i, doubled letters. Names of other languages mostly differ by these: "ciclofosfamida", "docetaksel".
/// </summary>
internal sealed class SpellingIndex
{
    private const int Shortest = 7;

    private readonly Dictionary<string, string?> _drugs = new(StringComparer.Ordinal);

    public static SpellingIndex Of(DrugDictionary dictionary)
    {
        var index = new SpellingIndex();
        foreach (var drug in dictionary.Drugs)
        {
            foreach (var name in drug.Synonyms.Prepend(drug.Name))
            {
                if (Words.Of(name) is { Count: 1 } words && IsWord(words[0].Form))
                {
                    index.Add(Simplify(words[0].Form), drug.Id);
                }
            }
        }

        return index;
    }

    /// <summary>Returns the one drug whose name is a variant of this spelling; null if there is none or more than one.</summary>
    public string? Find(string form) =>
        IsWord(form) ? _drugs.GetValueOrDefault(Simplify(form)) : null;

    private static bool IsWord(string form) =>
        form.Length >= Shortest && form.All(char.IsAsciiLetterLower);

    private void Add(string spelling, string drug)
    {
        if (!_drugs.TryAdd(spelling, drug) && _drugs[spelling] != drug)
        {
            _drugs[spelling] = null;
        }
    }

    private static string Simplify(string form)
    {
        var text = form.Replace("ph", "f", StringComparison.Ordinal)
            .Replace("th", "t", StringComparison.Ordinal)
            .Replace("ch", "c", StringComparison.Ordinal)
            .Replace("ks", "x", StringComparison.Ordinal)
            .Replace('k', 'c')
            .Replace('y', 'i');
        var simple = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (simple.Length == 0 || simple[^1] != letter)
            {
                simple.Append(letter);
            }
        }
        if (simple[^1] is 'e' or 'a' or 'o')
        {
            simple.Length--;
        }

        if (simple[^1] == 'p')
        {
            simple[^1] = 'b';
        }

        return simple.ToString();
    }
}
