using System.Collections;
using System.Collections.Frozen;
using System.Globalization;
using GraphQL;
using GraphQL.Types;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Filtering;
using MpnstApi.Indexing;
using MpnstApi.Releases;

namespace MpnstApi.Graph.Schema;

/// <summary>The filter as an input type. Its fields come from the table of filter parameters that REST reads.</summary>
internal sealed class FilterInput : InputObjectGraphType
{
    // More than people or programs write, few enough to be read in no noticeable time.
    private const int MaxConditions = 100;
    private const int MaxValues = 1_000;
    private const string And = "and";
    private const string AllSuffix = "All";

    private static readonly FrozenDictionary<
        string,
        (FilterParameter Parameter, bool All)
    > ByField = FilterParameters
        .All.SelectMany(parameter =>
            new[] { (parameter.Name, parameter, false) }.Concat(
                parameter.HasAll ? [(parameter.Name + AllSuffix, parameter, true)] : []
            )
        )
        .ToFrozenDictionary(field => field.Item1, field => (field.Item2, field.Item3));

    public FilterInput(RecordTypes types)
    {
        Name = "TrialFilter";
        Description =
            "Which trials a response is about. Every field that is given must hold; any value of a list suffices, and all must "
            + "hold of a list whose name ends with All (targetAll: [\"MEK\", \"MTOR\"]); and takes further conditions. An "
            + "explicit null means: not given. Without scope and id, it selects trials that name MPNST or include soft tissue sarcomas as "
            + "a class. Names and meanings are those of REST, where targetAll is target.all. An href is null where a query "
            + "string cannot say which trials, as of two lists of targets joined by and.";
        foreach (var parameter in FilterParameters.All)
        {
            var type = TypeOf(parameter, types);
            AddField(parameter.Name, parameter.Description, type);
            if (parameter.HasAll)
            {
                AddField(
                    parameter.Name + AllSuffix,
                    $"Trials that have all of these values of {parameter.Name}.",
                    type
                );
            }
        }
        AddField(And, "Further conditions, all of which must hold too.", this.ListOf());
    }

    /// <summary>Reads the filter of an argument, the empty one if it is null. Throws <see cref="GraphError"/>.</summary>
    public static TrialFilter Read(object? given, Release release)
    {
        if (given is not IDictionary<string, object?> where)
        {
            return TrialFilter.Empty;
        }
        var terms = Terms(where).Take(MaxConditions + 1).ToList();
        if (terms.Count > MaxConditions || terms.Sum(term => term.Values.Count) > MaxValues)
        {
            throw GraphError.Invalid(
                "where",
                "too long",
                $"at most {MaxConditions} conditions with {MaxValues} values in total"
            );
        }
        var errors = new List<ParameterError>();
        var filter = FilterParameters.Parse(terms, release, errors);
        return errors.Count == 0 ? filter : throw GraphError.Of(errors);
    }

    private static IEnumerable<GivenCondition> Terms(IDictionary<string, object?> where) =>
        where
            .Where(pair => pair.Value is not null)
            .SelectMany(pair =>
                pair.Key == And
                    ? ((IEnumerable)pair.Value!)
                        .OfType<IDictionary<string, object?>>()
                        .SelectMany(Terms)
                    : [Condition(pair.Key, Texts(pair.Value!))]
            );

    private static GivenCondition Condition(string field, string[] values)
    {
        var (parameter, all) = ByField[field];
        // An empty list counts as an empty value.
        return new(field, parameter, all, values.Length > 0 ? values : [""]);
    }

    private void AddField(string name, string description, IGraphType type) =>
        AddField(
            new FieldType
            {
                Name = name,
                Description = description,
                ResolvedType = type,
            }
        );

    private static string[] Texts(object value) =>
        value switch
        {
            string text => [text],
            bool truth => [truth ? "true" : "false"],
            IEnumerable list => [.. list.OfType<object>().SelectMany(Texts)],
            _ => [Convert.ToString(value, CultureInfo.InvariantCulture)!],
        };

    private static IGraphType TypeOf(FilterParameter parameter, RecordTypes types) =>
        parameter switch
        {
            { Facet.Vocabulary: { } terms } => ChoiceOf(parameter, terms).ListOf(),
            { Name: "targetRole" } => Roles(parameter.ChoiceName),
            { Kind: ParameterKind.Boolean } => types.Boolean,
            { Kind: ParameterKind.Number } => types.Int,
            { IsList: false } => types.String,
            _ => types.String.ListOf(),
        };

    private static EnumerationGraphType ChoiceOf(
        FilterParameter parameter,
        IReadOnlyList<Term> terms
    )
    {
        var choice = new EnumerationGraphType
        {
            Name = parameter.ChoiceName,
            Description = $"Values of the filter parameter {parameter.Name}.",
        };
        foreach (var term in terms)
        {
            choice.Add(term.Value, term.Value, $"{term.Label}. {term.Definition}");
        }
        choice.Add(Facets.Unclassified, Facets.Unclassified, "Absent or not stated.");
        if (parameter.Facet == Facets.Scope)
        {
            choice.Add(
                FilterParameters.EveryScope,
                FilterParameters.EveryScope,
                "Every trial of the release."
            );
        }
        return choice;
    }

    private static EnumerationGraphType Roles(string name)
    {
        var role = new EnumerationGraphType
        {
            Name = name,
            Description = "The links from drugs to proteins that count.",
        };
        role.Add("PRIMARY", "primary", "Links of the stated mechanism only.");
        role.Add("ALL", "all", "Every link, as if left out.");
        return role;
    }
}
