using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;
using MpnstApi.Annotation;
using MpnstApi.Filtering;
using MpnstApi.Indexing;
using MpnstApi.Releases;

namespace MpnstApi.Http;

/// <summary>Represents a validated query, bound to the release that its response is made from.</summary>
public sealed record ApiQuery
{
    public required Release Release { get; init; }

    /// <summary>Gets whether the query names the release.</summary>
    public bool NamesRelease { get; init; }

    /// <summary>Gets the path without the query.</summary>
    public required string Path { get; init; }

    /// <summary>Gets the filter of trials.</summary>
    public TrialFilter Filter { get; init; } = TrialFilter.Empty;

    /// <summary>Gets the parameters that the operation takes.</summary>
    public required QueryContract Contract { get; init; }

    /// <summary>
    /// Gets the values of parameters that are not part of the filter, by name, in canonical spelling, without those that
    /// have their default.
    /// </summary>
    public IReadOnlyDictionary<string, string> Texts { get; private init; } =
        new Dictionary<string, string>();

    /// <summary>Gets the index of the first item of the page.</summary>
    public int Offset { get; init; }

    /// <summary>
    /// Returns the value of a parameter that is not part of the filter, or its default. Throws
    /// <see cref="InvalidOperationException"/> for a parameter that is not in the contract of the operation.
    /// </summary>
    public T Get<T>(RequestParameter<T> parameter) =>
        !Contract.Parameters.Contains(parameter)
            ? throw new InvalidOperationException(
                $"{Path} reads '{parameter.Name}', which is not in its contract; declare it where the endpoint is mapped."
            )
        : Texts.GetValueOrDefault(parameter.Name) is { } text ? parameter.Parse(text)
        : parameter.DefaultValue;

    /// <summary>Gets the names of the parameters in the query, including those with their default value.</summary>
    public IReadOnlyCollection<string> Given { get; init; } = [];

    /// <summary>Gets the name of the representation, one of <see cref="Representation"/>.</summary>
    public string Format { get; init; } = Representation.Json;

    /// <summary>Returns a parameter's value in canonical spelling, or its default; null if it has none.</summary>
    internal string? TextOf(RequestParameter parameter) =>
        Texts.GetValueOrDefault(parameter.Name) ?? parameter.Default;

    /// <summary>
    /// Gets the query in canonical spelling, which does not depend on the order and case of parameters, nor on whether
    /// defaults are given.
    /// </summary>
    public string Canonical =>
        With(
            Texts
                .Where(option => option.Key is not RequestParameters.FormatName)
                .OrderBy(option => option.Key, StringComparer.Ordinal)
        );

    /// <summary>Returns the trials that the filter selects, in the default scope if it has no scope.</summary>
    public TrialSet Select() => FilterParameters.Select(Release, Filter);

    /// <summary>Returns the path and query of the page at a cursor, or of the first page if the cursor is null.</summary>
    public string Link(string? cursor)
    {
        var options = Texts
            .Where(option => option.Key != RequestParameters.Cursor.Name)
            .OrderBy(option => option.Key, StringComparer.Ordinal)
            .AsEnumerable();
        if (cursor is not null)
        {
            options = options.Append(new(RequestParameters.Cursor.Name, cursor));
        }
        var query = With(options);
        return query.Length > 0 ? $"{Path}?{query}" : Path;
    }

    /// <summary>Returns the filter and these parameters as a query string.</summary>
    private string With(IEnumerable<KeyValuePair<string, string>> options) =>
        string.Join(
            '&',
            options
                .Select(option => $"{option.Key}={Uri.EscapeDataString(option.Value)}")
                .Prepend(Filter.ToKey())
                .Where(part => part.Length > 0)
        );

    /// <summary>Returns the query, which <see cref="ApiQueryMiddleware"/> reads before any handler runs.</summary>
    public static ValueTask<ApiQuery?> BindAsync(HttpContext context) =>
        ValueTask.FromResult(context.Features.Get<ApiQuery>());

