using MpnstApi.Annotation.Language;

namespace MpnstApi.Annotation.Rules;

/// <summary>The names of MPNST and of neurofibromatosis type 1.</summary>
internal static class DiseaseTerms
{
    private static readonly PhraseList<bool> MpnstNames = Phrases.Of(
        "malignant [peripheral] {nerve|nervous} sheath {tumor|neoplasm|sarcoma}",
        "[peripheral] nerve sheath {tumor|neoplasm} malignant$",
        "mpnst",
        "neurofibrosarcoma",
        "malignant schwannoma",
        "malignant {neurilemmoma|neurilemoma}",
        "{neurilemmosarcoma|neurilemosarcoma}",
        "neurogenic sarcoma",
        "[malignant] triton tumor"
    );

    private static readonly PhraseList<bool> Models = Phrases.Of(
        "cell {line|culture}",
        "{mouse|animal|preclinical|xenograft} model",
        "model",
        "{xenograft|pdx|organoid}"
    );

    private static readonly PhraseList<bool> NerveSheathNames = Phrases.Of(
        "[peripheral] nerve sheath {tumor|neoplasm}",
        "pnst"
    );

    /// <summary>True if the name is unambiguous; false if what follows must be checked.</summary>
    private static readonly PhraseList<bool> Nf1Names = new([
        ("neurofibromatosis [type] {1|i}", true),
        ("von recklinghausen", true),
        ("nf 1", true),
        ("nf1", true),
        ("neurofibromatosis1", true),
        ("plexiform neurofibroma", true),
        ("atypical neurofibroma", true),
        ("annubp", true),
        ("neurofibromatosis", false),
    ]);

    private static readonly PhraseList<bool> OtherNeurofibromatosis = Phrases.Of(
        "2",
        "ii",
        "type {2|ii|3|iii}",
        "schwannomatosis",
        "related schwannomatosis",
        "3"
    );

    /// <summary>Words after "NF1" that identify the gene, not the disease.</summary>
    private static readonly PhraseList<bool> GeneWords = Phrases.Of(
        "[{gene|germline|somatic|biallelic|pathogenic|truncating|inactivating|activating|deleterious|tumor|genetic|genomic|molecular}] {change|abnormality|abnormalities|mutation|mutant|mutated|loss|lost|deficient|deficiency|positive|deletion|deleted|inactivation|inactivated|alteration|altered|variant|null|aberration|aberrant|wild|driven|driver|knockout|knockdown|haploinsufficiency|haploinsufficient|silencing}",
        "gene"
    );

    /// <summary>Words before "NF1" that identify the gene.</summary>
    private static readonly PhraseList<bool> MutatedWords = Phrases.Of(
        "{mutant|mutated|inactivated|deficient|altered|deleted|biallelic|truncating|deleterious}"
    );

    private static readonly PhraseList<bool> OtherNeurofibromatosisNames = Phrases.Of(
        "nf2 [related] [schwannomatosis]",
        "nf 2",
        "neurofibromatosis [type] {2|ii}",
        "schwannomatosis",
        "vestibular schwannoma"
    );

    /// <summary>The groups that study the disease: "Neurofibromatosis Clinical Trials Consortium".</summary>
    private static readonly PhraseList<bool> Organizations = Phrases.Of(
        "[clinical] [trial] {consortium|network|foundation|center|centre|clinic|society|institute|program}"
    );

    /// <summary>Returns the MPNST term that begins at a word.</summary>
    public static Hit<bool>? MpnstAt(Words words, int index) => MpnstNames.At(words, index);

    /// <summary>Nerve sheath tumours not called malignant.</summary>
    public static bool NamesNerveSheathTumor(Words words) => NerveSheathNames.In(words);

    public static Hit<bool>? FirstNerveSheathTumor(Words words) => NerveSheathNames.First(words);

    public static Hit<bool>? FirstMpnst(Passage passage)
    {
        foreach (var hit in MpnstIn(passage))
        {
            return hit;
        }

        return null;
    }

