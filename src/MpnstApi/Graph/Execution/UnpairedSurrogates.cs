using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Visitors;
using MpnstApi.Annotation;

namespace MpnstApi.Graph.Execution;

/// <summary>
/// Rejects string literals with an escaped half of a surrogate pair, as section 2.9.4 of the specification requires and
/// the parser does not: such a string cannot be compared or sent back.
/// </summary>
internal sealed class UnpairedSurrogates : ASTVisitor<NullVisitorContext>
{
    private readonly GraphQLDocument document;

    private UnpairedSurrogates(GraphQLDocument document) => this.document = document;

    /// <summary>Throws <see cref="GraphError"/>.</summary>
    public static void Reject(GraphQLDocument document)
    {
        // Completes synchronously.
        new UnpairedSurrogates(document)
            .VisitAsync(document, default)
            .AsTask()
            .GetAwaiter()
            .GetResult();
    }

    protected override ValueTask VisitStringValueAsync(
        GraphQLStringValue stringValue,
        NullVisitorContext context
    )
    {
        if (Text.IsWellFormed(stringValue.Value.Span))
        {
            return ValueTask.CompletedTask;
        }
        var place = Location.FromLinearPosition(document.Source, stringValue.Location.Start);
        throw new GraphError(
            GraphCodes.Syntax,
            $"The document cannot be parsed: a string has one half of a surrogate pair (line {place.Line}, column {place.Column})."
        );
    }
}
