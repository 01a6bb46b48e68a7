using System.Collections.Concurrent;
using GraphQL;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;

namespace MpnstApi.Graph.Execution;

/// <summary>A document's syntax tree, and which of its operations were found to fit the schema, or not to.</summary>
internal sealed class ParsedDocument(string text, GraphQLDocument tree)
{
    // A person's document has hundreds.
    private const int MostSelections = 1_000;
    private const int MostLevels = 64;

    public string Text => text;
    public GraphQLDocument Tree => tree;

    /// <summary>
    /// What validation found, by the name of the operation: nothing where it fits the schema. It need not be done again,
    /// since neither the schema nor the text changes.
    /// </summary>
    public ConcurrentDictionary<string, IReadOnlyList<ExecutionError>> Validated { get; } = new();

    /// <summary>Parses. Throws <see cref="GraphError"/> for what is not GraphQL, too deep or too long.</summary>
    public static ParsedDocument Parse(string text)
    {
        try
        {
            DocumentLimits.CheckText(text);
            var tree = Parser.Parse(text, new ParserOptions { MaxDepth = MostLevels });
            DocumentLimits.CheckTree(tree);
            UnpairedSurrogates.Refuse(tree);
            var selections = tree.Definitions.Sum(Selections);
            if (selections > MostSelections)
            {
                throw new GraphError(
                    GraphCodes.TooCostly,
                    $"The document has {selections} fields and fragments; {MostSelections} is the most.",
                    ("cost", selections),
                    ("limit", MostSelections)
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
                $"The document is nested deeper than {MostLevels} levels.",
                ("limit", MostLevels)
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

    /// <summary>The operation meant by a name, or the only one. Throws <see cref="GraphError"/>.</summary>
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
