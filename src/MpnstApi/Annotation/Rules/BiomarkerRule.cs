using System.Text.RegularExpressions;
using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Annotation.Wording;
using static MpnstApi.Annotation.Rules.BiomarkerTerms;

namespace MpnstApi.Annotation.Rules;

/// <summary>Whether entry asks for a molecular finding, and which. A clinical diagnosis of NF1 is none; what is only measured is none.</summary>
internal static partial class BiomarkerRule
{
    private const string Label = "biomarkerSelection";

    /// <summary>What makes a line of the criteria a remark about a finding rather than a demand for it.</summary>
    private static readonly PhraseList<bool> NotRequired = Phrases.Of(
        "{regardless|irrespective|whether or not}",
        "if",
        "allowed",
        "permitted",
        "unknown",
        "must have {received|progressed|failed|been}",
        "should have {received|progressed|been}",
        "{has|have} to have",
        "previously treated",
        "{been|already} treated with",
        "progressed on",
        "for [the] {assessment|evaluation|determination|measurement|analysis|testing|test|screening}",
        "to {assess|determine|evaluate|measure|analyze|test|undergo|be tested}",
        "not required",
        "will be {tested|assessed|evaluated|determined|analyzed}",
        "available for",
        "{willing|willingness|agree|agreement}",
        "consent",
        "also eligible",
        "recommended",
        "prior {therapy|treatment|systemic|inhibitor|line|exposure|regimen|egfr|braf|mek|kras|alk|her2}",
        "status must be",
        "status is",
        "{known|documented} status"
    );

    /// <summary>"90 % of Ewing sarcomas have": a rate that is known, not a share of cells that is asked for.</summary>
    private static readonly PhraseList<bool> Many = Phrases.Of(
        "{patient|case|sarcoma|cancer|carcinoma|melanoma|people|individual|glioma|neoplasm}",
        "{most|majority|approximately|about|nearly|half} [of]"
    );

    /// <summary>Words of a demand, for which a marker must be found.</summary>
    private static readonly PhraseList<bool> Demanding = Phrases.Of(
        "{must|required|requires|confirmed|documented|harbor|harboring|harbour|harbouring|presence of|evidence of|positive}"
    );

    private static readonly PhraseList<bool> Cohort = Phrases.Of(
        "{cohort|arm|part|stratum|group|module|basket} {a|b|c|d|e|f|1|2|3|4|5|6|7|8|9|i|ii|iii|iv}",
        "{cohort|arm|part|stratum} [only]$",
        "{expansion|dose expansion|phase 2|phase ii} cohort",
        "{cohort|stratum|strata}"
    );

    /// <summary>Findings looked at to see whether all patients need one; a text of more is no list of criteria.</summary>
    private const int MostWeighed = 50;

    private readonly record struct Found(
        Biomarker Biomarker,
        Passage Passage,
        Hit<bool> Hit,
        bool InCohort = false
    );

    /// <summary>A marker named in a text.</summary>
    private readonly record struct Marker(int From, int Count, string Name, string? Gene)
    {
        public int End => From + Count;
    }

    public static (
        Labelled<BiomarkerSelection> Selection,
        IReadOnlyList<Labelled<Biomarker>> Biomarkers
    ) Of(TrialText trial, Passages passages, bool nf1, DrugDictionary dictionary)
    {
        var titles = passages.Titles.SelectMany(p => In(p, dictionary)).ToList();
        var conditions = passages.Conditions.SelectMany(p => In(p, dictionary)).ToList();
        var keywords = passages.Keywords.SelectMany(p => In(p, dictionary)).ToList();
        // A mutation of NF1 is how NF1 is diagnosed: where it is the disease, it is no finding beside it.
        var criteria = passages
            .Inclusion.SelectMany(p => Required(p, dictionary))
            .Where(f => !nf1 || f.Biomarker.Gene != "NF1")
            .ToList();
        Found[] all = [.. titles, .. conditions, .. keywords, .. criteria];
        var named = all.DistinctBy(f => f.Biomarker.Name)
            .Select(f => new Labelled<Biomarker>(
                f.Biomarker,
                Because.Says("biomarker", f.Biomarker.Name, "biomarker-named", f.Passage, f.Hit)
            ))
            .ToList();
        if (all.Length == 0)
            return (Absent(trial, passages), named);
        var partial =
            titles.Count > 0 ? IsAlternative(titles[0])
            : conditions.Count > 0 ? TumorsWithoutFinding(passages, conditions)
            : keywords.Count == 0
                && criteria.Take(MostWeighed).All(f => f.InCohort || IsAlternative(f));
        var value = partial ? BiomarkerSelection.Partial : BiomarkerSelection.Yes;
        var rule = partial ? "biomarker-partial" : "biomarker-required";
        return (
            new(value, Because.Says(Label, value.Key(), rule, all[0].Passage, all[0].Hit)),
            named
        );
    }

