using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MpnstApi.Tests.Figures;

/// <summary>Figures show the numbers of the API, at the size that journals print.</summary>
public sealed partial class FigureTests(Service service)
{
    private const double PointsOfMillimetre = 72 / 25.4;
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Theory]
    [InlineData("")]
    [InlineData("status=OPEN")]
    [InlineData("indication=MPNST,NF1_MPNST&top=5")]
    public async Task Every_bar_is_a_link_to_as_many_trials_as_it_says(string filter)
    {
        var figure = await DrawAsync($"landscape.svg?{filter}");
        var bars = figure.Descendants(Svg + "a").ToList();

        Assert.NotEmpty(bars);
        foreach (var bar in bars)
        {
            var said = bar.Descendants(Svg + "title").Single().Value.Split(": ")[^1];
            var list = await service.GetAsync($"/api/v1{bar.Attribute("href")!.Value}&limit=1");
            Assert.Equal(
                int.Parse(said, CultureInfo.InvariantCulture),
                list["page"]!.Number("total")
            );
        }
    }

    [Theory]
    [InlineData("phases")]
    [InlineData("treatments")]
    [InlineData("immunotherapy-targets")]
    public async Task A_panel_prints_every_row_of_the_api(string panel)
    {
        var figure = await DrawAsync($"{panel}.svg?top=500");
        var texts = figure.Descendants(Svg + "text").Select(text => text.Value).ToList();
        var answer = await service.GetAsync($"/api/v1/landscape/{panel}?top=500");

        foreach (var bucket in answer.Items("buckets").Take(40))
        {
            var count = bucket.Number("count");
            Assert.Contains(
                count == 0
                    ? "0"
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"{count} ({bucket["percent"]!.GetValue<decimal>():0.0}%)"
                    ),
                texts
            );
            Assert.Contains(
                $"{bucket.Text("label")} {count}",
                figure.Descendants(Svg + "desc").Single().Value,
                StringComparison.Ordinal
            );
        }
    }

    [Theory]
    [InlineData("landscape.svg", 183)]
    [InlineData("phases.svg?width=89", 89)]
    [InlineData("targets.svg", 183)]
    [InlineData("timeline.svg?by=status", 183)]
    [InlineData("comparison.svg", 183)]
    public async Task A_figure_has_the_width_of_a_column_and_letters_that_can_be_read(
        string name,
        double millimetres
    )
    {
        var figure = (await DrawAsync(name)).Root!;
        var width = Points(figure, "width");

        Assert.Equal(millimetres * PointsOfMillimetre, width, 0.1);
        Assert.Equal("img", figure.Attribute("role")!.Value);
        foreach (var text in figure.Descendants(Svg + "text"))
        {
            Assert.InRange(Points(text, "font-size"), 5, 8);
            Assert.InRange(Points(text, "x"), 0, width);
        }
        foreach (var bar in figure.Descendants(Svg + "rect").Skip(1))
        {
            Assert.True(Points(bar, "x") + Points(bar, "width") <= width);
        }
        if (name == "landscape.svg")
        {
            Assert.InRange(Points(figure, "height"), 1, 170 * PointsOfMillimetre);
        }
    }

    [Fact]
    public async Task The_caption_names_filter_release_and_source()
    {
        var figure = await DrawAsync("landscape.svg?status=OPEN");
        var caption = string.Join(' ', figure.Descendants(Svg + "text").Select(text => text.Value));

        Assert.Contains("Status: Open", caption, StringComparison.Ordinal);
        Assert.Contains(service.Release.Header.Version, caption, StringComparison.Ordinal);
        Assert.Contains("ClinicalTrials.gov", caption, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_caller_writes_into_the_filter_is_only_text()
    {
        var figure = await DrawAsync("landscape.svg?q=%3Cscript%3Ealert(1)%3C/script%3E%E2%80%AE");

        Assert.DoesNotContain(figure.Descendants(), element => element.Name.LocalName == "script");
        Assert.DoesNotContain('\u202E', figure.ToString());
    }

    [Fact]
    public async Task An_unknown_figure_is_told_the_nearest()
    {
        var problem = await service.GetProblemAsync(
            "/api/v1/landscape/figures/phase.svg",
            404,
            "unknown-id"
        );

        Assert.Contains("phases", problem.Texts("suggestions"));
    }

    /// <summary>UPDATE_SPECS=1 draws it anew.</summary>
    [Fact]
    public async Task The_picture_in_the_readme_is_the_one_that_the_service_draws()
    {
        using var response = await service.SendAsync("/api/v1/landscape/figures/landscape.svg");
        var drawn = await Service.TextOf(response);
        var file = Path.Combine(Repository.Root, "docs", "landscape.svg");
        if (Environment.GetEnvironmentVariable("UPDATE_SPECS") == "1")
        {
            await File.WriteAllTextAsync(file, drawn, TestContext.Current.CancellationToken);
        }

        Assert.Equal(
            await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken),
            drawn
        );
        Assert.Contains(
            "](docs/landscape.svg)",
            await File.ReadAllTextAsync(
                Path.Combine(Repository.Root, "README.md"),
                TestContext.Current.CancellationToken
            ),
            StringComparison.Ordinal
        );
    }

    private async Task<XDocument> DrawAsync(string name)
    {
        using var response = await service.SendAsync($"/api/v1/landscape/figures/{name}");
        var text = await Service.TextOf(response);
        Assert.True(response.IsSuccessStatusCode, $"{name}: {text}");
        Assert.Equal("image/svg+xml", response.Content.Headers.ContentType?.MediaType);
        return XDocument.Parse(text);
    }

    private static double Points(XElement element, string attribute) =>
        double.Parse(
            Unit().Replace(element.Attribute(attribute)!.Value, ""),
            CultureInfo.InvariantCulture
        );

    [GeneratedRegex("pt$")]
    private static partial Regex Unit();
}
