using GraphQLParser;
using GraphQLParser.AST;

namespace MpnstApi.Graph.Execution;

/// <summary>
/// The most that a document may hold of each thing, so that neither parsing nor validating it takes a noticeable time.
/// A person's document, or a generated one, has a tenth of it.
/// </summary>
internal static class DocumentLimits
{
    public const int Tokens = 15_000;
    public const int Directives = 200;
    public const int Characters = 2_000;
    public const int Arguments = 50;
    public const int Values = 1_000;
    public const int Definitions = 200;
    public const int Variables = 200;

    /// <summary>Counts what a text holds before a tree is made of it. Throws <see cref="GraphError"/>.</summary>
    public static void CheckText(string text)
    {
        var (tokens, directives) = (0, 0);
        for (var position = 0; ; )
        {
            var token = Lexer.Lex(text, position);
            if (token.Kind is TokenKind.EOF)
            {
                return;
            }
            position = token.End;
            Check(++tokens, Tokens, "tokens");
            Check(token.Kind is TokenKind.AT ? ++directives : 0, Directives, "directives");
            if (token.Kind is not TokenKind.COMMENT)
            {
                Check(token.End - token.Start, Characters, "characters in one name or value");
            }
        }
    }

    /// <summary>Counts what the parts of a tree hold. Throws <see cref="GraphError"/>.</summary>
    public static void CheckTree(GraphQLDocument tree)
    {
        Check(tree.Definitions.Count, Definitions, "operations and fragments");
        foreach (var definition in tree.Definitions)
        {
            Check(definition);
        }
    }

    private static void Check(ASTNode node)
    {
        if (node is GraphQLOperationDefinition { Variables.Items: { } variables })
        {
            Check(variables.Count, Variables, "variables in one operation");
            foreach (var variable in variables)
            {
                Check(variable.DefaultValue);
            }
        }
        foreach (var directive in (node as IHasDirectivesNode)?.Directives?.Items ?? [])
        {
            Check(directive.Arguments);
        }
        Check((node as IHasArgumentsNode)?.Arguments);
        foreach (var selection in (node as IHasSelectionSetNode)?.SelectionSet?.Selections ?? [])
        {
            Check(selection);
        }
    }

    private static void Check(GraphQLArguments? arguments)
    {
        if (arguments is null)
        {
            return;
        }
        Check(arguments.Count, Arguments, "arguments in one place");
        foreach (var argument in arguments)
        {
            Check(argument.Value);
        }
    }

    private static void Check(GraphQLValue? value)
    {
        switch (value)
        {
            case GraphQLListValue { Values: { } values }:
                Check(values.Count, Values, "values in one list");
                values.ForEach(Check);
                break;
            case GraphQLObjectValue { Fields: { } fields }:
                Check(fields.Count, Arguments, "fields in one value");
                fields.ForEach(field => Check(field.Value));
                break;
        }
    }

    private static void Check(int count, int most, string what)
    {
        if (count > most)
        {
            throw new GraphError(
                GraphCodes.TooCostly,
                $"The document has more than {most} {what}.",
                ("limit", most)
            );
        }
    }
}
