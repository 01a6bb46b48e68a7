using System.Globalization;
using System.Text.RegularExpressions;

namespace MpnstApi.ReliabilityTests.Observability;

/// <summary>What Prometheus reads of the service.</summary>
internal sealed partial class Scrape
{
    private readonly List<Series> series;

    private Scrape(List<Series> series) => this.series = series;

    /// <summary>Names of all metrics, with the endings that histograms have.</summary>
    public IReadOnlySet<string> Names => series.Select(one => one.Name).ToHashSet();

    public static async Task<Scrape> OfAsync(HttpClient client)
    {
        var text = await client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        return new Scrape([
            .. Line()
                .Matches(text)
                .Select(line => new Series(
                    line.Groups["name"].Value,
                    Label()
                        .Matches(line.Groups["labels"].Value)
                        .ToDictionary(
                            label => label.Groups["name"].Value,
                            label => label.Groups["value"].Value
                        ),
                    double.Parse(line.Groups["value"].Value, CultureInfo.InvariantCulture)
                )),
        ]);
    }

    /// <summary>The sum of a metric over all series that bear these labels; null where there is none.</summary>
    public double? Sum(string name, params (string Name, string Value)[] labels)
    {
        var found = Of(name, labels).ToList();
        return found.Count == 0 ? null : found.Sum(one => one.Value);
    }

    /// <summary>The value of a label of the only series of a metric.</summary>
    public string Label(string name, string label) => Assert.Single(Of(name, [])).Labels[label];

    private IEnumerable<Series> Of(string name, (string Name, string Value)[] labels) =>
        series.Where(one =>
            one.Name == name
            && labels.All(label => one.Labels.GetValueOrDefault(label.Name) == label.Value)
        );

    private sealed record Series(
        string Name,
        IReadOnlyDictionary<string, string> Labels,
        double Value
    );

    [GeneratedRegex(
        @"^(?<name>[a-zA-Z_:]\w*)(\{(?<labels>.*)\})? (?<value>[-+.\dEeNaInf]+)",
        RegexOptions.Multiline
    )]
    private static partial Regex Line();

    [GeneratedRegex(@"(?<name>\w+)=""(?<value>[^""]*)""")]
    private static partial Regex Label();
}
