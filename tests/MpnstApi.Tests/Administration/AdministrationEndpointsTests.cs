using System.Text;
using System.Text.Json.Nodes;
using MpnstApi.Access;
using MpnstApi.Administration;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Importing;
using MpnstApi.Storage;
using MpnstApi.Tests.Access;
using MpnstApi.Tests.Registry;

namespace MpnstApi.Tests.Administration;

/// <summary>Imports and syncs over HTTP, into a service of the tests' own.</summary>
public sealed class AdministrationEndpointsTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-admin-").FullName;
    private RegistryServer? registry;
    private Service? service;
    private string key = "";

    public async ValueTask InitializeAsync()
    {
        registry = await RegistryServer.StartAsync();
        service = await Service.StartAsync(
            folder,
            ("Registry:BaseAddress", registry.Address),
            ("Registry:RetryDelay", "00:00:00.01")
        );
        key = await service.Services.AddKeyAsync([Scopes.Admin]);
    }

    public async ValueTask DisposeAsync()
    {
        await service!.DisposeAsync();
        await registry!.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Records_that_are_sent_become_a_release_and_those_that_cannot_be_read_are_named()
    {
        var sequence = service!.Release.Header.Sequence;
        var records = $"{RegistryStudy(1)}\n{{\"protocolSection\": 7}}\n{RegistryStudy(2)}";

        using var response = await PostAsync(
            "/api/v1/admin/import?all=true",
            records,
            "application/x-ndjson"
        );

        Assert.Equal(200, (int)response.StatusCode);
        var report = await Service.JsonOf(response);
        Assert.Equal(2, report["run"]!.Number("added"));
        Assert.Equal("DONE", report["run"]!.Text("state"));
        var rejected = Assert.Single(report.Items("rejected"));
        Assert.Contains("record 2", rejected.Text("position"), StringComparison.Ordinal);

        await service.WaitForReleaseAsync(sequence + 1);
        Assert.Equal(report["run"]!.Text("release"), service.Release.Header.Version);
        await service.GetAsync("/api/v1/trials/NCT00000002");

        var runs = (await GetAsync("/api/v1/admin/runs?limit=2")).Items("items").ToList();
        Assert.Equal(["FILE", "SNAPSHOT"], runs.Select(run => run.Text("kind")));
        Assert.Equal(report["run"]!.ToJsonString(), runs[0].ToJsonString());
    }

    [Theory]
    [InlineData("/api/v1/admin/import", "Dear editor,", "application/json", 400, "invalid-value")]
    [InlineData("/api/v1/admin/import", "{}", "text/plain", 415, "unsupported-media-type")]
    [InlineData("/api/v1/admin/import?al=true", "{}", "application/json", 400, "unknown-parameter")]
    [InlineData("/api/v1/admin/sync?full=maybe", "", "application/json", 400, "unknown-value")]
    public async Task What_cannot_be_done_is_a_problem_and_publishes_nothing(
        string address,
        string content,
        string type,
        int status,
        string code
    )
    {
        var before = service!.Release;

        using var response = await PostAsync(address, content, type);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal($"/problems/{code}", (await Service.JsonOf(response)).Text("type"));
        Assert.Same(before, service.Release);
    }

    [Fact]
    public async Task A_sync_says_how_it_ended_and_one_of_a_registry_that_is_away_why_not()
    {
        await registry!.UpsertAsync(RegistryStudy(7));

        using var first = await PostAsync("/api/v1/admin/sync?acceptShrink=true");
        using var second = await PostAsync("/api/v1/admin/sync");
        await registry.DisposeAsync();
        using var third = await PostAsync("/api/v1/admin/sync?full=true");

        var report = await Service.JsonOf(first);
        Assert.Equal("DONE", report.Text("outcome"));
        Assert.Equal(1, report["import"]!["run"]!.Number("read"));
        Assert.Equal("NOTHING_NEW", (await Service.JsonOf(second)).Text("outcome"));
        Assert.Equal(502, (int)third.StatusCode);
        Assert.Equal("/problems/registry-unavailable", (await Service.JsonOf(third)).Text("type"));
    }

    [Theory]
    [InlineData(nameof(Run), nameof(Run.Kind), typeof(RunKind))]
    [InlineData(nameof(Run), nameof(Run.State), typeof(RunState))]
    public void The_vocabulary_of_a_member_has_every_value_that_the_store_has(
        string type,
        string member,
        Type values
    )
    {
        var attribute = (ClosedVocabularyAttribute)
            Attribute.GetCustomAttribute(
                typeof(Run)
                    .Assembly.GetType($"{typeof(Run).Namespace}.{type}")!
                    .GetProperty(member)!,
                typeof(ClosedVocabularyAttribute)
            )!;

        Assert.Equal(
            Enum.GetNames(values)
                .Select(System.Text.Json.JsonNamingPolicy.SnakeCaseUpper.ConvertName)
                .Order(StringComparer.Ordinal),
            attribute.Values.Order(StringComparer.Ordinal)
        );
    }

    private static string RegistryStudy(int number) =>
        MpnstApi.Tests.Importing.ImporterTests.Study(number);

    private async Task<JsonNode> GetAsync(string address)
    {
        using var response = await service!.SendAsync(
            address,
            headers: (ApiKeyHandler.Header, key)
        );
        return await Service.JsonOf(response);
    }

    private async Task<HttpResponseMessage> PostAsync(
        string address,
        string content = "",
        string type = "application/json"
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Content = new StringContent(content, Encoding.UTF8, type);
        request.Headers.Add(ApiKeyHandler.Header, key);
        return await service!.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
