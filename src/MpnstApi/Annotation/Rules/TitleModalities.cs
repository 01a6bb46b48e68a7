using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Language;
using MpnstApi.Annotation.Matching;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Annotation.Rules;

/// <summary>Finds treatments that a title or an arm label names and the interventions lack.</summary>
internal static class TitleModalities
{
    private const int Reach = 5;

    /// <summary>Words before a treatment that place it in the past or future, or rule it out.</summary>
    private static readonly PhraseList<bool> Before = Phrases.Of(
        "after",
        "following",
        "prior",
        "previous",
        "previously",
        "failed",
        "failure of",
        "failing",
        "refractory to",
        "undergoing",
        "undergo",
        "received",
        "receiving",
        "pretreated",
        "progressed",
        "before",
        "removed",
        "removable",
        "eligible",
        "ineligible",
        "candidate",
        "no",
        "not",
        "without",
        "instead of"
    );

    /// <summary>
    /// Directly before a treatment these state the time of something else ("post-radiotherapy"); "pre-operative
    /// radiotherapy" is planned.
    /// </summary>
    private static readonly string[] TimePrefixes = ["pre", "post"];

    /// <summary>After a treatment's name these describe patients or harm, not what is given.</summary>
    private static readonly PhraseList<bool> After = Phrases.Of(
        "{refractory|resistant|ineligible|failure|induced|naive|related|associated|toxicity|wound|margin|planning|outcome|candidate|pretreated|eligible|unfit}"
    );

    private static readonly Modality[] Immune =
    [
        Modality.Immunotherapy,
        Modality.CellTherapy,
        Modality.OncolyticVirus,
        Modality.GeneTherapy,
        Modality.Vaccine,
    ];

    /// <summary>
    /// Specifies the drugs that a heading may add: none, those joined to a drug that is given, or all that it names.
    /// </summary>
    public enum Drugs
    {
        None,
        Joined,
        All,
    }

    /// <summary>Returns what the title adds to the whole list; all drugs it names if the record lists no interventions.</summary>
    /// <param name="severalArms">True if the title does not say which arms receive what it adds.</param>
    public static IReadOnlyList<Given> Of(
        Passages passages,
        IReadOnlyList<Given> listed,
        bool severalArms,
        DrugDictionary dictionary
    )
    {
        if (passages.Titles.Count == 0)
        {
            return [];
        }
        // A title adds to a treatment; it does not turn a list of scans and questionnaires into one. Cell processing devices are the exception.
        var counts = listed.Any(g => g.Agent.Counts);
        var makesCells = !counts && listed.Any(g => g.Agent.Id == CellTherapyRule.CellProcessing);
        if (listed.Count > 0 && !counts && !makesCells)
        {
            return [];
        }

        var drugs =
            listed.Count == 0 || makesCells ? Drugs.All
            : severalArms ? Drugs.None
            : Drugs.Joined;
        return Added(passages.Titles[0], listed, drugs, dictionary);
    }

    /// <summary>Returns what an arm's label adds to the arm.</summary>
    public static IReadOnlyList<Given> OfArm(
        ArmText arm,
        int index,
        IReadOnlyList<Given> given,
        DrugDictionary dictionary
    ) =>
        given.Any(g => g.Agent.Counts)
            ? Added(
                new Passage($"armGroups[{index}].label", Words.Of(arm.Label), false),
                given,
                Drugs.Joined,
                dictionary
            )
            : [];

    private static List<Given> Added(
        Passage passage,
        IReadOnlyList<Given> listed,
        Drugs drugs,
        DrugDictionary dictionary
    )
    {
        var added = new List<Given>();
        var mentions = Mentions.In(passage.Words, dictionary);
        for (var i = 0; i < mentions.Count; i++)
        {
            var mention = mentions[i];
            if (!mention.Agents.All(a => a.Counts))
            {
                continue;
            }

            var present = listed.Concat(added).Select(g => g.Agent).ToList();
            if (
                !IsNewModality(mention, present, drugs)
                && !IsNewDrug(passage.Words, mentions, i, present, drugs)
            )
            {
                continue;
            }

            if (IsPastOrRuledOut(passage.Words, mention))
            {
                continue;
            }

            added.AddRange(
                mention.Agents.Select(a => new Given(
                    a,
                    passage.Field,
                    passage.Words.Quote(mention.From, mention.Count),
                    Certainty.Title
                ))
            );
        }
        return added;
    }