    /// <summary>Checks the query of an operation that needs no release. Returns null if it is valid.</summary>
    internal static ProblemHttpResult? Check(HttpRequest request, QueryContract contract)
    {
        var errors = new List<ParameterError>();
        var options = new Dictionary<string, string>();
        foreach (var (name, values) in request.Query)
        {
            if (contract.Parameters.FirstOrDefault(known => known.Name == name) is { } known)
            {
                ReadOption(known, values, options, errors);
            }
            else
            {
                errors.Add(Unknown(name, contract));
            }
            if (errors.Count >= ParameterError.Most)
            {
                break;
            }
        }
        return errors.Count > 0 ? Problem.Of(errors) : null;
    }

    /// <summary>Reads a query string according to a contract. Errors are collected, not thrown.</summary>
    /// <param name="request">The request.</param>
    /// <param name="contract">The parameters that its operation takes.</param>
    /// <param name="releases">The releases in memory.</param>
    /// <param name="requested">The release that the query names; null if it names none, or one that does not exist.</param>
    public static (ApiQuery? Query, ProblemHttpResult? Problem) Read(
        HttpRequest request,
        QueryContract contract,
        CurrentRelease releases,
        Release? requested
    )
    {
        var errors = new List<ParameterError>();
        var filterTexts = new List<(string Name, StringValues Texts)>();
        var options = new Dictionary<string, string>();
        foreach (var (name, values) in request.Query)
        {
            if (contract.Filter && FilterParameters.Has(name))
            {
                filterTexts.Add((name, values));
            }
            else if (contract.Parameters.FirstOrDefault(known => known.Name == name) is { } known)
            {
                ReadOption(known, values, options, errors);
            }
            else
            {
                errors.Add(
                    (contract.Filter ? FilterParameters.ErrorOfAll(name) : null)
                        ?? Unknown(name, contract)
                );
            }
            if (errors.Count >= ParameterError.Most)
            {
                return (null, Problem.Of(errors));
            }
        }
        errors.AddRange(
            contract
                .Parameters.Where(parameter =>
                    parameter.Required && !request.Query.ContainsKey(parameter.Name)
                )
                .Select(parameter => new ParameterError(
                    "invalid-value",
                    parameter.Name,
                    null,
                    parameter.Values is { } known
                        ? $"{parameter.Name} must be given: one of {string.Join(", ", known)}."
                        : $"{parameter.Name} must be given. {parameter.Description}",
                    []
                ))
        );

        var (release, offset, hash, problem) = ReadPlace(
            request,
            contract,
            options,
            releases,
            requested,
            errors
        );
        if (problem is not null)
        {
            return (null, problem);
        }
        var filter = FilterParameters.Parse(
            filterTexts
                .Select(given =>
                    FilterParameters.Given(given.Name, [.. NotNull(given.Texts)], release, errors)
                )
                .OfType<GivenCondition>(),
            release,
            errors
        );
        if (errors.Count > 0)
        {
            return (null, Problem.Of(errors));
        }
        var query = new ApiQuery
        {
            Release = release,
            NamesRelease = contract.Release is { } named && options.ContainsKey(named.Name),
            Path = request.PathBase.Add(request.Path).Value!.TrimEnd('/'),
            Contract = contract,
            Filter = filter,
            Texts = options,
            Given = [.. request.Query.Keys],
            Offset = offset,
        };
        return hash is not null && hash != PageCursor.HashOf(query)
            ? (
                null,
                BadCursor(options[RequestParameters.Cursor.Name], "It belongs to another query.")
            )
            : (query, null);
    }

