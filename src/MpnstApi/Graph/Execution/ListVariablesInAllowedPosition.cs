using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace MpnstApi.Graph.Execution;

/// <summary>
/// Section 5.8.5 of the specification for variables of list types. The engine's own rule accepts any list for any other,
/// because it compares types by name and a list type has none.
/// </summary>
internal sealed class ListVariablesInAllowedPosition : ValidationRuleBase
{
    public static readonly ListVariablesInAllowedPosition Instance = new();

    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context)
    {
        var lists = (context.Operation.Variables?.Items ?? [])
            .Where(definition => Nullable(definition.Type) is GraphQLListType)
            .ToDictionary(definition => definition.Variable.Name.StringValue);
        if (lists.Count > 0)
        {
            foreach (var usage in context.GetRecursiveVariables(context.Operation) ?? [])
            {
                if (
                    lists.GetValueOrDefault(usage.Node.Name.StringValue) is { } definition
                    && !IsAllowed(definition, usage)
                )
                {
                    context.ReportError(
                        new ValidationError(
                            context.Document.Source,
                            "5.8.5",
                            $"Variable '${usage.Node.Name.Value}' of type '{Written(definition.Type)}' used in position expecting type '{usage.Type}'.",
                            definition,
                            usage.Node
                        )
                    );
                }
            }
        }
        return default;
    }

    private static bool IsAllowed(GraphQLVariableDefinition definition, VariableUsage usage)
    {
        var hasDefault =
            usage.HasDefault || definition.DefaultValue is not (null or GraphQLNullValue);
        return Fits(
            definition.Type,
            hasDefault && usage.Type is NonNullGraphType { ResolvedType: { } nullable }
                ? nullable
                : usage.Type
        );
    }

    private static bool Fits(GraphQLType variable, IGraphType location) =>
        (variable, location) switch
        {
            (GraphQLNonNullType given, NonNullGraphType expected) => Fits(
                given.Type,
                expected.ResolvedType!
            ),
            (_, NonNullGraphType) => false,
            (GraphQLNonNullType given, _) => Fits(given.Type, location),
            (GraphQLListType given, ListGraphType expected) => Fits(
                given.Type,
                expected.ResolvedType!
            ),
            (GraphQLNamedType given, not ListGraphType) => given.Name.StringValue == location.Name,
            _ => false,
        };

    private static string Written(GraphQLType type) =>
        type switch
        {
            GraphQLNonNullType nonNull => $"{Written(nonNull.Type)}!",
            GraphQLListType list => $"[{Written(list.Type)}]",
            _ => ((GraphQLNamedType)type).Name.StringValue,
        };

    private static GraphQLType Nullable(GraphQLType type) =>
        type is GraphQLNonNullType nonNull ? nonNull.Type : type;
}
