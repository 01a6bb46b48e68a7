using System.Text;
using Microsoft.Extensions.DependencyInjection;
using MpnstApi.Importing;
using MpnstApi.Releases;
using MpnstApi.Storage;
using MpnstApi.Tests.Importing;

namespace MpnstApi.Tests.Releases;

/// <summary>What responses state about the source of their data.</summary>
public sealed class SourcesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-sources-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_source_of_a_dataset_does_not_grow_with_every_import()
    {
        await using var service = await Service.StartAsync(folder);
        var sources = new List<string?>();
        for (var number = 1; number <= 7; number++)
        {
            await ImportAsync(service, $"file-{number}.json", number);
            sources.Add((await service.GetAsync("/api/v1/dataset")).Text("source"));
        }

        Assert.Equal("bundled snapshot + file-1.json", sources[0]);
        Assert.Equal(
            "1 earlier source + file-1.json + file-2.json + file-3.json + file-4.json + file-5.json",
            sources[4]
        );
        Assert.Equal(
            "3 earlier sources + file-3.json + file-4.json + file-5.json + file-6.json + file-7.json",
            sources[6]
        );
        Assert.Equal(
            sources[6],
            (await service.GetAsync("/api/v1/trials?limit=1"))["dataset"]!.Text("source")
        );
    }

    [Fact]
    public async Task A_source_that_gives_again_counts_once_and_as_the_newest()
    {
        await using var service = await Service.StartAsync(folder);
        await ImportAsync(service, "first.json", 1);
        await ImportAsync(service, "second.json", 2);
        await ImportAsync(service, "first.json", 3);

        Assert.Equal(
            "bundled snapshot + second.json + first.json",
            (await service.GetAsync("/api/v1/dataset")).Text("source")
        );
    }

    private static async Task ImportAsync(Service service, string file, int number)
    {
        var bytes = Encoding.UTF8.GetBytes(ImporterTests.Study(number, $"MPNST {file}"));
        var report = await service
            .Services.GetRequiredService<Importer>()
            .ImportAsync(
                new ImportSource(
                    RunKind.File,
                    file,
                    [new ImportPart(file, bytes.Length, () => new MemoryStream(bytes))]
                ),
                keepAll: true,
                progress: null,
                TestContext.Current.CancellationToken
            );
        await service.WaitForReleaseAsync(report.Release!.Sequence);
    }
}
