using System.Text.RegularExpressions;
using MpnstApi.Annotation.Language;
using static MpnstApi.Annotation.Rules.BiomarkerTerms;

namespace MpnstApi.Annotation.Rules;

/// <summary>
/// Distinguishes findings that every patient needs from those that only some need: the patients of a cohort or of one
/// histology, or those who have no other tumour that may enter.
/// </summary>
internal static partial class DemandScope
{
    /// <summary>The most findings examined to determine whether all patients need one.</summary>
    public const int MostWeighed = 50;

    /// <summary>The number of words before a finding in which a sentence may limit it to some patients.</summary>
    private const int SubgroupReach = 60;

    private static readonly PhraseList<bool> Cohort = Phrases.Of(
        "{cohort|arm|part|stratum|group|module|basket|substudy} {a|b|c|d|e|f|1|2|3|4|5|6|7|8|9|i|ii|iii|iv}",
        "{cohort|arm|part|stratum} [only]$",
        "{expansion|dose expansion|phase 2|phase ii} {cohort|part}",
        "{cohort|stratum|strata}"
    );

    private static readonly PhraseList<bool> OneOf = Phrases.Of(
        "{one of|any of|either|one or more of|at least one|any one}"
    );

    private static readonly PhraseList<bool> Subtypes = Phrases.Of(
        "{non squamous|nonsquamous|squamous|adenocarcinoma}"
    );

    private const int HistologyReach = 4;

    /// <summary>Returns the findings, each with whether only some patients need it.</summary>
    /// <param name="found">The findings that the criteria require, each with its line.</param>
    /// <param name="lines">All lines of the inclusion criteria.</param>
    public static IReadOnlyList<Demand> Of(
        IReadOnlyList<(FoundMarker Marker, CriteriaLine Line)> found,
        IReadOnlyList<CriteriaLine> lines,
        Passages passages
    )
    {
        var demanding = found.Select(f => f.Line).ToHashSet();
        var covered = CoveredCohorts(lines, demanding);
        var withTumors = HeadsOfTumors(lines, demanding);
        return
        [
            .. found.Select(
                (f, i) =>
                    new Demand(
                        f.Marker,
                        i < MostWeighed
                            && (
                                IsAlternative(f.Marker, found.Select(o => o.Marker))
                                || IsOfSubgroup(f.Marker, passages)
                                || IsOfCohort(f.Line, covered)
                                || (f.Line.Head is { } head && withTumors.Contains(head))
                            )
                    )
            ),
        ];
    }