    private static Labelled<BiomarkerSelection> Absent(TrialText trial, Passages passages)
    {
        var hasCriteria = !string.IsNullOrWhiteSpace(trial.EligibilityCriteria);
        if (hasCriteria && NotUnderstood(passages) is { } demand)
            return new(
                BiomarkerSelection.NotAssessable,
                Because.Of(
                    Label,
                    BiomarkerSelection.NotAssessable.Key(),
                    "biomarker-demand-not-understood",
                    Certainty.Text,
                    "eligibilityCriteria.inclusion",
                    demand
                )
            );
        var value = hasCriteria ? BiomarkerSelection.No : BiomarkerSelection.NotAssessable;
        return new(
            value,
            Because.Of(
                Label,
                value.Key(),
                hasCriteria ? "biomarker-not-in-criteria" : "biomarker-without-criteria",
                Certainty.Text,
                "eligibilityCriteria"
            )
        );
    }

    private static readonly PhraseList<bool> PlainFindings = Phrases.Of(
        "{mutation|amplification|fusion|rearrangement|overexpression|translocation} [positive]",
        "biomarker positive"
    );

    /// <summary>A line that demands a finding of which nothing says what it is looked for in; null where none does.</summary>
    private static string? NotUnderstood(Passages passages)
    {
        foreach (var inclusion in passages.Inclusion)
        foreach (var (passage, _) in Parts(inclusion))
        {
            if (
                PlainFindings.In(passage.Words)
                && Demanding.In(passage.Words)
                && !NotRequired.In(passage.Words)
                && !BiomarkerTerms.Absent.In(passage.Words)
                && !Markers.In(passage.Words)
                && !DiseaseTerms.NamesNf1(passage.Words)
            )
                return passage.Words.Text.Trim();
        }
        return null;
    }

    private static IEnumerable<Found> In(Passage passage, DrugDictionary dictionary)
    {
        var words = passage.Words;
        foreach (var whole in Whole.Find(words))
        {
            if (!IsMeasured(words, whole.From + whole.Count))
                yield return new(
                    whole.Value,
                    passage,
                    new Hit<bool>(whole.From, whole.Count, true)
                );
        }
        foreach (var burden in TumorMutationalBurden.Find(words))
        {
            if (HasNumber(words, burden.From + burden.Count, 6))
                yield return new(
                    new Biomarker("high tumor mutational burden", null, "mutation"),
                    passage,
                    burden
                );
        }
        var markers = MarkersIn(words, dictionary);
        foreach (var marker in markers.InOrder)
        {
            if (
                Finding(words, marker, markers) is { } finding
                && Named(marker, finding.Word, finding.Kind) is { } biomarker
            )
                yield return new(
                    biomarker,
                    passage,
                    new Hit<bool>(finding.From, finding.Count, true)
                );
        }
    }

    private static bool IsMeasured(Words words, int next) =>
        next < words.Count && !words[next].AfterBreak && Measured.At(words, next) is not null;

    private static bool HasNumber(Words words, int from, int reach)
    {
        for (var i = from; i < words.Count && i < from + reach && !words[i].AfterStop; i++)
        {
            if (char.IsAsciiDigit(words[i].Form[0]) || words[i].Form is "high" or "least")
                return true;
        }
        return false;
    }

