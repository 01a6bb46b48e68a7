using MpnstApi.Annotation.Language;

namespace MpnstApi.Annotation.Rules;

/// <summary>Determines whether running text names a disease only as absent, possible or excluded.</summary>
internal static class Negation
{
    private const int Reach = 7;

    /// <summary>"Non-malignant", "non-metastatic": the prefix of the next word.</summary>
    private const int PrefixReach = 1;
    private const int AfterReach = 12;

    /// <summary>The longest list of histologies searched, so that a text without full stops is not scanned to its beginning.</summary>
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
        "exclusion of",
        "{neither|nor}",
        "cannot have",
        "off [the] {study|trial|protocol|treatment|therapy}",
        "{removed|withdrawn} from [the] {study|trial|protocol}",
        "{treatment|therapy} {will|must|should|may} be {stopped|discontinued}"
    );

    /// <summary>Words that end the scope of a negation: "with or without", "not only".</summary>
    private static readonly PhraseList<bool> Lifting = Phrases.Of(
        "with or without",
        "with and without",
        "not only",
        "not limited to",
        "but not limited to",
        "or not",
        "not otherwise specified",
        "no more than",
        "{who|whose} {has|have|had|with}",
        "and {include|including}",
        "but"
    );

    /// <summary>Phrases in which a treatment is absent and the disease is present.</summary>
    private static readonly PhraseList<bool> Untreated = Phrases.Of(
        "{treatment|therapy|chemotherapy|radiotherapy|treated|option|cure} {for|such as|including|e g}"
    );

    /// <summary>Negations that apply to a whole list: "excluded histologies: A, B, C".</summary>
    private static readonly PhraseList<bool> BeforeList = Phrases.Of(
        "{exclude|excluded|excluding|exclusion|ineligible|except}",
        "other than",
        "with the exception of",
        "not {eligible|allowed|permitted|included}",
        "no {patient|participant|subject|individual} {who|whose} {has|have|had}",
        "{except|exception|excepting|apart from}",
        "save for"
    );

    /// <summary>Phrases after a name that exclude it.</summary>
    private static readonly PhraseList<bool> After = Phrases.Of(
        "{excluded|excepted|ineligible|exclusionary|exempt|disqualified|disqualify|disqualifie|preclude|precluded|prohibited}",
        "{ruled out|rule out}",
        "{is|are|will be} [an] exclusion",
        "{is|are} {suspected|feared}",
        "[will] {come|go|goes|be taken|be removed|is taken|are taken|is removed|are removed} off [{the|this}] [study] {study|trial|protocol|treatment|therapy}",
        "{is|are|will be} off {study|trial|protocol}",
        "[will] {discontinue|leave} [the] {study|trial}",
        "{removed|withdrawn} from [{the|this}] {study|trial|protocol|treatment|therapy}"
    );

    /// <summary>Words that a "not" after a name negates: participation or presence.</summary>
    private static readonly PhraseList<bool> TakingPart = Phrases.Of(
        "[be] [an] {eligible|allowed|permitted|included|accepted|acceptable|enrolled|enroled|entered|recruited|registered|admitted|considered|evaluable|assessable|present|evident|targeted|candidate}",
        "{enroll|enrol|enter|participate|join|qualify|apply|count|occur}",
        "[able to] take part",
        "[be] [a] part [of]"
    );

    /// <summary>"Not eligible for surgery" does not exclude a patient, "not eligible for this study" does.</summary>
    private static readonly PhraseList<bool> ForTheTrial = Phrases.Of(
        "{for|to|in|on} {this|the|our|any|either} [present] {study|trial|protocol|cohort|arm|part|phase}",
        "{for|to} {enrollment|enrolment|participation|entry|inclusion|enroll|enter|participate|take part|be}"
    );

    /// <summary>Words after which a sentence is about other patients, or only some of them.</summary>
    private static readonly PhraseList<bool> TurnsAway = Phrases.Of(
        "{who|whose|that|which|but|while|whereas|however|unless|except}",
        "{is|are|will be} {eligible|allowed|permitted|included}"
    );

    /// <summary>After a comma or colon: another subject.</summary>
    private static readonly PhraseList<bool> People = Phrases.Of(
        "{patient|participant|subject|individual|those|people|person|child|children|adult}"
    );

    /// <summary>Returns whether the name that begins at a word is negated.</summary>
    public static bool Reaches(Words words, int index) =>
        IsNegatedBefore(words, index) || ReachesBack(words, index);

    private static bool IsNegatedBefore(Words words, int index)
    {
        var from = index;
        while (from > 0 && index - from < ListReach && !words[from].AfterStop)
        {
            from--;
        }

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
            {
                i++;
            }
        }
        return negated || listed;
    }

    private static int? LiftedAt(Words words, int index) =>
        Lifting.At(words, index) is { } hit ? hit.Count
        : words[index].AfterBreak && (words[index].Form is "including" or "include") ? 1
        : null;

    /// <summary>Returns whether the text after a name excludes it: "is not eligible", "must be ruled out".</summary>
    public static bool ReachesBack(Words words, int index)
    {
        // An exclusion in brackets applies to what the brackets name.
        var bracketed = 0;
        for (var i = index + 1; i < words.Count && i - index <= AfterReach; i++)
        {
            if (words[i].AfterStop)
            {
                return false;
            }

            foreach (var mark in words.Before(i))
            {
                bracketed +=
                    mark is '(' ? 1
                    : mark is ')' ? -1
                    : 0;
            }

            if (bracketed > 0 && !OpensWithDenial(words, i))
            {
                continue;
            }

            if (After.At(words, i) is not null)
            {
                return !IsDenied(words, i);
            }
            // "MPNST-free"; not "free of".
            if (words[i].Form == "free" && words.Before(i) is "-")
            {
                return true;
            }

            if (DeniesTakingPart(words, i))
            {
                return true;
            }

            if (
                TurnsAway.At(words, i) is not null
                || (words[i].AfterBreak && People.At(words, i) is not null)
            )
            {
                return false;
            }
        }
        return false;
    }

    /// <summary>"MPNST (not eligible)", "MPNST (excluded)".</summary>
    private static bool OpensWithDenial(Words words, int index) =>
        words.Before(index).Contains('(')
        && (words[index].Form is "not" or "excluded" or "ineligible");

    /// <summary>"MPNST is not excluded", "will not be excluded".</summary>
    private static bool IsDenied(Words words, int index) =>
        words[index - 1].Form == "not"
        || (words[index - 1].Form == "be" && words[index - 2].Form == "not");

    /// <summary>"May not participate", "cannot be enrolled", "is not an eligible histology", "(not eligible)".</summary>
    private static bool DeniesTakingPart(Words words, int index)
    {
        if (words[index].Form is not ("not" or "cannot" or "non" or "never"))
        {
            return false;
        }

        var next = index + 1;
        if (next >= words.Count || TakingPart.At(words, next) is not { } hit)
        {
            return false;
        }

        next += hit.Count;
        return next >= words.Count
            || words[next].AfterStop
            || words[next].Form is not ("for" or "to")
            || words[next - 1].Form is "evaluable" or "assessable"
            || ForTheTrial.At(words, next) is not null;
    }
}
