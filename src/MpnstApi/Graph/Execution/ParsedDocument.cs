using System.Collections.Concurrent;
using GraphQL;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;

namespace MpnstApi.Graph.Execution;

/// <summary>A document's syntax tree, and the validation results of its operations.</summary>
internal sealed class ParsedDocument(string text, GraphQLDocument tree)
{
    // Documents written by people have hundreds.
    private const int MaxSelections = 1_000;
    private const int MaxLevels = 64;

    public string Text => text;
    public GraphQLDocument Tree => tree;

    /// <summary>
    /// Validation errors by the name of the operation; none if it is valid. They are kept, since neither the schema nor
    /// the text changes.
    /// </summary>
    public ConcurrentDictionary<string, IReadOnlyList<ExecutionError>> Validated { get; } = new();

    /// <summary>Parses a document. Throws <see cref="GraphError"/> if it is not GraphQL, too deep or too long.</summary>
    public static ParsedDocument Parse(string text)
    {
        try
        {
            DocumentLimits.CheckText(text);
            var tree = Parser.Parse(text, new ParserOptions { MaxDepth = MaxLevels });
            DocumentLimits.CheckTree(tree);
            UnpairedSurrogates.Reject(tree);
            var selections = tree.Definitions.Sum(Selections);
            if (selections > MaxSelections)
            {
                throw new GraphError(
                    GraphCodes.TooCostly,
                    $"The document has {selections} fields and fragments; {MaxSelections} is the limit.",
                    ("cost", selections),
                    ("limit", MaxSelections)
                );
            }
            return new MergeWork(tree).Estimate() <= MergeWork.Most
                ? new ParsedDocument(text, tree)
                : throw new GraphError(
                    GraphCodes.TooCostly,
                    $"The document repeats fields under the same names: checking that they can be merged takes more than {MergeWork.Most} comparisons.",
                    ("limit", MergeWork.Most)
                );
        }
        catch (GraphQLMaxDepthExceededException)
        {
            throw new GraphError(
                GraphCodes.TooDeep,
                $"The document is nested deeper than {MaxLevels} levels.",
                ("limit", MaxLevels)
            );
        }
        catch (GraphQLSyntaxErrorException error)
        {
            throw new GraphError(
                GraphCodes.Syntax,
                $"The document cannot be parsed: {error.Description} (line {error.Location.Line}, column {error.Location.Column})."
            );
        }
    }

    /// <summary>Returns the operation with a name, or the only one where the name is null. Throws <see cref="GraphError"/>.</summary>
    public GraphQLOperationDefinition Operation(string? name)
    {
        var operations = tree.Definitions.OfType<GraphQLOperationDefinition>().ToList();
        var named = operations
            .Where(operation => name is null || operation.Name?.StringValue == name)
            .ToList();
        return named switch
        {
            [var only] => only,
            [] when name is not null => throw Unknown($"The document has no operation '{name}'."),
            [] => throw Unknown("The document has no operation."),
            _ => throw Unknown(
                "The document has several operations; operationName must say which."
            ),
        };
    }

    private static GraphError Unknown(string message) => new(GraphCodes.Operation, message);

    private static int Selections(ASTNode node) =>
        node switch
        {
            IHasSelectionSetNode { SelectionSet: { } set } => set.Selections.Count
                + set.Selections.Sum(Selections),
            _ => 0,
        };
}
