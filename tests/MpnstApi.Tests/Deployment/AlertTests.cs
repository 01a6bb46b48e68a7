using System.Text.RegularExpressions;

namespace MpnstApi.Tests.Deployment;

/// <summary>Whoever is woken by an alert finds what it means and what to do.</summary>
public sealed partial class AlertTests
{
    private static readonly string Rules = File.ReadAllText(
        Path.Combine(Repository.Root, "ops", "prometheus", "alerts.yaml")
    );

    private static readonly string Page = File.ReadAllText(
        Path.Combine(Repository.Root, "docs", "operations.md")
    );

    [Fact]
    public void Every_alert_links_its_entry_of_the_runbook_and_the_runbook_has_no_others()
    {
        var alerts = Alert()
            .Matches(Rules)
            .Select(alert => (alert.Groups["name"].Value, alert.Groups["entry"].Value))
            .ToList();

        Assert.Equal(AlertName().Count(Rules), alerts.Count);
        Assert.All(alerts, alert => Assert.Equal(alert.Item1.ToLowerInvariant(), alert.Item2));
        Assert.Equal(
            Entry().Matches(Page).Select(entry => entry.Groups["name"].Value),
            alerts.Select(alert => alert.Item1)
        );
    }

    [GeneratedRegex(
        @"- alert: (?<name>\w+)\n(?:(?! +- alert:).*\n)*? +runbook: docs/operations\.md#(?<entry>\w+)\n"
    )]
    private static partial Regex Alert();

    [GeneratedRegex("- alert: ")]
    private static partial Regex AlertName();

    [GeneratedRegex(@"^### (?<name>Mpnst\w+)$", RegexOptions.Multiline)]
    private static partial Regex Entry();
}
