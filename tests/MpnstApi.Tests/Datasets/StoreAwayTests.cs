namespace MpnstApi.Tests.Datasets;

/// <summary>What a reader of history sees while the store is unavailable.</summary>
public sealed class StoreAwayTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-away-").FullName;

    private string Database => Path.Combine(folder, "mpnst.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Only_a_comparison_that_needs_the_store_has_to_wait_for_it()
    {
        // Without a pool no connection outlives the file.
        await using var service = await Service.StartAsync(
            folder,
            ("ConnectionStrings:Mpnst", $"Data Source={Database};Pooling=False")
        );
        await service.ImportAsync(StudyJson.Of("NCT90000001"));
        await service.ImportAsync(StudyJson.Of("NCT90000002"));
        var versions = (await service.GetAsync("/api/v1/dataset/releases"))
            .Items("items")
            .Select(release => release.Text("version"))
            .ToList();
        await service.WaitForReleaseAsync(service.Release.Header.Sequence);
        foreach (var file in Directory.GetFiles(folder, "mpnst.db*"))
        {
            File.Delete(file);
        }

        using var away = await service.SendAsync($"/api/v1/dataset/diff?from={versions[2]}");
        Assert.Equal(503, (int)away.StatusCode);
        Assert.NotNull(away.Headers.RetryAfter);
        Assert.Equal("/problems/history-unavailable", (await Service.JsonOf(away)).Text("type"));

        var inMemory = await service.GetAsync($"/api/v1/dataset/diff?from={versions[1]}");
        Assert.Equal("NCT90000002", Assert.Single(inMemory.Items("added")).Text("id"));

        // The page of a trial says that its history is missing, and no cache keeps it so.
        using var page = await service.SendAsync("/trials/NCT90000002");
        Assert.Equal(200, (int)page.StatusCode);
        Assert.True(page.Headers.CacheControl?.NoStore);
        Assert.Null(page.Headers.ETag);
        Assert.Contains(
            "The store does not respond",
            await Service.TextOf(page),
            StringComparison.Ordinal
        );
    }
}
