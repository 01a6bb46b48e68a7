using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Language;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Annotation.Matching;

/// <summary>
/// Recognizes names that are not in the dictionary by their spelling or their stem. A stem gives the modality and,
/// if it is precise enough, the drug type; never a target.
/// </summary>
internal static class NameStems
{
    public const string Conjugate = "ANTIBODY_DRUG_CONJUGATE";
    private const int Shortest = 7;

    /// <summary>Returns the agent that an unknown word names; null if neither spelling nor stem identifies one.</summary>
    public static Mention? At(Words words, int index, int end, DrugDictionary dictionary)
    {
        var form = words[index].Form;
        if (Conjugated(words, index, end, dictionary) is { } conjugate)
        {
            return conjugate;
        }

        if (dictionary.Spellings.Find(form) is { } id)
        {
            return Mention.Of(
                index,
                1,
                Agent.Of(dictionary.FindDrug(id)!) with
                {
                    Certainty = Certainty.Spelling,
                }
            );
        }

        if (form.Length < Shortest || !form.All(char.IsAsciiLetterLower))
        {
            return null;
        }

        var before = index > 0 && !words[index].AfterBreak ? words[index - 1].Form : null;
        var stem = dictionary.Stems.Where(s => s.IsOf(form, before)).MaxBy(s => s.Stem.Length);
        // The names of gene and modified cell products have two words, the first of which names the gene.
        if (
            form.EndsWith("gene", StringComparison.Ordinal)
            && index + 1 < end
            && !words[index + 1].AfterBreak
            && At(words, index + 1, end, dictionary) is { Kind: EntryKind.Stem, Count: 1 } second
        )
        {
            var product = second.Agents[0];
            return Stem(
                words,
                index,
                2,
                product.Modality,
                stem?.Modality == product.Modality ? stem.Types : product.Types,
                []
            );
        }
        return stem is null ? null : Stem(words, index, 1, stem.Modality, stem.Types, []);
    }

    /// <summary>Recognizes an antibody-drug conjugate: a different product than the antibody, with the antibody's target.</summary>
    private static Mention? Conjugated(Words words, int index, int end, DrugDictionary dictionary)
    {
        if (
            index + 1 >= end
            || words[index + 1].AfterBreak
            || !dictionary.AntibodyStems.Any(s =>
                words[index].Form.Length >= Shortest
                && words[index].Form.EndsWith(s, StringComparison.Ordinal)
            )
            || !IsPayload(words[index + 1].Form, dictionary)
            || dictionary.Names.Find(words, index + 1, 1) is not null
        )
        {
            return null;
        }

        var targets = dictionary.Names.Find(words, index, 1) is { Kind: EntryKind.Drug } antibody
            ? dictionary
                .FindDrug(antibody.Id)!
                .Targets.Where(t => t.Role == TargetRole.Primary)
                .ToList()
            : [];
        return Stem(words, index, 2, Modality.Targeted, [Conjugate], targets);
    }

    /// <summary>Returns whether a word is a payload by its stem, or because a conjugate of the dictionary has it.</summary>
    private static bool IsPayload(string form, DrugDictionary dictionary) =>
        dictionary.PayloadStems.Any(p => form.EndsWith(p.Stem, StringComparison.Ordinal))
        || dictionary.Drugs.Any(d =>
            d.Types.Contains(Conjugate)
            && d.Name.Split(' ') is [_, { } payload]
            && Text.Fold(payload) == form
        );

    private static Mention Stem(
        Words words,
        int index,
        int count,
        Modality modality,
        IReadOnlyList<string> types,
        IReadOnlyList<DrugTarget> targets
    )
    {
        var name = words.Original(index, count);
        return Mention.Of(
            index,
            count,
            new Agent(EntryKind.Stem, Text.Id(name), name, modality, types, targets, false)
            {
                Certainty = Certainty.Stem,
            }
        );
    }
}
