using System.Text.RegularExpressions;
using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Language;
using static MpnstApi.Annotation.Rules.BiomarkerTerms;

namespace MpnstApi.Annotation.Rules;

/// <summary>A finding that a line of the inclusion criteria requires.</summary>
/// <param name="OfSome">Only some patients need it: those of a cohort, of one histology, or one of several alternatives.</param>
internal readonly record struct Demand(FoundMarker Found, bool OfSome);

/// <summary>Distinguishes molecular findings that inclusion criteria require from those that they only mention.</summary>
internal static partial class BiomarkerDemands
{
    /// <summary>The most lines a list of criteria has; a longer text is not one.</summary>
    private const int MostLines = 2000;

    /// <summary>The number of words around a finding that can make it a mere mention.</summary>
    private const int RemarkReach = 60;

    /// <summary>What is measured later is no requirement, whether the sentence names the finding before or after it.</summary>
    private const string WillBeMeasured =
        "will be [retrospectively] [centrally] {tested|assessed|evaluated|determined|analyzed|scored|measured|quantified|examined|graded|recorded|correlated|collected|compared|explored|investigated|studied|checked|performed|obtained|reviewed|sequenced|profiled}";

    /// <summary>Phrases before a finding that make it a mere mention: it is tested for, may be present or not, or was treated.</summary>
    private static readonly PhraseList<bool> RemarkBefore = Phrases.Of(
        "{regardless|irrespective|independent} of",
        "{with or without|with and without|with without|whether or not}",
        "for [the] {assessment|evaluation|determination|measurement|analysis|testing|test|screening|detection}",
        "to {assess|determine|evaluate|measure|analyze|test|undergo|be tested}",
        "for [the] {retrospective|central|local|exploratory|biomarker|molecular|genetic|genomic|correlative|further|prospective} {assessment|evaluation|determination|measurement|analysis|testing|test|screening}",
        "available for",
        "{willing|willingness|agree|agreement|consent}",
        "previously treated with",
        "{been|already} treated with",
        "must have {received|progressed|failed}",
        "{recommended|optional}",
        WillBeMeasured,
        "not required",
        "prior {therapy|treatment|systemic|inhibitor|line|exposure|regimen} {with|for}",
        "{inhibitor|antibody|therapy|agent} {against|targeting|directed at}"
    );

    /// <summary>Phrases after a finding, in the same clause or at the end of its list, that make it a mere mention.</summary>
    private static readonly PhraseList<bool> RemarkAfter = Phrases.Of(
        "{allowed|permitted|acceptable|optional|unknown|recommended}",
        "also eligible",
        "any {level|status|degree|result}",
        "{is|are|will be} {excluded|ineligible}",
        "not eligible",
        "{is|are} {common|frequent|rare|encouraged}",
        "{is|are} eligible {if|after|once|provided|when}",
        "{including|or} {negative|unknown|none}",
        "{is|are} not {required|mandatory|necessary|needed}",
        "not {required|mandatory|excluded}",
        WillBeMeasured,
        "{may|can} [also] be {enrolled|included|eligible}",
        "for [the] {assessment|evaluation|determination|measurement|analysis|testing|test|screening}",
        "{available for|if available|if known|if applicable|if done|if performed|if tested|if clinically}"
    );

    /// <summary>"Patients with a fusion must have received the inhibitor": it requires a treatment of those who have it.</summary>
    private static readonly PhraseList<bool> TreatedFirst = Phrases.Of(
        "{must|should|need to|needs to} have {received|progressed|failed|been treated|been offered|been given|disease progression|progressive disease|had|experienced}",
        "{must|should|need to} {receive|be offered|be treated}",
        "{must|should} have [documented] disease progression",
        "may [already] have {received|been treated|progressed}",
        "{has|have} to have {received|progressed|failed|been treated|been offered}",
        "{is|are|were} required to have {received|progressed|failed|been treated}",
        "must be {intolerant|refractory|ineligible}"
    );

    private static readonly PhraseList<bool> Conditional = Phrases.Of("{if|unless|when|in case}");

    /// <summary>"Eligible only if": the condition is the requirement.</summary>
    private static readonly HashSet<string> Conditions =
    [
        "only",
        "eligible",
        "enrolled",
        "enroll",
        "enrol",
        "included",
        "enter",
        "participate",
        "qualify",
        "provided",
    ];

    /// <summary>"90 % of Ewing sarcomas have": a known rate, not a required share of cells.</summary>
    private static readonly PhraseList<bool> Many = Phrases.Of(
        "{patient|case|sarcoma|cancer|carcinoma|melanoma|people|individual|glioma|neoplasm|gist}",
        "{tumor|gastrointestinal|stromal|ewing|adult|children}",
        "{most|majority|approximately|about|nearly|half} [of]"
    );

    /// <summary>Openings of sentences that give background on a disease.</summary>
    private static readonly PhraseList<bool> Usually = Phrases.Of(
        "{most|approximately|nearly|typically|commonly|usually}",
        "[the] majority"
    );

