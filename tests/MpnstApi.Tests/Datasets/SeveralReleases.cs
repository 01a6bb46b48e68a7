namespace MpnstApi.Tests.Datasets;

/// <summary>A service whose store holds five releases, made by imports.</summary>
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
        Service = await Service.StartAsync(folder);
        await Service.ImportAsync(Study(Studied, "PHASE2", "A first summary."));
        await Service.ImportAsync(
            Study(Studied, "PHASE2", "Another summary."),
            Study(Further, "PHASE1", "A further study."),
            Study(OfSnapshot, "PHASE3", "A record where only a copy was.")
        );
        await Service.ImportAsync(Study(Studied, "PHASE3", "Another summary."));
        await Service.ImportAsync(Study(Studied, "PHASE2", "A first summary."));
        // Started again, it has the older releases in the store alone.
        await Service.DisposeAsync();
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

    private static string Study(string id, string phase, string summary) =>
        StudyJson.Of(
            id,
            $"Pazopanib in soft tissue sarcoma, {id}",
            phase: phase,
            summary: summary,
            drug: "Pazopanib"
        );
}
