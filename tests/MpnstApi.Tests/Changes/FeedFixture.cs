using System.Text.Json.Nodes;
using MpnstApi.Tests.Registry;

namespace MpnstApi.Tests.Changes;

/// <summary>A service whose store holds the snapshot and four releases after it, each made by a real import.</summary>
public sealed class FeedFixture : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-feed-").FullName;
    private Service? service;

    public Service Service => service!;

    /// <summary>Versions of the releases, oldest first.</summary>
    public List<string> Versions { get; } = [];

    /// <summary>Totals of the default landscape, in the order of <see cref="Versions"/>, as they were when each was current.</summary>
    public List<int> Totals { get; } = [];

    public async ValueTask InitializeAsync()
    {
        service = await Service.StartAsync(folder);
        await NoteAsync();
        // Two new trials; a title and a status; a drug; nothing but the order of two keys.
        await ImportAsync(Sarcoma(1, "First"), Sarcoma(2, "Second"));
        await ImportAsync(Sarcoma(1, "First, renamed", status: "RECRUITING"));
        await ImportAsync(Sarcoma(2, "Second", drug: "Pazopanib"));
        await ImportAsync(Sarcoma(1, "First, renamed", status: "COMPLETED"), Sarcoma(3, "Third"));
    }

    public async ValueTask DisposeAsync()
    {
        if (service is not null)
        {
            await service.DisposeAsync();
        }
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A record of the snapshot under another id, title, status and drug.</summary>
    public static string Sarcoma(
        int number,
        string title,
        string status = "NOT_YET_RECRUITING",
        string drug = "Doxorubicin"
    )
    {
        var study = JsonNode.Parse(
            RegistryData.SnapshotLines.First(line =>
                line.Contains("NCT03433183", StringComparison.Ordinal)
            )
        )!;
        study.AsObject().Remove("snapshot");
        var protocol = study["protocolSection"]!;
        protocol["identificationModule"]!["nctId"] = $"NCT9100000{number}";
        protocol["identificationModule"]!["briefTitle"] = $"{title}: soft tissue sarcoma";
        protocol["statusModule"]!["overallStatus"] = status;
        protocol["armsInterventionsModule"] = new JsonObject
        {
            ["interventions"] = new JsonArray(
                new JsonObject { ["type"] = "DRUG", ["name"] = drug }
            ),
        };
        return study.ToJsonString();
    }

    private async Task ImportAsync(params string[] records)
    {
        await Service.ImportAsync(records);
        await NoteAsync();
    }

    private async Task NoteAsync()
    {
        var landscape = await Service.GetAsync("/api/v1/landscape");
        Versions.Add(landscape["dataset"]!.Text("version")!);
        Totals.Add(landscape.Number("total"));
    }
}
