using System.ComponentModel;
using System.Text.Json;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;
using MpnstApi.Indexing;
using MpnstApi.Trials;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace MpnstApi.Mcp;

/// <summary>A result of search.</summary>
/// <param name="Id">NCT id, for fetch.</param>
/// <param name="Title">Brief title.</param>
/// <param name="Url">The registry's page of the trial.</param>
public sealed record SearchResult(string Id, string Title, string Url);

/// <summary>Results of search.</summary>
/// <param name="Results">The trials, most recently started first.</param>
public sealed record SearchResults(IReadOnlyList<SearchResult> Results);

/// <summary>A document of fetch.</summary>
/// <param name="Id">NCT id.</param>
/// <param name="Title">Brief title.</param>
/// <param name="Text">Facts and labels, as JSON.</param>
/// <param name="Url">The registry's page of the trial.</param>
/// <param name="Metadata">Release and citation.</param>
public sealed record FetchedDocument(
    string Id,
    string Title,
    string Text,
    string Url,
    IReadOnlyDictionary<string, string> Metadata
);

/// <summary>Defines the two tools that research clients expect with these names and shapes.</summary>
[McpServerToolType]
public sealed class SearchTools(McpQueries queries, TrialTools trials, IOptions<JsonOptions> json)
{
    private const int MostResults = 20;

    [McpServerTool(
        Name = "search",
        Title = "Search",
        ReadOnly = true,
        Idempotent = true,
        Destructive = false,
        OpenWorld = false,
        UseStructuredContent = true
    )]
    [Description(
        "Finds the first 20 trials by words in title, conditions, drugs with their synonyms, sponsor and ids. search_trials has a filter and pages."
    )]
    public async Task<SearchResults> Search(
        [Description("Words, all of which must be found.")] string query,
        CancellationToken cancellation = default
    )
    {
        var read = await queries.ReadAsync("trials", null, [], [("q", query)], cancellation);
        return new SearchResults([
            .. TrialQuery
                .List(read.Release, read.Filter, TrialOrder.Default)
                .Page(0, MostResults)
                .Select(trial => new TrialSummary(trial))
                .Select(trial => new SearchResult(
                    trial.Id,
                    trial.Title ?? trial.Id,
                    trial.Url ?? $"{queries.Root}/trials/{trial.Id}"
                )),
        ]);
    }

    [McpServerTool(
        Name = "fetch",
        Title = "Fetch",
        ReadOnly = true,
        Idempotent = true,
        Destructive = false,
        OpenWorld = false,
        UseStructuredContent = true
    )]
    [Description(
        "Returns a trial found by search as a document. get_trial returns the same in parts."
    )]
    public async Task<FetchedDocument> Fetch(
        [Description("NCT id.")] string id,
        CancellationToken cancellation = default
    )
    {
        var found = await trials.GetTrial(id, null, null, cancellation);
        var record = found.Record;
        var nct = record.GetProperty("id").GetString()!;
        return new FetchedDocument(
            nct,
            record.GetProperty("title").GetString() ?? nct,
            JsonSerializer.Serialize(record, json.Value.SerializerOptions),
            record.GetProperty("url").GetString() ?? found.Basis.Link,
            new Dictionary<string, string>
            {
                ["release"] = found.Basis.Release,
                ["citation"] = found.Basis.Citation,
                ["link"] = found.Basis.Link,
            }
        );
    }
}