    /// <summary>Returns the MPNST terms of a passage that mean tumours of patients.</summary>
    public static IEnumerable<Hit<bool>> MpnstIn(Passage passage)
    {
        var (ruledOut, end) = (false, -1);
        foreach (var hit in MpnstNames.Find(passage.Words))
        {
            // The short name in brackets repeats the long one.
            var isRepeated = hit.From == end;
            ruledOut =
                (isRepeated && ruledOut)
                || (
                    passage.Running
                    && (
                        Negation.Reaches(passage.Words, hit.From)
                        || IsInLaboratory(passage.Words, hit.From + hit.Count)
                    )
                );
            end = hit.From + hit.Count;
            if (!ruledOut)
            {
                yield return hit;
            }
        }
    }

    /// <summary>"MPNST cell lines", "MPNST (MPNST) mouse models": these are not tumours of patients.</summary>
    private static bool IsInLaboratory(Words words, int next)
    {
        if (next < words.Count && MpnstNames.At(words, next) is { } repeated)
        {
            next += repeated.Count;
        }

        return next < words.Count && !words[next].AfterStop && Models.At(words, next) is not null;
    }

    public static Hit<bool>? FirstNf1(Passage passage)
    {
        foreach (var hit in Nf1In(passage))
        {
            // "Sporadic, without NF1" occurs in titles and conditions, too.
            if (
                passage.Running
                    ? !Negation.Reaches(passage.Words, hit.From)
                    : !IsAbsent(passage.Words, hit.From)
            )
            {
                return hit;
            }
        }
        return null;
    }

    /// <summary>NF1 named as a disease that the patients do not have, or may not have.</summary>
    public static Hit<bool>? FirstAbsentNf1(Passage passage)
    {
        foreach (var hit in Nf1In(passage))
        {
            if (
                IsAbsent(passage.Words, hit.From)
                || (passage.Running && Negation.ReachesBack(passage.Words, hit.From))
            )
            {
                return hit;
            }
        }
        return null;
    }

    /// <summary>Returns NF1 as a disease wherever a passage names it, negated or not.</summary>
    private static IEnumerable<Hit<bool>> Nf1In(Passage passage) =>
        Nf1Names
            .Find(passage.Words)
            .Where(hit =>
                IsDisease(passage.Words, hit) && (hit.Value || !passage.IsOfOtherNeurofibromatosis)
            );

    private static readonly PhraseList<bool> Absent = Phrases.Of(
        "without",
        "excluding",
        "other than",
        "no"
    );

    /// <summary>Negations that apply to a list: "not associated with a BRAF mutation or systemic neurofibromatosis".</summary>
    private static readonly PhraseList<bool> NotAssociated = Phrases.Of(
        "not {associated with|related to|due to|in association with}",
        "{unrelated to|unassociated with}"
    );

    private const int AbsentReach = 6;
    private const int NotAssociatedReach = 14;

