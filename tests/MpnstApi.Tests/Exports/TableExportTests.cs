using System.Net;
using System.Text.Json.Nodes;
using MpnstApi.Exports;
using MpnstApi.Statistics;

namespace MpnstApi.Tests.Exports;

/// <summary>What an analyst downloads is what the API says, in every format.</summary>
public sealed class TableExportTests(Service service)
{
    private const string Cohort = "indication=MPNST,NF1_MPNST";

    private static readonly string[] Formats = [.. TableFormat.All.Select(format => format.Name)];

    /// <summary>The address of each table, with its name in the data dictionary.</summary>
    public static TheoryData<string, string> Tables =>
        new()
        {
            { "trials", "/api/v1/trials?scope=ALL&sort=id" },
            { "targets", $"/api/v1/targets?{Cohort}" },
            { "drugs", "/api/v1/drugs?" },
            { "panels", $"/api/v1/landscape?{Cohort}" },
            { "crosstab", "/api/v1/landscape/crosstab?rows=country&columns=startYear" },
            { "timeline", "/api/v1/landscape/timeline?by=status" },
        };

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Every_format_has_the_same_rows_with_the_columns_of_the_dictionary(
        string table,
        string address
    )
    {
        var types = await TypesAsync(table);
        var ndjson = await ReadAsync(address, "ndjson", types);

        Assert.NotEmpty(ndjson);
        foreach (var format in Formats)
        {
            var rows = await ReadAsync(address, format, types);
            Assert.Equal(ndjson.Count, rows.Count);
            foreach (var (expected, row) in ndjson.Zip(rows))
            {
                Assert.Equal(types.Keys, row.Keys);
                Assert.Equal(expected, row);
            }
        }
    }

    [Fact]
    public async Task Rows_of_trials_are_the_trials_of_the_pages()
    {
        var types = await TypesAsync("trials");
        var rows = await ReadAsync("/api/v1/trials?scope=ALL&sort=id", "ndjson", types);
        var pages = await service.WalkAsync("/api/v1/trials?scope=ALL&sort=id");

        Assert.Equal(pages.Count, rows.Count);
        foreach (var (trial, row) in pages.Zip(rows))
        {
            foreach (var (name, cell) in row)
            {
                var expected = name switch
                {
                    "drugs" => Cell(trial, "drugs", "id"),
                    "collaborators" => Cell(trial, "collaborators", "name"),
                    "countries" => Cell(trial, "countries", "code"),
                    "sponsor" => TableReader.Cell(trial["sponsor"]?["name"]),
                    "sponsorClass" => TableReader.Cell(trial["sponsor"]?["class"]),
                    "enrollment" => TableReader.Cell(trial["enrollment"]?["count"]),
                    "enrollmentType" => TableReader.Cell(trial["enrollment"]?["type"]),
                    "startDateFirst" => First(trial.Text("startDate")),
                    "primaryCompletionDateFirst" => First(trial.Text("primaryCompletionDate")),
                    _ => TableReader.Cell(trial[name]),
                };
                Assert.Equal(expected, cell);
            }
        }
    }

    [Theory]
    [InlineData("targets")]
    [InlineData("drugs")]
    public async Task Rows_of_targets_and_drugs_are_the_items_of_the_pages(string table)
    {
        var rows = await ReadAsync($"/api/v1/{table}?{Cohort}", "ndjson", await TypesAsync(table));
        var items = await service.WalkAsync($"/api/v1/{table}?{Cohort}");

        Assert.Equal(items.Count, rows.Count);
        foreach (var (item, row) in items.Zip(rows))
        {
            Assert.All(row, cell => Assert.Equal(TableReader.Cell(item[cell.Key]), cell.Value));
        }
    }

    [Fact]
    public async Task Rows_of_a_panel_are_all_its_buckets_and_the_trials_in_none()
    {
        var types = await TypesAsync("panels");
        foreach (var panel in Panels.All)
        {
            var rows = await ReadAsync($"/api/v1/landscape/{panel.Key}?{Cohort}", "ndjson", types);
            var count = await service.GetAsync($"/api/v1/landscape/{panel.Key}?{Cohort}&top=500");
            var buckets = count.Items("buckets").ToList();

            Assert.Equal(buckets.Count + 1, rows.Count);
            foreach (var (bucket, row) in buckets.Zip(rows))
            {
                foreach (
                    var name in new[]
                    {
                        "key",
                        "label",
                        "count",
                        "percent",
                        "percentOfClassified",
                        "rounded",
                    }
                )
                {
                    Assert.Equal(TableReader.Cell(bucket[name]), row[name]);
                }
                Assert.Equal(panel.Key, row["panel"]);
                Assert.Equal(TableReader.Cell(count["total"]), row["panelTotal"]);
                Assert.Equal(
                    TableReader.Cell(bucket["byCertainty"]!["DICTIONARY"] ?? 0),
                    row["certaintyDictionary"]
                );
            }
            Assert.Equal("UNCLASSIFIED", rows[^1]["key"]);
            Assert.Equal(TableReader.Cell(count["unclassified"]), rows[^1]["count"]);
        }
    }

    [Fact]
    public async Task Rows_of_a_crosstab_are_its_cells_with_their_labels()
    {
        const string address = "/api/v1/landscape/crosstab?rows=phase&columns=drug";
        var rows = await ReadAsync(address, "ndjson", await TypesAsync("crosstab"));
        var crosstab = await service.GetAsync(address);

        Assert.Equal(
            crosstab
                .Items("cells")
                .Select(cell =>
                    (cell.Text("row"), cell.Text("column"), TableReader.Cell(cell["count"]))
                ),
            rows.Select(row => ((string?)row["row"], (string?)row["column"], row["count"]))
        );
        Assert.All(
            rows,
            row =>
                Assert.Equal(
                    crosstab
                        .Items("columnTotals")
                        .Single(total => total.Text("key") == row["column"])
                        .Text("label"),
                    row["columnLabel"]
                )
        );
    }

