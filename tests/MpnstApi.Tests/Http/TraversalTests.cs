namespace MpnstApi.Tests.Http;

/// <summary>Paths that try to leave where they begin, byte by byte over a socket, as no client library would send them.</summary>
public sealed class TraversalTests(RealServerTests.KestrelServer server)
    : IClassFixture<RealServerTests.KestrelServer>
{
    private static readonly string[] Starts =
    [
        "/",
        "/api/v1/",
        "/api/v1/trials/",
        "/graphiql/assets/",
        "/swagger/",
        "/openapi/",
        "/problems/",
    ];

    private static readonly string[] Ups =
    [
        "../",
        "..%2f",
        "..%5c",
        "%2e%2e/",
        "%2e%2e%2f",
        "%252e%252e%252f",
        "..%252f",
        "..\\",
        "....//",
        "..;/",
        "%c0%ae%c0%ae%c0%af",
        "%e0%80%ae%e0%80%ae/",
        "%u002e%u002e/",
        "..%00/",
    ];

    private static readonly string[] Files =
    [
        "appsettings.json",
        "MpnstApi.dll",
        "Data/mpnst-trials.ndjson",
        "data/mpnst.db",
        "etc/passwd",
        "proc/self/environ",
    ];

    public static TheoryData<string> Paths =>
        [
            .. Starts.SelectMany(start =>
                Ups.Select(up => start + string.Concat(Enumerable.Repeat(up, 6)))
            ),
        ];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_path_never_leads_to_a_file_of_the_machine(string path)
    {
        foreach (var file in Files)
        {
            var response = await server.SendAsync(
                $"GET {path}{file} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            );

            Assert.True(response.Status is >= 300 and < 500, $"{path}{file}: {response.Status}");
            foreach (var leaked in new[] { "root:", "MigrateAtStart", "SQLite format", "PATH=" })
            {
                Assert.DoesNotContain(leaked, response.Body, StringComparison.Ordinal);
            }
        }
    }
}
