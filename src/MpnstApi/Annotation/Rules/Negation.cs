using MpnstApi.Annotation.Wording;

namespace MpnstApi.Annotation.Rules;

/// <summary>Whether running text names a disease only to say that it is absent, feared or kept out.</summary>
internal static class Negation
{
    private const int Reach = 7;

    private static readonly PhraseList<bool> Before = Phrases.Of(
        "no",
        "not",
        "non",
        "without",
        "exclude",
        "excluded",
        "excluding",
        "exclusion",
        "except",
        "other than",
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
        "transformation {to|into}",
        "transform {to|into}",
        "conversion {to|into}",
        "{progress|progression|progressing|degeneration} {to|into}",
        "{develop|developing|development of}",
        "negative for",
        "ineligible",
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

    public static bool Reaches(Words words, int index)
    {
        var from = index;
        while (from > 0 && index - from < Reach && !words[from].AfterStop)
            from--;
        var negated = false;
        for (var i = from; i < index; )
        {
            if (Lifting.At(words, i) is { } lifted)
            {
                negated = false;
                i += lifted.Count;
            }
            else if (Before.At(words, i) is { } hit)
            {
                negated = true;
                i += hit.Count;
            }
            else
                i++;
        }
        return negated;
    }
}
