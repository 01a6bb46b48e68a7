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
        foreach (var text in criteria.Split('\n'))
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

    /// <summary>
    /// A line that begins with "Inclusion criteria", "KEY EXCLUSION CRITERIA:", "2. Exclusion:", "Part 2 exclusion criteria",
    /// "Non-inclusion criteria"; not one that speaks of "the exclusion criteria".
    /// </summary>
    [GeneratedRegex(
        """
            ^\W{0,20}(?:[\d.]{1,8}\W{1,8})?(?:
                (?:(?:main|key|major|general|additional|patient|study|specific)\s+)?
                (?<negated>non[-\ ])?(?:(?<exclusion>exclusion|ineligib\w*)|inclusion|eligib\w*)(?:\s+criteria|\s*:)
              | (?:(?!(?:not?|non|any|all|the|of|per|meet\w*|fulfil\w*|satisf\w*)\b)[\w-]+\s+){1,4}?
                (?:(?<exclusion>exclusion)|inclusion)\s+criteria\s*(?::|\(|for\b|$)
            )
            """,
        RegexOptions.IgnoreCase
            | RegexOptions.CultureInvariant
            | RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex Heading();

    /// <summary>"The following are not eligible:", "Patients are excluded if they have:".</summary>
    [GeneratedRegex(
        @"\b(?:exclud\w+|ineligible|not\s+(?:be\s+)?(?:eligible|allowed|permitted)|(?:must|may|should)\s+not\s+have|none\s+of)\b[^.;:]{0,120}:$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex ExcludedList();
}