    /// <summary>Markers by their usual names, by symbols and aliases of the dictionary, and whatever is written as a symbol.</summary>
    private static MarkerList MarkersIn(Words words, DrugDictionary dictionary)
    {
        var markers = new MarkerList(words.Count);
        var isShouted = words.Text.Count(char.IsUpper) > words.Text.Count(char.IsLower);
        for (var i = 0; i < words.Count; )
        {
            if (MarkerAt(words, i, isShouted, dictionary) is { } found)
            {
                markers.Add(found);
                i = found.End;
            }
            else
                i++;
        }
        return markers;
    }

    /// <summary>The markers of a text, found by any of their words.</summary>
    private sealed class MarkerList(int words)
    {
        private readonly Marker?[] _at = new Marker?[words];

        public List<Marker> InOrder { get; } = [];

        public void Add(Marker marker)
        {
            InOrder.Add(marker);
            Array.Fill(_at, marker, marker.From, marker.Count);
        }

        /// <summary>The marker that a word belongs to.</summary>
        public Marker? At(int word) => _at[word];
    }

    private static Marker? MarkerAt(
        Words words,
        int index,
        bool isShouted,
        DrugDictionary dictionary
    )
    {
        if (FusionAt(words, index, isShouted) is { } fusion)
            return fusion;
        if (Markers.At(words, index) is { } hit)
        {
            // Two letters are a marker only as they are written for one.
            var original = words.Original(index, 1);
            if (hit.Count > 1 || original.Length > 3 || IsSymbol(original))
                return new Marker(
                    index,
                    hit.Count,
                    hit.Value.Name,
                    hit.Value.Gene ?? GeneOf(hit.Value.Name, dictionary)
                );
        }
        for (var count = Math.Min(3, words.Count - index); count > 0; count--)
        {
            var name = words.Original(index, count);
            if (
                name.Length >= 3
                && name.Any(char.IsAsciiLetterUpper)
                && !NoMarkers.Contains(name.ToUpperInvariant())
                && (count > 1 || IsSymbol(name))
                && dictionary.FindTargets(name) is { Count: > 0 } targets
            )
                return new Marker(
                    index,
                    count,
                    name,
                    targets.Count == 1 ? targets[0].Symbol : null
                );
        }
        var symbol = words.Original(index, 1);
        return
            !isShouted
            && symbol.Length is >= 3 and <= 8
            && IsSymbol(symbol)
            && !NoMarkers.Contains(symbol)
            ? new Marker(index, 1, symbol, null)
            : null;
    }

    private static string? GeneOf(string name, DrugDictionary dictionary) =>
        dictionary.FindTargets(name) is [var target] ? target.Symbol : null;

