namespace MpnstApi.Tests.Datasets;

/// <summary>What a reader who looks up the sources of the numbers sees.</summary>
public sealed class DatasetEndpointsTests(Service service)
{
    [Fact]
    public async Task The_dataset_names_its_version_sources_terms_and_gaps()
    {
        var dataset = await service.GetAsync("/api/v1/dataset");

        Assert.Matches(@"^\d{4}-\d\d-\d\d\.\d+$", dataset.Text("version")!);
        Assert.Equal(248, dataset["counts"]!.Number("trials"));
        Assert.Equal(97, dataset["counts"]!["byScope"]!.Number("NAMED"));
        Assert.Equal(146, dataset["counts"]!["byScope"]!.Number("SARCOMA"));
        Assert.Equal(5, dataset["counts"]!["byScope"]!.Number("NF1"));
        Assert.Equal(115, dataset["statusAsOf"]!.Number("undated"));
        Assert.Contains(
            dataset.Items("terms"),
            terms => terms.Text("terms")!.Contains("CC BY 4.0")
        );
        Assert.NotEmpty(dataset["gaps"]!.AsArray());
        Assert.Equal(64, dataset.Text("contentHash")!.Length);
    }

    [Fact]
    public async Task The_first_release_is_listed_and_can_be_requested()
    {
        var releases = await service.GetAsync("/api/v1/dataset/releases");
        var version = releases.Text("current")!;

        Assert.Equal(version, releases.Items("items").First().Text("version"));
        using var response = await service.SendAsync($"/api/v1/landscape?release={version}");
        Assert.True(response.IsSuccessStatusCode);
        await service.GetProblemAsync(
            "/api/v1/landscape?release=1999-01-01.1",
            400,
            "unknown-value"
        );
    }

    [Fact]
    public async Task Coverage_lists_what_the_dictionary_does_not_know_with_what_it_may_mean()
    {
        var coverage = await service.GetAsync("/api/v1/dataset/coverage?scope=ALL");

        Assert.Equal(248, coverage.Number("trials"));
        Assert.All(
            coverage.Items("unmatched"),
            name => Assert.Equal(name.Number("count"), name["trials"]!.AsArray().Count)
        );
        foreach (var facet in coverage.Items("unclassified"))
        {
            var page = await service.GetAsync(facet.Text("href")! + "&limit=1");
            Assert.Equal(facet.Number("unclassified"), page["page"]!.Number("total"));
        }
    }

    [Fact]
    public async Task Coverage_lists_what_was_read_as_a_class_alone_or_in_part()
    {
        var coverage = await service.GetAsync("/api/v1/dataset/coverage?scope=ALL");
        var unread = coverage.Items("unread").ToList();

        Assert.Contains(
            coverage.Items("classOnly"),
            name => name["entries"]!.AsArray().Any(entry => (string?)entry == "chemotherapy")
        );
        Assert.All(unread, name => Assert.NotEmpty(name["parts"]!.AsArray()));
        foreach (var name in unread.Concat(coverage.Items("classOnly")))
        {
            var trial = await service.GetAsync(
                $"/api/v1/trials/{(string)name["trials"]!.AsArray()[0]!}"
            );
            var listed = trial
                .Items("interventions")
                .First(i => i.Text("name") == name.Text("name"));
            Assert.Equal(name["parts"]!.ToJsonString(), listed["unread"]!.ToJsonString());
        }
    }

    [Fact]
    public async Task Every_column_of_the_export_is_explained()
    {
        var dictionary = await service.GetAsync("/api/v1/dataset/dictionary");
        using var response = await service.SendAsync("/api/v1/trials?format=csv");
        var header = (await Service.TextOf(response)).Split("\r\n")[0].Split(',');

        var trials = dictionary.Items("tables").Single(table => table.Text("table") == "trials");
        Assert.Equal(header, trials.Items("columns").Select(column => column.Text("name")));
        Assert.All(trials.Items("columns"), column => Assert.NotEmpty(column.Text("description")!));
    }

    [Fact]
    public async Task Every_vocabulary_value_has_a_label_and_a_definition()
    {
        var vocabularies = await service.GetAsync("/api/v1/vocabularies");

        foreach (var vocabulary in vocabularies.Items("items"))
        {
            Assert.NotEmpty(vocabulary.Text("definition")!);
            Assert.All(
                vocabulary.Items("values"),
                value =>
                {
                    Assert.NotEmpty(value.Text("label")!);
                    Assert.NotEmpty(value.Text("definition")!);
                }
            );
        }
    }
}