    private static bool IsAbsent(Words words, int index)
    {
        if (index > 0 && words[index - 1].Form == "non")
        {
            return true;
        }

        for (var i = Math.Max(0, index - NotAssociatedReach); i < index; i++)
        {
            if (
                (
                    NotAssociated.At(words, i) is not null
                    || (index - i <= AbsentReach && Absent.At(words, i) is not null)
                )
                && !(i > 1 && words[i].Form == "without" && words[i - 1].Form is "or" or "and")
                && !Enumerable.Range(i + 1, index - i).Any(w => words[w].AfterStop)
            )
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>
    /// Returns whether titles are of NF2 or schwannomatosis and not of NF1: plain "neurofibromatosis" elsewhere then means
    /// those.
    /// </summary>
    public static bool AreOfOtherNeurofibromatosis(IReadOnlyList<Passage> titles) =>
        titles.Any(t => OtherNeurofibromatosisNames.In(t.Words))
        && !titles.Any(t => FirstNf1(t with { IsOfOtherNeurofibromatosis = true }) is not null);

    /// <summary>NF2 or schwannomatosis.</summary>
    public static bool NamesOtherNeurofibromatosis(Words words) =>
        OtherNeurofibromatosisNames.In(words);

    public static bool NamesMpnst(Words words) => MpnstNames.In(words);

    public static bool NamesNf1(Words words) => FirstNf1(new Passage("", words, false)) is not null;

    private static bool IsDisease(Words words, Hit<bool> hit)
    {
        var next = hit.From + hit.Count;
        if (!hit.Value)
        {
            return next == words.Count
                || (
                    OtherNeurofibromatosis.At(words, next) is null
                    && Organizations.At(words, next) is null
                );
        }

        if (words[hit.From].Form is "nf1" or "nf")
        {
            return !IsGene(words, hit) && !IsAmongGenes(words, hit);
        }
        // "Neurofibromatosis Type 1 (NF1)-mutant" is the gene, written out.
        if (next < words.Count && Nf1Names.At(words, next) is { } repeated)
        {
            next += repeated.Count;
        }

        return words[hit.From].Form != "neurofibromatosis"
            || next >= words.Count
            || words[next].AfterStop
            || GeneWords.At(words, next) is null;
    }

    /// <summary>Short names of diseases and tests, which are not genes next to NF1.</summary>
    private static readonly HashSet<string> DiseaseNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "NF",
        "NF1",
        "NF2",
        "NFI",
        "MPNST",
        "MPNSTs",
        "PN",
        "PNs",
        "PNST",
        "OPG",
        "LGG",
        "HGG",
        "SWN",
        "STS",
        "GIST",
        "ANNUBP",
        "TSC",
        "LFS",
        "VHL",
        "MRI",
        "PET",
        "JMML",
    };

    /// <summary>"BRAF, NF1 or KRAS": a gene among genes.</summary>
    private static bool IsAmongGenes(Words words, Hit<bool> hit) =>
        IsGeneSymbol(words, hit.From - 1, hit.From)
        || IsGeneSymbol(words, hit.From + hit.Count, hit.From + hit.Count)
        || (
            hit.From >= 2
            && words[hit.From - 1].Form is "or" or "and"
            && IsGeneSymbol(words, hit.From - 2, hit.From - 1)
        );

    private static bool IsGeneSymbol(Words words, int index, int gap)
    {
        if (index < 0 || index >= words.Count || gap >= words.Count)
        {
            return false;
        }

        var between = words.Before(gap);
        if (
            between.IndexOfAny(",;/") < 0
            && words[index].Form is not ("or" or "and")
            && between.Trim().Length > 0
        )
        {
            return false;
        }

        var word = words.Original(index, 1);
        return between.IndexOfAny(",;/") >= 0
            && word.Length is >= 3 and <= 7
            && IsSymbol(word)
            && word.Any(char.IsAsciiLetterUpper)
            && !DiseaseNames.Contains(word);
    }

    /// <summary>"NF1 mutation", "NF1, NF2 or RAS mutations", "loss of NF1".</summary>
    private static bool IsGene(Words words, Hit<bool> hit)
    {
        for (var i = hit.From + hit.Count; i < words.Count && !words[i].AfterStop; i++)
        {
            if (GeneWords.At(words, i) is not null)
            {
                return true;
            }

            if (words[i].Form is not ("and" or "or") && !IsSymbol(words.Original(i, 1)))
            {
                break;
            }
        }
        if (
            hit.From > 0
            && !words[hit.From].AfterBreak
            && MutatedWords.At(words, hit.From - 1) is not null
        )
        {
            return true;
        }

        if (IsNeurofibromin(words, hit.From - 1) || IsNeurofibromin(words, hit.From - 2))
        {
            return true;
        }

        return hit.From >= 2
            && (words[hit.From - 1].Form is "of" or "in")
            && GeneWords.At(words, hit.From - 2) is not null;
    }

    /// <summary>"Neurofibromin 1 (NF1)".</summary>
    private static bool IsNeurofibromin(Words words, int index) =>
        index >= 0 && words[index].Form == "neurofibromin";

    private static bool IsSymbol(string word) =>
        word.Length <= 7 && word.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));
}