    /// <summary>Returns whether it is a procedure or a class of drugs with a modality that no given agent has.</summary>
    private static bool IsNewModality(Mention mention, IReadOnlyList<Agent> present, Drugs drugs)
    {
        var modalities = present.Select(a => a.Modality).ToHashSet();
        return (
                drugs == Drugs.All
                || mention.Kind == EntryKind.Procedure
                || mention.Agents.All(a => a.IsGeneric)
            ) && !mention.Agents.All(a => IsPresent(a.Modality, modalities));
    }

    /// <summary>
    /// "A plus B" gives B, even if the list names only A. A class of drugs is given too, unless a listed agent belongs to
    /// it: "A plus a PD-1 inhibitor".
    /// </summary>
    private static bool IsNewDrug(
        Words words,
        IReadOnlyList<Mention> mentions,
        int index,
        IReadOnlyList<Agent> present,
        Drugs drugs
    )
    {
        var mention = mentions[index];
        // A name that states only a modality is judged by that alone: cells "as immunotherapy" are one treatment.
        if (
            mention.Kind == EntryKind.Procedure
            || mention.Agents.All(a => a.IsGeneric && a.Types.Count == 0)
        )
        {
            return false;
        }

        var ofNewModality = mention.Agents.All(a => present.All(p => p.Modality != a.Modality));
        if (drugs == Drugs.All)
        {
            return mention.Kind != EntryKind.Class || ofNewModality;
        }

        if (drugs == Drugs.None && !(mention.Kind == EntryKind.Class && ofNewModality))
        {
            return false;
        }

        return !mention.Agents.All(a => present.Any(p => Covers(p, a)))
            && (IsJoinedTo(index - 1, index) || IsJoinedTo(index + 1, index));

        bool IsJoinedTo(int other, int index) =>
            other >= 0
            && other < mentions.Count
            && mentions[other].Agents.Any(a => present.Any(p => p.Id == a.Id))
            && Joins(
                words,
                mentions[Math.Min(other, index)].End,
                mentions[Math.Max(other, index)].From
            );
    }

    /// <summary>Returns whether two agents are the same, or one is the class of the other.</summary>
    private static bool Covers(Agent present, Agent named) =>
        present.Id == named.Id
        || (
            present.Modality == named.Modality
            && (
                (!present.IsDrug && Includes(present, named))
                || (!named.IsDrug && Includes(named, present))
            )
        );

    private static bool Includes(Agent kind, Agent agent) =>
        kind.Targets.All(t => agent.Targets.Any(a => a.Symbol == t.Symbol));

    private static readonly string[] JoiningWords =
    [
        "and",
        "plus",
        "with",
        "combined",
        "in",
        "combination",
        "combining",
    ];

    private static bool Joins(Words words, int from, int to)
    {
        if (from == to)
        {
            return words.Before(to).Contains('+');
        }

        for (var i = from; i < to; i++)
        {
            if (!JoiningWords.Contains(words[i].Form) || words[i].AfterBreak)
            {
                return false;
            }
        }
        return !words[to].AfterBreak;
    }

    /// <summary>"CAR T cell immunotherapy" names no second treatment besides the cells.</summary>
    private static bool IsPresent(Modality modality, HashSet<Modality> present) =>
        present.Contains(modality) || (Immune.Contains(modality) && Immune.Any(present.Contains));

    private static bool IsPastOrRuledOut(Words words, Mention mention)
    {
        if (mention.End < words.Count && After.At(words, mention.End) is not null)
        {
            return true;
        }

        if (mention.From > 0 && TimePrefixes.Contains(words[mention.From - 1].Form))
        {
            return true;
        }

        for (var i = mention.From; i > 0 && mention.From - i < Reach && !words[i].AfterStop; i--)
        {
            if (words[i].AfterBreak && words.Before(i).IndexOfAny('(', ')', ':') >= 0)
            {
                return false;
            }

            if (Before.At(words, i - 1) is not null && !IsPartOfPlan(words, i - 1, mention))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Surgery that is preceded by another treatment is planned.</summary>
    private static bool IsPartOfPlan(Words words, int index, Mention mention) =>
        words[index].Form == "before"
        && index == mention.From - 1
        && mention.Agents.All(a => a.Modality == Modality.Surgery);
}
