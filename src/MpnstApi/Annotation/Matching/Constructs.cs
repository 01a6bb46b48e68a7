using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Language;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Annotation.Matching;

/// <summary>
/// Recognizes classes that a name composes of an antigen and a format: "EGFR CAR-T", "anti-HER2 CAR-NK cells", "PRAME TCR-T",
/// "HER2-directed antibody-drug conjugate", "TGF-beta inhibitor". The format gives the modality, the antigen the target.
/// </summary>
internal static class Constructs
{
    private sealed record Format(
        string Id,
        string Name,
        Modality Modality,
        IReadOnlyList<string> Types,
        string Action
    );

    private static readonly Format Car = Cells("car-t-cells", "CAR T cells", "CAR_T_CELL");
    private static readonly Format CarNk = Cells("car-nk-cells", "CAR-NK cells", "NK_CELL");
    private static readonly Format Tcr = Cells("tcr-t-cells", "TCR T cells", "TCR_T_CELL");
    private static readonly Format TcrNk = Cells("tcr-nk-cells", "TCR NK cells", "NK_CELL");
    private static readonly Format TCells = Cells("t-cells", "T cells", "T_CELL");
    private static readonly Format Conjugate = new(
        "antibody-drug-conjugate",
        "antibody-drug conjugate",
        Modality.Targeted,
        ["ANTIBODY_DRUG_CONJUGATE"],
        "ANTIBODY BINDING"
    );
    private static readonly Format DcVaccine = new(
        "dc-vaccine",
        "dendritic cell vaccine",
        Modality.Vaccine,
        ["DC_VACCINE"],
        "ANTIGEN"
    );
    private static readonly Format Vaccine = new(
        "vaccine",
        "vaccine",
        Modality.Vaccine,
        ["VACCINE"],
        "ANTIGEN"
    );

    /// <summary>
    /// Domains of a chimeric receptor, and tags and switches expressed with it, none of which is the target of the cells.
    /// </summary>
    private static readonly HashSet<string> Domains =
    [
        "cd28",
        "ox40",
        "41bb",
        "cd137",
        "cd3",
        "cd3z",
        "icos",
        "egfrt",
        "her2tg",
        "dhfr",
        "ic9",
        "icasp9",
        "cd8",
        "cd4",
        "cd56",
        "ncam",
    ];

    private static readonly HashSet<string> Leading =
    [
        "specific",
        "directed",
        "targeted",
        "targeting",
        "redirected",
        "chimeric",
        "transduced",
        "engineered",
        "vaccine",
        "vaccination",
        "adc",
        "antibody",
        "tcr",
        "t",
    ];

    private static readonly HashSet<string> Pointing =
    [
        "anti",
        "against",
        "targeting",
        "recognizing",
        "recognising",
    ];

    /// <summary>Words after the name of a protein that is produced, removed or carried, not targeted.</summary>
    private static readonly HashSet<string> NotAimedAt =
    [
        "secreting",
        "expressing",
        "encoding",
        "knockout",
        "ko",
        "deficient",
        "deleted",
        "edited",
        "armored",
        "armoured",
        "receptor",
        "positive",
        "negative",
        "mutation",
        "mutant",
        "blockade",
    ];

    private static readonly char[] Digits = [.. "0123456789"];

    private static readonly HashSet<string> Inhibiting = ["inhibitor", "antagonist", "blocker"];

    /// <summary>The kind of living cells that a part of a name gives.</summary>
    internal sealed record Carrier(bool HasCar, bool HasTcr, bool HasNk, bool HasT)
    {
        public bool IsCells => HasCar || HasTcr || HasNk || HasT;
    }

    /// <summary>Returns the class that a part of a name composes; null if it names no antigen with a format.</summary>
    public static Mention? In(
        Words words,
        int from,
        int end,
        IReadOnlyList<Mention> mentions,
        DrugDictionary dictionary
    )
    {
        var carrier = CarrierIn(words, from, end, dictionary);
        var format = FormatIn(words, from, end, carrier);
        var antigens = new List<AntigenName>();
        var isNew = false;
        for (var i = from; i < end; )
        {
            if (dictionary.AntigenNames.At(words, i, end) is not { } found)
            {
                if (Compound(words[i].Form, dictionary) is { } inside && format is not null)
                {
                    antigens.Add(inside);
                    isNew = true;
                }
                i++;
                continue;
            }
            var known = mentions.FirstOrDefault(m =>
                m.From <= i && i < m.End && m.Kind is EntryKind.Drug or EntryKind.Class
            );
            if (!IsDomain(words, i, found.Count))
            {
                if (
                    known is null
                    && format is null
                    && Acting(words, i, found.Count, end, found.Antigen, dictionary) is { } acting
                )
                {
                    return acting;
                }

                if (format is not null && IsAimedAt(words, i, found.Count, from, end, dictionary))
                {
                    antigens.Add(found.Antigen);
                    isNew |= known is null;
                }
            }
            i += found.Count;
        }
        // A name that is in the dictionary as a whole is read by the dictionary.
        return !isNew || format is null
            ? null
            : Of(format, antigens.DistinctBy(a => a.Ids[0]).ToList(), from, end, dictionary);
    }

