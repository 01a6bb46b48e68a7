using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using MpnstApi.ReliabilityTests.Cli;
using MpnstApi.Storage;
using MpnstApi.Tests.Importing;
using MpnstApi.Tests.Registry;
using MpnstApi.Tests.Storage;

namespace MpnstApi.ReliabilityTests.Storage;

/// <summary>
/// The same records give the same responses, whatever the database, its order of letters, and the language and time zone
/// of the machine.
/// </summary>
public sealed partial class ProviderParityTests : IDisposable
{
    private static readonly string[] Addresses =
    [
        "/api/v1/changes?limit=200",
        "/api/v1/trials/NCT00000001/changes",
        "/api/v1/dataset",
        "/api/v1/dataset/releases",
        "/api/v1/dataset/coverage?scope=ALL",
        "/api/v1/trials?scope=ALL&limit=200&sort=id",
        "/api/v1/trials?scope=ALL&limit=200&sort=-lastUpdate",
        "/api/v1/trials?scope=ALL&q=istanbul",
        "/api/v1/trials/NCT00000001",
        "/api/v1/targets?limit=200",
        "/api/v1/drugs?limit=200",
        "/api/v1/landscape?top=500",
        "/api/v1/landscape/crosstab?rows=sponsor&columns=country",
        "/api/v1/landscape/timeline?by=phase",
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-parity-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Responses_do_not_depend_on_database_collation_language_or_time_zone()
    {
        var server = await PostgreSqlServer.SharedAsync();
        var records = await WriteAsync();
        var places = new (StorageOptions Store, string Language, string Zone)[]
        {
            (Sqlite("plain"), "C.UTF-8", "UTC"),
            (Sqlite("turkish"), "tr_TR.UTF-8", "Asia/Kolkata"),
            (
                PostgreSql(
                    await server.NewDatabaseAsync(
                        "TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'tr-TR' LOCALE 'C.UTF-8'"
                    )
                ),
                "ar_SA.UTF-8",
                "America/St_Johns"
            ),
        };

        var responses = await Task.WhenAll(
            places.Select(place => ResponsesAsync(place.Store, place.Language, place.Zone, records))
        );

        foreach (var (place, response) in places.Zip(responses).Skip(1))
        {
            foreach (var (address, (expected, actual)) in Addresses.Zip(responses[0].Zip(response)))
            {
                Assert.True(
                    expected == actual,
                    $"{address} in {place.Store.Provider}, {place.Language}, {place.Zone} differs:\n{Difference(expected, actual)}"
                );
            }
        }
    }

    private static async Task<IReadOnlyList<string>> ResponsesAsync(
        StorageOptions store,
        string language,
        string zone,
        string records
    )
    {
        var environment = new Dictionary<string, string>
        {
            ["LC_ALL"] = language,
            ["LANG"] = language,
            ["TZ"] = zone,
            ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "0",
        };
        using var serving = RealProgram.Serve(store, environment);
        using var reader = await serving.ReadyAsync();
        await HashKeptAsync(store);
        var before = (await RealProgram.HealthAsync(reader, _ => true)).Text("release");
        using (var import = RealProgram.Start(store, environment, "import", records, "--all"))
        {
            var end = await import.EndAsync();
            Assert.True(end.ExitCode == 3, end.Output + end.Errors);
        }
        await RealProgram.HealthAsync(reader, health => health.Text("release") != before);
        var responses = new List<string>();
        foreach (var address in Addresses)
        {
            using var response = await reader.GetAsync(address, Cancellation);
            var text = await Service.TextOf(response);
            Assert.True(response.IsSuccessStatusCode, $"{address}: {text}");
            responses.Add(Moment().Replace(text, "\"then\""));
        }
        Assert.Contains("\"contentHash\":\"", responses[2], StringComparison.Ordinal);
        return responses;
    }

    /// <summary>A release is served before its hash is stored; the list of releases shows whether it was.</summary>
    private static async Task HashKeptAsync(StorageOptions store)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        await using var db = new Store(store).CreateDbContext();
        while (!await db.Releases.AnyAsync(release => release.ContentHash != null, patience.Token))
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    /// <summary>Real records that changed, and new ones with what languages, databases and JSON treat differently.</summary>
    private async Task<string> WriteAsync()
    {
        var changed = RegistryData
            .SnapshotLines.Take(40)
            .Select(
                (line, place) =>
                {
                    var study = JsonNode.Parse(line)!;
                    var identification = study["protocolSection"]!["identificationModule"]!;
                    identification["briefTitle"] =
                        $"I{place} {identification["briefTitle"]} İstanbul";
                    return study.ToJsonString();
                }
            );
        var path = Path.Combine(folder, "records.ndjson");
        await File.WriteAllLinesAsync(
            path,
            [
                .. changed,
                ImporterTests.Study(1, "ISTANBUL ıstanbul \"quoted\" 'x' 🧬 \0 \\ é e\u0301 ß ﬁ"),
                ImporterTests
                    .Study(2, "half a character HALF")
                    .Replace("HALF", """\ud83e""", StringComparison.Ordinal),
                ImporterTests.Study(1, "again"),
                ImporterTests.Study(10),
                ImporterTests.Study(9, "a istanbul sarcoma"),
                "{\"protocolSection\": 7}",
            ],
            Cancellation
        );
        return path;
    }

    private StorageOptions Sqlite(string name) =>
        new() { ConnectionString = $"Data Source={Path.Combine(folder, name)}.db" };

    private static StorageOptions PostgreSql(string connection) =>
        new() { Provider = StorageProvider.PostgreSql, ConnectionString = connection };

    private static string Difference(string expected, string actual)
    {
        var at = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
        var from = Math.Max(0, at - 200);
        return $"{Part(expected, from)}\n{Part(actual, from)}";
    }

    private static string Part(string text, int from) =>
        text[from..Math.Min(text.Length, from + 500)];

    // Moments of this run; dates of records stay.
    [GeneratedRegex(
        """
            "\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"
            """
    )]
    private static partial Regex Moment();
}
