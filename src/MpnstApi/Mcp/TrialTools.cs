using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Server;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Changes;
using MpnstApi.Drugs;
using MpnstApi.Http;
using MpnstApi.Releases;
using MpnstApi.Targets;
using MpnstApi.Trials;

namespace MpnstApi.Mcp;

/// <summary>A summary of a trial.</summary>
/// <param name="Id">NCT id.</param>
/// <param name="Title">Brief title.</param>
/// <param name="Status">Status in the letter's words.</param>
/// <param name="StatusAsOf">Date of the source of the status.</param>
/// <param name="OpenNow">Whether it is open; null if unknown.</param>
/// <param name="Phase">Phase.</param>
/// <param name="Indication">Patients it is for.</param>
/// <param name="Treatments">Treatments of its regimens.</param>
/// <param name="Drugs">Names of the drugs that count as treatment.</param>
/// <param name="Targets">HGNC symbols of the proteins that these drugs act on.</param>
/// <param name="StartDate">Start, as the registry gave it.</param>
/// <param name="Sponsor">Lead sponsor.</param>
public sealed record TrialLine(
    string Id,
    string? Title,
    string Status,
    string? StatusAsOf,
    bool? OpenNow,
    string Phase,
    string Indication,
    IReadOnlyList<string> Treatments,
    IReadOnlyList<string> Drugs,
    IReadOnlyList<string> Targets,
    string? StartDate,
    string? Sponsor
);

/// <summary>Trials found.</summary>
/// <param name="Total">Trials that the filter selects.</param>
/// <param name="Trials">The trials of this page.</param>
/// <param name="NextCursor">The value of cursor for the next page; null on the last page.</param>
/// <param name="Basis">The basis of the response.</param>
public sealed record FoundTrials(
    int Total,
    IReadOnlyList<TrialLine> Trials,
    string? NextCursor,
    Basis Basis
);

/// <summary>The requested parts of a record of the API.</summary>
/// <param name="Kind">trial, drug or target.</param>
/// <param name="Record">Its members, the same as in the REST API.</param>
/// <param name="Cut">True lengths of the lists of which only the first 30 items are given.</param>
/// <param name="Basis">The basis of the response.</param>
public sealed record FoundRecord(
    string Kind,
    JsonElement Record,
    IReadOnlyDictionary<string, int> Cut,
    Basis Basis
);

/// <summary>A page of changes.</summary>
/// <param name="Changes">The changes, oldest first.</param>
/// <param name="NextAfter">The value of after for the changes that follow.</param>
/// <param name="Basis">The basis of the response.</param>
public sealed record FoundChanges(IReadOnlyList<ChangeLine> Changes, long NextAfter, Basis Basis);

/// <summary>One change.</summary>
/// <param name="Sequence">Its position in the change feed.</param>
/// <param name="Release">The release that made the change.</param>
/// <param name="TrialId">NCT id; null for a change of the release as a whole.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Field">The member that changed; null for the trial as a whole.</param>
/// <param name="Old">The former value, cut at 300 characters.</param>
/// <param name="New">The new value, cut at 300 characters.</param>
/// <param name="Reason">The reason.</param>
public sealed record ChangeLine(
    long Sequence,
    string Release,
    string? TrialId,
    string Kind,
    string? Field,
    string? Old,
    string? New,
    string? Reason
);

/// <summary>Defines the tools that find trials, drugs, targets and changes.</summary>
[McpServerToolType]
public sealed class TrialTools(McpQueries queries, BoundedJson json, ChangeQuery changes)
{
    private const int MostTrials = 50;
    private const int MostChanges = 100;
    private const int LongestValue = 300;
    private const int LongestReason = 500;

    /// <summary>The parts of a trial and the members of each.</summary>
    internal static IReadOnlyDictionary<string, string[]> Parts { get; } =
        new Dictionary<string, string[]>
        {
            ["facts"] =
            [
                "id",
                "registry",
                "url",
                "title",
                "titleSource",
                "officialTitle",
                "acronym",
                "ids",
                "registryStatus",
                "statusAsOf",
                "sponsor",
                "collaborators",
                "countries",
                "enrollment",
                "startDate",
                "primaryCompletionDate",
                "completionDate",
                "lastUpdate",
                "changedAt",
                "hasResults",
                "conditions",
                "keywords",
                "interventions",
                "arms",
                "design",
                "eligibility",
                "publications",
                "whyStopped",
                "caveats",
                "source",
            ],
            ["labels"] =
            [
                "id",
                "scope",
                "studyType",
                "purpose",
                "phase",
                "status",
                "ctrpCategory",
                "statusFreshness",
                "openNow",
                "indication",
                "mpnstDedicated",
                "nf1",
                "nf1Association",
                "biomarkerSelection",
                "treatments",
                "modalities",
                "drugs",
                "targets",
                "regimens",
                "biomarkers",
            ],
            ["evidence"] = ["id", "annotation"],
            ["outcomes"] = ["id", "outcomes"],
            ["sites"] = ["id", "sites"],
            ["history"] = ["id"],
        };

