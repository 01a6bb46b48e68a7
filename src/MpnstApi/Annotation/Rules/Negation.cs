using MpnstApi.Annotation.Wording;

namespace MpnstApi.Annotation.Rules;

/// <summary>Whether running text names a disease only to say that it is absent, feared or kept out.</summary>
internal static class Negation
{
    private const int Reach = 7;

    /// <summary>"Non-malignant", "non-metastatic": the prefix of the next word.</summary>
    private const int PrefixReach = 1;
    private const int AfterReach = 12;

    /// <summary>As long as a list of histologies gets; a text without full stops is not searched to its beginning.</summary>
    private const int ListReach = 100;

    private static readonly PhraseList<bool> Before = Phrases.Of(
        "no",
        "not",
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
        "{become|becoming}",
        "{turn|turning|evolve|evolving} into",
        "negative for",
        "never",
        "not associated with",
        "unrelated to",
        "exclusion of"
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
        "and {include|including}",
        "but"
    );

    /// <summary>What is missing is a treatment; the disease is there.</summary>
    private static readonly PhraseList<bool> Untreated = Phrases.Of(
        "{treatment|therapy|chemotherapy|radiotherapy|treated} for"
    );

    /// <summary>These reach over a whole list: "excluded histologies: A, B, C".</summary>
    private static readonly PhraseList<bool> BeforeList = Phrases.Of(
        "{exclude|excluded|excluding|exclusion|ineligible|except}",
        "other than",
        "with the exception of",
        "not {eligible|allowed|permitted|included}",
        "{except|exception|excepting|apart from} [for|of]"
    );

    /// <summary>After a name: it was named to be kept out.</summary>
    private static readonly PhraseList<bool> After = Phrases.Of(
        "{is|are|will be|were|was|must be} {excluded|ineligible}",
        "{is|are|will be|were} not {eligible|allowed|permitted|included}",
        "{excluded|ineligible}",
        "not eligible",
        "{is|are|will be|were} {not|non} {evaluable|assessable|enrolled|eligible|acceptable|accepted|considered|part of}",
        "{may|can|must|should|will|shall} not {participate|enter|enroll|be enrolled|be included|be entered|be eligible|be present|take part|join}",
        "cannot {participate|enter|enroll|be enrolled|be included|be entered|take part|join}",
        "[will] {come|go|goes|be taken|be removed|is taken|are taken|is removed|are removed} off {study|trial|protocol|treatment|therapy|the study|the trial}",
        "{is|are|will be} off {study|trial|protocol}",
        "[will] {discontinue|leave} {study|the study|the trial}",
        "{is|are|will be} {exclusionary|an exclusion|not part}"
    );

    /// <summary>After these a sentence speaks of others, or of some of those it named.</summary>
    private static readonly PhraseList<bool> TurnsAway = Phrases.Of(
        "{who|whose|but|while|whereas|however}",
        "{is|are|will be} {eligible|allowed|permitted|included}"
    );

    /// <summary>Whether the name that begins at a word is negated.</summary>
    public static bool Reaches(Words words, int index) =>
        IsNegatedBefore(words, index) || IsNegatedAfter(words, index);

    private static bool IsNegatedBefore(Words words, int index)
    {
        var from = index;
        while (from > 0 && index - from < ListReach && !words[from].AfterStop)
            from--;
        var (negated, listed) = (false, false);
        for (var i = from; i < index; )
        {
            if (LiftedAt(words, i) is { } lifted)
            {
                negated = listed = false;
                i += lifted;
            }
            else if (Untreated.At(words, i) is { } untreated)
            {
                negated = false;
                i += untreated.Count;
            }
            else if (BeforeList.At(words, i) is { } list)
            {
                listed = true;
                i += list.Count;
            }
            else if (index - i <= PrefixReach && words[i].Form == "non")
            {
                negated = true;
                i++;
            }
            else if (index - i <= Reach && Before.At(words, i) is { } hit)
            {
                negated = true;
                i += hit.Count;
            }
            else
                i++;
        }
        return negated || listed;
    }

    private static int? LiftedAt(Words words, int index) =>
        Lifting.At(words, index) is { } hit ? hit.Count
        : words[index].AfterBreak && (words[index].Form is "including" or "include") ? 1
        : null;

    private static bool IsNegatedAfter(Words words, int index)
    {
        // What is ruled out in brackets is what the brackets name.
        var bracketed = 0;
        for (var i = index + 1; i < words.Count && i - index <= AfterReach; i++)
        {
            if (words[i].AfterStop)
                return false;
            foreach (var mark in words.Before(i))
                bracketed +=
                    mark is '(' ? 1
                    : mark is ')' ? -1
                    : 0;
            if (bracketed > 0)
                continue;
            if (After.At(words, i) is not null)
                return true;
            if (TurnsAway.At(words, i) is not null)
                return false;
        }
        return false;
    }
}
