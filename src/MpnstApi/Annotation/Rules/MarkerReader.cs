using System.Text.RegularExpressions;
using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Language;
using static MpnstApi.Annotation.Rules.BiomarkerTerms;

namespace MpnstApi.Annotation.Rules;

/// <summary>A molecular finding where a text names it.</summary>
internal readonly record struct FoundMarker(Biomarker Biomarker, Passage Passage, Hit<bool> Hit)
{
    public int End => Hit.From + Hit.Count;
}

/// <summary>Reads the molecular findings that a text names: a marker and its state.</summary>
internal sealed partial class MarkerReader
{
    /// <summary>The most words of a list of markers between a marker and its finding.</summary>
    private const int Reach = 12;

    /// <summary>The scope of an absence in words, enough for a long list of findings.</summary>
    private const int AbsentReach = 40;

    private readonly Passage _passage;
    private readonly MarkerList _markers;

    public MarkerReader(Passage passage, DrugDictionary dictionary)
    {
        _passage = passage;
        _markers = MarkerNames.In(passage.Words, dictionary);
    }

    private Words Words => _passage.Words;

    /// <summary>The finding of a marker and its words.</summary>
    private readonly record struct Finding(string Word, string Kind, int From, int Count);

    /// <summary>Gets whether the text names a marker.</summary>
    public bool NamesMarker => _markers.InOrder.Count > 0;

    /// <summary>Returns whether a word belongs to the name of a marker.</summary>
    public bool IsMarker(int word) => _markers.At(word) is not null;

    /// <summary>Returns the findings of the text; an absent one has the finding "absence".</summary>
    public IEnumerable<FoundMarker> Found()
    {
        foreach (var (biomarker, hit) in Named(Words, _markers))
        {
            var isAbsent =
                IsReached(BiomarkerTerms.Absent, hit.From) || IsAbsentAfter(hit.From + hit.Count);
            yield return new(isAbsent ? AbsenceOf(biomarker) : biomarker, _passage, hit);
        }
    }

    /// <summary>
    /// Returns the markers of an item under a line that states the finding ("one of these mutations:"): those named before
    /// any other words.
    /// </summary>
    public IEnumerable<FoundMarker> Items((string Word, string Finding) finding, bool isAbsent)
    {
        for (var i = 0; i < Words.Count; )
        {
            if (_markers.At(i) is { } marker)
            {
                var biomarker = Named(marker, finding.Word, finding.Finding);
                yield return new(
                    isAbsent ? AbsenceOf(biomarker) : biomarker,
                    _passage,
                    new Hit<bool>(marker.From, marker.Count, true)
                );
                i = marker.End;
            }
            else if (Connecting.Contains(Words[i].Form) || IsVariant(Words, i))
            {
                i++;
            }
            else
            {
                yield break;
            }
        }
    }

    /// <summary>
    /// Returns whether the scope of a phrase includes a later word: beyond a comma only if a list of markers continues, and
    /// not beyond "but must have".
    /// </summary>
    public bool IsReached(PhraseList<bool> phrases, int index)
    {
        var (reaches, listed) = (false, false);
        for (var i = Math.Max(0, index - AbsentReach); i < index; i++)
        {
            if (Words[i].AfterStop || (EndsClause(i) && !listed))
            {
                reaches = false;
            }

            if (Words[i].AfterBreak)
            {
                listed = false;
            }

            listed |= IsMarker(i);
            if (phrases.At(Words, i) is { } hit && i + hit.Count <= index)
            {
                if (!ReferenceEquals(phrases, BiomarkerTerms.Absent) || !IsNoAbsence(i))
                {
                    reaches = true;
                }
            }
            else if (Again.At(Words, i) is not null && !IsAbsentBefore(i))
            {
                reaches = false;
            }
        }
        return reaches;
    }

    /// <summary>Returns whether a comma ends a clause; "…, including" and brackets do not.</summary>
    private bool EndsClause(int index) =>
        Words[index].AfterBreak
        && Words.Before(index).ContainsAny(',', '，', '、')
        && Words[index].Form
            is not ("including" or "include" or "such" or "e" or "i" or "or" or "nor");

