using MpnstApi.Releases;

namespace MpnstApi.Tests.Releases;

/// <summary>What somebody sees who was reading when the service got a new release and was started again.</summary>
public sealed class RestartTests : IDisposable
{
    private static readonly string Study = StudyJson.Of(
        "NCT90000001",
        organisationId: "CT/12.02",
        sponsor: "Acme \"Best\", Inc."
    );

    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-restart-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Cursors_and_the_release_before_survive_a_new_release_and_a_restart()
    {
        string cursor;
        string version;
        await using (var before = await Service.StartAsync(folder))
        {
            var page = await before.GetAsync("/api/v1/trials?limit=200");
            cursor = page["page"]!.Text("nextCursor")!;
            version = before.Release.Header.Version;
            await before.ImportAsync(Study);
        }

        await using var after = await Service.StartAsync(folder);
        Assert.NotEqual(version, after.Release.Header.Version);
        // The current release is served first; the previous one is loaded right after it.
        await after.WaitForReleaseAsync(after.Release.Header.Sequence);

        var rest = await after.GetAsync($"/api/v1/trials?limit=200&cursor={cursor}");
        Assert.Equal(43, rest["items"]!.AsArray().Count);
        Assert.Equal(version, rest["dataset"]!.Text("version"));
        using var old = await after.SendAsync($"/api/v1/landscape?release={version}");
        Assert.Equal(243, (await Service.JsonOf(old)).Number("total"));
        Assert.Contains(
            "immutable",
            old.Headers.CacheControl!.ToString(),
            StringComparison.Ordinal
        );
        Assert.Equal(244, (await after.GetAsync("/api/v1/landscape")).Number("total"));
    }

    [Fact]
    public async Task An_id_with_a_slash_and_a_sponsor_with_quotes_and_commas_can_be_requested()
    {
        await using var service = await Service.StartAsync(folder);
        await service.ImportAsync(Study);

        Assert.Equal(
            "NCT90000001",
            (await service.GetAsync("/api/v1/trials/CT%2F12.02")).Text("id")
        );
        var crosstab = await service.GetAsync(
            "/api/v1/landscape/crosstab?rows=sponsor&columns=scope&q=NCT90000001"
        );
        var row = Assert.Single(crosstab.Items("rowTotals"));
        var page = await service.GetAsync(row.Text("href")!);
        Assert.Equal("NCT90000001", Assert.Single(page.Items("items")).Text("id"));
    }
}
