using GraphQLParser.AST;
using GraphQLParser.Visitors;

namespace MpnstApi.Graph.Execution;

/// <summary>Finds the releases that an operation names, so that they are loaded before its fields are resolved.</summary>
internal sealed class RequestedReleases : ASTVisitor<NullVisitorContext>
{
    private readonly List<GraphQLValue> values = [];

    /// <summary>Distinct versions, literal or in variables.</summary>
    public static async Task<IReadOnlyCollection<string>> OfAsync(
        GraphQLDocument document,
        GraphQLOperationDefinition operation,
        IReadOnlyDictionary<string, object?> variables
    )
    {
        var visitor = new RequestedReleases();
        await visitor.VisitAsync(operation, default);
        foreach (var fragment in document.Definitions.OfType<GraphQLFragmentDefinition>())
        {
            await visitor.VisitAsync(fragment, default);
        }
        return
        [
            .. visitor
                .values.Select(value =>
                    value is GraphQLVariable variable
                        ? ValueOf(variable.Name.StringValue, operation, variables)
                        : (value as GraphQLStringValue)?.Value.ToString()
                )
                .OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];
    }

    protected override ValueTask VisitArgumentAsync(
        GraphQLArgument argument,
        NullVisitorContext context
    )
    {
        if (argument.Name.StringValue == "release")
        {
            values.Add(argument.Value);
        }
        return ValueTask.CompletedTask;
    }

    private static string? ValueOf(
        string variable,
        GraphQLOperationDefinition operation,
        IReadOnlyDictionary<string, object?> variables
    ) =>
        variables.TryGetValue(variable, out var given)
            ? given as string
            : (
                operation
                    .Variables?.Items.FirstOrDefault(definition =>
                        definition.Variable.Name.StringValue == variable
                    )
                    ?.DefaultValue as GraphQLStringValue
            )?.Value.ToString();
}
