using System.Text.Json.Nodes;
using MpnstApi.Tests.Cli;

namespace MpnstApi.Tests.Datasets;

/// <summary>A service whose store holds five releases, made by imports as a user makes them.</summary>
public sealed class SeveralReleases : IAsyncLifetime
{
    public const string Studied = "NCT90000001";
    public const string Further = "NCT90000002";
    public const string OfSnapshot = "NCT03433183";

    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-releases-").FullName;

    public Service Service { get; private set; } = null!;

    /// <summary>Versions, oldest first: the snapshot; a study added; its summary and a snapshot's trial changed, another added; its phase changed; all that undone.</summary>
    public IReadOnlyList<string> Versions { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        await (await Service.StartAsync(folder)).DisposeAsync();
        await ImportAsync(Study(Studied, "PHASE2", "A first summary."));
        await ImportAsync(
            Study(Studied, "PHASE2", "Another summary."),
            Study(Further, "PHASE1", "A further study."),
            Study(OfSnapshot, "PHASE3", "A record where only a copy was.")
        );
        await ImportAsync(Study(Studied, "PHASE3", "Another summary."));
        await ImportAsync(Study(Studied, "PHASE2", "A first summary."));
        Service = await Service.StartAsync(folder);
        var releases = await Service.GetAsync("/api/v1/dataset/releases");
        Versions = [.. releases.Items("items").Select(item => item.Text("version")!).Reverse()];
        Assert.Equal(5, Versions.Count);
    }

    public async ValueTask DisposeAsync()
    {
        if (Service is not null)
        {
            await Service.DisposeAsync();
        }
        Directory.Delete(folder, recursive: true);
    }

    private async Task ImportAsync(params string[] studies)
    {
        var file = Path.Combine(folder, "studies.json");
        await File.WriteAllTextAsync(
            file,
            $"[{string.Join(',', studies)}]",
            TestContext.Current.CancellationToken
        );
        var end = await RealProgram.RunAsync(Path.Combine(folder, "mpnst.db"), "import", file);
        Assert.True(end.ExitCode == 0, end.Errors);
    }

    private static string Study(string id, string phase, string summary) =>
        new JsonObject
        {
            ["protocolSection"] = new JsonObject
            {
                ["identificationModule"] = new JsonObject
                {
                    ["nctId"] = id,
                    ["briefTitle"] = $"Pazopanib in soft tissue sarcoma, {id}",
                },
                ["descriptionModule"] = new JsonObject { ["briefSummary"] = summary },
                ["conditionsModule"] = new JsonObject
                {
                    ["conditions"] = new JsonArray("Soft Tissue Sarcoma"),
                },
                ["designModule"] = new JsonObject
                {
                    ["studyType"] = "INTERVENTIONAL",
                    ["phases"] = new JsonArray(phase),
                },
                ["armsInterventionsModule"] = new JsonObject
                {
                    ["interventions"] = new JsonArray(
                        new JsonObject { ["type"] = "DRUG", ["name"] = "Pazopanib" }
                    ),
                },
            },
        }.ToJsonString();
}
