using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace MpnstApi.Tests.Datasets;

/// <summary>What a loader that knows Croissant finds.</summary>
public sealed class CroissantTests(Service service)
{
    private const string Address = "/api/v1/dataset/croissant";

    [Theory]
    [InlineData(null)]
    [InlineData("*/*")]
    [InlineData("application/json")]
    [InlineData("application/ld+json")]
    public async Task It_is_json_ld_for_whoever_reads_json(string? accept)
    {
        using var response = accept is null
            ? await service.SendAsync(Address)
            : await service.SendAsync(Address, headers: ("Accept", accept));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/ld+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task The_file_described_is_the_file_served() =>
        await AssertFileIsDescribedAsync(service, await service.GetAsync(Address));

    [Fact]
    public async Task Addresses_have_the_requested_host()
    {
        using var response = await service.SendAsync(
            Address,
            headers: ("Host", "mpnst.example.org")
        );
        var croissant = await Service.JsonOf(response);

        Assert.StartsWith(
            "http://mpnst.example.org/api/v1/trials?",
            croissant.Items("distribution").First().Text("contentUrl"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "http://mpnst.example.org/api/v1/dataset?release=",
            croissant.Text("citeAs"),
            StringComparison.Ordinal
        );
    }

    // The members that the specification of Croissant 1.0 requires of a dataset.
    [Fact]
    public async Task It_has_what_croissant_requires_and_no_terms_but_the_sources_own()
    {
        var croissant = await service.GetAsync(Address);
        var dataset = await service.GetAsync("/api/v1/dataset");

        Assert.Equal("sc:Dataset", croissant.Text("@type"));
        Assert.Equal("http://mlcommons.org/croissant/1.0", croissant.Text("conformsTo"));
        Assert.Equal("dct:conformsTo", croissant["@context"]!.Text("conformsTo"));
        Assert.Equal(service.Release.Header.Version, croissant.Text("version"));
        Assert.Equal(dataset.Text("loadedAt"), croissant.Text("datePublished"));
        foreach (var member in new[] { "name", "description", "url" })
        {
            Assert.NotEmpty(croissant.Text(member)!);
        }
        Assert.Equal("MpnstApi", croissant["creator"]!.Text("name"));
        Assert.Equal(
            dataset.Items("terms").Select(terms => terms.Text("terms")),
            croissant.Items("license").Select(terms => terms.Text("text"))
        );
        Assert.All(
            croissant.Items("license"),
            terms => Assert.True(Uri.IsWellFormedUriString(terms.Text("url"), UriKind.Absolute))
        );
    }

    /// <summary>Its address returns the bytes whose digest is given, with the columns that are fields.</summary>
    internal static async Task AssertFileIsDescribedAsync(Service service, JsonNode croissant)
    {
        var files = croissant.Items("distribution").ToList();
        Assert.Equal(8, files.Count);
        foreach (var file in files)
        {
            using var response = await service.SendAsync(file.Text("contentUrl")!);
            var bytes = await response.Content.ReadAsByteArrayAsync(
                TestContext.Current.CancellationToken
            );

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(
                file.Text("encodingFormat"),
                response.Content.Headers.ContentType?.MediaType
            );
            Assert.Equal(
                file.Text("name"),
                response.Content.Headers.ContentDisposition?.FileName?.Trim('"')
            );
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), file.Text("sha256"));
            if (file.Text("encodingFormat") == "text/csv")
            {
                AssertFieldsAreColumns(
                    croissant,
                    file,
                    System.Text.Encoding.UTF8.GetString(bytes).Split("\r\n")[0].Split(',')
                );
            }
        }
        Assert.Equal(
            ["trials", "targets", "drugs", "panels"],
            croissant.Items("recordSet").Select(records => records.Text("name"))
        );
    }

    private static void AssertFieldsAreColumns(JsonNode croissant, JsonNode file, string[] columns)
    {
        var records = croissant
            .Items("recordSet")
            .Single(records =>
                records
                    .Items("field")
                    .All(field => field["source"]!["fileObject"]!.Text("@id") == file.Text("@id"))
            );
        Assert.Equal(
            columns,
            records.Items("field").Select(field => field["source"]!["extract"]!.Text("column"))
        );
        Assert.All(
            records.Items("field"),
            field =>
            {
                Assert.Equal($"{records.Text("@id")}/{field.Text("name")}", field.Text("@id"));
                Assert.NotEmpty(field.Text("description")!);
            }
        );
        if (records["key"] is { } key)
        {
            Assert.Contains(
                key.Text("@id"),
                records.Items("field").Select(field => field.Text("@id"))
            );
        }
    }
}
