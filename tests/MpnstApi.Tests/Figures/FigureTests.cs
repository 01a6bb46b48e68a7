using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SkiaSharp;

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
        var body = await service.GetAsync($"/api/v1/landscape/{panel}?top=500");

        foreach (var bucket in body.Items("buckets").Take(40))
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
    public async Task An_unknown_figure_gets_the_nearest()
    {
        var problem = await service.GetProblemAsync(
            "/api/v1/landscape/figures/phase.svg",
            404,
            "unknown-id"
        );

        Assert.Contains("phases", problem.Texts("suggestions"));
    }

    [Theory]
    [InlineData("landscape", "dpi=144", 144)]
    [InlineData("landscape", "dpi=144&status=OPEN", 144)]
    [InlineData("phases", "width=89", 300)]
    [InlineData("timeline", "by=status&dpi=144", 144)]
    [InlineData("comparison", "dpi=144", 144)]
    public async Task The_picture_in_pixels_shows_the_bars_and_letters_of_the_drawing(
        string name,
        string query,
        int dpi
    )
    {
        var figure = (
            await DrawAsync(
                $"{name}.svg?{query.Replace($"dpi={dpi}", "", StringComparison.Ordinal)}"
            )
        ).Root!;
        using var response = await service.SendAsync(
            $"/api/v1/landscape/figures/{name}.png?{query}",
            headers: ("Accept-Encoding", "gzip")
        );
        var file = await response.Content.ReadAsByteArrayAsync(
            TestContext.Current.CancellationToken
        );
        Assert.Equal("image/png", response.Content.Headers.ContentType?.MediaType);
        // It is compressed in itself.
        Assert.Empty(response.Content.Headers.ContentEncoding);
        using var picture = SKBitmap.Decode(file);
        var scale = dpi / 72.0;

        Assert.Equal(Math.Ceiling(Points(figure, "width") * scale), picture.Width, 1.0);
        Assert.Equal(Math.Ceiling(Points(figure, "height") * scale), picture.Height, 1.0);
        var bars = figure
            .Descendants(Svg + "rect")
            .Skip(1)
            .Where(bar => bar.Attribute("fill")!.Value != "none" && Points(bar, "width") > 2)
            .ToList();
        Assert.NotEmpty(bars);
        foreach (var bar in bars)
        {
            // Not in the middle, where a tick of the letter may be.
            Assert.Contains(
                SKColor.Parse(bar.Attribute("fill")!.Value),
                new[] { 0.25, 0.75 }.Select(part =>
                    picture.GetPixel(
                        (int)((Points(bar, "x") + Points(bar, "width") * part) * scale),
                        (int)((Points(bar, "y") + Points(bar, "height") * part) * scale)
                    )
                )
            );
        }
        foreach (
            var text in figure.Descendants(Svg + "text").Where(text => text.Value.Trim().Length > 3)
        )
        {
            Assert.True(IsWritten(picture, text, scale), $"{name}: {text.Value}");
        }
    }

    /// <summary>The packages have the library for a dozen platforms, 470 MB.</summary>
    [Fact]
    public void A_build_brings_what_draws_pixels_for_one_platform_alone()
    {
        Assert.Single(
            Directory.EnumerateFiles(
                AppContext.BaseDirectory,
                "libSkiaSharp.*",
                SearchOption.AllDirectories
            )
        );
    }

    /// <summary>UPDATE_SPECS=1 draws it again.</summary>
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

    // Something darker than the paper, a little above the line that the letters stand on.
    private static bool IsWritten(SKBitmap picture, XElement text, double scale)
    {
        var size = Points(text, "font-size");
        var width = text.Value.Length * size / 5;
        var left = text.Attribute("text-anchor")?.Value switch
        {
            "end" => Points(text, "x") - width,
            "middle" => Points(text, "x") - width / 2,
            _ => Points(text, "x"),
        };
        for (var x = left * scale; x < (left + width) * scale; x++)
        {
            for (
                var y = (Points(text, "y") - size * 0.6) * scale;
                y < Points(text, "y") * scale;
                y++
            )
            {
                if (
                    picture.GetPixel(
                        (int)Math.Clamp(x, 0, picture.Width - 1),
                        (int)Math.Clamp(y, 0, picture.Height - 1)
                    ) is
                    { Red: < 128 }
                )
                {
                    return true;
                }
            }
        }
        return false;
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
