using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Language;
using static MpnstApi.Annotation.Matching.NameWords;

namespace MpnstApi.Annotation.Matching;

/// <summary>A part of a name: the words of one agent, one class or one product.</summary>
/// <param name="AfterWith">True if it follows "with" and may be what something is given with.</param>
internal sealed record NamePart(int From, int End, bool AfterWith);

/// <summary>Splits a name into parts, at "+", commas, slashes, "and", "or", "with", and the brackets of a list.</summary>
internal static class NameSplit
{
    /// <summary>After these words, "with" introduces what the cells or molecules before it carry.</summary>
    private static readonly HashSet<string> Carrying =
    [
        "loaded",
        "pulsed",
        "transduced",
        "transfected",
        "modified",
        "engineered",
        "armed",
        "armored",
        "labeled",
        "labelled",
        "conjugated",
        "encapsulated",
        "infected",
        "coated",
        "activated",
        "stimulated",
        "combined",
    ];

    private static readonly HashSet<string> Arming =
    [
        "armored",
        "armoured",
        "armed",
        "secreting",
        "expressing",
        "encoding",
        "transduced",
        "modified",
    ];

    /// <summary>Returns the parts of a name that are given, without what it says of time and patients.</summary>
    public static IEnumerable<NamePart> Of(
        Words words,
        IReadOnlyList<Mention> mentions,
        DrugDictionary dictionary
    )
    {
        var context = NameContext.In(words, mentions);
        foreach (var part in Split(words, mentions, dictionary))
        {
            if (context is not { } left || part.From >= left.End)
            {
                yield return part;
            }
            else if (part.From < left.From)
            {
                yield return part with
                {
                    End = Math.Min(part.End, left.From),
                };
            }
        }
    }

    private static List<NamePart> Split(
        Words words,
        IReadOnlyList<Mention> mentions,
        DrugDictionary dictionary
    )
    {
        var bracketed = BracketedAfter(words, mentions);
        var parts = new List<NamePart>();
        var start = 0;
        var afterWith = false;
        for (var i = 1; i <= words.Count; i++)
        {
            var isEnd = i == words.Count;
            if (!isEnd && (mentions.Any(m => m.From < i && i < m.End) || bracketed.Contains(i)))
            {
                continue;
            }

            var isWith = !isEnd && StartsAfterWith(words, i);
            if (!isEnd && !isWith && !StartsPart(words, i) && !OpensList(words, i, mentions))
            {
                continue;
            }

            var end = i;
            while (
                end > start
                && words[end - 1].Form
                    is "and"
                        or "plus"
                        or "or"
                        or "with"
                        or "combined"
                        or "combination"
                        or "in"
                        or "versus"
                        or "vs"
                        or "followed"
                        or "by"
                        or "then"
            )
            {
                end--;
            }

            if (end > start)
            {
                var part = new NamePart(start, end, afterWith);
                while (
                    parts.Count > 0
                    && (
                        ArmsPrevious(words, parts[^1], part, dictionary)
                        || Continues(words, parts[^1], part, dictionary)
                    )
                )
                {
                    part = part with { From = parts[^1].From, AfterWith = parts[^1].AfterWith };
                    parts.RemoveAt(parts.Count - 1);
                }
                parts.Add(part);
            }
            (start, afterWith) = (i, isWith);
        }
        return parts;
    }

    private static bool StartsPart(Words words, int index) =>
        words.Before(index).IndexOfAny("+/&;±") >= 0
        || words.Before(index) is " - " or " – " or " — "
            && IsUnknown(words, index)
            && IsCode(words, index)
        || words.Before(index).IndexOfAny(',', '，') >= 0 && !IsInNumber(words, index)
        || words[index - 1].Form is "and" or "plus" or "or" or "versus" or "vs" or "then"
        || (words[index - 1].Form == "by" && index > 1 && words[index - 2].Form == "followed")
        || (
            words[index - 1].Form == "with"
            && index > 1
            && words[index - 2].Form is "combined" or "combination" or "alternating"
        );

    /// <summary>"Investigator's choice (A, B)", "chemotherapy: A + B": a list of what the words before it leave open.</summary>
    private static bool OpensList(Words words, int index, IReadOnlyList<Mention> mentions) =>
        words.Before(index).ContainsAny('(', '[', ':')
        && mentions.LastOrDefault(m => m.End <= index)?.Agents
            is [{ Id: "unspecified-treatment" } or { IsGeneric: true, Types: [] }];

