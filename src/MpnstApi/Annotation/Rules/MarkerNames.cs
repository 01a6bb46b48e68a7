using System.Text.RegularExpressions;
using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Language;
using static MpnstApi.Annotation.Rules.BiomarkerTerms;

namespace MpnstApi.Annotation.Rules;

/// <summary>A gene, protein or pathway named in a text.</summary>
internal readonly record struct Marker(
    int From,
    int Count,
    string Name,
    string? Gene,
    bool IsFusion = false
)
{
    public int End => From + Count;
}

/// <summary>Represents the markers of a text, by their words.</summary>
internal sealed class MarkerList(int words)
{
    private readonly Marker?[] _at = new Marker?[words];

    public List<Marker> InOrder { get; } = [];

    public void Add(Marker marker)
    {
        InOrder.Add(marker);
        Array.Fill(_at, marker, marker.From, marker.Count);
    }

    /// <summary>Returns the marker that a word belongs to.</summary>
    public Marker? At(int word) => _at[word];
}

/// <summary>Finds the markers that a text names; <see cref="MarkerReader"/> reads their findings.</summary>
internal static partial class MarkerNames
{
    /// <summary>
    /// Returns markers by their usual names, by symbols and aliases of the dictionary, and by the form of a symbol.
    /// </summary>
    public static MarkerList In(Words words, DrugDictionary dictionary)
    {
        var markers = new MarkerList(words.Count);
        var isShouted = words.Text.Count(char.IsUpper) > words.Text.Count(char.IsLower);
        for (var i = 0; i < words.Count; )
        {
            if (MarkerAt(words, i, isShouted, dictionary) is { } found)
            {
                markers.Add(found);
                i = found.End;
                foreach (var sibling in Siblings(words, found, dictionary))
                {
                    markers.Add(sibling);
                    i = sibling.End;
                }
            }
            else
            {
                i++;
            }
        }
        if (!isShouted && markers.InOrder.TrueForAll(m => m.Gene is null))
        {
            AddVariants(words, markers);
        }

        return markers;
    }

