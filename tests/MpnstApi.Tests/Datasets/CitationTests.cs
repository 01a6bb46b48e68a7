using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MpnstApi.Tests.Datasets;

/// <summary>What somebody who cites the dataset takes away.</summary>
public sealed partial class CitationTests(Service service)
{
    private const string Address = "/api/v1/dataset/citation";
    private const string Csl = "application/vnd.citationstyles.csl+json";
    private const string BibTeX = "application/x-bibtex";

    [Theory]
    [InlineData("", null, Csl)]
    [InlineData("", "*/*", Csl)]
    [InlineData("", "application/json", Csl)]
    [InlineData("", "text/html, application/json;q=0.5", Csl)]
    [InlineData("", Csl, Csl)]
    [InlineData("", BibTeX, BibTeX)]
    [InlineData("", "application/x-bibtex, application/json;q=0.9", BibTeX)]
    [InlineData("?format=bibtex", "application/json", BibTeX)]
    [InlineData("?format=csl", BibTeX, Csl)]
    public async Task The_form_is_the_requested_one(string query, string? accept, string given)
    {
        using var response = accept is null
            ? await service.SendAsync(Address + query)
            : await service.SendAsync(Address + query, headers: ("Accept", accept));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(given, response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_form_that_does_not_exist_is_rejected()
    {
        using var response = await service.SendAsync(Address, headers: ("Accept", "text/html"));
        Assert.Equal(HttpStatusCode.NotAcceptable, response.StatusCode);
        Assert.Contains(BibTeX, await Service.TextOf(response), StringComparison.Ordinal);

        var problem = await service.GetProblemAsync(
            $"{Address}?format=bibtx",
            400,
            "unknown-value"
        );
        Assert.Contains("bibtex", problem.Texts("suggestions"));
    }

    [Fact]
    public async Task Csl_json_names_the_release_at_the_requested_host()
    {
        using var response = await service.SendAsync(
            Address,
            headers: ("Host", "mpnst.example.org:8443")
        );
        var items = (await Service.JsonOf(response)).AsArray();
        var release = service.Release;

        var dataset = items[0]!;
        Assert.Equal("dataset", dataset.Text("type"));
        Assert.Equal(release.Header.Version, dataset.Text("version"));
        Assert.Contains(release.Header.Version, dataset.Text("title"), StringComparison.Ordinal);
        Assert.Equal("MpnstApi", dataset.Items("author").Single().Text("literal"));
        Assert.Equal(
            [2026, 11, 23],
            dataset["issued"]!["date-parts"]![0]!.AsArray().Select(part => (int)part!)
        );
        Assert.Equal(
            $"http://mpnst.example.org:8443/api/v1/dataset?release={release.Header.Version}",
            dataset.Text("URL")
        );
        Assert.Contains(release.ContentHash, dataset.Text("note"), StringComparison.Ordinal);
        Assert.Contains(release.Sources, dataset.Text("note"), StringComparison.Ordinal);
        Assert.All(
            items,
            item => Assert.DoesNotContain(item!.AsObject(), pair => pair.Value is null)
        );
    }

    [Fact]
    public async Task Its_sources_are_cited_as_this_service_knows_them()
    {
        var items = (await service.GetAsync(Address)).AsArray();
        var published = await service.GetAsync("/api/v1/landscape/published");

        Assert.Contains(items, item => item!.Text("title") == "ClinicalTrials.gov");
        Assert.Contains(items, item => item!.Text("DOI") == "10.1093/nar/gkw993");
        var letter = items.Single(item => item!.Text("type") == "article-journal")!;
        var source = published["source"]!;
        Assert.Equal(source.Text("title"), letter.Text("title"));
        Assert.Equal(source.Text("journal"), letter.Text("container-title"));
        Assert.Equal(source.Number("year"), (int)letter["issued"]!["date-parts"]![0]![0]!);
        Assert.Equal(
            source.Text("authors"),
            string.Join(
                ", ",
                letter
                    .Items("author")
                    .Select(author => $"{author.Text("family")} {author.Text("given")}")
            )
        );
    }

    [Fact]
    public async Task BibTeX_has_the_same_works_in_braces_that_close()
    {
        var items = (await service.GetAsync(Address)).AsArray();
        using var response = await service.SendAsync($"{Address}?format=bibtex");
        var text = await Service.TextOf(response);

        var entries = Entry().Matches(text);
        Assert.Equal(
            items.Select(item => item!.Text("id")),
            entries.Select(entry => entry.Groups["key"].Value)
        );
        Assert.Equal(0, Depth(text));
        foreach (var (item, entry) in items.Select(item => item!).Zip(entries))
        {
            Assert.Equal(
                item.Text("type") == "article-journal" ? "article" : "misc",
                entry.Groups["type"].Value
            );
            Assert.Contains(
                $"title = {{{{{item.Text("title")}}}}}",
                entry.Value,
                StringComparison.Ordinal
            );
        }
        Assert.Contains("author = {{MpnstApi}}", text, StringComparison.Ordinal);
        Assert.Contains("author = {Zhao, G and Jiang, Y and ", text, StringComparison.Ordinal);
        Assert.Contains("year = {2026}", text, StringComparison.Ordinal);
        Assert.Contains("date = {2026-11-23}", text, StringComparison.Ordinal);
        Assert.Contains("doi = {10.1093/nar/gkw993}", text, StringComparison.Ordinal);
    }

    // Braces behind a backslash are text.
    private static int Depth(string text)
    {
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\':
                    i++;
                    break;
                case '{':
                    depth++;
                    break;
                case '}':
                    Assert.True(--depth >= 0, text[..i]);
                    break;
                default:
                    break;
            }
        }
        return depth;
    }

    [GeneratedRegex(
        @"^@(?<type>\w+)\{(?<key>[^,]+),\n(?:  \w+ = \{.*\},\n)+\}$",
        RegexOptions.Multiline
    )]
    private static partial Regex Entry();
}
