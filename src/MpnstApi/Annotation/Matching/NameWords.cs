using MpnstApi.Annotation.Language;

namespace MpnstApi.Annotation.Matching;

/// <summary>What single words of an intervention's name are.</summary>
internal static class NameWords
{
    /// <summary>Returns whether one of the words from <paramref name="from"/> up to <paramref name="end"/> has one of these forms.</summary>
    public static bool Any(Words words, int from, int end, HashSet<string> forms)
    {
        for (var i = from; i < end; i++)
        {
            if (forms.Contains(words[i].Form))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Returns whether a word belongs to a name of the dictionary.</summary>
    public static bool IsMentioned(int index, IReadOnlyList<Mention> mentions) =>
        mentions.Any(m => m.From <= index && index < m.End);

    /// <summary>Returns whether what stands between two words joins them to one name.</summary>
    public static bool IsJoint(ReadOnlySpan<char> between) => between is "-" or "." or "‐" or "–";

    /// <summary>
    /// Returns whether a word is a code, which after a name is another name of the same drug: "imatinib STI571".
    /// </summary>
    public static bool IsCode(Words words, int index)
    {
        var form = words[index].Form;
        return form.Any(char.IsAsciiDigit) && form.Length >= 4
            || index + 1 < words.Count
                && words.Before(index + 1) is "-"
                && words[index + 1].Form.Any(char.IsAsciiDigit);
    }

    /// <summary>Returns whether one of the words is unknown and written as a code or an abbreviation: "QX-77", "VXLD".</summary>
    public static bool LooksLikeCode(Words words, int from, int end)
    {
        for (var i = from; i < end; i++)
        {
            var original = words.Original(i, 1);
            if (
                IsUnknown(words, i)
                && original.Length >= 2
                && (original.Any(char.IsAsciiDigit) || original.All(char.IsAsciiLetterUpper))
            )
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Returns whether a word says neither how nor how much is given.</summary>
    public static bool IsUnknown(Words words, int index)
    {
        var form = words[index].Form;
        return (form.Length > 1)
            && form.Any(char.IsAsciiLetter)
            && !InterventionMatcher.IsAccompanying(form)
            && !Quantities.IsUnit(form)
            && !Quantities.IsQuantity(form);
    }
}