    /// <summary>Words of a requirement that need a marker to be complete.</summary>
    private static readonly PhraseList<bool> Demanding = Phrases.Of(
        "{must|required|requires|confirmed|documented|harbor|harboring|harbour|harbouring|carry|carrying|presence of|evidence of|positive|have|identified|detected|qualify|qualifies|qualifying|match|matches|matching}"
    );

    private static readonly PhraseList<bool> PlainFindings = Phrases.Of(
        "{mutation|amplification|fusion|rearrangement|overexpression|translocation} [positive]",
        "{molecular|genetic|genomic|gene|somatic|oncogenic|pathogenic|tumor} {alteration|aberration|abnormality|abnormalities|change|marker}",
        "biomarker {positive|selected}",
        "{molecular|genetic|genomic|tumor} profile that"
    );

    /// <summary>Returns the findings that inclusion criteria require, in order.</summary>
    public static IReadOnlyList<Demand> In(Passages passages, DrugDictionary dictionary)
    {
        var lines = passages
            .Inclusion.SelectMany(inclusion =>
                CriteriaLine
                    .In(inclusion.Words.Text)
                    .Take(MostLines)
                    .Select(line => (Inclusion: inclusion, Line: line))
            )
            .ToList();
        var found = lines
            .SelectMany(l => Of(l.Inclusion, l.Line, dictionary).Select(f => (Found: f, l.Line)))
            .ToList();
        return DemandScope.Of(found, [.. lines.Select(l => l.Line)], passages);
    }

    /// <summary>Returns a line that requires a finding without naming the marker; null if there is none.</summary>
    public static string? NotUnderstood(Passages passages, DrugDictionary dictionary)
    {
        foreach (var inclusion in passages.Inclusion)
        {
            foreach (var line in CriteriaLine.In(inclusion.Words.Text).Take(MostLines))
            {
                foreach (var passage in Sentences(inclusion, line))
                {
                    var words = passage.Words;
                    if (
                        PlainFindings.First(words) is { } plain
                        && Demanding.In(words)
                        && !IsRemark(words, new MarkerReader(passage, dictionary), plain)
                        && !Absent.In(words)
                        && Markers.Find(words).All(m => m.Value.Name is "actionable" or "specific")
                        && !IsTestAlone(words, plain)
                        && !DiseaseTerms.NamesNf1(words)
                        && !IsKnownRate(words)
                    )
                    {
                        return words.Text.Trim();
                    }
                }
            }
        }

        return null;
    }

    /// <summary>"Genetic alteration testing".</summary>
    private static bool IsTestAlone(Words words, Hit<bool> plain)
    {
        var next = plain.From + plain.Count;
        return next < words.Count && Measured.At(words, next) is not null;
    }

    private static IEnumerable<FoundMarker> Of(
        Passage inclusion,
        CriteriaLine line,
        DrugDictionary dictionary
    )
    {
        var any = false;
        foreach (var passage in Sentences(inclusion, line))
        {
            if (IsKnownRate(passage.Words))
            {
                continue;
            }

            var reader = new MarkerReader(passage, dictionary);
            var all = reader.Found().ToList();
            any |= all.Count > 0;
            for (var i = 0; i < all.Count; i++)
            {
                if (
                    !all[i].Biomarker.Name.StartsWith("specific", StringComparison.Ordinal)
                    && !(i > 0 && AreOpposites(all[i - 1], all[i]))
                    && !(i + 1 < all.Count && AreOpposites(all[i], all[i + 1]))
                    && !IsRemark(passage.Words, reader, all[i].Hit)
                )
                {
                    yield return all[i];
                }
            }
        }
        if (any || FindingOfHead(inclusion, line, dictionary) is not { } head)
        {
            yield break;
        }

        var item = new MarkerReader(
            inclusion with
            {
                Words = Words.Of(line.WithoutMark),
            },
            dictionary
        );
        foreach (var found in item.Items(head.Finding, head.IsAbsent))
        {
            yield return found;
        }
    }

    /// <summary>"HER2-positive or HER2-negative", "MSI-H or MSS": either suffices.</summary>
    private static bool AreOpposites(FoundMarker first, FoundMarker second)
    {
        var words = first.Passage.Words;
        return Key(first) == Key(second)
            && IsAbsence(first) != IsAbsence(second)
            && second.Hit.From - first.End is >= 0 and <= 3
            && Enumerable
                .Range(first.End, second.Hit.From - first.End)
                .Any(i => words[i].Form is "or" or "and");

        static string Key(FoundMarker found) =>
            found.Biomarker.Gene ?? found.Biomarker.Name.Split(' ')[0];

        static bool IsAbsence(FoundMarker found) =>
            found.Biomarker.Finding is "absence" or "wild type";
    }

