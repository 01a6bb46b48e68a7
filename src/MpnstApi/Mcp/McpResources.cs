using System.ComponentModel;
using System.Text.Json;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;
using MpnstApi.Datasets;
using MpnstApi.Trials;
using MpnstApi.Vocabularies;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace MpnstApi.Mcp;

/// <summary>Defines resources that a user can attach to a conversation. Tools return the same data.</summary>
[McpServerResourceType]
public sealed class McpResources(McpQueries queries, IOptions<JsonOptions> json)
{
    private const string Json = "application/json";

    [McpServerResource(UriTemplate = "mpnst://dataset", Name = "dataset", MimeType = Json)]
    [Description("The current release: counts, sources and their terms, known gaps.")]
    public async Task<string> Dataset(CancellationToken cancellation) =>
        Write(
            DatasetQuery.Describe((await queries.ReadAsync("dataset", null, cancellation)).Release)
        );

    [McpServerResource(UriTemplate = "mpnst://published", Name = "published", MimeType = Json)]
    [Description("The figure of the letter of Zhao et al. (Front Med 2025) as printed.")]
    public async Task<string> Published(CancellationToken cancellation) =>
        Write(
            (await queries.ReadAsync("landscape/published", null, cancellation))
                .Release
                .Dictionary
                .Published
        );

    [McpServerResource(
        UriTemplate = "mpnst://vocabularies/{name}",
        Name = "vocabulary",
        MimeType = Json
    )]
    [Description("A vocabulary with labels and definitions, such as status or treatment.")]
    public async Task<string> Vocabulary(string name, CancellationToken cancellation)
    {
        var query = await queries.ReadAsync("vocabularies", null, cancellation);
        return Write(
            VocabularyQuery.Find(query.Release, name)
                ?? throw McpQueries.Unknown(
                    "vocabulary",
                    name,
                    VocabularyQuery.All(query.Release).Select(known => known.Name)
                )
        );
    }

    [McpServerResource(UriTemplate = "mpnst://trials/{id}", Name = "trial", MimeType = Json)]
    [Description("A trial with every label and its evidence, by NCT id or another id.")]
    public async Task<string> Trial(string id, CancellationToken cancellation)
    {
        var query = await queries.ReadAsync("trials", null, cancellation);
        return Write(McpQueries.TrialOf(query, id));
    }

    private string Write<T>(T value) =>
        JsonSerializer.Serialize(value, json.Value.SerializerOptions);
}
