using System.Security.Cryptography;
using System.Text.Json.Nodes;
using MpnstApi.Cli;
using MpnstApi.Exports;

namespace MpnstApi.Tests.Cli;

/// <summary>What somebody finds in a folder that a release was exported to.</summary>
public sealed class ExportCommandTests(Service service) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-export-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_release_is_exported_with_checksums_a_description_and_a_citation()
    {
        var files = Path.Combine(folder, "release");

        Assert.Equal(CommandLine.Done, await ExportAsync(files));

        var names = Directory.GetFiles(files).Select(Path.GetFileName).Order().ToList();
        var sums = File.ReadLines(Path.Combine(files, "SHA256SUMS"))
            .ToDictionary(line => line[66..], line => line[..64]);
        Assert.Equal(names.Where(name => name != "SHA256SUMS"), sums.Keys.Order());
        Assert.All(
            sums,
            sum =>
                Assert.Equal(
                    Convert.ToHexStringLower(
                        SHA256.HashData(File.ReadAllBytes(Path.Combine(files, sum.Key)))
                    ),
                    sum.Value
                )
        );
        foreach (var table in new[] { "trials", "targets", "drugs", "landscape" })
        {
            Assert.All(
                TableFormat.All,
                format =>
                    Assert.Single(
                        names,
                        name =>
                            name!.StartsWith($"mpnst-{table}-", StringComparison.Ordinal)
                            && name.EndsWith($".{format.Name}", StringComparison.Ordinal)
                    )
            );
        }

        var croissant = JsonNode.Parse(
            await File.ReadAllTextAsync(
                Path.Combine(files, "croissant.json"),
                TestContext.Current.CancellationToken
            )
        )!;
        foreach (var file in croissant.Items("distribution"))
        {
            Assert.Equal(sums[file.Text("contentUrl")!], file.Text("sha256"));
        }
        var citation = await File.ReadAllTextAsync(
            Path.Combine(files, "CITATION.cff"),
            TestContext.Current.CancellationToken
        );
        Assert.StartsWith("cff-version: 1.2.0\n", citation, StringComparison.Ordinal);
        Assert.Contains(
            $"version: \"{croissant.Text("version")}\"",
            citation,
            StringComparison.Ordinal
        );
        Assert.Contains("family-names: \"Zhao\"", citation, StringComparison.Ordinal);
        // The same snapshot gives the same rows here and over HTTP.
        using var served = await service.SendAsync("/api/v1/drugs?scope=ALL&format=csv");
        var drugs = names.Single(name =>
            name!.StartsWith("mpnst-drugs-", StringComparison.Ordinal)
            && name.EndsWith(".csv", StringComparison.Ordinal)
        );
        Assert.Equal(
            await Service.TextOf(served),
            await File.ReadAllTextAsync(
                Path.Combine(files, drugs!),
                TestContext.Current.CancellationToken
            )
        );
    }

    [Fact]
    public async Task Formats_can_be_chosen_and_an_unknown_one_is_named()
    {
        var files = Path.Combine(folder, "csv");

        Assert.Equal(CommandLine.Done, await ExportAsync(files, "--format", "csv"));
        Assert.Empty(Directory.GetFiles(files, "*.parquet"));
        Assert.Equal(4, Directory.GetFiles(files, "*.csv").Length);
        Assert.Equal(CommandLine.Usage, await ExportAsync(files, "--format", "csv,xls"));
    }

    private Task<int> ExportAsync(params string[] arguments) =>
        CommandLine.RunAsync(
            [
                "export",
                .. arguments,
                $"--ConnectionStrings:Mpnst=Data Source={Path.Combine(folder, "mpnst.db")}",
            ],
            _ => throw new InvalidOperationException("Nothing is served.")
        );
}
