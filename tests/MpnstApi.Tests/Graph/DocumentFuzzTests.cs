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
    public async Task A_fuzz_of_documents_finds_no_internal_error()
    {
        var schema = service.Services.GetRequiredService<Schema>();
        var codes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var found = new List<string>();

        await Gen
            .Int.Select(seed => new DocumentWriter(schema, new Random(seed)).Body())
            .CheckAsync(
                seed: 20261128,
                count: 5_000,
                longCount: 20_000,
                async body =>
                {
                    using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
                    content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
                    using var response = await service.Client.PostAsync(
                        "/graphql",
                        content,
                        TestContext.Current.CancellationToken
                    );
                    var result = await Service.TextOf(response);

                    var codesOfResult = Codes(result);
                    if ((int)response.StatusCode >= 500 || codesOfResult.Contains("internal-error"))
                    {
                        found.Add($"{body}\n{result}");
                    }
                    foreach (var code in codesOfResult)
                    {
                        codes[code] = codes.GetValueOrDefault(code) + 1;
                    }
                }
            );

        output.WriteLine(string.Join('\n', codes.Select(code => $"{code.Key}: {code.Value}")));
        Assert.True(found.Count == 0, string.Join("\n\n", found.Take(20)));
        // A writer whose documents all fail for one reason would find nothing.
        Assert.True(codes.Count >= 10, string.Join(", ", codes.Keys));
        Assert.True(codes["none"] > 100, $"{codes.GetValueOrDefault("none")} were executed.");
    }

    private static IReadOnlyList<string> Codes(string result)
    {
        using var json = JsonDocument.Parse(result);
        if (json.RootElement.TryGetProperty("type", out var problem))
        {
            return [problem.GetString()!.Split('/')[^1]];
        }
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
