using System.Text;
using System.Text.RegularExpressions;
using MpnstApi.Annotation.Language;

namespace MpnstApi.Annotation.Rules;

/// <summary>Eligibility text divided into inclusion and exclusion criteria.</summary>
internal static partial class EligibilitySections
{
    public static (IReadOnlyList<string> Inclusion, IReadOnlyList<string> Exclusion) Read(
        string? criteria
    )
    {
        if (string.IsNullOrWhiteSpace(criteria))
        {
            return ([], []);
        }

        List<string> inclusion = [],
            exclusion = [];
        // Text before any heading is an inclusion criterion.
        var inExclusion = false;
        CriteriaLine? listHead = null;
        // A list without indentation ends at the first line that is more than the name of a tumour.
        var isFlat = false;
        var part = new StringBuilder();
        var partIsExclusion = false;
        var lines = Lines(criteria).Select(text => new CriteriaLine(text)).ToList();
        var followers = Followers(lines);
        for (var i = 0; i < lines.Count; i++)
        {
            var (line, next) = (lines[i], followers[i]);
            var heading = IsExclusionHeading(line, next);
            if (heading is not null)
            {
                inExclusion = heading.Value;
                listHead = null;
            }
            else if (
                listHead is { } head
                && !line.IsBlank
                && !line.IsUnder(head)
                && !(isFlat && NamesOnlyTumor(line))
            )
            {
                listHead = null;
            }

            var isExclusion = inExclusion || listHead is not null;
            if (isExclusion != partIsExclusion)
            {
                Take();
            }

            partIsExclusion = isExclusion;
            part.Append(line.Text).Append('\n');
            if (!isExclusion && heading is null && HeadsExcludedList(line, next))
            {
                listHead = line;
                isFlat = next?.IsUnder(line) == false;
            }
        }
        Take();
        return (inclusion, exclusion);

        void Take()
        {
            var taken = part.ToString().TrimEnd('\n');
            part.Clear();
            if (!string.IsNullOrWhiteSpace(taken))
            {
                (partIsExclusion ? exclusion : inclusion).Add(taken);
            }
        }
    }

    /// <summary>Returns the next line with words after each line; null after the last.</summary>
    private static CriteriaLine?[] Followers(List<CriteriaLine> lines)
    {
        var followers = new CriteriaLine?[lines.Count];
        for (var i = lines.Count - 2; i >= 0; i--)
        {
            followers[i] = lines[i + 1].IsBlank ? followers[i + 1] : lines[i + 1];
        }

        return followers;
    }

    /// <summary>
    /// Returns true for the heading of an exclusion section, false for that of an inclusion section, null for other lines.
    /// </summary>
    private static bool? IsExclusionHeading(CriteriaLine line, CriteriaLine? next)
    {
        var heading = Heading().Match(line.Text);
        if (heading.Success)
        {
            return heading.Groups["exclusion"].Success || heading.Groups["negated"].Success;
        }
        // A sentence above paragraphs without bullets, "Patients are excluded if they have:", applies to all that follow.
        if (line.IsItem || line.Indent > 0 || next is null)
        {
            return null;
        }

        var text = line.Text.TrimEnd();
        if (ExcludedSentence().IsMatch(text))
        {
            return !next.IsItem && ListFollows().IsMatch(text) ? true : null;
        }

        return IncludedSentence().IsMatch(text) ? false : null;
    }

    private static bool NamesOnlyTumor(CriteriaLine line) =>
        line.Words.Count <= LongestName && TumorFamilies.In(line.Words).Any();

    private const int LongestName = 8;

    private static bool HeadsExcludedList(CriteriaLine line, CriteriaLine? next)
    {
        if (next is null)
        {
            return false;
        }

        var text = line.Text.TrimEnd();
        return (next.IsUnder(line) || ListFollows().IsMatch(text))
            && (ExcludedSentence().IsMatch(text) || ExceptionAtEnd().IsMatch(text));
    }

    /// <summary>Returns the lines. In texts without line ends, headings and items are split into separate lines.</summary>
    private static string[] Lines(string criteria)
    {
        criteria = InlineHeading().Replace(criteria, "\n");
        if (!criteria.Trim().Contains("\n\n", StringComparison.Ordinal) && LostLines(criteria))
        {
            criteria = InlineItem().Replace(criteria, "\n");
        }

        return criteria.Split('\n');
    }

