using System.Text;
using System.Text.RegularExpressions;

namespace MpnstApi.Annotation.Rules;

/// <summary>Eligibility text by what it does: who may enter, who may not.</summary>
internal static partial class EligibilitySections
{
    public static (IReadOnlyList<string> Inclusion, IReadOnlyList<string> Exclusion) Read(
        string? criteria
    )
    {
        if (string.IsNullOrWhiteSpace(criteria))
            return ([], []);
        List<string> inclusion = [],
            exclusion = [];
        // What comes before any heading says who may enter.
        var inExclusion = false;
        CriteriaLine? listHead = null;
        var part = new StringBuilder();
        var partIsExclusion = false;
        foreach (var text in Lines(criteria))
        {
            var line = new CriteriaLine(text);
            var heading = Heading().Match(text);
            if (heading.Success)
            {
                inExclusion =
                    heading.Groups["exclusion"].Success || heading.Groups["negated"].Success;
                listHead = null;
            }
            else if (listHead is { } head && !line.IsBlank && !line.IsUnder(head))
                listHead = null;
            var isExclusion = inExclusion || listHead is not null;
            if (isExclusion != partIsExclusion)
                Take();
            partIsExclusion = isExclusion;
            part.Append(text).Append('\n');
            if (!isExclusion && !heading.Success && ExcludedList().IsMatch(text.TrimEnd()))
                listHead = line;
        }
        Take();
        return (inclusion, exclusion);

        void Take()
        {
            var taken = part.ToString().TrimEnd('\n');
            part.Clear();
            if (!string.IsNullOrWhiteSpace(taken))
                (partIsExclusion ? exclusion : inclusion).Add(taken);
        }
    }

    /// <summary>The lines, also of texts that lost their line ends: headings and items stand in lines of their own.</summary>
    private static string[] Lines(string criteria)
    {
        criteria = InlineHeading().Replace(criteria, "\n");
        if (!criteria.Trim().Contains("\n\n", StringComparison.Ordinal) && LostLines(criteria))
            criteria = InlineItem().Replace(criteria, "\n");
        return criteria.Split('\n');
    }

    /// <summary>No line holds two items where line ends are kept.</summary>
    private static bool LostLines(string criteria) =>
        criteria.Split('\n').Any(line => InlineItem().Count(line) > 1);

    /// <summary>" Exclusion Criteria:" within a line, not "of the exclusion criteria:".</summary>
    [GeneratedRegex(
        @"(?<=\S)(?<!\b(?:the|all|any|of|per|these|following|meets?|other|no|and|or|both|and/or)|/)[ \t]+(?=[*_#]*(?:(?:key|main|major|general)[ \t]+)?(?:(?:in|ex)clusion[ \t]+criteria|criteria[ \t]+for[ \t]+(?:in|ex)clusion)[*_]*[ \t]*:)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex InlineHeading();

    [GeneratedRegex(@"[ \t]+(?=(?:[-*•–]|\(?\d{1,2}[.)])[ \t]+\S)")]
    private static partial Regex InlineItem();

    /// <summary>
    /// A line that begins with "Inclusion criteria", "KEY EXCLUSION CRITERIA:", "2. Exclusion:", "Part 2 exclusion criteria",
    /// "Non-inclusion criteria", "Criteria for exclusion", the words in other languages, or is "Exclusion" alone; not one
    /// that speaks of "the exclusion criteria", nor "Inclusion/Exclusion Criteria" of both.
    /// </summary>
    [GeneratedRegex(
        """
            ^[\W_]{0,20}(?:[\d.]{1,8}\W{1,8})?(?:
                (?:inclusion\s*(?:/|and|&)\s*exclusion)\s+criteria
              | (?:(?:main|key|major|general|additional|patient|study|specific)\s+)?
                (?<negated>non[-\ ])?(?:(?<exclusion>exclusions?|ineligib\w*)|inclusions?|eligib\w*)(?:\s+criteri(?:a|on)\b|\s*:|[\W_]*$)
              | (?:criteria|reasons|conditions)\s+for\s+(?:(?<exclusion>exclusion|ineligibility)|inclusion|eligibility)
              | (?<exclusion>criterios\s+de\s+(?:exclusi[oó]n|no\s+inclusi[oó]n)|crit[eè]res\s+(?:d['’]exclusion|de\s+non[-\ ]inclusion)|ausschlusskriterien|criteri\s+di\s+esclusione|crit[eé]rios\s+de\s+exclus[aã]o|exclusiecriteria|排除标准|排除標準|除外基準|제외\s*기준)
              | (?:criterios\s+de\s+inclusi[oó]n|crit[eè]res\s+d['’]inclusion|einschlusskriterien|criteri\s+di\s+inclusione|crit[eé]rios\s+de\s+inclus[aã]o|inclusiecriteria|入选标准|纳入标准|入選標準|選択基準|선정\s*기준)
              | (?:(?!(?:not?|non|any|all|the|of|per|meet\w*|fulfil\w*|satisf\w*)\b)[\w-]+\s+){1,4}?
                (?:(?<exclusion>exclusion)|inclusion)\s+criteria\s*(?::|\(|for\b|$)
              | (?!.*inclusion\s*/).{1,60}?/\s*(?:(?<exclusion>exclusion)|inclusion)\s+criteria\W*$
            )
            """,
        RegexOptions.IgnoreCase
            | RegexOptions.CultureInvariant
            | RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex Heading();

    /// <summary>
    /// "The following are not eligible:", "Patients are excluded if they have", "with the exception of:", "Not included:": a
    /// list of those who may not enter follows.
    /// </summary>
    [GeneratedRegex(
        """
            \b(?:
                (?:exclud\w+|ineligible|not\s+(?:be\s+)?(?:eligible|allowed|permitted|included|enrolled)|cannot\s+(?:be\s+)?(?:enroll?|enrolled|enter|participate|included)|(?:may|can|must|should|will)\s+not\s+(?:have|participate|enter|enroll?|be\s+(?:enrolled|included))|none\s+of)\b
                [^.;:]{0,120}(?::|\bif|\bfollowing|\bthey\s+have|\bwho\s+have|\bwith)
              | (?:exceptions?(?:\s+of)?|except(?:ing)?(?:\s+for)?|other\s+than|apart\s+from|excluding)(?:\s+the\s+following)?[^.;:]{0,60}:
            )$
            """,
        RegexOptions.IgnoreCase
            | RegexOptions.CultureInvariant
            | RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex ExcludedList();
}