    private static readonly string[] NotForModels = ["href", "filter", "dataset"];

    [McpServerTool(
        Name = "search_trials",
        Title = "Search trials",
        ReadOnly = true,
        Idempotent = true,
        Destructive = false,
        OpenWorld = false,
        UseStructuredContent = true
    )]
    [Description(
        "Lists summaries of the trials that the filter selects. For all data of one trial use get_trial; for counts use get_landscape."
    )]
    public async Task<FoundTrials> SearchTrials(
        [Description(McpQueries.FilterHelp)] string? filter = null,
        [Description("Trials on a page, from 1 to 50.")] int limit = 20,
        [Description("nextCursor of the previous page.")] string? cursor = null,
        [Description(
            "startDate, lastUpdate, changedAt, enrollment or id; prefix - for descending. -startDate if left out."
        )]
            string? sort = null,
        CancellationToken cancellation = default
    )
    {
        McpQueries.Bounded("limit", limit, MostTrials);
        var query = await queries.ReadAsync(
            "trials",
            filter,
            [RequestParameters.Limit, RequestParameters.Cursor, RequestParameters.Sort],
            [("limit", limit), ("cursor", cursor), ("sort", sort)],
            cancellation
        );
        var found = TrialQuery.List(query.Release, query.Filter, query.Get(RequestParameters.Sort));
        var (items, page) = Paging.Cut(found, query, new DefaultHttpContext().Response);
        return new FoundTrials(
            page.Total,
            [.. items.Select(trial => LineOf(new TrialSummary(trial)))],
            page.NextCursor,
            queries.BasisOf(query, "/trials")
        );
    }

    [McpServerTool(
        Name = "get_trial",
        Title = "One trial",
        ReadOnly = true,
        Idempotent = true,
        Destructive = false,
        OpenWorld = false,
        UseStructuredContent = true
    )]
    [Description(
        "One trial by NCT id or any other id of it: the registry's facts and the derived labels; on request also the evidence of each label, outcomes, sites and the history of changes."
    )]
    public async Task<FoundRecord> GetTrial(
        [Description("NCT id, or another id of the trial.")] string id,
        [Description(
            "Parts: facts, labels, evidence, outcomes, sites, history. facts and labels if left out."
        )]
            string[]? parts = null,
        [Description("An older release, YYYY-MM-DD.N; the current one if left out.")]
            string? release = null,
        CancellationToken cancellation = default
    )
    {
        var chosen = parts is null or [] ? ["facts", "labels"] : parts;
        if (chosen.FirstOrDefault(part => !Parts.ContainsKey(part)) is { } unknown)
        {
            throw McpQueries.Unknown("part", unknown, Parts.Keys);
        }
        var address = $"trials/{Uri.EscapeDataString(id.Trim())}";
        var query = await queries.ReadAsync(
            address,
            null,
            [],
            [(RequestParameters.Release.Name, release)],
            cancellation
        );
        var trial = McpQueries.TrialOf(query, id.Trim());
        var page = $"/trials/{Uri.EscapeDataString(trial.Id)}";
        var (members, cut) = json.Of(trial, name => chosen.Any(part => Parts[part].Contains(name)));
        if (!chosen.Contains("history"))
        {
            return new FoundRecord("trial", members, cut, queries.BasisOf(query, page));
        }
        var history = await HistoryAsync(query.Release, trial.Id, cancellation);
        var record = members
            .EnumerateObject()
            .ToDictionary(member => member.Name, member => (object)member.Value);
        record["history"] = history;
        return new FoundRecord(
            "trial",
            JsonSerializer.SerializeToElement(record, JsonSerializerOptions.Web),
            cut,
            queries.BasisOf(query, page)
        );
    }

