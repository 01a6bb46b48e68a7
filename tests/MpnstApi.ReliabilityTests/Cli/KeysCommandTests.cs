using System.Net;
using MpnstApi.Storage;

namespace MpnstApi.ReliabilityTests.Cli;

/// <summary>Keys from the command line to a service that runs beside it.</summary>
public sealed class KeysCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-keys-").FullName;

    private string Database => Path.Combine(folder, "mpnst.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_key_works_soon_after_it_is_made_and_is_rejected_soon_after_it_is_revoked()
    {
        using var serving = RealProgram.Serve(
            new StorageOptions { ConnectionString = $"Data Source={Database}" }
        );
        using var client = await serving.ReadyAsync();

        var added = await RealProgram.RunAsync(
            Database,
            "keys",
            "add",
            "night shift",
            "--scopes",
            "read,admin",
            "--rate",
            "600/min"
        );

        Assert.Equal(0, added.ExitCode);
        var key = added.Output.Trim();
        Assert.Matches(@"^mpnst_[0-9a-f]{12}_[\w-]{43}$", key);
        await UntilAsync(client, key, HttpStatusCode.OK);

        var listed = await RealProgram.RunAsync(Database, "keys", "list");
        Assert.Equal(0, listed.ExitCode);
        Assert.Matches(@"night shift\s+read,admin\s+600/min", listed.Output);
        Assert.DoesNotContain(key, listed.Output, StringComparison.Ordinal);

        var revoked = await RealProgram.RunAsync(Database, "keys", "revoke", "night shift");
        Assert.Equal(0, revoked.ExitCode);
        await UntilAsync(client, key, HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("--rate is 'fast'; use a number of requests", "add", "x", "--rate", "fast")]
    [InlineData("--scopes is 'root'; use read or admin", "add", "x", "--scopes", "root")]
    [InlineData("NAME is ''; use 1 to 100 characters", "add", "")]
    public async Task An_argument_that_is_not_valid_is_rejected_with_what_would_be(
        string message,
        params string[] arguments
    )
    {
        var end = await RealProgram.RunAsync(Database, ["keys", .. arguments]);

        Assert.Equal(2, end.ExitCode);
        Assert.Contains(message, end.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_taken_or_unknown_is_reported()
    {
        Assert.Equal(0, (await RealProgram.RunAsync(Database, "keys", "add", "a")).ExitCode);

        var again = await RealProgram.RunAsync(Database, "keys", "add", "a");
        var nobody = await RealProgram.RunAsync(Database, "keys", "revoke", "b");

        Assert.Equal(1, again.ExitCode);
        Assert.Contains("already named 'a'", again.Errors, StringComparison.Ordinal);
        Assert.Equal(1, nobody.ExitCode);
        Assert.Contains("No valid key is named 'b'", nobody.Errors, StringComparison.Ordinal);
    }

    private static async Task UntilAsync(HttpClient client, string key, HttpStatusCode status)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/admin/runs");
            request.Headers.Add("X-Api-Key", key);
            using var response = await client.SendAsync(request, patience.Token);
            if (response.StatusCode == status)
            {
                return;
            }
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }
}