    [Fact]
    public async Task Rows_of_a_timeline_add_up_to_the_trials_with_a_value_of_one()
    {
        const string address = "/api/v1/landscape/timeline?by=phase";
        var rows = await ReadAsync(address, "ndjson", await TypesAsync("timeline"));
        var timeline = await service.GetAsync(address);

        Assert.Equal(
            timeline.Number("total"),
            rows.Sum(row =>
                int.Parse(row["count"], System.Globalization.CultureInfo.InvariantCulture)
            )
        );
        Assert.Equal(
            timeline.Items("years").Select(year => TableReader.Cell(year["year"])),
            rows.Select(row => row["year"]).Where(year => year.Length > 0).Distinct()
        );
        Assert.Equal("", rows[^1]["year"]);
        Assert.Equal(TableReader.Cell(timeline["unclassified"]), rows[^1]["count"]);
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task A_file_has_its_media_type_and_a_name_with_the_release(
        string table,
        string address
    )
    {
        foreach (var format in TableFormat.All)
        {
            using var response = await service.SendAsync(
                address.TrimEnd('?'),
                headers: ("Accept", format.MediaType)
            );

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(format.MediaType, response.Content.Headers.ContentType?.MediaType);
            var name = response.Content.Headers.ContentDisposition?.FileName?.Trim('"');
            Assert.StartsWith("mpnst-", name, StringComparison.Ordinal);
            Assert.EndsWith(
                $"-{service.Release.Header.Version}.{format.Name}",
                name,
                StringComparison.Ordinal
            );
            Assert.NotNull(response.Headers.ETag);
        }
        await service.GetProblemAsync($"{address}&format=xls", 400, "unknown-value");
        Assert.NotEmpty(table);
    }

    [Fact]
    public async Task A_workbook_says_where_it_comes_from_and_explains_its_columns()
    {
        var file = await FileAsync($"/api/v1/trials?{Cohort}", "xlsx");

        Assert.Equal(["trials", "About", "Columns"], TableReader.SheetNames(file));
        var about = TableReader.Sheet(file, "About").ToDictionary(row => row[0], row => row[1]);
        Assert.Equal(service.Release.Header.Version, about["Release"]);
        Assert.Contains("indication MPNST or NF1_MPNST", about["Filter"], StringComparison.Ordinal);
        Assert.Contains(service.Release.ContentHash, about["Citation"], StringComparison.Ordinal);
        Assert.Contains("Terms of ClinicalTrials.gov", about.Keys);
        // The address in the file responds with the same rows for as long as the service has the release.
        var types = await TypesAsync("trials");
        Assert.Equal(
            await TableReader.ReadAsync("xlsx", file, types),
            await TableReader.ReadAsync("xlsx", await FileAsync(about["Address"], null), types)
        );
        Assert.Equal(
            (await TypesAsync("trials")).Keys,
            TableReader.Sheet(file, "Columns").Skip(1).Select(row => row[0])
        );
    }

    [Fact]
    public async Task A_parquet_file_says_where_it_comes_from()
    {
        var file = await FileAsync($"/api/v1/landscape/phases?{Cohort}", "parquet");

        await using var reader = await Parquet.ParquetReader.CreateAsync(
            new MemoryStream(file),
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Equal(service.Release.Header.Version, reader.CustomMetadata["Release"]);
        Assert.Contains("NF1_MPNST", reader.CustomMetadata["Filter"], StringComparison.Ordinal);
        Assert.StartsWith(
            "Clinical trial phases",
            reader.CustomMetadata["Panel"],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Columns_are_chosen_alike_in_every_format()
    {
        var types = await TypesAsync("trials");
        foreach (var format in Formats)
        {
            var rows = await ReadAsync("/api/v1/trials?fields=startDate,drugs", format, types);
            Assert.Equal(["id", "drugs", "startDate", "startDateFirst"], rows[0].Keys);
        }
    }

    [Fact]
    public async Task A_wrong_dimension_is_a_problem_whatever_the_format()
    {
        foreach (var format in Formats)
        {
            await service.GetProblemAsync(
                $"/api/v1/landscape/crosstab?rows=phase&columns=nowhere&format={format}",
                400,
                "unknown-value"
            );
        }
    }

    private async Task<IReadOnlyDictionary<string, string>> TypesAsync(string table)
    {
        var dictionary = await service.GetAsync("/api/v1/dataset/dictionary");
        return dictionary
            .Items("tables")
            .Single(known => known.Text("table") == table)
            .Items("columns")
            .ToDictionary(column => column.Text("name")!, column => column.Text("type")!);
    }

    private async Task<List<Dictionary<string, string>>> ReadAsync(
        string address,
        string format,
        IReadOnlyDictionary<string, string> types
    ) => await TableReader.ReadAsync(format, await FileAsync(address, format), types);

    private async Task<byte[]> FileAsync(string address, string? format)
    {
        var separator =
            address.EndsWith('?') ? ""
            : address.Contains('?', StringComparison.Ordinal) ? "&"
            : "?";
        using var response = await service.SendAsync(
            format is null ? address : $"{address}{separator}format={format}"
        );
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    private static string Cell(JsonNode trial, string list, string member) =>
        string.Join(
            " | ",
            trial.Items(list).Select(item => item.Text(member) ?? item.Text("name"))
        );

    private static string First(string? date) =>
        date switch
        {
            null => "",
            { Length: 4 } => $"{date}-01-01",
            { Length: 7 } => $"{date}-01",
            _ => date,
        };
}