    [McpServerTool(
        Name = "look_up",
        Title = "Look up a drug or target",
        ReadOnly = true,
        Idempotent = true,
        Destructive = false,
        OpenWorld = false,
        UseStructuredContent = true
    )]
    [Description(
        "The canonical record of a drug (by name, brand, code or synonym) or a protein target (by symbol, alias or family): links between drugs and targets with role, action and reference, and numbers of trials."
    )]
    public async Task<FoundRecord> LookUp(
        [Description("Any name of a drug or target, such as AZD6244, MEK or PD-1.")] string name,
        [Description("drug or target; if left out, both are searched.")] string? kind = null,
        [Description(McpQueries.FilterHelp)] string? filter = null,
        CancellationToken cancellation = default
    )
    {
        if (kind is not (null or "drug" or "target"))
        {
            throw new McpException($"kind is '{kind}'; use drug or target.");
        }
        var query = await queries.ReadAsync("drugs", filter, cancellation);
        if (kind is not "target" && DrugQuery.Find(query.Release, query.Filter, name) is { } drug)
        {
            return Record("drug", drug, query, $"/drugs/{drug.Id}");
        }
        if (kind is not "drug" && TargetQuery.Find(query.Release, query.Filter, name) is { } target)
        {
            return Record("target", target, query, $"/targets/{target.Symbol}");
        }
        var dictionary = query.Release.Dictionary;
        throw McpQueries.Unknown(
            kind ?? "drug or target",
            name,
            (kind is "target" ? [] : dictionary.DrugNames).Concat(
                kind is "drug" ? [] : dictionary.TargetNames
            )
        );
    }

    [McpServerTool(
        Name = "get_changes",
        Title = "What changed",
        ReadOnly = true,
        Idempotent = true,
        Destructive = false,
        OpenWorld = false,
        UseStructuredContent = true
    )]
    [Description(
        "Lists the changes of releases, oldest first: trials added, changed or removed, with old and new values and the reason."
    )]
    public async Task<FoundChanges> GetChanges(
        [Description("Changes after this sequence: nextAfter of the previous response.")]
            long? after = null,
        [Description("Changes of releases of this day (YYYY-MM-DD) or later, instead of after.")]
            string? since = null,
        [Description(
            $"Changes of the trials that this filter selects now, and of removed trials; of all trials if left out. {McpQueries.FilterHelp}"
        )]
            string? filter = null,
        [Description("Changes, from 1 to 100.")] int limit = 50,
        CancellationToken cancellation = default
    )
    {
        McpQueries.Bounded("limit", limit, MostChanges);
        var query = await queries.ReadAsync("changes", filter, cancellation);
        var start = since is null ? after ?? 0 : Before(query.Release, since);
        var page = await McpQueries.FromHistoryAsync(() =>
            changes.AfterAsync(query.Release, query.Filter, start, limit, cancellation)
        );
        return new FoundChanges(
            [.. page.Items.Select(LineOf)],
            page.NextAfter,
            queries.BasisOf(query, "/changes")
        );
    }

    /// <summary>Returns the last sequence before the first release of a day or later.</summary>
    private static long Before(Release release, string since) =>
        DateOnly.TryParseExact(
            since,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        )
            ? release
                .History.FirstOrDefault(header => DateOnly.FromDateTime(header.PublishedAt) < day)
                ?.LastChange
                ?? 0
            : throw new McpException($"since is '{since}'; use a day such as 2026-11-23.");

    private async Task<IReadOnlyList<ChangeLine>> HistoryAsync(
        Release release,
        string id,
        CancellationToken cancellation
    )
    {
        var found = await McpQueries.FromHistoryAsync(() =>
            changes.OfTrialAsync(release, id, long.MaxValue, BoundedJson.MostItems, cancellation)
        );
        return [.. found!.Items.Select(LineOf)];
    }

    private FoundRecord Record(string kind, object profile, ApiQuery query, string page)
    {
        var (members, cut) = json.Of(profile, name => !NotForModels.Contains(name));
        return new FoundRecord(kind, members, cut, queries.BasisOf(query, page));
    }

    private static TrialLine LineOf(TrialSummary trial) =>
        new(
            trial.Id,
            trial.Title,
            trial.Status.Key(),
            trial.StatusAsOf,
            trial.OpenNow,
            trial.Phase.Key(),
            trial.Indication.Key(),
            trial.Treatments,
            [.. trial.Drugs.Select(drug => drug.Name)],
            trial.Targets,
            trial.StartDate,
            trial.Sponsor?.Name
        );

    private static ChangeLine LineOf(ChangeItem change) =>
        new(
            change.Sequence,
            change.Release,
            change.TrialId,
            change.KindKey(),
            change.Field,
            Short(change.Old?.GetRawText(), LongestValue),
            Short(change.New?.GetRawText(), LongestValue),
            Short(change.Reason, LongestReason)
        );

    private static string? Short(string? text, int longest) =>
        text is null || text.Length <= longest ? text : $"{text[..longest]}…";
}
