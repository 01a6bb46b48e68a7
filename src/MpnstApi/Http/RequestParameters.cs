using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Filtering;
using MpnstApi.Indexing;
using MpnstApi.Releases;

namespace MpnstApi.Http;

/// <summary>A query parameter that is not part of the filter.</summary>
/// <param name="Name">As written in a query.</param>
/// <param name="Kind">How its value is written.</param>
/// <param name="Description">What it does.</param>
public sealed record RequestParameter(string Name, ParameterKind Kind, string Description)
{
    /// <summary>The values it takes; null where they are open.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>Name of the closed vocabulary its values are of; null where it has none of its own.</summary>
    public string? Vocabulary { get; init; }

    /// <summary>The value if left out; null where there is none.</summary>
    public string? Default { get; init; }

    /// <summary>Whether it takes several of its values, separated by commas.</summary>
    public bool Several { get; init; }

    /// <summary>Least and greatest value of an integer.</summary>
    public (long Least, long Greatest)? Range { get; init; }
    public bool Required { get; init; }

    /// <summary>Its value is the version of the release that answers.</summary>
    public bool NamesRelease { get; init; }
}

/// <summary>The parameters that are not part of the filter.</summary>
public static class RequestParameters
{
    public static readonly RequestParameter Release = new(
        "release",
        ParameterKind.Key,
        "Answer from this release (YYYY-MM-DD.N)."
    )
    {
        NamesRelease = true,
    };
    public static readonly RequestParameter Limit = new(
        "limit",
        ParameterKind.Number,
        "Items on a page."
    )
    {
        Default = "25",
        Range = (1, 200),
    };
    public static readonly RequestParameter Cursor = new(
        "cursor",
        ParameterKind.Key,
        "nextCursor of the page before. It names its release and is served from it."
    );

    /// <summary>Name of the vocabulary of orders.</summary>
    public const string OrderName = "TrialOrder";

    public static readonly RequestParameter Sort = new(
        "sort",
        ParameterKind.Vocabulary,
        "Order; '-' is descending. Absent values last, ties by id."
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

    public static readonly RequestParameter Format = InForms(
        TableFormatName,
        "csv streams the whole cohort, without limit and cursor.",
        Representation.Json,
        Representation.Csv
    );
    public static readonly RequestParameter Top = new(
        "top",
        ParameterKind.Number,
        "Buckets shown in panels F and G."
    )
    {
        Default = "10",
        Range = (1, 500),
    };

    /// <summary>Name of the vocabulary of <see cref="ImmunoAxis"/>.</summary>
    public const string ImmunoAxisName = "ImmunoAxis";

    public static readonly RequestParameter ImmunoAxis = new(
        "immunoAxis",
        ParameterKind.Vocabulary,
        "Panel G: PD-1 and PD-L1 as one bucket, or apart."
    )
    {
        Vocabulary = ImmunoAxisName,
        Default = "merged",
        Values = ["merged", "split"],
    };
    public static readonly RequestParameter Rows = Dimension("rows") with { Required = true };
    public static readonly RequestParameter Columns = Dimension("columns") with { Required = true };
    public static readonly RequestParameter By = Dimension("by") with { Default = "phase" };

    public const string FieldsName = "fields";

    /// <summary>Name of the vocabulary of columns.</summary>
    public const string ColumnName = "TrialColumn";

    /// <summary>Which columns of a table to answer with.</summary>
    public static RequestParameter Fields(IEnumerable<string> members) =>
        new(
            FieldsName,
            ParameterKind.Vocabulary,
            "Columns of a table, by the members of a summary they come from, separated by commas or given by repeating the parameter; id is always one. For tables alone: GraphQL gives JSON of any shape."
        )
        {
            Vocabulary = ColumnName,
            Values = [.. members],
            Several = true,
        };

    /// <summary>A place in the feed.</summary>
    public static RequestParameter Place(string name, string description) =>
        new(name, ParameterKind.Number, description) { Range = (0, long.MaxValue) };

    /// <summary>The forms an operation answers in, the first if left out.</summary>
    public static RequestParameter InForms(
        string vocabulary,
        string description,
        params string[] formats
    ) =>
        new(
            FormatName,
            ParameterKind.Vocabulary,
            $"Representation; wins over Accept. {description}"
        )
        {
            Vocabulary = vocabulary,
            Default = formats[0],
            Values = formats,
        };

    private static RequestParameter Dimension(string name) =>
        new(name, ParameterKind.Vocabulary, $"The dimension of the {name}.")
        {
            Vocabulary = ClosedVocabularyAttribute.Dimension,
            Values = [.. Facets.Dimensions.Select(facet => facet.Name)],
        };
}

/// <summary>What an operation takes in its query; stands on the endpoint, is enforced before the handler and described in OpenAPI.</summary>
/// <param name="Filter">The whole filter of trials.</param>
/// <param name="Parameters">Parameters beside it.</param>
public sealed record QueryContract(bool Filter, IReadOnlyList<RequestParameter> Parameters)
{
    /// <summary>Names of the forms it answers in, the one for callers who ask for none first.</summary>
    public IReadOnlyList<string> Forms { get; init; } =
        Parameters
            .FirstOrDefault(parameter => parameter.Name == RequestParameters.FormatName)
            ?.Values
        ?? [Representation.Json];

    /// <summary>The parameter that names the release which answers; null where only the current one does.</summary>
    public RequestParameter? Release { get; } =
        Parameters.FirstOrDefault(known => known.NamesRelease);

    /// <summary>Everything that may stand in the query.</summary>
    public IEnumerable<string> Names =>
        (Filter ? FilterParameters.Names : []).Concat(
            Parameters.Select(parameter => parameter.Name)
        );
}

/// <summary>A part of a path that names something; stands on the endpoint and is described in OpenAPI.</summary>
/// <param name="Name">As in the route.</param>
/// <param name="Description">What it names, and by what.</param>
public sealed record PathParameter(string Name, string Description)
{
    /// <summary>The closed vocabulary its values are of, and these; null where they are open.</summary>
    public (string Name, IReadOnlyList<string> Values)? Vocabulary { get; init; }
}

/// <summary>Declares what an operation takes.</summary>
public static class QueryContractExtensions
{
    /// <summary>What a part of the path names.</summary>
    public static TBuilder TakesPath<TBuilder>(this TBuilder builder, PathParameter parameter)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(parameter);

    /// <summary>The filter, <c>release</c> and these.</summary>
    public static TBuilder TakesFilter<TBuilder>(
        this TBuilder builder,
        params RequestParameter[] parameters
    )
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new QueryContract(true, [.. parameters, RequestParameters.Release]));

    /// <summary><c>release</c> and these.</summary>
    public static TBuilder Takes<TBuilder>(
        this TBuilder builder,
        params RequestParameter[] parameters
    )
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new QueryContract(false, [.. parameters, RequestParameters.Release]));
}
