using MpnstApi.Registry;
using MpnstApi.Settings;
using MpnstApi.Storage;
using MpnstApi.Tests.Registry;

namespace MpnstApi.Tests.Importing;

/// <summary>As <see cref="SyncTests"/> says, in SQLite; and what is the same whatever the store.</summary>
public sealed class SqliteSyncTests() : SyncTests(StorageProvider.Sqlite)
{
    [Theory]
    [InlineData("Status")]
    [InlineData("Cut")]
    [InlineData("Break")]
    [InlineData("Html")]
    [InlineData("RepeatToken")]
    [InlineData("Duplicate")]
    [InlineData("Shrink")]
    [InlineData("Drop")]
    public async Task A_lasting_error_stops_the_sync_with_its_reason_and_a_transient_one_does_not(
        string kind
    )
    {
        await using var host = await HostAsync(25);
        await host.SyncAsync();
        await host.NextDayAsync(8);
        await host.Registry.UpsertAsync(host.Study(26));
        // The first page alone says how many there are.
        var page = kind == "Shrink" ? 1 : 2;
        await host.Registry.FaultAsync(new(kind) { Times = -1, Page = page });

        var stopped = await Assert.ThrowsAsync<RegistryException>(() => host.SyncAsync());

        Assert.EndsWith(".", stopped.Message, StringComparison.Ordinal);
        Assert.Contains("othing was imported", stopped.Message, StringComparison.Ordinal);
        Assert.Single(await host.ReleasesAsync());
        Assert.Equal(25, (await host.CurrentAsync()).Count);

        await host.Registry.ClearFaultsAsync();
        await host.Registry.FaultAsync(new(kind) { Times = 1, Page = page });
        var report = await host.SyncAsync();

        Assert.Equal(1, report.Import!.Run.Added);
        Assert.Equal(26, (await host.CurrentAsync()).Count);
    }

    [Theory]
    [InlineData("--Registry:Scope=NAMED,MPNST", "Registry:Scope is 'NAMED,MPNST'")]
    [InlineData("--Sync:Schedule=hourly", "Sync:Schedule is 'hourly'")]
    public async Task A_wrong_setting_stops_the_start_with_a_sentence(string setting, string start)
    {
        await using var host = await HostAsync(1);

        var wrong = Assert.Throws<InvalidConfigurationException>(() => host.Another(setting));

        Assert.StartsWith(start, wrong.Message, StringComparison.Ordinal);
    }
}