    /// <summary>"1,000", "CP-751,871".</summary>
    private static bool IsInNumber(Words words, int index) =>
        words.Before(index) is ","
        && char.IsAsciiDigit(words[index].Form[0])
        && char.IsAsciiDigit(words[index - 1].Form[^1]);

    private static bool StartsAfterWith(Words words, int index) =>
        words[index - 1].Form == "with" && index > 1 && !Carrying.Contains(words[index - 2].Form);

    /// <summary>
    /// "GD2, CD276 and PSMA specific CAR-T cells": antigens before the last part belong to its format.
    /// </summary>
    private static bool Continues(
        Words words,
        NamePart previous,
        NamePart part,
        DrugDictionary dictionary
    )
    {
        var carrier = Constructs.CarrierIn(words, part.From, part.End, dictionary);
        if (!carrier.IsCells)
        {
            return false;
        }

        var before = Constructs.CarrierIn(words, previous.From, previous.End, dictionary);
        if (before is { HasTcr: true, HasNk: false, HasT: false } && words.Before(part.From) is "/")
        {
            return true;
        }
        // "IL-15 and IL-21 armored ... CAR T cells": a list of what the cells are armed with.
        if (IsArmed(words, part) && DrugOf(words, previous, dictionary) is { } armament)
        {
            return IsCytokine(armament);
        }

        var hasAntigen = false;
        for (var i = previous.From; i < previous.End; )
        {
            if (dictionary.AntigenNames.At(words, i, previous.End) is { } antigen)
            {
                hasAntigen = true;
                i += antigen.Count;
            }
            else if (words[i].Form is "anti" || InterventionMatcher.IsAccompanying(words[i].Form))
            {
                i++;
            }
            else
            {
                return false;
            }
        }
        return hasAntigen;
    }

    private static bool IsArmed(Words words, NamePart part) =>
        Any(words, part.From, Math.Min(part.End, part.From + 4), Arming);

    /// <summary>"T cells expressing a B7-H3 CAR and IL-15": what the cells express continues with "and".</summary>
    private static bool ArmsPrevious(
        Words words,
        NamePart previous,
        NamePart part,
        DrugDictionary dictionary
    ) =>
        words[part.From - 1].Form == "and"
        && Any(words, previous.From, previous.End, Arming)
        && Constructs.CarrierIn(words, previous.From, previous.End, dictionary).IsCells
        && DrugOf(words, part, dictionary) is { } armament
        && IsCytokine(armament);

    /// <summary>Returns the drug whose name a part is; null if it is none, or more than that.</summary>
    private static Drug? DrugOf(Words words, NamePart part, DrugDictionary dictionary) =>
        dictionary.Names.Find(words, part.From, part.End - part.From)
            is { Kind: EntryKind.Drug } name
            ? dictionary.FindDrug(name.Id)
            : null;

    private static bool IsCytokine(Drug drug) => drug.Types.Contains("CYTOKINE");

    /// <summary>Text in brackets after a drug is another name of the drug.</summary>
    public static HashSet<int> BracketedAfter(Words words, IReadOnlyList<Mention> mentions)
    {
        var bracketed = new HashSet<int>();
        foreach (var mention in mentions.Where(m => m.Kind is EntryKind.Drug or EntryKind.Regimen))
        {
            if (mention.End == words.Count || words.Before(mention.End).IndexOfAny('(', '[') < 0)
            {
                continue;
            }

            for (var i = mention.End; i < words.Count; i++)
            {
                if (i > mention.End && words.Before(i).IndexOfAny(')', ']') >= 0)
                {
                    break;
                }

                bracketed.Add(i);
            }
        }
        return bracketed;
    }

    /// <summary>Returns whether a "without" belongs to "with or without": what follows is given to some.</summary>
    public static bool IsOptional(Words words, int index) =>
        words[index].Form == "without"
        && index > 0
        && (
            words[index - 1].Form == "with"
            || (
                words[index - 1].Form is "or" or "and"
                && index > 1
                && words[index - 2].Form == "with"
            )
        );

    /// <summary>Returns the word from which on a name lists what is given to some only; null if all is given.</summary>
    public static int? OptionalFrom(Words words)
    {
        for (var i = 1; i < words.Count; i++)
        {
            if (IsOptional(words, i))
            {
                return i + 1;
            }

            if (
                words.Before(i).Contains('±')
                || words.Before(i).Contains("+/-", StringComparison.Ordinal)
            )
            {
                return i;
            }
        }
        return null;
    }
}
