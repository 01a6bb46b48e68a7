using GraphQLParser.AST;
using GraphQLParser.Visitors;

namespace MpnstApi.Graph.Execution;

/// <summary>The releases a document names anywhere, so that they are at hand before its fields are resolved.</summary>
internal sealed class ReleasesAsked(IReadOnlyDictionary<string, object?> variables)
    : ASTVisitor<NullVisitorContext>
{
    private readonly HashSet<string> versions = new(StringComparer.Ordinal);

    /// <summary>Distinct versions, literal or in variables.</summary>
    public static async Task<IReadOnlyCollection<string>> OfAsync(
        GraphQLDocument document,
        IReadOnlyDictionary<string, object?> variables
    )
    {
        var visitor = new ReleasesAsked(variables);
        await visitor.VisitAsync(document, default);
        return visitor.versions;
    }

    protected override ValueTask VisitArgumentAsync(
        GraphQLArgument argument,
        NullVisitorContext context
    )
    {
        if (argument.Name.StringValue == "release" && Text(argument.Value) is { } version)
        {
            versions.Add(version);
        }
        return ValueTask.CompletedTask;
    }

    // A variable's default is a literal too.
    protected override ValueTask VisitVariableDefinitionAsync(
        GraphQLVariableDefinition definition,
        NullVisitorContext context
    )
    {
        if (
            !variables.ContainsKey(definition.Variable.Name.StringValue)
            && definition.DefaultValue is GraphQLStringValue text
        )
        {
            versions.Add(text.Value.ToString());
        }
        return ValueTask.CompletedTask;
    }

    private string? Text(GraphQLValue value) =>
        value switch
        {
            GraphQLStringValue literal => literal.Value.ToString(),
            GraphQLVariable variable => variables.GetValueOrDefault(variable.Name.StringValue)
                as string,
            _ => null,
        };
}
