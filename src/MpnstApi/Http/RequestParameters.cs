using System.Globalization;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Exports;
using MpnstApi.Filtering;
using MpnstApi.Indexing;
using MpnstApi.Releases;

namespace MpnstApi.Http;

/// <summary>A query parameter that is not part of the filter.</summary>
/// <param name="Name">As written in a query.</param>
/// <param name="Kind">How its value is written.</param>
/// <param name="Description">What it does.</param>
public abstract record RequestParameter(string Name, ParameterKind Kind, string Description)
{
    /// <summary>Gets the values it takes; null if they are open.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>Gets the name of the closed vocabulary of its values; null if it has none.</summary>
    public string? Vocabulary { get; init; }

    /// <summary>Gets the default value; null if there is none.</summary>
    public string? Default { get; init; }

    /// <summary>Gets whether it takes several values, separated by commas.</summary>
    public bool Several { get; init; }

    /// <summary>Gets the least and greatest value of an integer.</summary>
    public (long Least, long Greatest)? Range { get; init; }
    public bool Required { get; init; }

    /// <summary>Gets whether its value is the version of the release that the response is made from.</summary>
    public bool NamesRelease { get; init; }
}

/// <summary>A query parameter that is not part of the filter, with the type of its value.</summary>
/// <param name="Name">As written in a query.</param>
/// <param name="Kind">How its value is written.</param>
/// <param name="Description">What it does.</param>
/// <param name="Parse">Parses a text that <see cref="RequestParameter.Values"/> or <see cref="RequestParameter.Range"/> allow.</param>
public sealed record RequestParameter<T>(
    string Name,
    ParameterKind Kind,
    string Description,
    Func<string, T> Parse
) : RequestParameter(Name, Kind, Description)
{
    /// <summary>Gets the parsed default, or <see cref="Absent"/> if there is none.</summary>
    public T DefaultValue => Default is { } text ? Parse(text) : Absent;

    /// <summary>
    /// Gets the value if it is left out and has no <see cref="RequestParameter.Default"/> that is shown to callers; not for
    /// required ones.
    /// </summary>
    public T Absent { get; init; } = default!;
}

/// <summary>Defines the parameters that are not part of the filter.</summary>
public static class RequestParameters
{
    public static readonly RequestParameter<string?> Release = new(
        "release",
        ParameterKind.Key,
        "Respond from this release (YYYY-MM-DD.N).",
        text => text
    )
    {
        NamesRelease = true,
    };
    public static readonly RequestParameter<int> Limit = new(
        "limit",
        ParameterKind.Number,
        "Items on a page.",
        Integer
    )
    {
        Default = Paging.DefaultSize.ToString(CultureInfo.InvariantCulture),
        Range = (1, Paging.MaxSize),
    };
    public static readonly RequestParameter<string?> Cursor = new(
        "cursor",
        ParameterKind.Key,
        "nextCursor of the previous page. It names its release and is served from it.",
        text => text
    );

    /// <summary>Name of the vocabulary of orders.</summary>
    public const string OrderName = "TrialOrder";

    public static readonly RequestParameter<string> Sort = new(
        "sort",
        ParameterKind.Vocabulary,
        "The order; '-' is descending. Absent values come last, ties are ordered by id.",
        text => text
    )
    {
        Vocabulary = OrderName,
        Default = TrialOrder.Default,
        Values = [.. TrialOrder.All.Select(order => order.Name)],
    };
    public const string FormatName = "format";

    /// <summary>Names of the vocabularies of representations.</summary>
    public const string TableFormatName = "TableFormat";
    public const string FeedFormatName = "FeedFormat";
    public const string CitationFormatName = "CitationFormat";

    public static readonly RequestParameter<string> Format = InForms(
        TableFormatName,
        "The others stream a table of the whole cohort, without limit and cursor; /api/v1/dataset/dictionary describes its columns.",
        [Representation.Json, .. TableFormat.All.Select(format => format.Name)]
    );
    public static readonly RequestParameter<int> Top = new(
        "top",
        ParameterKind.Number,
        "Buckets shown in panels F and G; a table has all.",
        Integer
    )
    {
        Default = "10",
        Range = (1, 500),
    };

    /// <summary>Name of the vocabulary of <see cref="ImmunoAxis"/>.</summary>
    public const string ImmunoAxisName = "ImmunoAxis";

    private const string Merged = "merged";

    /// <summary>The parameter for whether panel G merges PD-1 and PD-L1.</summary>
    public static readonly RequestParameter<bool> ImmunoAxis = new(
        "immunoAxis",
        ParameterKind.Vocabulary,
        "PD-1 and PD-L1 in panel G: as one bucket or separately.",
        text => text == Merged
    )
    {
        Vocabulary = ImmunoAxisName,
        Default = Merged,
        Values = [Merged, "split"],
    };
    public static readonly RequestParameter<Facet> Rows = Dimension("rows") with
    {
        Required = true,
    };
    public static readonly RequestParameter<Facet> Columns = Dimension("columns") with
    {
        Required = true,
    };
    public static readonly RequestParameter<Facet> By = Dimension("by") with { Default = "phase" };

    public const string FieldsName = "fields";

    /// <summary>Name of the vocabulary of columns.</summary>
    public const string ColumnName = "TrialColumn";

