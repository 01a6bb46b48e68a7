using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Language;
using MpnstApi.Annotation.Vocabulary;
using static MpnstApi.Annotation.Matching.NameWords;

namespace MpnstApi.Annotation.Matching;

/// <summary>
/// Reads a name part by part, separated by "+", commas, slashes, "and", "or", "with". A label, a governing word, a
/// carrier or a suffix affects only its own part, and a part that cannot be read is reported as unread, never dropped.
/// </summary>
internal static class NameParts
{
    /// <summary>A part with more unknown words is a remark, not a name.</summary>
    private const int LongestName = 4;

    private static readonly HashSet<string> Negations = ["without", "no", "not", "minus"];

    private static readonly HashSet<string> Guiding =
    [
        "guided",
        "guidance",
        "directed",
        "based",
        "adapted",
        "planned",
        "controlled",
        "monitored",
        "compatible",
    ];

    /// <summary>Carriers of a cytokine or gene; a cytokine next to one is its payload.</summary>
    private static readonly HashSet<string> Vectors =
    [
        "adenovirus",
        "adenoviral",
        "lentivirus",
        "lentiviral",
        "retrovirus",
        "retroviral",
        "vector",
        "plasmid",
    ];

    private static readonly HashSet<string> OtherCarriers =
    [
        "virus",
        "viral",
        "herpesvirus",
        "hsv",
        "vaccinia",
        "measle",
        "reovirus",
        "gene",
        "receptor",
        "transfected",
        "transduced",
        "modified",
        "secreting",
        "expressing",
        "encoding",
        "armored",
        "armoured",
        "mrna",
        "antibody",
        "inhibitor",
        "antagonist",
        "blocker",
        "electroporation",
        "vaccine",
    ];

    private static readonly HashSet<string> MakingTCells =
    [
        "knockout",
        "edited",
        "engineered",
        "modified",
        "transduced",
        "expressing",
        "expanded",
        "activated",
        "specific",
    ];

    /// <summary>Words between a drug and the object that it coats or that releases it.</summary>
    private static readonly HashSet<string> Bearing =
    [
        "coated",
        "eluting",
        "releasing",
        "impregnated",
    ];

    /// <summary>Forms in which a drug is given to the tumour; any other object bears it for its own purpose, such as a stent.</summary>
    private static readonly HashSet<string> DrugCarriers =
    [
        "bead",
        "microbead",
        "microsphere",
        "sphere",
        "particle",
        "microparticle",
        "wafer",
        "implant",
        "depot",
        "sponge",
    ];

    /// <summary>Returns the agents given, read from the parts of a name.</summary>
    /// <param name="unread">Parts, as written, that could not be read.</param>
    public static IReadOnlyList<Mention> Read(
        Words words,
        DrugDictionary dictionary,
        out IReadOnlyList<string> unread
    )
    {
        var all = Mentions.In(words, dictionary);
        var (found, missed) = (new List<Mention>(), new List<string>());
        foreach (var part in NameSplit.Of(words, all, dictionary))
        {
            var mentions = all.Where(m => part.From <= m.From && m.From < part.End).ToList();
            if (
                ReadPart(words, part, mentions, dictionary, out var isUnread) is
                { Count: > 0 } given
            )
            {
                found.AddRange(given);
            }

            if (isUnread)
            {
                missed.Add(words.Original(part.From, part.End - part.From));
            }
        }
        unread = missed;
        return found;
    }