    /// <summary>Returns the cells that a part names as the product given.</summary>
    public static Carrier CarrierIn(Words words, int from, int end, DrugDictionary dictionary)
    {
        bool car = false,
            tcr = false,
            nk = false,
            t = false,
            depleted = false;
        for (var i = from; i < end; i++)
        {
            var form = words[i].Form;
            var core = WithoutNumber(form);
            var isCompound = Compound(form, dictionary) is not null;
            if (
                core is "car" or "cart" or "carnk"
                    && words.Original(i, 1).StartsWith("CAR", StringComparison.Ordinal)
                || isCompound
            )
            {
                car |=
                    !core.EndsWith("tcr", StringComparison.Ordinal)
                    && !core.EndsWith("tcrt", StringComparison.Ordinal);
            }

            if (
                core is "tcr" or "tcrt"
                || (isCompound && core.EndsWith("tcrt", StringComparison.Ordinal))
            )
            {
                tcr = true;
            }

            if (form == "chimeric" && i + 1 < end && words[i + 1].Form == "antigen")
            {
                car = true;
            }

            if (
                form == "nk"
                || (form == "natural" && i + 1 < end && words[i + 1].Form == "killer")
                || core.EndsWith("carnk", StringComparison.Ordinal)
            )
            {
                nk = true;
            }

            if (
                form is "lymphocyte" or "ctl" or "tcell"
                || (form == "t" && i + 1 < end && words[i + 1].Form is "cell" or "lymphocyte")
            )
            {
                t = true;
            }
            // "iC9-GD2-CD28-OX40": a chain of domains is a chimeric receptor.
            if (form is "cd28" or "41bb" or "cd3z" && i > from && words.Before(i) is "-")
            {
                car = true;
            }

            depleted |= form is "depleted" or "depletion" or "lymphoma" or "leukemia";
        }
        return depleted ? new Carrier(false, false, false, false) : new Carrier(car, tcr, nk, t);
    }

    private static Format? FormatIn(Words words, int from, int end, Carrier carrier)
    {
        if (carrier.HasCar)
        {
            return carrier.HasNk ? CarNk : Car;
        }

        if (carrier.HasTcr)
        {
            return carrier.HasNk ? TcrNk : Tcr;
        }

        if (carrier.HasT)
        {
            return TCells;
        }

        bool vaccine = false,
            dendritic = false;
        for (var i = from; i < end; i++)
        {
            var form = words[i].Form;
            if (
                words.Original(i, 1) == "ADC"
                || (form == "conjugate" && i > from && words[i - 1].Form == "drug")
            )
            {
                return Conjugate;
            }

            vaccine |= form is "vaccine" or "vaccination";
            dendritic |= form == "dendritic" || words.Original(i, 1) == "DC";
        }
        return vaccine && dendritic ? DcVaccine
            : vaccine ? Vaccine
            : null;
    }

    private static bool IsDomain(Words words, int index, int count) =>
        Domains.Contains(words.Key(index, count));

    /// <summary>Numbered products: "car20", "cart1".</summary>
    private static string WithoutNumber(string form) => form.TrimEnd(Digits);

    /// <summary>Antigen and format as one word: "GD2CART", "CD70CAR".</summary>
    private static AntigenName? Compound(string form, DrugDictionary dictionary)
    {
        var core = WithoutNumber(form);
        foreach (var ending in (string[])["carnk", "cart", "car", "tcrt"])
        {
            if (core.Length > ending.Length + 1 && core.EndsWith(ending, StringComparison.Ordinal))
            {
                return dictionary.AntigenNames.Find(core[..^ending.Length]);
            }
        }
        return null;
    }

