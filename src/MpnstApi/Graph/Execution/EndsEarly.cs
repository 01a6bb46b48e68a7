using GraphQL.Validation;
using GraphQLParser.AST;

namespace MpnstApi.Graph.Execution;

/// <summary>Ends a validation that nobody waits for, or that has found enough.</summary>
internal sealed class EndsEarly : ValidationRuleBase, INodeVisitor
{
    /// <summary>Errors that a response shows; a document with more is not looked at further.</summary>
    public const int MostErrors = 20;

    public static readonly EndsEarly Instance = new();

    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context) =>
        new(this);

    public ValueTask EnterAsync(ASTNode node, ValidationContext context)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        var errors = context.Errors.Count();
        return errors <= MostErrors
            ? default
            : throw new GraphError(
                GraphCodes.Invalid,
                $"The document has more than {MostErrors} errors, the first of them: {context.Errors.First().Message}"
            );
    }

    public ValueTask LeaveAsync(ASTNode node, ValidationContext context) => default;
}
