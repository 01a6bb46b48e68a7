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
    /// <summary>The values it takes; null where they are open.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>Name of the closed vocabulary its values are of; null where it has none of its own.</summary>
    public string? Vocabulary { get; init; }

    /// <summary>The default value; null where there is none.</summary>
    public string? Default { get; init; }

    /// <summary>Whether it takes several of its values, separated by commas.</summary>
    public bool Several { get; init; }

    /// <summary>Least and greatest value of an integer.</summary>
    public (long Least, long Greatest)? Range { get; init; }
    public bool Required { get; init; }

    /// <summary>Whether its value is the version of the release that the response is made from.</summary>
    public bool NamesRelease { get; init; }
}

/// <summary>A query parameter that is not part of the filter, with the type that its value has for handlers.</summary>
/// <param name="Name">As written in a query.</param>
/// <param name="Kind">How its value is written.</param>
/// <param name="Description">What it does.</param>
/// <param name="Parse">The value of a text that <see cref="RequestParameter.Values"/> or <see cref="RequestParameter.Range"/> allow.</param>
public sealed record RequestParameter<T>(
    string Name,
    ParameterKind Kind,
    string Description,
    Func<string, T> Parse
) : RequestParameter(Name, Kind, Description)
{
    /// <summary>The value if left out, for callers and handlers.</summary>
    public T DefaultValue => Default is { } text ? Parse(text) : Absent;

    /// <summary>The value if left out where there is no <see cref="RequestParameter.Default"/>, which callers see; not for required ones.</summary>
    public T Absent { get; init; } = default!;
}

/// <summary>The parameters that are not part of the filter.</summary>
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
        "nextCursor of the page before. It names its release and is served from it.",
        text => text
    );

    /// <summary>Name of the vocabulary of orders.</summary>
    public const string OrderName = "TrialOrder";

    public static readonly RequestParameter<string> Sort = new(
        "sort",
        ParameterKind.Vocabulary,
        "Order; '-' is descending. Absent values last, ties by id.",
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
        "The others stream a table of the whole cohort, without limit and cursor; /api/v1/dataset/dictionary explains its columns.",
        [Representation.Json, .. TableFormat.All.Select(format => format.Name)]
    );
    public static readonly RequestParameter<int> Top = new(
        "top",
        ParameterKind.Number,
        "Buckets shown in panels F and G; a table has them all.",
        Integer
    )
    {
        Default = "10",
        Range = (1, 500),
    };

    /// <summary>Name of the vocabulary of <see cref="ImmunoAxis"/>.</summary>
    public const string ImmunoAxisName = "ImmunoAxis";

    private const string Merged = "merged";

    /// <summary>Whether panel G merges PD-1 and PD-L1.</summary>
    public static readonly RequestParameter<bool> ImmunoAxis = new(
        "immunoAxis",
        ParameterKind.Vocabulary,
        "Panel G: PD-1 and PD-L1 as one bucket, or apart.",
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

    /// <summary>The columns of a table, by the members of a summary; null for all.</summary>
    public static RequestParameter<IReadOnlyList<string>?> Fields(IEnumerable<string> members) =>
        new(
            FieldsName,
            ParameterKind.Vocabulary,
            "Columns of a table, by the members of a summary they come from, separated by commas or given by repeating the parameter; id is always one. For tables alone: GraphQL gives JSON of any shape.",
            text => text.Split(',')
        )
        {
            Vocabulary = ColumnName,
            Values = [.. members],
            Several = true,
        };

    /// <summary>A place in the feed; <paramref name="absent"/> if left out.</summary>
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

    /// <summary>The forms of an operation's response, the first if left out.</summary>
    public static RequestParameter<string> InForms(
        string vocabulary,
        string description,
        params string[] formats
    ) =>
        new(
            FormatName,
            ParameterKind.Vocabulary,
            $"Representation; wins over Accept. {description}",
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

/// <summary>The parameters that an operation takes in its query: metadata of its endpoint, enforced before the handler and described in OpenAPI.</summary>
/// <param name="Filter">The whole filter of trials.</param>
/// <param name="Parameters">Parameters beside it.</param>
public sealed record QueryContract(bool Filter, IReadOnlyList<RequestParameter> Parameters)
{
    /// <summary>The parameter that names the form of the response; null where there is only one.</summary>
    public RequestParameter? Format { get; } = FormatOf(Parameters);

    /// <summary>Names of the forms of the response; the first is for clients without a preference.</summary>
    public IReadOnlyList<string> Forms { get; init; } =
        FormatOf(Parameters)?.Values ?? [Representation.Json];

    /// <summary>The parameter that names the release; null where the response is always made from the current one.</summary>
    public RequestParameter? Release { get; } =
        Parameters.FirstOrDefault(known => known.NamesRelease);

    /// <summary>
    /// Whether the response is made from a release, so that it has that release's validators and waits for the first one.
    /// </summary>
    public bool NeedsRelease { get; init; } = true;

    /// <summary>Whether the response has whole addresses, so that it depends on the host of the request.</summary>
    public bool WritesHost { get; init; }

    /// <summary>What the operation reads beside its query; null where it reads nothing.</summary>
    public RequestContent? Content { get; init; }

    /// <summary>Names of all parameters that the query may have.</summary>
    public IEnumerable<string> Names =>
        (Filter ? FilterParameters.Names : []).Concat(
            Parameters.Select(parameter => parameter.Name)
        );

    private static RequestParameter? FormatOf(IEnumerable<RequestParameter> parameters) =>
        parameters.FirstOrDefault(parameter => parameter.Name == RequestParameters.FormatName);
}

/// <summary>What an operation reads beside its query.</summary>
/// <param name="Description">What it holds.</param>
/// <param name="MediaTypes">The types that are read.</param>
public sealed record RequestContent(string Description, IReadOnlyList<string> MediaTypes);

/// <summary>A part of a path that identifies something: metadata of its endpoint, described in OpenAPI.</summary>
/// <param name="Name">As in the route.</param>
/// <param name="Description">What it identifies, and by which ids.</param>
public sealed record PathParameter(string Name, string Description)
{
    /// <summary>The closed vocabulary its values are of, and these; null where they are open.</summary>
    public (string Name, IReadOnlyList<string> Values)? Vocabulary { get; init; }
}

/// <summary>Declares the parameters that an operation takes.</summary>
public static class QueryContractExtensions
{
    /// <summary>Describes a part of the path.</summary>
    public static TBuilder TakesPath<TBuilder>(this TBuilder builder, PathParameter parameter)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(parameter);

    /// <summary>Takes the filter, <c>release</c> and these.</summary>
    public static TBuilder TakesFilter<TBuilder>(
        this TBuilder builder,
        params RequestParameter[] parameters
    )
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new QueryContract(true, [.. parameters, RequestParameters.Release]));

    /// <summary>Takes <c>release</c> and these.</summary>
    public static TBuilder Takes<TBuilder>(
        this TBuilder builder,
        params RequestParameter[] parameters
    )
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new QueryContract(false, [.. parameters, RequestParameters.Release]));
}
