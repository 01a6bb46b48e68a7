using System.Globalization;
using ModelContextProtocol;
using MpnstApi.Datasets;
using MpnstApi.Filtering;
using MpnstApi.Http;
using MpnstApi.Releases;
using MpnstApi.Trials;

namespace MpnstApi.Mcp;

/// <summary>What a response rests on; stands in every one.</summary>
/// <param name="Release">The release, YYYY-MM-DD.N; as release= in filter it gives the same response again.</param>
/// <param name="Filter">The filter in words, the default scope written out.</param>
/// <param name="Link">Address of the page that shows the same to a person.</param>
/// <param name="Notes">What the data lacks; say so where it matters.</param>
/// <param name="Citation">How to cite the release.</param>
public sealed record Basis(
    string Release,
    string Filter,
    string Link,
    IReadOnlyList<string> Notes,
    string Citation
);

/// <summary>
/// Reads the arguments of tools as the query of a REST operation, with the same code, so that filters have the same
/// meaning. Every error becomes an <see cref="McpException"/>, because a model sees only its text.
/// </summary>
public sealed class McpQueries(
    CurrentRelease releases,
    ReleaseHistory history,
    PublicAddress address,
    IHttpContextAccessor accessor
)
{
    /// <summary>The description of the argument filter, in every tool that has it.</summary>
    public const string FilterHelp =
        "The query string of the REST API, a text such as \"target=MEK&status=OPEN&phase=PHASE2,PHASE3\". A comma means OR, different names mean AND; target.all=A,B means trials with both. Names: phase, status, indication, treatment, modality, drug, drugType, target, targetRole, country, sponsor, sponsorClass, startYear, startFrom, startTo, biomarker, nf1, openNow, mpnstDedicated, scope, q (words) and others: list_values without a name lists all, with a name its values. Left out: all trials that name MPNST or soft tissue sarcoma; scope=NAMED is MPNST only, scope=ALL everything. release=YYYY-MM-DD.N selects an older release.";

    /// <summary>Reads the filter and what a tool takes beside it.</summary>
    /// <param name="path">Path of the REST operation below the root of the API.</param>
    /// <param name="filter">The caller's filter; a whole address is taken by its query.</param>
    /// <param name="parameters">The operation's parameters beside the filter.</param>
    /// <param name="values">Their values; null where left out.</param>
    /// <param name="cancellation">Ends the wait for an older release.</param>
    public async Task<ApiQuery> ReadAsync(
        string path,
        string? filter,
        IReadOnlyList<RequestParameter> parameters,
        IEnumerable<(string Name, object? Value)> values,
        CancellationToken cancellation
    )
    {
        if (releases.Value is null)
        {
            throw new McpException($"{releases.NotReadyReason} Try again in some seconds.");
        }
        var request = new DefaultHttpContext().Request;
        request.Path = $"/api/v1/{path}";
        request.QueryString = new QueryString(
            "?"
                + string.Join(
                    '&',
                    values
                        .Where(value => value.Value is not null)
                        .Select(value =>
                            $"{value.Name}={Uri.EscapeDataString(Convert.ToString(value.Value, CultureInfo.InvariantCulture)!)}"
                        )
                        .Prepend(QueryOf(filter))
                        .Where(part => part.Length > 0)
                )
        );
        var named = request.Query[RequestParameters.Release.Name] is [{ } version]
            ? await FromHistoryAsync(() => history.FindAsync(version.Trim(), cancellation).AsTask())
            : null;
        var (query, problem) = ApiQuery.Read(
            request,
            new QueryContract(true, [.. parameters, RequestParameters.Release]),
            releases,
            named
        );
        return query ?? throw ErrorOf(problem!.ProblemDetails);
    }

    /// <summary>Reads a filter.</summary>
    public Task<ApiQuery> ReadAsync(
        string path,
        string? filter,
        CancellationToken cancellation,
        params IReadOnlyList<RequestParameter> parameters
    ) => ReadAsync(path, filter, parameters, [], cancellation);

    /// <summary>What a response to a query rests on.</summary>
    /// <param name="query">The query.</param>
    /// <param name="page">Path of the page that shows the same with the same query.</param>
    public Basis BasisOf(ApiQuery query, string page) =>
        new(
            query.Release.Header.Version,
            FilterEcho.Describe(query.Filter),
            Root + (query with { Path = page }).Link(null),
            [
                $"Statuses: {query.Release.StatusDates.Describe()}",
                .. DatasetQuery.Gaps(query.Release),
            ],
            ReleaseCitation.Sentence(query.Release)
        );

    /// <summary>Gets the base of absolute addresses.</summary>
    public string Root =>
        accessor.HttpContext?.Request is { } request ? address.RootOf(request) : "";

    /// <summary>Reads data that only the store has.</summary>
    public static async Task<T> FromHistoryAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (HistoryUnavailableException exception)
        {
            throw new McpException(
                $"{exception.Message} Without release= the current release is still served."
            );
        }
    }

    /// <summary>Returns the trial with this NCT id or other id.</summary>
    public static Trial TrialOf(ApiQuery query, string id) =>
        TrialQuery.Find(query.Release, id) ?? throw Unknown("trial", id, query.Release.Near(id));

    /// <summary>Returns the exception for an id or name that nothing has.</summary>
    public static McpException Unknown(string what, string name, IEnumerable<string> known)
    {
        var problem = Problem.UnknownId(what, name, known).ProblemDetails;
        return new McpException(problem.Detail!);
    }

    /// <summary>Checks the most items that a tool returns.</summary>
    public static int Bounded(string name, int value, int most) =>
        value >= 1 && value <= most
            ? value
            : throw new McpException($"{name} is {value}; use a whole number from 1 to {most}.");

    private static string QueryOf(string? filter)
    {
        var text = filter?.Trim() ?? "";
        var mark = text.IndexOf('?', StringComparison.Ordinal);
        return mark >= 0 ? text[(mark + 1)..] : text;
    }

    private static McpException ErrorOf(Microsoft.AspNetCore.Mvc.ProblemDetails problem)
    {
        var suggestions =
            problem.Extensions.TryGetValue("suggestions", out var found)
            && found is IReadOnlyList<string> { Count: > 0 } nearest
                ? $" Nearest: {string.Join(", ", nearest)}."
                : "";
        return new McpException($"{problem.Detail}{suggestions}");
    }
}