    /// <summary>Returns the parameter for the columns of a table, by the members of a summary; null for all.</summary>
    public static RequestParameter<IReadOnlyList<string>?> Fields(IEnumerable<string> members) =>
        new(
            FieldsName,
            ParameterKind.Vocabulary,
            "Columns of a table, by the members of the summary that they are read from, separated by commas or given by repeating the parameter. The column id is always included. Only for tables; for JSON with selected members use GraphQL.",
            text => text.Split(',')
        )
        {
            Vocabulary = ColumnName,
            Values = [.. members],
            Several = true,
        };

    /// <summary>Returns a parameter for a position in the change feed; <paramref name="absent"/> if left out.</summary>
    public static RequestParameter<long> Place(string name, string description, long absent) =>
        new(
            name,
            ParameterKind.Number,
            description,
            text => long.Parse(text, CultureInfo.InvariantCulture)
        )
        {
            Range = (0, long.MaxValue),
            Absent = absent,
        };

    /// <summary>Returns a parameter for the form of a response; the first form if left out.</summary>
    public static RequestParameter<string> InForms(
        string vocabulary,
        string description,
        params string[] formats
    ) =>
        new(
            FormatName,
            ParameterKind.Vocabulary,
            $"The representation; takes precedence over Accept. {description}",
            text => text
        )
        {
            Vocabulary = vocabulary,
            Default = formats[0],
            Values = formats,
        };

    private static RequestParameter<Facet> Dimension(string name) =>
        new(
            name,
            ParameterKind.Vocabulary,
            $"The dimension of the {name}.",
            text => Facets.Dimensions.First(facet => facet.Name == text)
        )
        {
            Vocabulary = ClosedVocabularyAttribute.Dimension,
            Values = [.. Facets.Dimensions.Select(facet => facet.Name)],
        };

    private static int Integer(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>
/// The parameters that an operation takes in its query: metadata of its endpoint, enforced before the handler runs and
/// described in OpenAPI.
/// </summary>
/// <param name="Filter">The whole filter of trials.</param>
/// <param name="Parameters">Parameters that are not part of the filter.</param>
public sealed record QueryContract(bool Filter, IReadOnlyList<RequestParameter> Parameters)
{
    /// <summary>Gets the parameter for the form of the response; null if there is only one form.</summary>
    public RequestParameter? Format { get; } = FormatOf(Parameters);

    /// <summary>Gets the names of the forms of the response; the first is the default.</summary>
    public IReadOnlyList<string> Forms { get; init; } =
        FormatOf(Parameters)?.Values ?? [Representation.Json];

    /// <summary>Gets the parameter that names the release; null if the response is always made from the current one.</summary>
    public RequestParameter? Release { get; } =
        Parameters.FirstOrDefault(known => known.NamesRelease);

    /// <summary>
    /// Gets whether the response is made from a release, so that it has validators and is unavailable before the first
    /// release.
    /// </summary>
    public bool NeedsRelease { get; init; } = true;

    /// <summary>Gets whether the response has absolute addresses, so that it depends on the host of the request.</summary>
    public bool WritesHost { get; init; }

    /// <summary>Gets the content that the operation reads; null if it reads none.</summary>
    public RequestContent? Content { get; init; }

    /// <summary>Gets the names of all parameters that the query may have.</summary>
    public IEnumerable<string> Names =>
        (Filter ? FilterParameters.Names : []).Concat(
            Parameters.Select(parameter => parameter.Name)
        );

    private static RequestParameter? FormatOf(IEnumerable<RequestParameter> parameters) =>
        parameters.FirstOrDefault(parameter => parameter.Name == RequestParameters.FormatName);
}

/// <summary>The content that an operation reads.</summary>
/// <param name="Description">What it holds.</param>
/// <param name="MediaTypes">The supported media types.</param>
public sealed record RequestContent(string Description, IReadOnlyList<string> MediaTypes);

/// <summary>A part of a path that identifies something: metadata of its endpoint, described in OpenAPI.</summary>
/// <param name="Name">As in the route.</param>
/// <param name="Description">What it identifies, and by which ids.</param>
public sealed record PathParameter(string Name, string Description)
{
    /// <summary>Gets the closed vocabulary of its values, and the values; null if they are open.</summary>
    public (string Name, IReadOnlyList<string> Values)? Vocabulary { get; init; }
}

/// <summary>Declares the parameters that an operation takes.</summary>
public static class QueryContractExtensions
{
    /// <summary>Describes a part of the path.</summary>
    public static TBuilder TakesPath<TBuilder>(this TBuilder builder, PathParameter parameter)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(parameter);

    /// <summary>Declares that an operation takes the filter, <c>release</c> and these parameters.</summary>
    public static TBuilder TakesFilter<TBuilder>(
        this TBuilder builder,
        params RequestParameter[] parameters
    )
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new QueryContract(true, [.. parameters, RequestParameters.Release]));

    /// <summary>Declares that an operation takes <c>release</c> and these parameters.</summary>
    public static TBuilder Takes<TBuilder>(
        this TBuilder builder,
        params RequestParameter[] parameters
    )
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new QueryContract(false, [.. parameters, RequestParameters.Release]));
}