    private static List<Mention> ReadPart(
        Words words,
        NamePart part,
        List<Mention> mentions,
        DrugDictionary dictionary,
        out bool isUnread
    )
    {
        isUnread = false;
        var (from, end) = (part.From, part.End);
        for (var i = from; i < end; i++)
        {
            // What is omitted follows its negation.
            if (
                Negations.Contains(words[i].Form)
                && !NameSplit.IsOptional(words, i)
                && !mentions.Any(m => m.From <= i && i < m.End)
            )
            {
                mentions = [.. mentions.Where(m => m.From < i)];
                end = i;
            }
        }
        if (MoleculeLabels.In(words, from, end, mentions, dictionary) is { } labelled)
        {
            return [labelled];
        }

        mentions = [.. mentions.Where(m => !IsGuide(words, m))];
        if (mentions.FirstOrDefault(m => Governs(m, dictionary)) is { } governing)
        {
            return
            [
                governing,
                .. mentions.Where(m =>
                    m != governing && m.Agents.All(a => a.Modality == Modality.Diagnostic)
                ),
            ];
        }

        if (Constructs.In(words, from, end, mentions, dictionary) is { } construct)
        {
            var beside = mentions.Where(m =>
                (m.End <= construct.From || m.From >= construct.End)
                && m.Kind is EntryKind.Drug or EntryKind.Regimen
            );
            return [construct, .. beside];
        }
        var carrier = Constructs.CarrierIn(words, from, end, dictionary);
        var kept = mentions.Where(m => !IsPayload(words, m, from, end, carrier)).ToList();
        if (kept.Count < mentions.Count && kept.Count == 0)
        {
            if (CarriedBy(words, from, end, carrier) is { } id)
            {
                return [Of(dictionary.FindClass(id)!, from, end)];
            }

            isUnread = true;
            return [];
        }
        if (
            kept.Count == 0
            && carrier is { HasT: true, HasCar: false, HasTcr: false }
            && Any(words, from, end, MakingTCells)
        )
        {
            return [Of(dictionary.FindClass("t-cells")!, from, end)];
        }

        if (
            kept.Count == 0
            && Any(words, from, end, ["vaccine"])
            && Any(words, from, end, ["tumor", "neoantigen", "dendritic"])
        )
        {
            return [Of(dictionary.FindClass("cancer-vaccine")!, from, end)];
        }

        var given = new List<Mention>();
        var bracketed = NameSplit.BracketedAfter(words, kept);
        var unknown = 0;
        var (known, altered) = (false, false);
        for (var i = from; i < end; )
        {
            if (kept.FirstOrDefault(m => m.From == i) is { } mention)
            {
                var conjugate = NameStems.At(words, i, end, dictionary);
                if (conjugate is { Count: 2 } && mention.Count == 1)
                {
                    given.Add(conjugate);
                    known = true;
                    i = conjugate.End;
                    continue;
                }
                if (IsAltered(words, mention, from, end, kept, dictionary))
                {
                    altered = true;
                }
                else
                {
                    given.Add(mention);
                    known = true;
                }
                i = mention.End;
                continue;
            }
            if (bracketed.Contains(i) || !IsUnknown(words, i))
            {
                i++;
            }
            else if (
                NameStems.At(words, i, end, dictionary) is { } read
                && !IsSuffixed(words, read, end, kept)
            )
            {
                given.Add(read);
                known = true;
                i = read.End;
            }
            else
            {
                unknown++;
                i++;
            }
        }
        isUnread =
            IsUnknownRegimen(words, from, given)
            || altered && given.All(m => m.Kind is EntryKind.Class or EntryKind.Procedure)
            || (
                !known
                && unknown is > 0 and <= LongestName
                && (!part.AfterWith || LooksLikeCode(words, from, end))
            );
        if (altered && isUnread)
        {
            given.RemoveAll(m => m.Kind == EntryKind.Class);
        }

        return given;
    }

    /// <summary>"VXLD induction chemotherapy": the class names the kind of the regimen, its own name is unknown.</summary>
    private static bool IsUnknownRegimen(Words words, int from, List<Mention> given) =>
        given is [{ Kind: EntryKind.Class, Agents: [{ IsGeneric: true, Types: [] }] } generic]
        && words.Text.Any(char.IsAsciiLetterLower)
        && LooksLikeCode(words, from, generic.From);

    private static Mention Of(DrugClass drugClass, int from, int end) =>
        Mention.Of(from, end - from, Agent.Of(drugClass));

    private static bool Governs(Mention mention, DrugDictionary dictionary) =>
        mention.Kind == EntryKind.Procedure
        && dictionary.FindProcedure(mention.Entry) is { Governs: true };

    /// <summary>Returns whether imaging only guides something else: "MR-guided", "under CT guidance".</summary>
    private static bool IsGuide(Words words, Mention mention) =>
        mention.Kind == EntryKind.Procedure
        && mention.Agents[0].Modality == Modality.Diagnostic
        && mention.End < words.Count
        && Guiding.Contains(words[mention.End].Form);

    /// <summary>Returns whether a cytokine or an antibody's name belongs to the carrier that is the head of the part.</summary>
    private static bool IsPayload(
        Words words,
        Mention mention,
        int from,
        int end,
        Constructs.Carrier carrier
    )
    {
        var agent = mention.Agents[0];
        var isCytokine =
            mention.Kind == EntryKind.Drug
            && (
                agent.Types.Contains("CYTOKINE")
                || agent is { Modality: Modality.Supportive, Id: "sargramostim" or "filgrastim" }
            );
        if (isCytokine)
        {
            return carrier.IsCells
                || Outside(words, mention, from, end, Vectors)
                || Outside(words, mention, from, end, OtherCarriers)
                || Outside(words, mention, from, end, ["cell", "oncolytic"]);
        }

        return mention.Kind == EntryKind.Class
            && agent.Types.Contains("IMMUNE_CHECKPOINT_INHIBITOR")
            && (carrier.IsCells || Outside(words, mention, from, end, Vectors));
    }

    private static bool Outside(
        Words words,
        Mention mention,
        int from,
        int end,
        HashSet<string> forms
    ) => Any(words, from, mention.From, forms) || Any(words, mention.End, end, forms);

