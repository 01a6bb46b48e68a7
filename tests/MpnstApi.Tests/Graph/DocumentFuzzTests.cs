using System.Text;
using System.Text.Json;
using CsCheck;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace MpnstApi.Tests.Graph;

/// <summary>Documents that nobody would write, made from the schema and damaged: every error in them is the caller's.</summary>
public sealed class DocumentFuzzTests(Service service, ITestOutputHelper output)
{
    [Fact]
    public async Task Five_thousand_documents_find_no_internal_error()
    {
        var schema = service.Services.GetRequiredService<Schema>();
        var codes = new SortedDictionary<string, int>(StringComparer.Ordinal);

        await Gen
            .Int.Select(seed => new DocumentWriter(schema, new Random(seed)).Body())
            .CheckAsync(
                seed: 20261128,
                count: 5_000,
                longCount: 100_000,
                async body =>
                {
                    using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
                    content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
                    using var response = await service.Client.PostAsync(
                        "/graphql",
                        content,
                        TestContext.Current.CancellationToken
                    );
                    var answer = await Service.TextOf(response);

                    Assert.True((int)response.StatusCode < 500, answer);
                    foreach (var code in Codes(answer))
                    {
                        Assert.True(code != "internal-error", answer);
                        codes[code] = codes.GetValueOrDefault(code) + 1;
                    }
                }
            );

        output.WriteLine(string.Join('\n', codes.Select(code => $"{code.Key}: {code.Value}")));
        // A writer whose documents all fail for one reason would find nothing.
        Assert.True(codes.Count >= 10, string.Join(", ", codes.Keys));
        Assert.True(codes["none"] > 100, $"{codes.GetValueOrDefault("none")} were answered.");
    }

    private static IEnumerable<string> Codes(string answer)
    {
        using var json = JsonDocument.Parse(answer);
        return json.RootElement.TryGetProperty("errors", out var errors)
            ?
            [
                .. errors
                    .EnumerateArray()
                    .Select(error =>
                        error.GetProperty("extensions").GetProperty("code").GetString()!
                    ),
            ]
            : ["none"];
    }
}
