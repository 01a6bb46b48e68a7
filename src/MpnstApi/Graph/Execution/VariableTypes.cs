using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;

namespace MpnstApi.Graph.Execution;

/// <summary>
/// Rejects variables whose type is not an input type (5.8.2 of the specification) before the engine validates: another of
/// its rules reads their default values and fails on such a type.
/// </summary>
internal static class VariableTypes
{
    /// <summary>Throws <see cref="GraphError"/>.</summary>
    public static void Check(GraphQLDocument document, ISchema schema)
    {
        foreach (var operation in document.Definitions.OfType<GraphQLOperationDefinition>())
        {
            foreach (var variable in operation.Variables?.Items ?? [])
            {
                var name = NameOf(variable.Type);
                if (schema.AllTypes[name] is { } type && !type.IsInputType())
                {
                    throw new GraphError(
                        GraphCodes.Invalid,
                        $"Variable '${variable.Variable.Name.StringValue}' cannot be of type '{name}', which is not an input type.",
                        ("rule", "5.8.2")
                    );
                }
            }
        }
    }

    private static string NameOf(GraphQLType type) =>
        type switch
        {
            GraphQLNonNullType nonNull => NameOf(nonNull.Type),
            GraphQLListType list => NameOf(list.Type),
            GraphQLNamedType named => named.Name.StringValue,
            _ => "",
        };
}