    private static (Release, int Offset, string? Hash, ProblemHttpResult?) ReadPlace(
        HttpRequest request,
        QueryContract contract,
        Dictionary<string, string> options,
        CurrentRelease releases,
        Release? requested,
        List<ParameterError> errors
    )
    {
        var release = releases.Value!;
        var version = contract.Release is { } named ? options.GetValueOrDefault(named.Name) : null;
        if (version is not null)
        {
            if (requested?.Header.Version == version)
            {
                release = requested;
            }
            else
            {
                errors.Add(UnknownRelease(contract.Release!.Name, version, release));
            }
        }
        if (!options.TryGetValue(RequestParameters.Cursor.Name, out var text))
        {
            return (release, 0, null, null);
        }
        if (PageCursor.Read(text) is not { } cursor)
        {
            return (release, 0, null, BadCursor(text, "This service did not create it."));
        }
        if (
            (
                requested?.Header.Version == cursor.Version
                    ? requested
                    : releases.Find(cursor.Version)
            ) is
            { } from
        )
        {
            return version is null || version == cursor.Version
                ? (from, cursor.Offset, cursor.Hash, null)
                : (release, 0, null, BadCursor(text, $"It belongs to release {cursor.Version}."));
        }
        return (
            release,
            0,
            null,
            Problem.OfParameter(
                ProblemKind.CursorExpired,
                RequestParameters.Cursor.Name,
                text,
                $"The cursor belongs to release {cursor.Version}; the current one is {release.Header.Version}. Start again at the first page.",
                firstPage: request.PathBase.Add(request.Path)
                    + QueryString.Create(
                        request.Query.Where(pair => pair.Key != RequestParameters.Cursor.Name)
                    )
            )
        );
    }

    /// <summary>Returns the error for a version that no release has.</summary>
    public static ParameterError UnknownRelease(
        string parameter,
        string version,
        Release current
    ) =>
        ParameterError.Unknown(
            parameter,
            version,
            current.History.Select(header => header.Version),
            $"The current release is {current.Header.Version}; GET /api/v1/dataset/releases lists all."
        );

    private static void ReadOption(
        RequestParameter parameter,
        StringValues values,
        Dictionary<string, string> options,
        List<ParameterError> errors
    )
    {
        var text = (parameter.Several ? values.ToString() : values[0] ?? "").Trim();
        var name = parameter.Name;
        ParameterError? error = null;
        if (values.Count > 1 && !parameter.Several)
        {
            error = new("invalid-value", name, values, $"{name} may be given once only.", []);
        }
        else if (text.Length == 0)
        {
            error = new(
                "invalid-value",
                name,
                text,
                $"{name} has an empty value; use a value or leave it out.",
                []
            );
        }
        else if (parameter.Values is { } known)
        {
            (text, error) = ReadValues(parameter, known, text);
        }
        else if (
            parameter.Range is { } range
            && !(
                long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= range.Least
                && number <= range.Greatest
            )
        )
        {
            error = ParameterError.Invalid(
                name,
                text,
                $"a whole number from {range.Least} to {range.Greatest}"
            );
        }
        if (error is not null)
        {
            errors.Add(error);
        }
        if (text != parameter.Default)
        {
            options[name] = text;
        }
    }

    private static (string Text, ParameterError? Error) ReadValues(
        RequestParameter parameter,
        IReadOnlyList<string> known,
        string text
    )
    {
        var given = parameter.Several ? text.Split(',', StringSplitOptions.TrimEntries) : [text];
        var unknown = given.FirstOrDefault(value =>
            !known.Contains(value, StringComparer.OrdinalIgnoreCase)
        );
        return unknown is not null
            ? (
                text,
                ParameterError.Unknown(
                    parameter.Name,
                    unknown,
                    known,
                    $"It is one of {string.Join(", ", known)}."
                )
            )
            : (
                string.Join(
                    ',',
                    known.Where(value => given.Contains(value, StringComparer.OrdinalIgnoreCase))
                ),
                null
            );
    }

    private static ParameterError Unknown(string name, QueryContract contract)
    {
        var nearest = Text.Nearest(name, contract.Names);
        var hint =
            nearest.Count > 0
                ? $"Did you mean {string.Join(" or ", nearest)}?"
                : $"It takes {string.Join(", ", contract.Names)}.";
        return new(
            "unknown-parameter",
            name,
            null,
            $"This operation does not take '{name}'. {hint}",
            nearest
        );
    }

    private static ProblemHttpResult BadCursor(string cursor, string why) =>
        Problem.OfParameter(
            ProblemKind.BadCursor,
            RequestParameters.Cursor.Name,
            cursor,
            $"The cursor does not fit. {why} Leave it out to start at the first page."
        );

    private static IEnumerable<string> NotNull(StringValues values) =>
        values.Select(value => value ?? "");
}
