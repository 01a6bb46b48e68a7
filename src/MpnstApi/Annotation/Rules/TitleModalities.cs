using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Matching;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Annotation.Wording;

namespace MpnstApi.Annotation.Rules;

/// <summary>Treatments that a title or an arm's label names and the interventions lack.</summary>
internal static class TitleModalities
{
    private const int Reach = 5;

    /// <summary>Before a treatment: it is past, to come, or ruled out.</summary>
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

    /// <summary>Directly before a treatment it is another one's time ("post-radiotherapy"); "pre-operative radiotherapy" is planned.</summary>
    private static readonly string[] TimePrefixes = ["pre", "post"];

    /// <summary>After a treatment's name: it describes patients or harm, not what is given.</summary>
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

    /// <summary>What the title adds to the whole list; drugs too where the record lists no interventions.</summary>
    public static IReadOnlyList<Given> Of(
        Passages passages,
        IReadOnlyList<Given> listed,
        DrugDictionary dictionary
    )
    {
        if (passages.Titles.Count == 0)
            return [];
        // A title adds to a treatment; it makes none of a list of scans and questionnaires.
        if (listed.Count > 0 && !listed.Any(g => g.Agent.Counts))
            return [];
        return Added(passages.Titles[0], listed, listed.Count == 0, dictionary);
    }

    /// <summary>What an arm's label adds to the arm.</summary>
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
                false,
                dictionary
            )
            : [];

    private static List<Given> Added(
        Passage passage,
        IReadOnlyList<Given> listed,
        bool withDrugs,
        DrugDictionary dictionary
    )
    {
        var added = new List<Given>();
        foreach (var mention in Mentions.In(passage.Words, dictionary))
        {
            var isTreatment =
                withDrugs
                || mention.Kind == EntryKind.Procedure
                || mention.Agents.All(a => a.IsGeneric);
            if (!isTreatment || !mention.Agents.All(a => a.Counts))
                continue;
            var present = listed.Concat(added).Select(g => g.Agent.Modality).ToHashSet();
            if (
                mention.Agents.All(a => IsPresent(a.Modality, present))
                && !(withDrugs && mention.Kind == EntryKind.Drug)
            )
                continue;
            if (IsPastOrRuledOut(passage.Words, mention))
                continue;
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

    /// <summary>"CAR T cell immunotherapy" names no second treatment beside the cells.</summary>
    private static bool IsPresent(Modality modality, HashSet<Modality> present) =>
        present.Contains(modality) || (Immune.Contains(modality) && Immune.Any(present.Contains));

    private static bool IsPastOrRuledOut(Words words, Mention mention)
    {
        if (mention.End < words.Count && After.At(words, mention.End) is not null)
            return true;
        if (mention.From > 0 && TimePrefixes.Contains(words[mention.From - 1].Form))
            return true;
        for (var i = mention.From; i > 0 && mention.From - i < Reach && !words[i].AfterStop; i--)
        {
            if (words[i].AfterBreak && words.Before(i).IndexOfAny('(', ')', ':') >= 0)
                return false;
            if (Before.At(words, i - 1) is not null && !IsPartOfPlan(words, i - 1, mention))
                return true;
        }
        return false;
    }

    /// <summary>An operation that other treatment comes before is planned.</summary>
    private static bool IsPartOfPlan(Words words, int index, Mention mention) =>
        words[index].Form == "before"
        && index == mention.From - 1
        && mention.Agents.All(a => a.Modality == Modality.Surgery);
}