    /// <summary>"Ex21 L858R": a variant is a marker by itself if no gene is named.</summary>
    private static void AddVariants(Words words, MarkerList markers)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var name = words.Original(i, 1);
            if (markers.At(i) is null && IsVariant(name))
            {
                markers.Add(new Marker(i, 1, name, null));
            }
        }
    }

    private static Marker? MarkerAt(
        Words words,
        int index,
        bool isShouted,
        DrugDictionary dictionary
    )
    {
        if (FusionAt(words, index, isShouted) is { } fusion)
        {
            return fusion;
        }

        if (Markers.At(words, index) is { } hit)
        {
            // Short names are markers only in the spelling of a symbol.
            var original = words.Original(index, 1);
            if (
                hit.Count > 1
                || original.Length > 3
                || original.Any(char.IsAsciiDigit)
                || IsSymbol(original)
            )
            {
                return new Marker(
                    index,
                    hit.Count,
                    hit.Value.Name,
                    hit.Value.Gene ?? GeneOf(hit.Value.Name, dictionary)
                );
            }
        }
        for (var count = Math.Min(3, words.Count - index); count > 0; count--)
        {
            var name = words.Original(index, count);
            if (!NoMarkers.Contains(name.ToUpperInvariant()) && IsWrittenAsName(name, count))
            {
                if (dictionary.FindTargets(name) is { Count: > 0 } targets)
                {
                    return new Marker(
                        index,
                        count,
                        targets.Count == 1 && IsSpelledOut(name, count) ? targets[0].Symbol : name,
                        targets.Count == 1 ? targets[0].Symbol : null
                    );
                }

                if (
                    (MarkerGenes.Find(name) ?? JoinedSymbol(words, index, count, dictionary)) is
                    { } gene
                )
                {
                    return new Marker(index, count, name, gene);
                }
            }
        }
        var symbol = words.Original(index, 1);
        return
            !isShouted
            && symbol.Length is >= 3 and <= 8
            && IsSymbol(symbol)
            && !NoMarkers.Contains(symbol)
            && !IsVariant(symbol)
            ? new Marker(index, 1, symbol, null)
            : null;
    }

    /// <summary>"MSLN", "EpCAM", "Androgen receptor", "somatostatin receptor 2"; not "met", "Kit".</summary>
    private static bool IsWrittenAsName(string name, int count) =>
        count > 1
            ? name.Length >= 4
            : IsSymbol(name)
                || (name.Length >= 4 && name.Count(char.IsAsciiLetterUpper) >= 2)
                || name.Length >= 8
                || (name.Length == 3 && name[0] == 'p' && char.IsAsciiDigit(name[1]));

    /// <summary>"anaplastic lymphoma kinase", which is ALK.</summary>
    private static bool IsSpelledOut(string name, int count) =>
        count > 1
        && name.Split(' ', '-').Any(word => word.Length > 3 && word.All(char.IsAsciiLetterLower));

    /// <summary>"MAGE-A3", "FGFR-2": a symbol with a hyphen in it.</summary>
    private static string? JoinedSymbol(
        Words words,
        int index,
        int count,
        DrugDictionary dictionary
    )
    {
        if (count != 2 || words.Before(index + 1) is not "-")
        {
            return null;
        }

        var joined = words.Original(index, 1) + words.Original(index + 1, 1);
        return !IsSymbol(joined) ? null : MarkerGenes.Find(joined) ?? GeneOf(joined, dictionary);
    }

    /// <summary>"NTRK1/2/3", "FGFR1-3", "CDKN2A/B": the further symbols that the numbers or letters mean.</summary>
    private static IEnumerable<Marker> Siblings(
        Words words,
        Marker first,
        DrugDictionary dictionary
    )
    {
        if (first.Count > 1 || first.Gene is not { } gene)
        {
            yield break;
        }

        var last = gene[^1];
        if (words.Original(first.From, 1)[^1] != last)
        {
            yield break;
        }

        for (var i = first.End; i < words.Count; i++)
        {
            var joined = words.Before(i).Trim();
            var end = words.Original(i, 1)[0];
            if (
                words[i].Length != 1
                || char.IsAsciiDigit(end) != char.IsAsciiDigit(last)
                || char.IsAsciiLetterLower(end)
                || joined is not ("/" or "-" or "–")
            )
            {
                yield break;
            }
            // A hyphen includes all symbols in between.
            for (var next = joined is "/" ? end : (char)(last + 1); next <= end; next++)
            {
                var symbol = gene[..^1] + next;
                if (GeneOf(symbol, dictionary) != symbol)
                {
                    yield break;
                }

                yield return new Marker(i, 1, symbol, symbol);
            }
            last = end;
        }
    }

    private static string? GeneOf(string name, DrugDictionary dictionary) =>
        dictionary.FindTargets(name) is [var target] ? target.Symbol : MarkerGenes.Find(name);

    private static bool IsSymbol(string word) =>
        word.Length >= 2
        && word.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c))
        && char.IsAsciiLetterUpper(word[0])
        && word.Count(char.IsAsciiLetterUpper) >= 2;

    /// <summary>"SS18-SSX", "EWSR1::FLI1": two symbols joined.</summary>
    private static Marker? FusionAt(Words words, int index, bool isShouted)
    {
        if (isShouted || index + 1 >= words.Count)
        {
            return null;
        }

        var (first, second) = (words.Original(index, 1), words.Original(index + 1, 1));
        var joined = words.Before(index + 1).Trim();
        if (
            joined is not ("-" or "::" or "–" or ":" or "/")
            || !IsPartner(first)
            || !IsPartner(second)
            || (joined is not "::" and not ":" && !IsFusion(words, index, 2))
        )
        {
            return null;
        }

        return new Marker(
            index,
            2,
            joined is "::" ? $"{first}::{second}" : $"{first}-{second}",
            null,
            IsFusion: true
        );
    }

    private static bool IsPartner(string symbol) =>
        symbol.Length >= 3 && IsSymbol(symbol) && !NoMarkers.Contains(symbol);

    private static bool IsFusion(Words words, int from, int count)
    {
        for (var i = Math.Max(0, from - 3); i < Math.Min(words.Count, from + count + 3); i++)
        {
            if (
                words[i].Form is "fusion" or "translocation" or "rearrangement" or "transcript"
                || (i == from + count && words[i].Form is "positive")
            )
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>"L858R", "G719X", "D842V": a variant, not a gene.</summary>
    public static bool IsVariant(string word) => VariantName().IsMatch(word);

    [GeneratedRegex(@"^(?!CD)[A-Z]\d{2,4}[A-Z]{1,3}$")]
    private static partial Regex VariantName();
}