    /// <summary>Returns whether the text has line ends, so that no line has two items.</summary>
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
    /// A line that begins with "Inclusion criteria", "KEY EXCLUSION CRITERIA:", "2. Exclusion:", "Section B: Exclusion",
    /// "Non-inclusion criteria", "Criteria for exclusion", the words in other languages, a heading of the registry's older
    /// format, or is "Exclusion" alone; but not one that mentions "the exclusion criteria", nor "Inclusion/Exclusion
    /// Criteria" for both.
    /// </summary>
    [GeneratedRegex(
        """
            ^[\W_]{0,20}
            (?:(?:section|part|step|appendix)\s+\w{1,4}[\W_]{1,4})?
            (?:(?:\d[\d.]{0,7}|[ivx]{1,4}|[a-z])[\W_]{1,8})?
            (?:
                (?:inclusion\s*(?:/|and|&)\s*exclusion|exclusion\s*(?:/|and|&)\s*inclusion)(?![a-z])
              | (?:(?:main|key|major|general|additional|patient|study|specific|principal|selected|other|common|further)\s+)?
                (?<negated>non[-\s]?)?(?:(?<exclusion>exclusion(?:s|ary)?|ineligib\w*)|inclusions?|eligib\w*)
                (?:\s+(?:criteri(?:a|on)|factors?|conditions?)(?![a-z])|\s*[:(]|\s+[-–—](?:\s|$)|[\W_]*$)
              | (?:criteria|reasons|conditions)\s+for\s+(?:(?<exclusion>exclusion|ineligibility)|inclusion|eligibility)
              | (?<exclusion>criterios\s+de\s+(?:exclusi[oó]n|no\s+inclusi[oó]n)|crit[eè]res?\s+(?:d\s?['’]\s?exclusion|de\s+non[-\s]inclusion)|(?:wichtigste\s+)?aus(?:schluss|schluß)kriterien|criteri\s+di\s+(?:esclusione|non\s+inclusione)|crit[eé]rios\s+de\s+(?:exclus[aã]o|n[aã]o\s+inclus[aã]o)|(?:belangrijkste\s+)?exclusie\s?criteria|(?:主要|关键)?排除(?:标准|標準)|(?:主な)?除外基準|제외\s*기준)
              | (?:criterios\s+de\s+inclusi[oó]n|crit[eè]res?\s+d\s?['’]\s?inclusion|(?:wichtigste\s+)?ein(?:schluss|schluß)kriterien|criteri\s+di\s+inclusione|crit[eé]rios\s+de\s+inclus[aã]o|(?:belangrijkste\s+)?inclusie\s?criteria|(?:主要|关键)?(?:入选|纳入|入组|入選|納入)(?:标准|標準)|(?:主な)?選択基準|선정\s*기준)
              | (?:disease\s+characteristics|patient\s+characteristics|prior\s+concurrent\s+therapy)\s*:
              | who\s+(?:can|may|should)(?<exclusion>\s?not|n['’]t)?\s+(?:take\s+part|participate|join)
              | you\s+(?:can|may|should)(?<exclusion>\s?not|n['’]t)?\s+(?:take\s+part|participate|join)\b.{0,40}\b(?:if|you)\W*$
              | (?:(?!(?:not?|non|any|all|the|of|per|meet\w*|fulfil\w*|satisf\w*)\b)[\w-]+\s+){1,4}?
                (?:(?<exclusion>exclusion)|inclusion)\s+criteria\s*(?::|\(|for\b|at\b|[-–—]|$)
              | (?!.*inclusion\s*/).{1,60}?/\s*(?:(?<exclusion>exclusion)|inclusion)\s+criteria\W*$
            )
            """,
        RegexOptions.IgnoreCase
            | RegexOptions.CultureInvariant
            | RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex Heading();

    /// <summary>The end of a line that announces a list: "… any of the following:", "… excluded if they have".</summary>
    [GeneratedRegex(
        @"(?::|\b(?:if|if\s+you|following|(?:they|who|you)\s+have|with))$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex ListFollows();

    /// <summary>
    /// Whether the last sentence introduces exclusions: "The following are not eligible:", "Patients are excluded if they have",
    /// "Not included:"; not "not eligible for surgery", nor "Absence of the following mutations:", which is a requirement.
    /// </summary>
    [GeneratedRegex(
        """
            \b(?:
                exclud(?:e|ed|es)|exclusions(?=\s*:)|ineligible|disqualif\w+
              | (?:not|cannot|can['’]t|never)\s+(?:be\s+)?(?:eligible|allowed|permitted|included|include|accepted|acceptable|enroll?|enroll?ed|enter|entered|participate|take\s+part|join|considered(?!\s+(?:of|as|to|a|post\w*)\b)|apply|qualify|have)
                (?!\s+(?:for|to)\s+(?!(?:this|the|our)\b|be\b|enroll?|participat|enter|take\s+part))
              | but\s+not
              | none\s+of(?!\s+the\s+exclusion)
              | absence\s+of(?![^.;:]{0,60}\b(?:alteration|aberration|mutation|amplification|fusion|rearrangement|deletion)s?\b)
              | no\s+(?:(?:known|prior|previous|current|active)\s+)?(?:history|evidence|presence|diagnosis)\s+of
              | no\s+(?:patients?|participants?|subjects?)\s+with
            )\b
            (?:(?!,\s*(?:and\s+)?includ|\beligible\s+(?:are|histolog|tumo|if))[^.;:)]){0,120}[:)]?$
            """,
        RegexOptions.IgnoreCase
            | RegexOptions.CultureInvariant
            | RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex ExcludedSentence();

    /// <summary>"… with the exception of:", "… other than the following": a list of exceptions follows.</summary>
    [GeneratedRegex(
        @"\b(?:exceptions?(?:\s+of)?|except(?:ing)?(?:\s+for)?|other\s+than|apart\s+from|save(?:\s+for)?|excluding)(?:\s+(?:the|these|those))?(?:(?!,\s*(?:and\s+)?includ)[^.;:)]){0,60}:?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex ExceptionAtEnd();

    /// <summary>"To be eligible, patients must have:", "Patients are included if".</summary>
    [GeneratedRegex(
        @"\b(?:eligible|included|enroll?ed|may\s+(?:enter|enroll?|participate)|must\s+(?:have|meet))\b[^.;:]{0,80}(?::|\bif)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex IncludedSentence();
}
