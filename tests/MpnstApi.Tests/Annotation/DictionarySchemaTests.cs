using NJsonSchema;

namespace MpnstApi.Tests.Annotation;

/// <summary>The schemas that guide a curator's editor: each file of the dictionary keeps to its own.</summary>
public sealed class DictionarySchemaTests
{
    public static TheoryData<string> Files =>
        [
            "drugs",
            "targets",
            "procedures",
            "drug-types",
            "regimens",
            "published",
            "labels",
            "stems",
            "antigens",
        ];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_of_the_dictionary_keeps_to_its_schema(string name)
    {
        var schema = await Schema(name);

        Assert.Empty(schema.Validate(Text(name)).Select(e => $"{e.Path}: {e.Kind}"));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_of_the_dictionary_names_its_schema_for_editors(string name)
    {
        using var file = System.Text.Json.JsonDocument.Parse(Text(name));
        var pointer = file.RootElement.GetProperty("$schema").GetString()!;

        Assert.Equal(
            SchemaPath(name),
            Path.GetFullPath(Path.Combine(Path.GetDirectoryName(FilePath(name))!, pointer))
        );
        Assert.True(File.Exists(SchemaPath(name)));
    }

    [Theory]
    [InlineData("drugs", "\"role\": \"PRIMARY\"", "\"role\": \"MAIN\"")]
    [InlineData("drugs", "\"modality\": \"TARGETED\"", "\"modality\": \"TARGETTED\"")]
    [InlineData("drugs", "\"synonyms\":", "\"sinonyms\":")]
    [InlineData("drugs", "\"reference\": null, \"reviewed\": false", "\"reviewed\": false")]
    [InlineData(
        "drugs",
        "\"reference\": null, \"reviewed\": false",
        "\"reference\": null, \"reviewed\": \"yes\""
    )]
    [InlineData("drugs", "\"chembl\": \"CHEMBL", "\"chembl\": \"")]
    [InlineData("targets", "\"hgncId\": \"HGNC:", "\"hgncId\": \"")]
    [InlineData("procedures", "\"terms\":", "\"names\":")]
    [InlineData("regimens", "\"caseSensitive\": true", "\"caseSensitive\": \"true\"")]
    [InlineData("drug-types", "\"key\": \"DNA_INHIBITOR\"", "\"key\": \"DNA inhibitor\"")]
    [InlineData("labels", "\"use\": \"DIAGNOSTIC\"", "\"use\": \"IMAGING\"")]
    [InlineData("stems", "\"stem\": \"tinib\"", "\"stem\": \"-tinib\"")]
    [InlineData("antigens", "\"targets\": []", "\"targets\": [\"GD 2\"]")]
    [InlineData("published", "\"trials\": 77", "\"trials\": 0")]
    public async Task A_mistake_of_a_curator_is_rejected(string name, string right, string slip)
    {
        var schema = await Schema(name);
        var text = Text(name);
        var at = text.IndexOf(right, StringComparison.Ordinal);

        Assert.True(at >= 0, right);
        Assert.NotEmpty(
            schema.Validate(string.Concat(text.AsSpan(0, at), slip, text.AsSpan(at + right.Length)))
        );
    }

    private static Task<JsonSchema> Schema(string name) =>
        JsonSchema.FromFileAsync(SchemaPath(name), TestContext.Current.CancellationToken);

    private static string Text(string name) => File.ReadAllText(FilePath(name));

    private static string FilePath(string name) =>
        Path.Combine(Repository.Root, "src", "MpnstApi", "Annotation", $"{name}.json");

    private static string SchemaPath(string name) =>
        Path.Combine(Repository.Root, "docs", "schemas", $"{name}.schema.json");
}
