using GraphQL.Validation;
using GraphQLParser.AST;

namespace MpnstApi.Graph.Execution;

/// <summary>Stops a validation when the client has gone or many errors are found.</summary>
internal sealed class ValidationLimit : ValidationRuleBase, INodeVisitor
{
    /// <summary>Greatest number of errors in a response; validation stops after it.</summary>
    public const int MaxErrors = 20;

    public static readonly ValidationLimit Instance = new();

    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context) =>
        new(this);

    public ValueTask EnterAsync(ASTNode node, ValidationContext context)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        var errors = context.Errors.Count();
        return errors <= MaxErrors
            ? default
            : throw new GraphError(
                GraphCodes.Invalid,
                $"The document has more than {MaxErrors} errors, the first of them: {context.Errors.First().Message}"
            );
    }

    public ValueTask LeaveAsync(ASTNode node, ValidationContext context) => default;
}
