using MpnstApi.Annotation.Wording;

namespace MpnstApi.Annotation.Rules;

/// <summary>Whether running text names a disease only to say that it is absent, feared or kept out.</summary>
internal static class Negation
{
    private const int Reach = 7;
    private const int AfterReach = 12;

    private static readonly PhraseList<bool> Before = Phrases.Of(
        "no",
        "not",
        "non",
        "without",
        "free of",
        "absence of",
        "rule out",
        "ruled out",
        "suspicious for",
        "suspicion of",
        "suspected",
        "concern for",
        "concerning for",
        "risk {of|for}",
        "risk of developing",
        "family history of",
        "transformation {to|into}",
        "transform {to|into}",
        "conversion {to|into}",
        "{progress|progression|progressing|degeneration} {to|into}",
        "{develop|developing|development of}",
        "negative for",
        "never"
    );

    /// <summary>Words after which a negation no longer reaches: "with or without", "not only".</summary>
    private static readonly PhraseList<bool> Lifting = Phrases.Of(
        "with or without",
        "with and without",
        "not only",
        "not limited to",
        "but not limited to",
        "or not",
        "no more than",
        "but"
    );

    /// <summary>These reach over a whole list: "excluded histologies: A, B, C".</summary>
    private static readonly PhraseList<bool> BeforeList = Phrases.Of(
        "{exclude|excluded|excluding|exclusion|ineligible|except}",
        "other than",
        "with the exception of",
        "not {eligible|allowed|permitted|included}"
    );

    /// <summary>After a name: it was named to be kept out.</summary>
    private static readonly PhraseList<bool> After = Phrases.Of(
        "{is|are|will be|were|was|must be} {excluded|ineligible}",
        "{is|are|will be|were} not {eligible|allowed|permitted|included}",
        "{excluded|ineligible}",
        "not eligible"
    );

    /// <summary>Whether the name that begins at a word is negated.</summary>
    public static bool Reaches(Words words, int index) =>
        IsNegatedBefore(words, index) || IsNegatedAfter(words, index);

    private static bool IsNegatedBefore(Words words, int index)
    {
        var from = index;
        while (from > 0 && !words[from].AfterStop)
            from--;
        var negated = false;
        for (var i = from; i < index; )
        {
            if (LiftedAt(words, i) is { } lifted)
            {
                negated = false;
                i += lifted;
            }
            else if (BeforeList.At(words, i) is { } list)
            {
                negated = true;
                i += list.Count;
            }
            else if (index - i <= Reach && Before.At(words, i) is { } hit)
            {
                negated = true;
                i += hit.Count;
            }
            else
                i++;
        }
        return negated;
    }

    private static int? LiftedAt(Words words, int index) =>
        Lifting.At(words, index) is { } hit ? hit.Count
        : words[index].AfterBreak && (words[index].Form is "including" or "include") ? 1
        : null;

    private static bool IsNegatedAfter(Words words, int index)
    {
        for (var i = index + 1; i < words.Count && i - index <= AfterReach; i++)
        {
            if (words[i].AfterStop)
                return false;
            if (After.At(words, i) is not null)
                return true;
        }
        return false;
    }
}
