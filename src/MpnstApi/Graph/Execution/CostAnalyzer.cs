using System.Collections;
using System.Globalization;
using GraphQL.Types;
using GraphQLParser.AST;
using MpnstApi.Graph.Schema;
using MpnstApi.Http;
using MpnstApi.Releases;

namespace MpnstApi.Graph.Execution;

/// <summary>
/// Estimates the cost of an operation from its document, its variables and the sizes of lists, before it is validated or
/// executed. Only what is executed costs: fields that @skip or @include leave out are free, equal selections count once.
/// What does not fit the schema is free here and rejected by validation; <see cref="MergeWork"/> bounds the document first.
/// </summary>
internal sealed class CostAnalyzer(
    ISchema schema,
    GraphQLDocument document,
    GraphQLOperationDefinition operation,
    IReadOnlyDictionary<string, object?> variables,
    Release release
)
{
    // A filter is applied to every trial, and each of its values is read and looked up; once for a field, however many
    // items have it.
    private const long FilterCost = 100;
    private const long FilterValueCost = 5;

    // The whole introspection schema has some thousand fields; each further level of lists in lists multiplies them.
    private const long IntrospectionCost = 5_000;
    private const int IntrospectionFactor = 10;
    private const int MaxNestedIntrospection = 2;
    private const long CostCeiling = 1_000_000_000_000;

    private static readonly HashSet<string> IntrospectionLists =
    [
        "fields",
        "inputFields",
        "interfaces",
        "possibleTypes",
    ];

    private static readonly string[] PageSizes = ["first", "last"];

    private readonly Dictionary<string, GraphQLFragmentDefinition> fragments = document
        .Definitions.OfType<GraphQLFragmentDefinition>()
        .GroupBy(fragment => fragment.FragmentName.Name.StringValue)
        .ToDictionary(group => group.Key, group => group.First());
    private bool introspection;
    private long filters;

    /// <summary>The cost of a set of fields: the sum, and the field that costs most.</summary>
    private readonly record struct Sum(long Cost, int Depth, long HighestCost, string MostExpensive)
    {
        public static readonly Sum Nothing = new(0, 0, 0, "");

        public Sum And(Sum other) =>
            new(
                Math.Min(Cost + other.Cost, CostCeiling),
                Math.Max(Depth, other.Depth),
                Math.Max(HighestCost, other.HighestCost),
                other.HighestCost > HighestCost ? other.MostExpensive : MostExpensive
            );
    }

    public CostEstimate Estimate()
    {
        var root = operation.Operation is OperationType.Query ? schema.Query : null;
        var sum = Of([operation.SelectionSet], root, 1);
        return new CostEstimate(sum.Cost + filters, sum.Depth, sum.MostExpensive, introspection);
    }

    // page: number of items in the edges and nodes of the connection around this set.
    private Sum Of(IEnumerable<GraphQLSelectionSet?> sets, IGraphType? type, int page)
    {
        var fields = new OrderedDictionary<(string Name, IGraphType? Type), List<GraphQLField>>();
        var spread = new HashSet<string>();
        foreach (var set in sets)
        {
            Collect(set, type, fields, spread);
        }
        return fields.Aggregate(
            Sum.Nothing,
            (sum, field) => sum.And(OfField(field.Value, field.Key.Type as IComplexGraphType, page))
        );
    }

    // As the specification collects fields: those under one name are one, each fragment counts once.
    private void Collect(
        GraphQLSelectionSet? set,
        IGraphType? type,
        OrderedDictionary<(string Name, IGraphType? Type), List<GraphQLField>> fields,
        HashSet<string> spread
    )
    {
        foreach (var selection in set?.Selections ?? [])
        {
            if (selection is IHasDirectivesNode directed && !Runs(directed))
            {
                continue;
            }
            switch (selection)
            {
                case GraphQLField field:
                    var key = ((field.Alias?.Name ?? field.Name).StringValue, type);
                    if (!fields.TryGetValue(key, out var same))
                    {
                        fields.Add(key, same = []);
                    }
                    same.Add(field);
                    break;
                case GraphQLInlineFragment inline:
                    Collect(
                        inline.SelectionSet,
                        Within(inline.TypeCondition, type),
                        fields,
                        spread
                    );
                    break;
                case GraphQLFragmentSpread { FragmentName.Name: var name }
                    when spread.Add(name.StringValue)
                        && fragments.TryGetValue(name.StringValue, out var fragment):
                    Collect(
                        fragment.SelectionSet,
                        Within(fragment.TypeCondition, type),
                        fields,
                        spread
                    );
                    break;
            }
        }
    }

    // Within an object type, a condition on one of its interfaces does not narrow it.
    private IGraphType? Within(GraphQLTypeCondition? condition, IGraphType? type) =>
        TypeOf(condition) is { } named
        && !(named is IInterfaceGraphType && type is IObjectGraphType)
            ? named
            : type;

    private bool Runs(IHasDirectivesNode selection)
    {
        foreach (var directive in selection.Directives?.Items ?? [])
        {
            var isSkip = directive.Name.Value == "skip";
            if (
                (isSkip || directive.Name.Value == "include")
                && directive.Arguments?.Items.FirstOrDefault(argument =>
                    argument.Name.Value == "if"
                )
                    is { } condition
                && Truth(condition.Value) == isSkip
            )
            {
                return false;
            }
        }
        return true;
    }

    private bool? Truth(GraphQLValue value) =>
        value switch
        {
            GraphQLBooleanValue literal => literal.BoolValue,
            GraphQLVariable variable => variables.TryGetValue(
                variable.Name.StringValue,
                out var given
            )
                ? given as bool?
                : (DefaultOf(variable) as GraphQLBooleanValue)?.BoolValue,
            _ => null,
        };

    private Sum OfField(List<GraphQLField> fields, IComplexGraphType? parent, int page)
    {
        var field = fields[0];
        var name = field.Name.StringValue;
        if (name is "__schema" or "__type")
        {
            introspection = true;
            return OfIntrospection(field);
        }
        if (name is "__typename" || parent?.GetField(name) is not { } definition)
        {
            return new Sum(1, 1, 1, name);
        }
        var type = Named(definition.ResolvedType, out var isList);
        var isConnection = definition.Arguments?.Find("first") is not null;
        var size = isConnection ? PageOf(field) : 1;
        var times =
            !isList ? 1
            : name is "edges" or "nodes" ? page
            : definition.SizeOf();
        var members = Of(fields.Select(same => same.SelectionSet), type, size);
        filters += OfFilter(Values(Argument(field, "where")));
        var own =
            definition.CostOf()
            + (long)size * definition.CostOfEach()
            + definition.CostBy(release, argument => Name(Argument(field, argument)));
        var cost = Math.Min(own + times * members.Cost, CostCeiling);
        return new Sum(
            cost,
            1 + members.Depth,
            cost,
            times * members.HighestCost > cost / 2 && members.Depth > 1
                ? $"{name}.{members.MostExpensive}"
                : name
        );
    }

    private Sum OfIntrospection(GraphQLField field)
    {
        var nested = Nested(field.SelectionSet);
        var cost = nested switch
        {
            > MaxNestedIntrospection => CostCeiling,
            2 => IntrospectionCost * IntrospectionFactor,
            _ => IntrospectionCost,
        };
        return new Sum(cost, 1, cost, field.Name.StringValue);
    }

    // Levels of lists of fields or types within each other.
    private int Nested(GraphQLSelectionSet? set) =>
        set is null
            ? 0
            : set
                .Selections.Select(selection =>
                    selection switch
                    {
                        GraphQLField field => Nested(field.SelectionSet)
                            + (IntrospectionLists.Contains(field.Name.StringValue) ? 1 : 0),
                        GraphQLInlineFragment inline => Nested(inline.SelectionSet),
                        GraphQLFragmentSpread spread => NestedIn(spread),
                        _ => 0,
                    }
                )
                .DefaultIfEmpty(0)
                .Max();

    private readonly Dictionary<string, int> nestedIn = [];

    private int NestedIn(GraphQLFragmentSpread spread)
    {
        var name = spread.FragmentName.Name.StringValue;
        if (nestedIn.TryGetValue(name, out var known))
        {
            return known;
        }
        if (!fragments.TryGetValue(name, out var fragment))
        {
            return 0;
        }
        // A fragment within itself is a cycle: free here, rejected by validation.
        nestedIn[name] = 0;
        return nestedIn[name] = Nested(fragment.SelectionSet);
    }

    private static long OfFilter(long values) =>
        values == 0 ? 0 : FilterCost + FilterValueCost * values;

    private static GraphQLValue? Argument(GraphQLField field, string name) =>
        field.Arguments?.Items.FirstOrDefault(argument => argument.Name.StringValue == name)?.Value;

    /// <summary>Returns the number of values in a filter, including its lists and nested conditions.</summary>
    private long Values(GraphQLValue? value) =>
        value switch
        {
            null => 0,
            GraphQLListValue list => list.Values?.Sum(Values) ?? 0,
            GraphQLObjectValue conditions => conditions.Fields?.Sum(field => Values(field.Value))
                ?? 0,
            GraphQLVariable variable => variables.TryGetValue(
                variable.Name.StringValue,
                out var given
            )
                ? Values(given)
                : Values(DefaultOf(variable)),
            _ => 1,
        };

    private static long Values(object? value) =>
        value switch
        {
            null => 0,
            string => 1,
            IDictionary<string, object?> conditions => conditions.Values.Sum(Values),
            IEnumerable list => list.Cast<object?>().Sum(Values),
            _ => 1,
        };

    /// <summary>Returns the name of an enum's value; null if there is none.</summary>
    private string? Name(GraphQLValue? value) =>
        value switch
        {
            GraphQLEnumValue literal => literal.Name.StringValue,
            GraphQLVariable variable => variables.TryGetValue(
                variable.Name.StringValue,
                out var given
            )
                ? given as string
                : Name(DefaultOf(variable)),
            _ => null,
        };

    private int PageOf(GraphQLField field)
    {
        var sizes = PageSizes
            .Select(name => Argument(field, name))
            .Select(value => value is null ? null : Number(value))
            .OfType<int>()
            .ToList();
        return sizes.Count == 0 ? Paging.DefaultSize : Math.Clamp(sizes.Max(), 0, Paging.MaxSize);
    }

    private int? Number(GraphQLValue value) =>
        value switch
        {
            GraphQLIntValue number => int.TryParse(
                number.Value.Span,
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var literal
            )
                ? literal
                : Paging.MaxSize,
            GraphQLVariable variable => variables.TryGetValue(
                variable.Name.StringValue,
                out var given
            )
                ? given as int?
                : (DefaultOf(variable) is GraphQLIntValue number ? Number(number) : null),
            _ => null,
        };

    private GraphQLValue? DefaultOf(GraphQLVariable variable) =>
        operation
            .Variables?.Items.FirstOrDefault(definition =>
                definition.Variable.Name.Value == variable.Name.Value
            )
            ?.DefaultValue;

    private IGraphType? TypeOf(GraphQLTypeCondition? condition) =>
        condition is null ? null : schema.AllTypes[condition.Type.Name.StringValue];

    private static IGraphType? Named(IGraphType? type, out bool isList)
    {
        isList = false;
        while (type is IProvideResolvedType wrapper)
        {
            isList |= type is ListGraphType;
            type = wrapper.ResolvedType;
        }
        return type;
    }
}