    /// <summary>
    /// "INI1-negative tumours or synovial sarcoma": another tumour as an alternative to the finding. A tumour with a finding of
    /// its own is none: "EWSR1 rearrangement, or CIC-rearranged sarcoma".
    /// </summary>
    /// <param name="all">The findings of the same text; those of others are ignored.</param>
    public static bool IsAlternative(FoundMarker found, IEnumerable<FoundMarker> all)
    {
        var words = found.Passage.Words;
        var others = all.Where(o => o.Passage.Words == words && o.Hit.From != found.Hit.From)
            .ToList();
        var tumors = TumorFamilies.In(words).Select(t => t.From).ToList();
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i].Form != "or")
            {
                continue;
            }

            var isAfter = i >= found.End;
            if (others.Exists(o => isAfter ? o.Hit.From > i : o.Hit.From < i && i < found.Hit.From))
            {
                continue;
            }

            if (
                tumors.Exists(t => isAfter ? t > i : t < i && i < found.Hit.From)
                || (isAfter && NamesHistology(words, i + 1))
            )
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>"Dedifferentiated histology", "a myxoid subtype".</summary>
    private static bool NamesHistology(Words words, int from)
    {
        for (var i = from; i < words.Count && i < from + HistologyReach; i++)
        {
            if (i > from && words[i].AfterBreak)
            {
                return false;
            }

            if (words[i].Form is "histology" or "subtype" or "histotype")
            {
                return words[i - 1].Form is not ("of" or "any" or "all" or "which");
            }
        }
        return false;
    }

    /// <summary>"Patients with non-squamous disease must have": required of one histology while others may enter.</summary>
    private static bool IsOfSubgroup(FoundMarker found, Passages passages)
    {
        var words = found.Passage.Words;
        var (people, histology, required) = (-1, -1, -1);
        for (var i = Math.Max(0, found.Hit.From - SubgroupReach); i < found.Hit.From; i++)
        {
            if (people < 0 && People.At(words, i) is not null)
            {
                people = i;
            }
            else if (people >= 0 && histology < 0 && Subtypes.At(words, i) is not null)
            {
                histology = i;
            }
            else if (histology >= 0 && words[i].Form is "must" or "required" or "should" or "need")
            {
                required = i;
            }
        }
        return histology >= 0
            && (required > histology || IsFor(words, people))
            && !passages.Titles.Concat(passages.Conditions).Any(p => Subtypes.In(p.Words));
    }

    private static bool IsFor(Words words, int people) =>
        people > 0 && words[people - 1].Form is "for" or "in";

    private static bool IsOfCohort(CriteriaLine line, HashSet<CriteriaLine> covered)
    {
        for (var at = line; at is not null; at = at.Head)
        {
            if (covered.Contains(at))
            {
                return false;
            }

            var words = at.Words;
            if (CohortLabel().IsMatch(at.Text))
            {
                return true;
            }

            foreach (var hit in Cohort.Find(words))
            {
                if (
                    hit.From == 0
                    || words[hit.From - 1].Form
                        is not ("all" or "both" or "each" or "every" or "any")
                )
                {
                    return true;
                }
            }
        }
        return false;
    }

    /// <summary>Lines of cohorts that each require a finding: together they require one of all patients.</summary>
    private static HashSet<CriteriaLine> CoveredCohorts(
        IEnumerable<CriteriaLine> lines,
        HashSet<CriteriaLine> demanding
    )
    {
        // Lines under a cohort apply to that cohort.
        var cohorts = new Dictionary<CriteriaLine, (string Kind, string[] Names)>();
        var required = new Dictionary<(string Kind, string Name), bool>();
        foreach (var line in lines)
        {
            if (CohortLabel().Match(line.Text) is { Success: true } match)
            {
                var kind = match.Groups["kind"].Value.ToLowerInvariant()[..3];
                var names = LabelName()
                    .Matches(match.Groups["names"].Value)
                    .Select(name => name.Value.ToUpperInvariant())
                    .ToArray();
                cohorts[line] = (kind, names);
                foreach (var name in names)
                {
                    required.TryAdd((kind, name), false);
                }
            }
            if (!demanding.Contains(line))
            {
                continue;
            }

            for (var at = line; at is not null; at = at.Head)
            {
                if (!cohorts.TryGetValue(at, out var cohort))
                {
                    continue;
                }

                foreach (var name in cohort.Names)
                {
                    required[(cohort.Kind, name)] = true;
                }
            }
        }
        return
        [
            .. cohorts
                .Where(cohort =>
                    required.Count(a => a.Key.Kind == cohort.Value.Kind) > 1
                    && required.All(a => a.Key.Kind != cohort.Value.Kind || a.Value)
                )
                .Select(cohort => cohort.Key),
        ];
    }

    /// <summary>"Cohort A:", "Cohorts 1 and 3:", "Phase 2 only:", at the beginning of a line.</summary>
    [GeneratedRegex(
        @"^\W*(?:dose\s+)?(?<kind>cohorts?|arms?|parts?|phases?|groups?|stratum|strata|modules?|baskets?)\s+(?<names>(?:[A-H]|\d{1,2}[ab]?|I{1,3}[ab]?|IV|V)(?:\s*(?:,|/|&|\band\b|\bor\b|-)\s*(?:cohort\s+)?(?:[A-H]|\d{1,2}[ab]?|I{1,3}[ab]?|IV|V))*)\b(?:\s+(?:only|patients?|participants?|part|portion|cohort|\([^)]{0,80}\)))*\s*[:：\-–]",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex CohortLabel();

    [GeneratedRegex(@"\b(?:[A-H]|\d{1,2}[ab]?|I{1,3}[ab]?|IV|V)\b", RegexOptions.IgnoreCase)]
    private static partial Regex LabelName();

    /// <summary>Lines such as "one of the following:" above a tumour without a finding.</summary>
    private static HashSet<CriteriaLine> HeadsOfTumors(
        IEnumerable<CriteriaLine> lines,
        HashSet<CriteriaLine> demanding
    ) =>
        [
            .. lines
                .Where(line =>
                    line.Head is { } head
                    && !demanding.Contains(line)
                    && OneOf.In(head.Words)
                    && TumorFamilies.In(line.Words).Any()
                )
                .Select(line => line.Head!),
        ];
}