    private static bool IsAimedAt(
        Words words,
        int index,
        int count,
        int from,
        int end,
        DrugDictionary dictionary
    )
    {
        var next = index + count;
        // A clone in brackets may be in between: "NY-ESO-1 (c259) transduced".
        if (next < end && words.Before(next).Contains('('))
        {
            do
            {
                next++;
            } while (next < end && !words.Before(next).Contains(')'));
        }
        if (next < end && NotAimedAt.Contains(words[next].Form))
        {
            return false;
        }

        if (index > from && Pointing.Contains(words[index - 1].Form))
        {
            return true;
        }

        while (
            next < end
            && (
                words[next].Form is "and" or "or"
                || dictionary.AntigenNames.At(words, next, end) is not null
                || IsDomain(words, next, 1)
            )
        )
        {
            if (IsDomain(words, next, 1))
            {
                return true;
            }

            next += dictionary.AntigenNames.At(words, next, end)?.Count ?? 1;
        }
        // The last antigen of a list may be unknown: "GD2, CD276 and PSMA specific".
        if (next > index + count && next + 1 < end && Leading.Contains(words[next + 1].Form))
        {
            return true;
        }

        if (next >= end)
        {
            return index > from && words[index - 1].Form is "to" or "and";
        }

        var form = words[next].Form;
        return Leading.Contains(form)
            || form.StartsWith("car", StringComparison.Ordinal)
                && words.Original(next, 1).StartsWith("CAR", StringComparison.Ordinal)
            || form.StartsWith("tcr", StringComparison.Ordinal)
            || form
                is "peptide"
                    or "protein"
                    or "mrna"
                    or "dna"
                    or "dendritic"
                    or "lysate"
                    or "loaded"
                    or "pulsed";
    }

    private static Mention Of(
        Format format,
        IReadOnlyList<AntigenName> antigens,
        int from,
        int end,
        DrugDictionary dictionary
    )
    {
        if (antigens is [{ } only])
        {
            foreach (var name in only.Ids)
            {
                var id = $"{name}-{format.Id}";
                var entries = format == TCells ? (string[])[id, $"{name}-tcr-t-cells"] : [id];
                foreach (var entry in entries)
                {
                    if (dictionary.FindDrug(entry) is { } drug)
                    {
                        return Mention.Of(from, end - from, Agent.Of(drug));
                    }

                    if (dictionary.FindClass(entry) is { } known)
                    {
                        return Mention.Of(from, end - from, Agent.Of(known));
                    }
                }
            }
        }
        return Class(
            string.Join('-', antigens.Select(a => Text.Id(a.Name))) + "-" + format.Id,
            string.Join('/', antigens.Select(a => a.Name)) + " " + format.Name,
            format.Modality,
            format.Types,
            [.. antigens.SelectMany(a => a.Symbols).Distinct()],
            format.Action,
            from,
            end - from
        );
    }

    /// <summary>
    /// "X inhibitor", "anti-X antibody": the modality shared by all drugs of the dictionary that have it as their stated mechanism;
    /// null if there are none or they differ.
    /// </summary>
    private static Mention? Acting(
        Words words,
        int index,
        int count,
        int end,
        AntigenName antigen,
        DrugDictionary dictionary
    )
    {
        var next = index + count;
        if (next >= end || antigen.Symbols.Count == 0)
        {
            return null;
        }

        while (
            next < end
            && words[next].Form
                is "small"
                    or "molecule"
                    or "kinase"
                    or "monoclonal"
                    or "humanized"
                    or "human"
        )
        {
            next++;
        }

        if (next >= end || words[next].AfterBreak)
        {
            return null;
        }

        var isInhibitor = Inhibiting.Contains(words[next].Form);
        if (
            !isInhibitor
            && (
                words[next].Form != "antibody" || (next + 1 < end && words[next + 1].Form == "drug")
            )
        )
        {
            return null;
        }

        var alike = dictionary
            .Drugs.Where(d =>
                d.Targets.Any(t =>
                    t.Role == TargetRole.Primary
                    && antigen.Symbols.Contains(t.Symbol)
                    && (
                        isInhibitor
                            ? t.Action is "INHIBITOR" or "ANTAGONIST"
                            : t.Action is "ANTIBODY BINDING"
                    )
                )
            )
            .ToList();
        if (alike.Count == 0 || alike.Select(d => d.Modality).Distinct().Count() > 1)
        {
            return null;
        }

        var types = alike
            .Select(d => d.Types.AsEnumerable())
            .Aggregate((a, b) => a.Intersect(b))
            .ToList();
        var kind = isInhibitor ? "inhibitor" : "antibody";
        return Class(
            $"{Text.Id(antigen.Name)}-{kind}",
            $"{antigen.Name} {kind}",
            alike[0].Modality,
            types,
            antigen.Symbols,
            isInhibitor ? "INHIBITOR" : "ANTIBODY BINDING",
            index,
            next + 1 - index
        );
    }

    private static Mention Class(
        string id,
        string name,
        Modality modality,
        IReadOnlyList<string> types,
        IReadOnlyList<string> symbols,
        string action,
        int from,
        int count
    ) =>
        Mention.Of(
            from,
            count,
            new Agent(
                EntryKind.Class,
                id,
                name,
                modality,
                types,
                [.. symbols.Select(s => new DrugTarget(s, TargetRole.Primary, action, null, true))],
                true
            )
        );

    private static Format Cells(string id, string name, string type) =>
        new(id, name, Modality.CellTherapy, [type], "T CELL RECOGNITION");
}
