namespace MpnstApi.Annotation.Language;

/// <summary>A phrase found in a text.</summary>
/// <param name="From">First word.</param>
/// <param name="Count">The number of words.</param>
public readonly record struct Hit<T>(int From, int Count, T Value);

/// <summary>
/// Phrases to look for, each with a value. In a phrase <c>[word]</c> is optional, <c>{a|b}</c> matches either word, and a final
/// <c>$</c> requires a break or the end to follow. The longest phrase wins, and matches do not overlap.
/// </summary>
public sealed class PhraseList<T>
{
    private readonly Dictionary<string, List<Phrase>> _byFirstWord = new(StringComparer.Ordinal);

    private sealed record Phrase(string[] Forms, bool AtBreak, T Value);

    public PhraseList(IEnumerable<(string Pattern, T Value)> patterns)
    {
        foreach (var (pattern, value) in patterns)
        {
            foreach (var phrase in Expand(pattern))
            {
                var atBreak = phrase.EndsWith('$');
                var words = Words.Of(phrase.TrimEnd('$'));
                var forms = Enumerable.Range(0, words.Count).Select(i => words[i].Form).ToArray();
                if (!_byFirstWord.TryGetValue(forms[0], out var list))
                {
                    _byFirstWord[forms[0]] = list = [];
                }

                list.Add(new Phrase(forms, atBreak, value));
            }
        }

        foreach (var list in _byFirstWord.Values)
        {
            list.Sort((a, b) => b.Forms.Length - a.Forms.Length);
        }
    }

    /// <summary>Returns all matches, left to right.</summary>
    public IEnumerable<Hit<T>> Find(Words words)
    {
        for (var i = 0; i < words.Count; )
        {
            if (At(words, i) is { } hit)
            {
                yield return hit;
                i += hit.Count;
            }
            else
            {
                i++;
            }
        }
    }

    /// <summary>Returns the longest phrase that begins at a word.</summary>
    public Hit<T>? At(Words words, int index)
    {
        if (!_byFirstWord.TryGetValue(words[index].Form, out var phrases))
        {
            return null;
        }

        foreach (var phrase in phrases)
        {
            if (index + phrase.Forms.Length > words.Count)
            {
                continue;
            }

            var k = 1;
            while (k < phrase.Forms.Length && words[index + k].Form == phrase.Forms[k])
            {
                k++;
            }

            var next = index + phrase.Forms.Length;
            if (
                k == phrase.Forms.Length
                && (!phrase.AtBreak || next == words.Count || words[next].AfterBreak)
            )
            {
                return new Hit<T>(index, phrase.Forms.Length, phrase.Value);
            }
        }
        return null;
    }

    private static IEnumerable<string> Expand(string pattern)
    {
        var open = pattern.IndexOfAny(['[', '{']);
        if (open < 0)
        {
            return [pattern];
        }

        var close = pattern.IndexOf(pattern[open] == '[' ? ']' : '}', open);
        var inner = pattern[(open + 1)..close];
        IEnumerable<string> choices = pattern[open] == '[' ? ["", inner] : inner.Split('|');
        return choices.SelectMany(choice =>
            Expand($"{pattern[..open]}{choice}{pattern[(close + 1)..]}")
        );
    }
}

/// <summary>A list of phrases without values.</summary>
public static class Phrases
{
    public static PhraseList<bool> Of(params string[] patterns) =>
        new(patterns.Select(p => (p, true)));

    /// <summary>Returns the first match, or null.</summary>
    public static Hit<T>? First<T>(this PhraseList<T> list, Words words)
    {
        foreach (var hit in list.Find(words))
        {
            return hit;
        }

        return null;
    }

    public static bool In<T>(this PhraseList<T> list, Words words) => list.First(words) is not null;

    /// <summary>Returns whether a phrase begins at one of the words from <paramref name="from"/> up to <paramref name="end"/>, or to the last word if there are fewer.</summary>
    public static bool Begins<T>(this PhraseList<T> list, Words words, int from, int end)
    {
        for (var i = Math.Max(0, from); i < Math.Min(words.Count, end); i++)
        {
            if (list.At(words, i) is not null)
            {
                return true;
            }
        }
        return false;
    }
}
