using MpnstApi.Annotation.Wording;

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

    /// <summary>True: the name stands by itself; false: it needs a look at what follows.</summary>
    private static readonly PhraseList<bool> Nf1Names = new([
        ("neurofibromatosis [type] {1|i}", true),
        ("von recklinghausen", true),
        ("nf 1", true),
        ("nf1", true),
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

    /// <summary>After "NF1" these make it the gene, not the disease.</summary>
    private static readonly PhraseList<bool> GeneWords = Phrases.Of(
        "[gene] {mutation|mutant|mutated|loss|deficient|deficiency|positive|deletion|inactivation|alteration|altered|variant|null|aberration|aberrant|wild}",
        "gene"
    );

    /// <summary>The MPNST term that begins at a word.</summary>
    public static Hit<bool>? MpnstAt(Words words, int index) => MpnstNames.At(words, index);

    /// <summary>Nerve sheath tumours not called malignant.</summary>
    public static bool NamesNerveSheathTumor(Words words) => NerveSheathNames.In(words);

    public static Hit<bool>? FirstMpnst(Passage passage)
    {
        var (ruledOut, end) = (false, -1);
        foreach (var hit in MpnstNames.Find(passage.Words))
        {
            // The short name in brackets is the long one again.
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
                return hit;
        }
        return null;
    }

    /// <summary>"MPNST cell lines", "MPNST (MPNST) mouse models": no patient has them.</summary>
    private static bool IsInLaboratory(Words words, int next)
    {
        if (next < words.Count && MpnstNames.At(words, next) is { } repeated)
            next += repeated.Count;
        return next < words.Count && !words[next].AfterStop && Models.At(words, next) is not null;
    }

    public static Hit<bool>? FirstNf1(Passage passage)
    {
        foreach (var hit in Nf1Names.Find(passage.Words))
        {
            if (
                IsDisease(passage.Words, hit)
                && (!passage.Running || !Negation.Reaches(passage.Words, hit.From))
            )
                return hit;
        }
        return null;
    }

    public static bool NamesMpnst(Words words) => MpnstNames.In(words);

    public static bool NamesNf1(Words words) => FirstNf1(new Passage("", words, false)) is not null;

    private static bool IsDisease(Words words, Hit<bool> hit)
    {
        var next = hit.From + hit.Count;
        if (!hit.Value)
            return next == words.Count || OtherNeurofibromatosis.At(words, next) is null;
        return (words[hit.From].Form is not ("nf1" or "nf")) || !IsGene(words, hit);
    }

    /// <summary>"NF1 mutation", "NF1, NF2 or RAS mutations", "loss of NF1".</summary>
    private static bool IsGene(Words words, Hit<bool> hit)
    {
        for (var i = hit.From + hit.Count; i < words.Count && !words[i].AfterStop; i++)
        {
            if (GeneWords.At(words, i) is not null)
                return true;
            if (words[i].Form is not ("and" or "or") && !IsSymbol(words.Original(i, 1)))
                break;
        }
        if (IsNeurofibromin(words, hit.From - 1) || IsNeurofibromin(words, hit.From - 2))
            return true;
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
