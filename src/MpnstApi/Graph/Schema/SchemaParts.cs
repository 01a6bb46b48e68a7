using GraphQL.Types;
using MpnstApi.Drugs;
using MpnstApi.Indexing;
using MpnstApi.Releases;
using MpnstApi.Targets;
using MpnstApi.Trials;
using static MpnstApi.Graph.Schema.GraphFields;

namespace MpnstApi.Graph.Schema;

/// <summary>Types and arguments that several parts of the schema share, each made once.</summary>
internal sealed class SchemaParts
{
    public SchemaParts()
    {
        Types = new RecordTypes();
        Connections = new ConnectionTypes(Types);
        Filter = new FilterInput(Types);
        Order = OrderType();
        Dimension = DimensionType();
        Node = new InterfaceGraphType
        {
            Name = "Node",
            Description = "An object with an id: a trial, a target or a drug.",
        };
        Node.AddField(
            new FieldType
            {
                Name = "id",
                Description =
                    "The same id as in REST; nodes of different types have different ids.",
                ResolvedType = Id.NonNull(),
            }
        );
        Trial = NodeType<TrialNode>(
            "Trial",
            "A clinical trial: the registry's facts, and every label with its evidence.",
            SchemaDescriptions.Of<TrialSummary>(nameof(TrialSummary.Id)),
            trial => trial.Released.Id
        );
        Drug = NodeType<DrugNode>(
            "Drug",
            "A drug, cell product, vaccine or virus. Counts are of the default scope unless where selects another cohort, whatever the path to it.",
            SchemaDescriptions.Of<DrugSummary>(nameof(DrugSummary.Id)),
            drug => drug.Id
        );
        Target = NodeType<TargetNode>(
            "Target",
            "A human protein that drugs act on, or a family of them. Counts are of the default scope unless where selects another cohort, whatever the path to it.",
            SchemaDescriptions.Of<TargetSummary>(nameof(TargetSummary.Symbol)),
            target => target.Symbol
        );
        Node.ResolveType = node =>
            node switch
            {
                TrialNode => Trial,
                DrugNode => Drug,
                _ => Target,
            };
        (TrialList, DrugList, TargetList) = (
            Connections.Of(Trial),
            Connections.Of(Drug, DrugCounts),
            Connections.Of(Target, TargetCounts)
        );
    }

    public RecordTypes Types { get; }
    public ConnectionTypes Connections { get; }
    public FilterInput Filter { get; }
    public IdGraphType Id { get; } = new();
    public EnumerationGraphType Order { get; }
    public EnumerationGraphType Dimension { get; }
    public InterfaceGraphType Node { get; }
    public ObjectGraphType Trial { get; }
    public ObjectGraphType Drug { get; }
    public ObjectGraphType Target { get; }
    public ObjectGraphType TrialList { get; }
    public ObjectGraphType DrugList { get; }
    public ObjectGraphType TargetList { get; }

    public QueryArgument Where(string description = "Which trials the response is about.") =>
        Argument("where", Filter, description);

    public QueryArgument Release() =>
        Argument(
            "release",
            Types.String,
            "Respond from this release (YYYY-MM-DD.N); the current one if left out."
        );

    /// <summary>Returns the argument where of a field of a node.</summary>
    public QueryArgument WhereOfNode() =>
        Where("The cohort to count in; the default scope if left out.");

    /// <summary>Arguments of a list of trials.</summary>
    public QueryArgument[] TrialListArguments(QueryArgument where) =>
        [
            where,
            Argument("order", Order, "The order of the list.", TrialOrder.Default),
            .. Connections.Arguments,
        ];

    // Counts in the cohort of the list belong to the edge, not to the drug.
    private void DrugCounts(ObjectGraphType edge) =>
        AddCount<DrugSummary>(edge, nameof(DrugSummary.TrialCount), drug => drug.TrialCount);

    private void TargetCounts(ObjectGraphType edge)
    {
        AddCount<TargetSummary>(edge, nameof(TargetSummary.TrialCount), t => t.TrialCount);
        AddCount<TargetSummary>(
            edge,
            nameof(TargetSummary.PrimaryTrialCount),
            t => t.PrimaryTrialCount
        );
        AddCount<TargetSummary>(edge, nameof(TargetSummary.DrugCount), t => t.DrugCount);
    }

    private void AddCount<TSummary>(ObjectGraphType edge, string member, Func<TSummary, int> count)
        where TSummary : class =>
        edge.Add(
            Names.Camel(member),
            Types.Int.NonNull(),
            SchemaDescriptions.Of<TSummary>(member),
            context => count((TSummary)((Edge)context.Source!).Item)
        );

    private ObjectGraphType NodeType<TNode>(
        string name,
        string description,
        string idDescription,
        Func<TNode, string> id
    )
        where TNode : class
    {
        var type = new ObjectGraphType
        {
            Name = name,
            Description = description,
            IsTypeOf = source => source is TNode,
        };
        type.Add("id", Id.NonNull(), idDescription, context => id((TNode)context.Source!));
        type.AddResolvedInterface(Node);
        Node.AddPossibleType(type);
        return type;
    }

    private static EnumerationGraphType OrderType()
    {
        var type = new EnumerationGraphType
        {
            Name = "TrialOrder",
            Description =
                "An order of trials. Trials without the value are last in both directions, ties are ordered by id.",
        };
        foreach (var order in TrialOrder.All)
        {
            var name = order.Name.TrimStart('-');
            var descending = order.Name != name;
            type.Add(
                $"{Names.UpperSnake(name)}_{(descending ? "DESC" : "ASC")}",
                order.Name,
                $"By {name}, {(descending ? "descending" : "ascending")}."
            );
        }
        return type;
    }

    private static EnumerationGraphType DimensionType()
    {
        var type = new EnumerationGraphType
        {
            Name = "Dimension",
            Description = "A dimension of crosstabs and timelines.",
        };
        foreach (var facet in Facets.Dimensions)
        {
            type.Add(Names.UpperSnake(facet.Name), facet.Name, facet.Definition);
        }
        return type;
    }
}