    private static Biomarker AbsenceOf(Biomarker biomarker)
    {
        if (
            biomarker.Finding is "expression"
            && LostMarkers.FirstOrDefault(m =>
                biomarker.Name.StartsWith($"{m} ", StringComparison.Ordinal)
            )
                is { } lost
        )
        {
            return new Biomarker($"{lost} loss", biomarker.Gene, "loss");
        }

        return biomarker with
        {
            Name = $"no {biomarker.Name}",
            Finding = "absence",
        };
    }

    /// <summary>"Must not have" continues the scope of an absence.</summary>
    private bool IsAbsentBefore(int index) =>
        index > 0 && BiomarkerTerms.Absent.At(Words, index - 1) is not null;

    /// <summary>
    /// Returns whether a word does not mean absence: the "without" of "with or without", "not only", "no prior".
    /// </summary>
    private bool IsNoAbsence(int index) =>
        NoAbsence.At(Words, index) is not null
        || (index >= 2 && WithOrWithout.At(Words, index - 2) is not null)
        || (index >= 1 && WithOrWithout.At(Words, index - 1) is not null);

    /// <summary>"KRAS mutation not detected", "… must be excluded".</summary>
    private bool IsAbsentAfter(int next)
    {
        for (var i = next; i < Words.Count && i < next + 3 && !Words[i].AfterBreak; i++)
        {
            if (AbsentAfter.At(Words, i) is not null)
            {
                return true;
            }
        }
        return false;
    }

    private static IEnumerable<(Biomarker Biomarker, Hit<bool> Hit)> Named(
        Words words,
        MarkerList markers
    )
    {
        foreach (var whole in Whole.Find(words))
        {
            if (!IsMeasured(words, whole.From + whole.Count))
            {
                yield return (whole.Value, new Hit<bool>(whole.From, whole.Count, true));
            }
        }
        foreach (var burden in TumorMutationalBurden.Find(words))
        {
            if (HasNumber(words, burden.From + burden.Count, 6))
            {
                yield return (
                    new Biomarker("high tumor mutational burden", null, "mutation"),
                    burden
                );
            }
        }
        foreach (var named in HlaTypes(words).Concat(Translocations(words)))
        {
            yield return named;
        }

        foreach (var marker in markers.InOrder)
        {
            if (FindingOf(words, marker, markers) is { } finding)
            {
                yield return (
                    Named(marker, finding.Word, finding.Kind),
                    new Hit<bool>(finding.From, finding.Count, true)
                );
            }
        }
    }

    private static Biomarker Named(Marker marker, string word, string kind) =>
        word switch
        {
            Negative when LostMarkers.Contains(marker.Name) => new Biomarker(
                $"{marker.Name} loss",
                marker.Gene,
                "loss"
            ),
            Negative when marker.Name is Driver => new Biomarker(
                "no driver mutation",
                null,
                "absence"
            ),
            Negative => new Biomarker($"{marker.Name} negative", marker.Gene, "absence"),
            Positive when MarkerNames.IsVariant(marker.Name) || marker.Name is Driver => new(
                $"{marker.Name} mutation",
                marker.Gene,
                "mutation"
            ),
            Positive when FusedMarkers.Contains(marker.Name) || marker.IsFusion => new(
                $"{marker.Name} fusion",
                marker.Gene,
                "fusion"
            ),
            Positive => new Biomarker($"{marker.Name} expression", marker.Gene, "expression"),
            _ => new Biomarker($"{marker.Name} {word}", marker.Gene, kind),
        };

    private static bool IsMeasured(Words words, int next) =>
        next < words.Count && !words[next].AfterBreak && Measured.At(words, next) is not null;