    /// <summary>
    /// Returns the finding that the line above states for the markers its items name: "one of these mutations:"; null if it
    /// states none.
    /// </summary>
    private static ((string Word, string Finding) Finding, bool IsAbsent)? FindingOfHead(
        Passage inclusion,
        CriteriaLine line,
        DrugDictionary dictionary
    )
    {
        if (line.Head is not { } head || !head.Text.TrimEnd().EndsWith(':'))
        {
            return null;
        }

        var words = head.Words;
        foreach (var finding in Findings.Find(words))
        {
            var hit = new Hit<bool>(finding.From, finding.Count, true);
            if (finding.Value.Word is Positive or Negative || IsTestAlone(words, hit))
            {
                continue;
            }

            var reader = new MarkerReader(inclusion with { Words = words }, dictionary);
            return reader.NamesMarker || IsRemark(words, reader, hit)
                ? null
                : (finding.Value, reader.IsReached(Absent, finding.From));
        }
        return null;
    }

    private static IEnumerable<Passage> Sentences(Passage inclusion, CriteriaLine line)
    {
        foreach (var part in SentenceEnds().Split(line.Text))
        {
            if (!string.IsNullOrWhiteSpace(part))
            {
                yield return inclusion with
                {
                    Words = Words.Of(part),
                };
            }
        }
    }

    /// <summary>Excludes the points of "e.g.", "i.e.", "vs.", "incl.", and the semicolon before a further alternative.</summary>
    [GeneratedRegex(
        @"(?:(?<!\b(?:e\.g|i\.e|vs|incl|eg|ie|approx|No))\.|[;；](?!\s*or\b)|。)(?=\s|$)"
    )]
    private static partial Regex SentenceEnds();

    /// <summary>Returns whether the words around a finding only mention it: it is tested for, may be present, or was treated.</summary>
    private static bool IsRemark(Words words, MarkerReader reader, Hit<bool> finding)
    {
        if (
            reader.IsReached(RemarkBefore, finding.From)
            || IsConditional(words, reader, finding.From)
        )
        {
            return true;
        }

        var end = finding.From + finding.Count;
        var depth = 0;
        // A remark at the end of a list of findings applies to all of them; after any other comma it applies to something
        // else.
        var (isOwnClause, isList, namesMarker) = (true, true, false);
        for (var i = end; i < words.Count && i < end + RemarkReach; i++)
        {
            foreach (var mark in words.Before(i))
            {
                if (mark is '(' or '[')
                {
                    depth++;
                }
                else if (mark is ')' or ']')
                {
                    depth = Math.Max(0, depth - 1);
                }
                else if (depth == 0 && mark is ',' or '，')
                {
                    isList &= isOwnClause || namesMarker;
                    (isOwnClause, namesMarker) = (false, false);
                }
            }
            if (depth > 0)
            {
                continue;
            }

            namesMarker |= reader.IsMarker(i);
            var isOfFinding = isOwnClause || (isList && namesMarker);
            if (isOfFinding && RemarkAfter.At(words, i) is not null)
            {
                return true;
            }

            if (
                TreatedFirst.At(words, i) is not null
                && words[i - 1].Form != "and"
                && (isOfFinding || IsOfPeople(words, finding.From))
            )
            {
                return true;
            }
        }
        return false;
    }

    private static bool IsOfPeople(Words words, int before) =>
        People.Begins(words, before - 8, before);

    /// <summary>"If HER2 positive": the requirement applies only to those who have it. "Eligible if" is a requirement.</summary>
    private static bool IsConditional(Words words, MarkerReader reader, int finding)
    {
        if (IsOfThoseWith(words, finding))
        {
            return true;
        }

        if (!reader.IsReached(Conditional, finding))
        {
            return false;
        }

        for (var i = finding - 1; i >= 0; i--)
        {
            if (Conditional.At(words, i) is null)
            {
                continue;
            }

            for (var k = i - 1; k >= 0 && k >= i - 3; k--)
            {
                if (Conditions.Contains(words[k].Form))
                {
                    return false;
                }
            }
            return true;
        }
        return false;
    }

    /// <summary>"For patients with a mutation, …", "For EGFR-mutated patients: …": the requirement applies to those who have it.</summary>
    private static bool IsOfThoseWith(Words words, int finding)
    {
        var first = 0;
        while (first < words.Count && words[first].Form.Length == 1)
        {
            first++;
        }

        if (first >= words.Count || words[first].Form is not ("for" or "in") || first > finding)
        {
            return false;
        }

        var namesPeople = false;
        for (var i = first + 1; i < words.Count && i < first + RemarkReach; i++)
        {
            namesPeople |= People.At(words, i) is not null;
            if (words.Before(i).ContainsAny(',', ':', '，'))
            {
                return namesPeople && i > finding;
            }
        }
        return false;
    }

    private static bool IsKnownRate(Words words)
    {
        if (words.Count > 0 && Usually.At(words, 0) is not null)
        {
            return true;
        }

        for (var i = 0; i + 1 < words.Count; i++)
        {
            if (
                words.Before(i + 1).Contains('%')
                && words[i + 1].Form == "of"
                && Many.Begins(words, i + 2, i + 6)
                && !Enumerable
                    .Range(i + 2, Math.Min(4, words.Count - i - 2))
                    .Any(w => words[w].Form is "cell" or "area" or "nuclei")
            )
            {
                return true;
            }
        }
        return false;
    }
}
