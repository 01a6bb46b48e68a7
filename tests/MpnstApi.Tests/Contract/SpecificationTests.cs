using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MpnstApi.Tests.Contract;

/// <summary>The published contract is what the service serves. UPDATE_SPECS=1 rewrites the files, for a review of the difference.</summary>
public sealed partial class SpecificationTests(Service service)
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly bool Update = Environment.GetEnvironmentVariable("UPDATE_SPECS") == "1";

    private static string Folder { get; } = Path.Combine(Repository.Root, "api-specs");

    /// <summary>One request for each operation.</summary>
    public static TheoryData<string, string> Examples =>
        new()
        {
            { "listTrials", "/api/v1/trials?indication=NF1_MPNST&sort=id&limit=2" },
            { "getTrial", "/api/v1/trials/NCT03433183" },
            { "listTargets", "/api/v1/targets?limit=3" },
            { "getTarget", "/api/v1/targets/KIDR?indication=MPNST,NF1_MPNST" },
            { "listDrugs", "/api/v1/drugs?limit=3" },
            { "getDrug", "/api/v1/drugs/GW786034?indication=MPNST,NF1_MPNST" },
            { "getLandscape", "/api/v1/landscape?indication=MPNST,NF1_MPNST&top=3" },
            { "getPanel", "/api/v1/landscape/phases" },
            {
                "getCrosstab",
                "/api/v1/landscape/crosstab?rows=phase&columns=status&indication=MPNST,NF1_MPNST"
            },
            { "getTimeline", "/api/v1/landscape/timeline?by=phase&indication=NF1_MPNST" },
            { "getGaps", "/api/v1/landscape/gaps" },
            { "getPublished", "/api/v1/landscape/published" },
            { "getComparison", "/api/v1/landscape/comparison" },
            { "getFigure", "/api/v1/landscape/figures/phases.svg?indication=MPNST,NF1_MPNST" },
            { "getFigurePng", "/api/v1/landscape/figures/phases.png?indication=MPNST,NF1_MPNST" },
            { "listVocabularies", "/api/v1/vocabularies" },
            { "getVocabulary", "/api/v1/vocabularies/status" },
            { "getDataset", "/api/v1/dataset" },
            { "listReleases", "/api/v1/dataset/releases" },
            { "getDatasetDiff", "/api/v1/dataset/diff?from=2026-11-23.1" },
            { "getCitation", "/api/v1/dataset/citation" },
            { "getCroissant", "/api/v1/dataset/croissant" },
            { "getCoverage", "/api/v1/dataset/coverage?indication=NF1_MPNST" },
            { "getDataDictionary", "/api/v1/dataset/dictionary" },
            { "listChanges", "/api/v1/changes?after=0" },
            { "listTrialChanges", "/api/v1/trials/NCT03433183/changes" },
            { "getLiveness", "/health/live" },
            { "getReadiness", "/health/ready" },
            { "listProblems", "/problems" },
            { "getProblem", "/problems/unknown-value" },
        };

    /// <summary>The requests whose responses are JSON.</summary>
    public static TheoryData<string, string> JsonExamples
    {
        get
        {
            var examples = new TheoryData<string, string>();
            foreach (var (operation, request) in Examples.Select(example => example.Data))
            {
                if (operation is not ("getFigure" or "getFigurePng"))
                {
                    examples.Add(operation, request);
                }
            }
            return examples;
        }
    }

    [Fact]
    public async Task The_openapi_document_is_the_reviewed_one()
    {
        var served = await service.GetAsync(MpnstApi.Http.OpenApi.DocumentPath);

        await CompareAsync("openapi.json", served);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task The_example_of_an_operation_is_its_response(string operation, string request)
    {
        using var message = await service.SendAsync(request);
        Assert.True(message.IsSuccessStatusCode, request);
        // What is not JSON stands in the example as a text.
        var response = message.Content.Headers.ContentType?.MediaType switch
        {
            "image/svg+xml" => JsonValue.Create(await Service.TextOf(message)),
            "image/png" => JsonValue.Create(await SizeOfPngAsync(message)),
            _ => await Service.JsonOf(message),
        };

        await CompareAsync(
            $"examples/{operation}.json",
            new JsonObject { ["request"] = $"GET {request}", ["response"] = Settled(response) }
        );
    }

    [Fact]
    public async Task Every_operation_has_an_id_and_an_example()
    {
        var document = await service.GetAsync(MpnstApi.Http.OpenApi.DocumentPath);
        Assert.StartsWith("3.1", document.Text("openapi"));
        var operations = document["paths"]!
            .AsObject()
            .SelectMany(path => path.Value!.AsObject())
            // What these read and write differs from run to run.
            .Where(operation => !operation.Value!.Texts("tags").Contains("Administration"))
            .Select(operation => operation.Value!.Text("operationId"))
            .ToList();

        Assert.Equal(operations.Count, operations.Distinct().Count());
        Assert.Equal(
            Examples.Select(example => example.Data.Item1).Order(StringComparer.Ordinal),
            operations.Order(StringComparer.Ordinal)
        );
    }

    // Its first chunk (PNG, 11.2.1) has the width and the height.
    private static async Task<string> SizeOfPngAsync(HttpResponseMessage response)
    {
        var file = await response.Content.ReadAsByteArrayAsync(
            TestContext.Current.CancellationToken
        );
        return string.Create(
            CultureInfo.InvariantCulture,
            $"({BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(16))} by {BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(20))} pixels)"
        );
    }

    private static async Task CompareAsync(string file, JsonNode actual)
    {
        var path = Path.Combine(Folder, file);
        var text = actual.ToJsonString(Indented) + "\n";
        if (Update)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
            return;
        }
        Assert.True(File.Exists(path), $"{file} is missing; UPDATE_SPECS=1 dotnet test writes it.");
        var reviewed = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(reviewed, text);
    }

    // Any entry of the dictionary changes these; an example is about the rest.
    private JsonNode Settled(JsonNode response)
    {
        var release = service.Release;
        return JsonNode.Parse(
            FileDigest()
                .Replace(response.ToJsonString(Indented), "\"sha256\": \"(SHA-256 of the file)\"")
                .Replace(release.ContentHash, "(content hash)", StringComparison.Ordinal)
                .Replace(
                    release.Header.DictionaryVersion,
                    "(dictionary version)",
                    StringComparison.Ordinal
                )
        )!;
    }

    [GeneratedRegex("\"sha256\": \"[0-9a-f]{64}\"")]
    private static partial Regex FileDigest();
}
