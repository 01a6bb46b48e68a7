using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Language;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Annotation.Matching;

/// <summary>Recognizes radionuclides and dyes that label a molecule. They determine its use, whatever the carrier.</summary>
internal static class MoleculeLabels
{
    private const string Imaging = "imaging";
    private const string Radiopharmaceutical = "radionuclide-therapy";

    /// <summary>Returns the agent that a part with a label names; null if it has no label.</summary>
    /// <param name="mentions">The other agents the part names: the carrier.</param>
    public static Mention? In(
        Words words,
        int from,
        int end,
        IReadOnlyList<Mention> mentions,
        DrugDictionary dictionary
    )
    {
        for (var i = from; i < end; i++)
        {
            if (UseAt(words, i, end, dictionary) is not { } use)
            {
                continue;
            }
            // A dictionary name that contains the label takes precedence: "iodine-125 seed".
            if (
                mentions.FirstOrDefault(m => m.From <= i && i < m.End) is { } whole
                && whole.Entry is not (Imaging or Radiopharmaceutical)
            )
            {
                return whole;
            }

            var id = use == Modality.Diagnostic ? Imaging : Radiopharmaceutical;
            var agent = Agent.Of(dictionary.FindProcedure(id)!);
            return Mention.Of(
                from,
                end - from,
                use == Modality.Diagnostic ? agent : agent with { Targets = Carried(mentions) }
            );
        }
        return null;
    }

    private static IReadOnlyList<DrugTarget> Carried(IReadOnlyList<Mention> mentions) =>
        mentions.Where(m => m.Kind == EntryKind.Drug).ToList() is [{ } carrier]
            ? [.. carrier.Agents[0].Targets.Where(t => t.Role == TargetRole.Primary)]
            : [];

    private static Modality? UseAt(Words words, int index, int end, DrugDictionary dictionary)
    {
        foreach (var dye in dictionary.Dyes)
        {
            if (words[index].Form.StartsWith(dye, StringComparison.Ordinal))
            {
                return Modality.Diagnostic;
            }
        }
        foreach (var nuclide in dictionary.Nuclides)
        {
            if (IsAt(words, index, end, nuclide))
            {
                return nuclide.Use;
            }
        }
        return null;
    }

    private static bool IsAt(Words words, int index, int end, Nuclide nuclide)
    {
        var form = words[index].Form;
        var symbol = nuclide.Form;
        // "89Zr", "99mTc"; "Zr89"
        if (form == nuclide.Mass + symbol || form == symbol + nuclide.Mass)
        {
            return IsSymbol(words, index, nuclide);
        }

        if (index + 1 == end || words.Before(index + 1).Length > 2)
        {
            return false;
        }

        var next = words[index + 1].Form;
        // "Zr-89", "Zr 89", "iodine-131"; "131 I", "(131)I"
        return ((form == symbol && IsSymbol(words, index, nuclide)) || form == nuclide.Element)
                && next == nuclide.Mass
            || form == nuclide.Mass
                && (
                    next == symbol
                        && words.Original(index + 1, 1) == nuclide.Symbol
                        && words.Before(index + 1).IndexOfAny(',', '+') < 0
                    || next == nuclide.Element
                );
    }

    private static bool IsSymbol(Words words, int index, Nuclide nuclide)
    {
        var original = words.Original(index, 1);
        return original.Contains(nuclide.Symbol, StringComparison.Ordinal)
            || (!original.Any(char.IsAsciiLetterUpper) && original.Length > nuclide.Symbol.Length);
    }
}