    private static string? CarriedBy(Words words, int from, int end, Constructs.Carrier carrier) =>
        carrier switch
        {
            { HasCar: true, HasNk: true } => "car-nk-cells",
            { HasCar: true } => "car-t-cells",
            { HasTcr: true } => "tcr-t-cells",
            { HasT: true } => "t-cells",
            _ => Any(words, from, end, ["vaccine"]) ? "cancer-vaccine"
            : Any(words, from, end, ["oncolytic"]) ? "oncolytic-virus"
            : Any(words, from, end, Vectors) ? "gene-transfer"
            : null,
        };

    private static bool IsAltered(
        Words words,
        Mention mention,
        int from,
        int end,
        IReadOnlyList<Mention> mentions,
        DrugDictionary dictionary
    )
    {
        var isMolecule =
            mention.Kind is EntryKind.Drug or EntryKind.Regimen
            && mention.Agents[0].Modality
                is not (
                    Modality.CellTherapy
                    or Modality.Vaccine
                    or Modality.OncolyticVirus
                    or Modality.GeneTherapy
                );
        var (before, after) = (mention.From - 1, mention.End);
        if (mention.Kind is EntryKind.Class or EntryKind.Procedure)
        {
            return false;
        }

        if (before >= from && !words[mention.From].AfterBreak && !IsMentioned(before, mentions))
        {
            var form = words[before].Form;
            if (isMolecule && InterventionMatcher.IsAltering(form))
            {
                return true;
            }
            // Joined to an unknown word, it is a different molecule: "hu14.18-IL2".
            for (
                var i = before;
                isMolecule
                    && i >= from
                    && IsJoint(words.Before(i + 1))
                    && !IsMentioned(i, mentions);
                i--
            )
            {
                if (IsUnknown(words, i))
                {
                    return true;
                }
            }
        }
        if (after >= end || words[after].AfterBreak || IsMentioned(after, mentions))
        {
            return false;
        }

        var between = words.Before(after);
        if (
            isMolecule
            && Bearing.Contains(words[after].Form)
            && IsBorne(words, after, end) is { } borne
        )
        {
            return borne;
        }

        if (isMolecule && InterventionMatcher.IsAltering(words[after].Form))
        {
            return true;
        }

        if (
            IsBiosimilarSuffix(words, mention)
            || !IsUnknown(words, after) && !IsJoinedCode(words, after)
        )
        {
            return false;
        }

        if (IsJoint(between))
        {
            return !IsMade(words, after, dictionary);
        }

        return isMolecule
            && between.IsWhiteSpace()
            && !IsCode(words, after)
            && !IsMade(words, after, dictionary);
    }

    /// <summary>
    /// "Paclitaxel-coated balloon" is a device, "doxorubicin-eluting beads" give the drug; null for a coated form of the drug
    /// itself, as in "imatinib coated tablets".
    /// </summary>
    private static bool? IsBorne(Words words, int bearing, int end)
    {
        for (var i = bearing + 1; i < end; i++)
        {
            if (DrugCarriers.Contains(words[i].Form))
            {
                return false;
            }
        }
        return
            words[bearing].Form != "coated"
            || IsJoint(words.Before(bearing))
            || Any(words, bearing + 1, end, ["balloon", "stent", "catheter", "suture", "mesh"])
            ? true
            : null;
    }

    private static bool IsSuffixed(
        Words words,
        Mention mention,
        int end,
        IReadOnlyList<Mention> mentions
    ) =>
        mention.Kind == EntryKind.Stem
        && mention.End < end
        && !words[mention.End].AfterBreak
        && (IsJoint(words.Before(mention.End)) || !IsCode(words, mention.End))
        && (
            IsUnknown(words, mention.End) || InterventionMatcher.IsAltering(words[mention.End].Form)
        )
        && !IsMentioned(mention.End, mentions);

    /// <summary>Returns whether a word is a drug by its spelling or stem.</summary>
    private static bool IsMade(Words words, int index, DrugDictionary dictionary) =>
        NameStems.At(words, index, index + 1, dictionary) is not null;

    /// <summary>
    /// Returns whether a word is a code suffix, such as "S1" after "LN-145-": letters and digits that are not a dose.
    /// </summary>
    private static bool IsJoinedCode(Words words, int index) =>
        IsJoint(words.Before(index))
        && char.IsAsciiLetter(words[index].Form[0])
        && words[index].Form.Any(char.IsAsciiDigit);

    /// <summary>Endings of biological medicines, whose manufacturers are distinguished by a suffix.</summary>
    private static readonly string[] BiologicalStems = ["mab", "grastim", "cept", "poetin", "ase"];

    /// <summary>
    /// Returns whether a biosimilar suffix follows, "trastuzumab-dkst": four lower-case letters after a hyphen identify the
    /// manufacturer, not another product.
    /// </summary>
    private static bool IsBiosimilarSuffix(Words words, Mention mention) =>
        words.Before(mention.End) is "-"
        && words.Original(mention.End, 1) is { Length: 4 } suffix
        && suffix.All(char.IsAsciiLetterLower)
        && BiologicalStems.Any(stem =>
            mention.Agents[0].Name.EndsWith(stem, StringComparison.Ordinal)
        );
}