    private static bool IsSymbol(string word) =>
        word.Length >= 2
        && word.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c))
        && char.IsAsciiLetterUpper(word[0])
        && word.Count(char.IsAsciiLetterUpper) >= 2;

    /// <summary>"SS18-SSX", "EWSR1::FLI1": two symbols joined.</summary>
    private static Marker? FusionAt(Words words, int index, bool isShouted)
    {
        if (isShouted || index + 1 >= words.Count)
            return null;
        var (first, second) = (words.Original(index, 1), words.Original(index + 1, 1));
        var joined = words.Before(index + 1).Trim();
        return
            joined is "-" or "::" or "–" or ":" or "/"
            && first.Length >= 3
            && second.Length >= 3
            && IsSymbol(first)
            && IsSymbol(second)
            && !NoMarkers.Contains(first)
            && !NoMarkers.Contains(second)
            && (joined is not "/" and not "-" and not "–" || IsFusion(words, index + 2))
            ? new Marker(index, 2, $"{first}-{second}", null)
            : null;
    }

    private static bool IsFusion(Words words, int next)
    {
        for (var i = next; i < words.Count && i < next + 3 && !words[i].AfterStop; i++)
        {
            if (words[i].Form is "fusion" or "translocation" or "rearrangement" or "transcript")
                return true;
        }
        return false;
    }

    private static Biomarker? Named(Marker marker, string word, string kind) =>
        word switch
        {
            Negative when LostMarkers.Contains(marker.Name) => new Biomarker(
                $"{marker.Name} loss",
                marker.Gene,
                "loss"
            ),
            Negative => new Biomarker($"{marker.Name} negative", marker.Gene, "absence"),
            Positive when FusedMarkers.Contains(marker.Name) => new Biomarker(
                $"{marker.Name} fusion",
                marker.Gene,
                "fusion"
            ),
            Positive => new Biomarker($"{marker.Name} expression", marker.Gene, "expression"),
            _ => new Biomarker($"{marker.Name} {word}", marker.Gene, kind),
        };

    /// <summary>The finding of a marker: behind it, also behind a variant or a list; or before it, "mutation in", "expressing".</summary>
    private static (string Word, string Kind, int From, int Count)? Finding(
        Words words,
        Marker marker,
        MarkerList markers
    )
    {
        if (IsPlus(words, marker.End))
            return (Positive, "expression", marker.From, marker.Count);
        if (IsMinus(words, marker.End))
            return (Negative, "absence", marker.From, marker.Count);
        return After(words, marker, markers) ?? Before(words, marker, markers);
    }

    private const int Reach = 10;

    private static (string Word, string Kind, int From, int Count)? After(
        Words words,
        Marker marker,
        MarkerList markers
    )
    {
        for (var i = marker.End; i < words.Count && i < marker.End + Reach; )
        {
            if (words[i].AfterStop)
                return null;
            if (Findings.At(words, i) is { } found)
            {
                var next = i + found.Count;
                if (IsMeasured(words, next))
                    return null;
                // "EGFR mutation negative" asks for its absence.
                if (
                    found.Value.Word != Negative
                    && next < words.Count
                    && words[next].Form == "negative"
                )
                    return ("wild type", "wild type", marker.From, next + 1 - marker.From);
                return (found.Value.Word, found.Value.Finding, marker.From, next - marker.From);
            }
            if (Score.At(words, i) is { } score && HasNumber(words, i + score.Count, 5))
                return ("expression", "expression", marker.From, i + score.Count - marker.From);
            if (markers.At(i) is { } other)
                i = other.End;
            else if (Connecting.Contains(words[i].Form) || IsVariant(words, i))
                i++;
            else
                return null;
        }
        return null;
    }

    /// <summary>"G12D", "V600E/K", "T790M", "20", "14".</summary>
    private static bool IsVariant(Words words, int index)
    {
        var word = words.Original(index, 1);
        return word.Any(char.IsAsciiDigit) && word.Length <= 8
            || word is "K" or "E" or "R" or "skipping";
    }

    private static (string Word, string Kind, int From, int Count)? Before(
        Words words,
        Marker marker,
        MarkerList markers
    )
    {
        var led = false;
        for (var i = marker.From - 1; i >= 0 && i > marker.From - Reach; i--)
        {
            if (Expressing.At(words, i) is { } verb && i + verb.Count >= marker.From - 1)
                return ("expression", "expression", i, marker.End - i);
            if (PositiveFor.At(words, i) is not null)
                return (Positive, "expression", i, marker.End - i);
            if (
                led
                && Findings.At(words, i) is { Count: 1 } found
                && found.Value.Word is not (Positive or Negative)
            )
                return (found.Value.Word, found.Value.Finding, i, marker.End - i);
            var isMarker = markers.At(i) is not null;
            if (!isMarker && !Leading.Contains(words[i].Form))
                return null;
            led |= words[i].Form is "of" or "in" or "involving" or "affecting" or "for";
            if (words[i].AfterStop)
                return null;
        }
        return null;
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

    /// <summary>The lines of criteria, cut into their sentences.</summary>
    private static IEnumerable<(Passage Passage, CriteriaLine Line)> Parts(Passage inclusion)
    {
        foreach (var line in CriteriaLine.In(inclusion.Words.Text))
        foreach (var part in SentenceEnds().Split(line.Text))
        {
            if (!string.IsNullOrWhiteSpace(part))
                yield return (inclusion with { Words = Words.Of(part) }, line);
        }
    }

    /// <summary>"L858R", "G719X": a variant, not a gene.</summary>
    [GeneratedRegex(@"^[A-Z]\d{2,4}[A-Z]{1,3}$")]
    private static partial Regex VariantName();

    [GeneratedRegex(@"[.;](?=\s|$)")]
    private static partial Regex SentenceEnds();

    private static IEnumerable<Found> Required(Passage inclusion, DrugDictionary dictionary)
    {
        foreach (var (passage, line) in Parts(inclusion))
        {
            if (NotRequired.In(passage.Words) || IsKnownRate(passage.Words))
                continue;
            var inCohort = IsOfCohort(line);
            foreach (var found in In(passage, dictionary))
            {
                if (
                    found.Biomarker.Name.StartsWith("specific", StringComparison.Ordinal)
                    || HasBefore(WithOrWithout, passage.Words, found.Hit.From)
                )
                    continue;
                yield return found with
                {
                    InCohort = inCohort,
                    Biomarker = HasBefore(BiomarkerTerms.Absent, passage.Words, found.Hit.From)
                        ? found.Biomarker with
                        {
                            Name = $"no {found.Biomarker.Name}",
                            Finding = "absence",
                        }
                        : found.Biomarker,
                };
            }
        }
    }

    /// <summary>As long as a list of findings gets.</summary>
    private const int AbsentReach = 40;

    /// <summary>Whether a phrase before a word reaches it.</summary>
    private static bool HasBefore(PhraseList<bool> phrases, Words words, int index)
    {
        var reaches = false;
        for (var i = Math.Max(0, index - AbsentReach); i < index; i++)
        {
            if (
                phrases.At(words, i) is { } hit
                && i + hit.Count <= index
                && !WithOrWithoutCovers(phrases, words, i)
            )
                reaches = true;
            else if (Again.At(words, i) is not null && !IsAbsentBefore(words, i))
                reaches = false;
        }
        return reaches;
    }

    /// <summary>"Must not have" goes on saying what must be absent.</summary>
    private static bool IsAbsentBefore(Words words, int index) =>
        index > 0 && BiomarkerTerms.Absent.At(words, index - 1) is not null;

    /// <summary>The "without" of "with or without" says nothing of absence.</summary>
    private static bool WithOrWithoutCovers(PhraseList<bool> phrases, Words words, int index) =>
        ReferenceEquals(phrases, BiomarkerTerms.Absent)
        && index >= 2
        && WithOrWithout.At(words, index - 2) is not null;

    private static bool IsKnownRate(Words words)
    {
        for (var i = 0; i + 1 < words.Count; i++)
        {
            if (
                words.Before(i + 1).Contains('%')
                && words[i + 1].Form == "of"
                && Enumerable
                    .Range(i + 2, Math.Min(4, words.Count - i - 2))
                    .Any(w => Many.At(words, w) is not null)
                && !Enumerable
                    .Range(i + 2, Math.Min(4, words.Count - i - 2))
                    .Any(w => words[w].Form == "cell")
            )
                return true;
        }
        return false;
    }

    private static bool IsOfCohort(CriteriaLine line)
    {
        for (var at = line; at is not null; at = at.Head)
        {
            if (Cohort.In(Words.Of(at.Text)))
                return true;
        }
        return false;
    }

    /// <summary>"INI1-negative tumours or synovial sarcoma": another tumour beside the finding.</summary>
    private static bool IsAlternative(Found found)
    {
        var words = found.Passage.Words;
        var tumors = TumorFamilies.In(words).Select(t => t.From).ToList();
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i].Form != "or")
                continue;
            var isAfter = i >= found.Hit.From + found.Hit.Count;
            if (tumors.Exists(t => isAfter ? t > i : t < i && i < found.Hit.From))
                return true;
        }
        return false;
    }

    private static bool TumorsWithoutFinding(Passages passages, IReadOnlyList<Found> conditions) =>
        passages.Conditions.Any(c =>
            !conditions.Any(f => ReferenceEquals(f.Passage, c))
            && TumorFamilies.In(c.Words).Any(t => t.Family != TumorFamily.Nf1Benign)
        );
}
