using GraphQL;
using GraphQL.Execution;
using GraphQL.Validation;
using MpnstApi.Http;

namespace MpnstApi.Graph;

/// <summary>
/// The codes that stand in <c>extensions.code</c>: those of REST's problems where the error is the same, and these.
/// </summary>
internal static class GraphCodes
{
    public const string Syntax = "syntax-error";
    public const string Invalid = "invalid-document";
    public const string Variables = "invalid-variables";
    public const string Operation = "unknown-operation";
    public const string TooDeep = "too-deep";
    public const string TooCostly = "too-costly";
    public const string UnknownDocument = "unknown-document";
    public const string PersistedQuery = "persisted-query-not-supported";
    public const string NotTrusted = "document-not-trusted";
    public const string IntrospectionOff = "introspection-off";
    public const string Batch = "batch-refused";

    /// <summary>Every code and when it comes.</summary>
    public static IReadOnlyList<(string Code, string Meaning)> All { get; } =
    [
        (Syntax, "The document cannot be parsed."),
        (
            Invalid,
            "The document does not fit the schema; rule names the rule of the specification."
        ),
        (Variables, "The variables do not fit the document."),
        (Operation, "operationName names no operation of the document, or the document needs one."),
        (
            TooDeep,
            $"Fields, fragments or input are nested deeper than {GraphOptions.MaxDepthSetting} allows."
        ),
        (
            TooCostly,
            $"The document costs more than {GraphOptions.MaxCostSetting} (cost, limit and mostExpensive say how much and what), or has more of one thing than any document needs; the message says of what."
        ),
        (UnknownDocument, "documentId names no published document."),
        (
            PersistedQuery,
            "extensions.persistedQuery names no published document; send the query itself. Documents are not registered by asking."
        ),
        (NotTrusted, "This service answers published documents alone."),
        (IntrospectionOff, "This service does not show its schema; api-specs/schema.graphql does."),
        (Batch, "A request holds one operation."),
        .. ProblemKind.All.Select(kind => (kind.Code, kind.Description)),
    ];

    /// <summary>The code of an engine's or our own error.</summary>
    public static string Of(ExecutionError error) =>
        error switch
        {
            GraphError => error.Code!,
            SyntaxError => Syntax,
            InvalidVariableError => Variables,
            ValidationError => Invalid,
            InvalidOperationError => Operation,
            DocumentError => Invalid,
            _ => ProblemKind.Internal.Code,
        };
}
