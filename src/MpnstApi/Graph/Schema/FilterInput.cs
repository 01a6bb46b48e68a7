using System.Collections;
using System.Globalization;
using GraphQL;
using GraphQL.Types;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Releases;

namespace MpnstApi.Graph.Schema;

/// <summary>The one filter as an input: its fields are the table of parameters, so that what REST takes is taken here.</summary>
internal sealed class FilterInput : InputObjectGraphType
{
    // More than a person or a program would write; fewer than would take a noticeable time.
    private const int MostConditions = 100;
    private const int MostValues = 1_000;
    private const string And = "and";

    /// <summary>Ends the names of the filter's vocabularies: phase takes a PhaseChoice.</summary>
    public const string ChoiceSuffix = "Choice";

    public FilterInput(RecordTypes types)
    {
        Name = "TrialFilter";
        Description =
            "Which trials an answer is about. Every field that is given must hold; any value of a list will do; for two "
            + "conditions on one field (MEK and mTOR) use and. An explicit null means: not given. Without scope and id, "
            + "trials that name MPNST or take soft tissue sarcomas as a class. Names and meanings are those of REST.";
        foreach (var parameter in FilterParameters.All)
        {
            AddField(
                new FieldType
                {
                    Name = parameter.Name,
                    Description = parameter.Description,
                    ResolvedType = TypeOf(parameter, types),
                }
            );
        }
        AddField(
            new FieldType
            {
                Name = And,
                Description = "Further conditions, all of which must hold too.",
                ResolvedType = this.ListOf(),
            }
        );
    }

    /// <summary>The filter an argument holds, the empty one for none. Throws <see cref="GraphFault"/>.</summary>
    public static TrialFilter Read(object? given, Release release)
    {
        if (given is not IDictionary<string, object?> where)
        {
            return TrialFilter.Empty;
        }
        var terms = Terms(where).Take(MostConditions + 1).ToList();
        if (terms.Count > MostConditions || terms.Sum(term => term.Value.Length) > MostValues)
        {
            throw GraphFault.Invalid(
                "where",
                "too long",
                $"at the most {MostConditions} conditions with {MostValues} values in all"
            );
        }
        var faults = new List<ParameterFault>();
        var filter = FilterParameters.Parse(terms, release, faults);
        return faults.Count == 0 ? filter : throw GraphFault.Of(faults);
    }

    private static IEnumerable<KeyValuePair<string, string[]>> Terms(
        IDictionary<string, object?> where
    ) =>
        where
            .Where(pair => pair.Value is not null)
            .SelectMany(pair =>
                pair.Key == And
                    ? ((IEnumerable)pair.Value!)
                        .OfType<IDictionary<string, object?>>()
                        .SelectMany(Terms)
                    : [KeyValuePair.Create(pair.Key, Texts(pair.Value!))]
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
            { Name: "targetRole" } => Roles(),
            { Kind: ParameterKind.Boolean } => types.Boolean,
            { Kind: ParameterKind.Number } => types.Int,
            // Free words may hold commas, and a link can say "any of" only with commas.
            { SplitsAtCommas: false } => types.String,
            _ => types.String.ListOf(),
        };

    private static EnumerationGraphType ChoiceOf(
        FilterParameter parameter,
        IReadOnlyList<Term> terms
    )
    {
        var choice = new EnumerationGraphType
        {
            Name = char.ToUpperInvariant(parameter.Name[0]) + parameter.Name[1..] + ChoiceSuffix,
            Description = $"What {parameter.Name} of the filter takes.",
        };
        foreach (var term in terms)
        {
            choice.Add(term.Value, term.Value, $"{term.Label}. {term.Definition}");
        }
        choice.Add(Facets.Unclassified, Facets.Unclassified, "Absent or not stated.");
        if (parameter.Facet == Facets.Scope)
        {
            choice.Add("ALL", "ALL", "Every trial of the release.");
        }
        return choice;
    }

    private static EnumerationGraphType Roles()
    {
        var role = new EnumerationGraphType
        {
            Name = "TargetRoleChoice",
            Description = "Which links from drugs to proteins count.",
        };
        role.Add("PRIMARY", "primary", "The stated mechanism alone.");
        role.Add("ALL", "all", "Every link, as if left out.");
        return role;
    }
}
