using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Annotation.Wording;
using static MpnstApi.Annotation.Rules.BiomarkerTerms;

namespace MpnstApi.Annotation.Rules;

/// <summary>Whether entry asks for a molecular finding, and which. A clinical diagnosis of NF1 is none; what is only measured is none.</summary>
internal static class BiomarkerRule
{
    private const string Label = "biomarkerSelection";

    /// <summary>What makes a line of the criteria a remark about a finding rather than a demand for it.</summary>
    private static readonly PhraseList<bool> NotRequired = Phrases.Of(
        "status",
        "regardless",
        "if",
        "allowed",
        "permitted",
        "unknown",
        "must have {received|progressed|failed}",
        "should have {received|progressed}",
        "previously treated",
        "{been|already} treated with",
        "for [the] {assessment|evaluation|determination|measurement|analysis|testing}",
        "to {assess|determine|evaluate|measure|analyze|test}",
        "not required",
        "will be {tested|assessed|evaluated|determined}",
        "available for",
        "willing",
        "consent",
        "without",
        "prior",
        "also eligible",
        "recommended",
        "assay",
        "{exclude|excluded|excluding|exclusion}"
    );

    private static readonly PhraseList<bool> Cohort = Phrases.Of("{cohort|arm|part|stratum}");

    private readonly record struct Found(
        Biomarker Biomarker,
        Passage Passage,
        Hit<bool> Hit,
        bool InCohort = false
    );

    public static (
        Labelled<BiomarkerSelection> Selection,
        IReadOnlyList<Labelled<Biomarker>> Biomarkers
    ) Of(TrialText trial, Passages passages, bool nf1)
    {
        var titles = passages.Titles.SelectMany(p => In(p)).ToList();
        var conditions = passages.Conditions.SelectMany(p => In(p)).ToList();
        var keywords = passages.Keywords.SelectMany(p => In(p)).ToList();
        // A mutation of NF1 is how NF1 is diagnosed: where it is the disease, it is no finding beside it.
        var criteria = passages
            .Inclusion.SelectMany(Required)
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
            return (Absent(trial), named);
        var partial =
            titles.Count > 0 ? IsAlternative(titles[0])
            : conditions.Count > 0 ? TumorsWithoutFinding(passages, conditions)
            : keywords.Count == 0 && (criteria[0].InCohort || IsAlternative(criteria[0]));
        var value = partial ? BiomarkerSelection.Partial : BiomarkerSelection.Yes;
        var rule = partial ? "biomarker-partial" : "biomarker-required";
        return (
            new(value, Because.Says(Label, value.Key(), rule, all[0].Passage, all[0].Hit)),
            named
        );
    }

    private static Labelled<BiomarkerSelection> Absent(TrialText trial)
    {
        var hasCriteria = !string.IsNullOrWhiteSpace(trial.EligibilityCriteria);
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

    private static IEnumerable<Found> In(Passage passage)
    {
        foreach (var whole in Whole.Find(passage.Words))
            yield return new(whole.Value, passage, new Hit<bool>(whole.From, whole.Count, true));
        foreach (var marker in Markers.Find(passage.Words))
        {
            if (Finding(passage.Words, marker) is not { } finding)
                continue;
            var next = finding.From + finding.Count;
            if (next < passage.Words.Count && Measured.At(passage.Words, next) is not null)
                continue;
            if (Named(marker.Value, finding.Word, finding.Kind) is { } biomarker)
                yield return new(
                    biomarker,
                    passage,
                    new Hit<bool>(finding.From, finding.Count, true)
                );
        }
    }

    private static Biomarker? Named((string Name, string? Gene) marker, string word, string kind) =>
        word switch
        {
            Negative when !LostMarkers.Contains(marker.Name) => null,
            Negative => new Biomarker($"{marker.Name} loss", marker.Gene, "loss"),
            Positive when FusedMarkers.Contains(marker.Name) => new Biomarker(
                $"{marker.Name} fusion",
                marker.Gene,
                "fusion"
            ),
            Positive => new Biomarker($"{marker.Name} expression", marker.Gene, "expression"),
            _ => new Biomarker($"{marker.Name} {word}", marker.Gene, kind),
        };

    /// <summary>The finding beside a marker: right after it, or "loss of", "mutation in" before it.</summary>
    private static (string Word, string Kind, int From, int Count)? Finding(
        Words words,
        Hit<(string Name, string? Gene)> marker
    )
    {
        var next = marker.From + marker.Count;
        if (IsPlus(words, next))
            return (Positive, "expression", marker.From, marker.Count);
        if (next < words.Count && !words[next].AfterStop && Findings.At(words, next) is { } after)
            return (after.Value.Word, after.Value.Finding, marker.From, marker.Count + after.Count);
        if (
            marker.From >= 2
            && words[marker.From - 1].Form is "of" or "in"
            && Findings.At(words, marker.From - 2) is { } before
            && before.Count == 1
        )
            return (before.Value.Word, before.Value.Finding, marker.From - 2, marker.Count + 2);
        if (
            marker.From >= 2
            && words[marker.From - 1].Form == "for"
            && words[marker.From - 2].Form == "positive"
        )
            return (Positive, "expression", marker.From - 2, marker.Count + 2);
        return null;
    }

    /// <summary>"B7-H3+ tumour"; not "MEK + PI3K", "MEK+PI3K".</summary>
    private static bool IsPlus(Words words, int next)
    {
        var between = words.Before(next);
        return between.StartsWith("+") && (next == words.Count || between.Length > 1);
    }

    private static IEnumerable<Found> Required(Passage inclusion)
    {
        foreach (var line in CriteriaLine.In(inclusion.Words.Text))
        {
            var inCohort = IsOfCohort(line);
            foreach (var part in line.Text.Split([';', '.'], StringSplitOptions.RemoveEmptyEntries))
            {
                var passage = inclusion with { Words = Words.Of(part) };
                if (NotRequired.In(passage.Words) || RulesOut(passage.Words))
                    continue;
                foreach (var found in In(passage))
                {
                    if (
                        found.Biomarker.Name.StartsWith("specific", StringComparison.Ordinal)
                        || Negation.Reaches(passage.Words, found.Hit.From)
                    )
                        continue;
                    yield return found with
                    {
                        InCohort = inCohort,
                    };
                }
            }
        }
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

    /// <summary>"No evidence of drivers including KRAS mutations": the whole line says what must be absent.</summary>
    private static bool RulesOut(Words line) =>
        line.Count > 0 && line[0].Form is "no" or "not" or "without" or "absence" or "negative";

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
