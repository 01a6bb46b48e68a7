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
        var current = inclusion;
        var from = 0;
        foreach (System.Text.RegularExpressions.Match heading in Heading().Matches(criteria))
        {
            Take(heading.Index);
            from = heading.Index;
            var isExclusion =
                heading.Groups["exclusion"].Success || heading.Groups["negated"].Success;
            current = isExclusion ? exclusion : inclusion;
        }
        Take(criteria.Length);
        return (inclusion, exclusion);

        void Take(int to)
        {
            var part = criteria[from..to];
            if (!string.IsNullOrWhiteSpace(part))
                current.Add(part);
        }
    }

    /// <summary>A line that begins with "Inclusion criteria", "KEY EXCLUSION CRITERIA:", "Exclusion:", "Non-inclusion criteria".</summary>
    [GeneratedRegex(
        @"^[^\w\r\n]*(?:(?:main|key|major|general|additional|patient|study|specific)\s+)?(?<negated>non[- ])?(?:(?<exclusion>exclusion|ineligib\w*)|inclusion|eligib\w*)(?:\s+criteria|\s*:)",
        RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant
    )]
    private static partial Regex Heading();
}