    private static bool HasNumber(Words words, int from, int reach)
    {
        for (var i = from; i < words.Count && i < from + reach && !words[i].AfterStop; i++)
        {
            if (char.IsAsciiDigit(words[i].Form[0]) || words[i].Form is "high" or "least")
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>"HLA-A*02:01", "HLA-A2", "HLA-C*08:02 or A*11:01", by the allele's group.</summary>
    private static IEnumerable<(Biomarker Biomarker, Hit<bool> Hit)> HlaTypes(Words words)
    {
        if (!words.Text.Contains("HLA", StringComparison.Ordinal))
        {
            yield break;
        }

        foreach (Match match in HlaType().Matches(words.Text))
        {
            var from = WordAt(words, match.Index);
            var count = WordAt(words, match.Index + match.Length - 1) - from + 1;
            if (IsMeasured(words, from + count))
            {
                continue;
            }

            var (locus, group) = (
                match.Groups["locus"].Value,
                match.Groups["group"].Value.PadLeft(2, '0')
            );
            yield return (
                new Biomarker($"HLA-{locus}*{group}", $"HLA-{locus}", "HLA type"),
                new Hit<bool>(from, count, true)
            );
        }
    }

    /// <summary>"t(X;18)".</summary>
    private static IEnumerable<(Biomarker Biomarker, Hit<bool> Hit)> Translocations(Words words)
    {
        if (!words.Text.Contains("t(", StringComparison.Ordinal))
        {
            yield break;
        }

        foreach (Match match in Translocation().Matches(words.Text))
        {
            var from = WordAt(words, match.Index);
            var count = WordAt(words, match.Index + match.Length - 2) - from + 1;
            if (!IsMeasured(words, from + count))
            {
                yield return (
                    new Biomarker(match.Value.Replace(" ", ""), null, "fusion"),
                    new Hit<bool>(from, count, true)
                );
            }
        }
    }

    private static int WordAt(Words words, int position)
    {
        var (low, high) = (0, words.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (words[middle].Start <= position)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }
        return low;
    }

    [GeneratedRegex(
        @"\bHLA[- ]?(?<locus>A|B|C|E|DRB1|DQB1|DPB1)(?:[- ]?\\?[*∗]\s?(?<group>\d{2})|[- ]?(?<group>\d{1,2})(?!\d)|[- ]?(?<group>\d{2})(?=\d{2}\b))(?::?\d{2,3}P?)*|\b(?<locus>A|B|C)\\?[*∗](?<group>\d{2})(?::\d{2,3})*"
    )]
    private static partial Regex HlaType();

    [GeneratedRegex(@"\bt\((?:X|\d{1,2});\s?(?:X|\d{1,2})\)")]
    private static partial Regex Translocation();

    /// <summary>
    /// Returns the finding of a marker: after it, possibly after a variant or a list, or before it: "mutation in",
    /// "expressing".
    /// </summary>
    private static Finding? FindingOf(Words words, Marker marker, MarkerList markers)
    {
        if (IsPlus(words, marker.End))
        {
            return new(Positive, "expression", marker.From, marker.Count);
        }

        if (IsMinus(words, marker.End))
        {
            return new(Negative, "absence", marker.From, marker.Count);
        }

        if (After(words, marker, markers) is not { } after)
        {
            return Before(words, marker, markers)
                ?? Variant(words, marker)
                ?? (marker.IsFusion ? Joined(words, marker) : null);
        }
        // "Loss of INI1 expression" is a loss.
        return
            after.Kind is "expression" && Before(words, marker, markers) is { Kind: "loss" } before
            ? before with
            {
                Count = after.From + after.Count - before.From,
            }
            : after;
    }

    private static Finding? After(Words words, Marker marker, MarkerList markers)
    {
        if (IsShare(words, marker.End) || IsGraded(words, marker.End))
        {
            return new("expression", "expression", marker.From, marker.Count + 1);
        }

        var tested = false;
        var exon = 0;
        for (var i = marker.End; i < words.Count && i < marker.End + Reach; )
        {
            if (words[i].AfterStop)
            {
                return null;
            }

            if (Findings.At(words, i) is { } found)
            {
                var (word, kind) = found.Value;
                var next = i + found.Count;
                if (
                    IsMeasured(words, next) && !IsResult(words, next)
                    || (tested && word is not (Positive or Negative or "wild type"))
                )
                {
                    return null;
                }
                // "EGFR mutation negative" requires absence.
                if (
                    word != Negative
                    && next < words.Count
                    && words[next].Form is "negative" or "absent"
                )
                {
                    return new("wild type", "wild type", marker.From, next + 1 - marker.From);
                }
                // A part of the gene is missing, not the gene.
                if (word is "deletion" && exon > 0)
                {
                    (word, kind) = ($"exon {words[exon].Form} deletion", "mutation");
                }
                // "H3K27me3 expression lost".
                if (word is "expression" && IsLost(words, next))
                {
                    return new(Negative, "loss", marker.From, next + 1 - marker.From);
                }

                return new(word, kind, marker.From, next - marker.From);
            }
            if (Activated.At(words, i) is not null && marker.Name is Pathway)
            {
                return new("alteration", "mutation", marker.From, i + 1 - marker.From);
            }

            if (
                (Score.At(words, i) is { } score && HasNumber(words, i + score.Count, 5))
                || IsIntensity(words, i)
            )
            {
                return new("expression", "expression", marker.From, i + 1 - marker.From);
            }

            if (
                words[i].Form is "exon"
                && i + 1 < words.Count
                && char.IsAsciiDigit(words[i + 1].Form[0])
            )
            {
                exon = i + 1;
            }

            if (markers.At(i) is { } other)
            {
                i = other.End;
            }
            else if (Testing.Contains(words[i].Form))
            {
                tested = true;
                i++;
            }
            else if (Connecting.Contains(words[i].Form) || IsVariant(words, i))
            {
                i++;
            }
            else
            {
                return null;
            }
        }
        return null;
    }

    private static bool IsLost(Words words, int next) =>
        next < words.Count && words[next].Form is "lost" or "loss" or "absent" or "negative";

    /// <summary>"KRAS mutation test positive": the test has a result.</summary>
    private static bool IsResult(Words words, int next) =>
        next + 1 < words.Count
        && words[next].Form is "test" or "testing" or "status"
        && words[next + 1].Form is "positive" or "negative";

    /// <summary>"PD-L1 ≥ 1 %".</summary>
    private static bool IsShare(Words words, int next) =>
        next < words.Count
        && words.Before(next).ContainsAny('≥', '>', '≧')
        && char.IsAsciiDigit(words[next].Form[0])
        && words.Before(next + 1).Contains('%');

    /// <summary>"HER2-low".</summary>
    private static bool IsGraded(Words words, int next) =>
        next < words.Count
        && words.Before(next) is "-"
        && words[next].Form is "low" or "high" or "ultralow";

    /// <summary>"HER2 3+", "IHC 2+".</summary>
    private static bool IsIntensity(Words words, int index) =>
        words[index].Form is "1" or "2" or "3" && words.Before(index + 1).StartsWith("+");

    /// <summary>"KRAS G12C", "BRAF V600E": the variant alone names the mutation, but not of an inhibitor.</summary>
    private static Finding? Variant(Words words, Marker marker)
    {
        for (var i = marker.End; i < words.Count && i < marker.End + 4; i++)
        {
            if (words[i].AfterStop)
            {
                return null;
            }

            if (MarkerNames.IsVariant(words.Original(i, 1)))
            {
                return
                    marker.Gene is not null
                    && !IsMeasured(words, i + 1)
                    && (i + 1 == words.Count || !Aimed.Contains(words[i + 1].Form))
                    ? new("mutation", "mutation", marker.From, i + 1 - marker.From)
                    : null;
            }

            if (!IsVariant(words, i) && words[i].Form is not ("exon" or "p"))
            {
                return null;
            }
        }
        return null;
    }

    /// <summary>"Fusion-positive rhabdomyosarcoma (PAX3-FOXO1)": the two symbols name the fusion.</summary>
    private static Finding? Joined(Words words, Marker marker)
    {
        for (var i = marker.End; i < words.Count && i < marker.End + 4 && !words[i].AfterStop; i++)
        {
            if (Measured.At(words, i) is not null || Aimed.Contains(words[i].Form))
            {
                return null;
            }
        }
        return new("fusion", "fusion", marker.From, marker.Count);
    }

    /// <summary>"G12D", "V600E/K", "T790M", "20", "14".</summary>
    private static bool IsVariant(Words words, int index)
    {
        var word = words.Original(index, 1);
        return word.Any(char.IsAsciiDigit) && word.Length <= 8
            || word is "K" or "E" or "R" or "D" or "skipping" or "del";
    }

    private static Finding? Before(Words words, Marker marker, MarkerList markers)
    {
        if (Altered(words, marker, markers) is { } altered)
        {
            return altered;
        }

        var led = false;
        for (var i = marker.From - 1; i >= 0 && i > marker.From - Reach; i--)
        {
            if (Expressing.At(words, i) is { } verb && i + verb.Count >= marker.From - 1)
            {
                return IsOfProduct(words, i)
                    ? null
                    : new("expression", "expression", i, marker.End - i);
            }

            if (Activated.At(words, i) is not null && marker.Name is Pathway)
            {
                return new("alteration", "mutation", i, marker.End - i);
            }

            if (PositiveFor.At(words, i) is not null)
            {
                return new(Positive, "expression", i, marker.End - i);
            }

            if (NegativeFor.At(words, i) is not null)
            {
                return new(Negative, "absence", i, marker.End - i);
            }

            if (
                led
                && Findings.At(words, i) is { Count: 1 } found
                && found.Value.Word is not (Positive or Negative)
            )
            {
                if (
                    found.Value.Word is "expression"
                    && i >= 2
                    && words[i - 1].Form == "of"
                    && words[i - 2].Form is "loss" or "lack" or "absence"
                )
                {
                    return new("loss", "loss", i - 2, marker.End - i + 2);
                }

                return new(found.Value.Word, found.Value.Finding, i, marker.End - i);
            }
            var isMarker = markers.At(i) is not null;
            if (
                !isMarker
                && !Leading.Contains(words[i].Form)
                && !Connecting.Contains(words[i].Form)
                && !IsIntensity(words, i)
            )
            {
                return null;
            }

            led |= words[i].Form is "of" or "in" or "involving" or "affecting" or "for";
            if (words[i].AfterStop)
            {
                return null;
            }
        }
        return null;
    }

    /// <summary>"Mutated KRAS", "wild-type p53", "methylated MGMT": the finding as an adjective, but not of the marker before it.</summary>
    private static Finding? Altered(Words words, Marker marker, MarkerList markers)
    {
        for (var i = Math.Max(0, marker.From - 2); i < marker.From; i++)
        {
            if (
                Adjectives.At(words, i) is { } found
                && i + found.Count == marker.From
                && !words[marker.From].AfterBreak
                && (i == 0 || markers.At(i - 1) is null)
            )
            {
                return new(found.Value.Word, found.Value.Finding, i, marker.End - i);
            }
        }
        return null;
    }

    /// <summary>
    /// "T cells expressing a receptor for GPC3", "vector expressing IL-12": a property of the agent, not of the tumour.
    /// </summary>
    private static bool IsOfProduct(Words words, int verb)
    {
        for (var i = verb - 1; i >= 0 && i >= verb - 3; i--)
        {
            if (words[i].Form is "tumor" or "cancer")
            {
                return false;
            }

            if (
                words[i].Form
                    is "lymphocyte"
                        or "vector"
                        or "virus"
                        or "adenovirus"
                        or "plasmid"
                        or "car"
                || (words[i].Form == "cell" && i > 0 && words[i - 1].Form is "t" or "nk" or "b")
            )
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>"B7-H3+ tumour"; not "MEK + PI3K", "MEK+PI3K".</summary>
    private static bool IsPlus(Words words, int next)
    {
        var between = words.Before(next);
        return between.StartsWith("+") && (next == words.Count || between.Length > 1);
    }

    /// <summary>"HER2− breast cancer", "HR+/HER2-".</summary>
    private static bool IsMinus(Words words, int next)
    {
        var between = words.Before(next);
        return between.StartsWith("−")
            || (between.StartsWith("-") && (next == words.Count || between.Length > 1));
    }
}
