using GraphQL;
using GraphQL.Execution;
using GraphQL.Validation;
using MpnstApi.Http;

namespace MpnstApi.Graph;

/// <summary>
/// The codes in <c>extensions.code</c>: those of REST's problems where the error is the same, and these.
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

    /// <summary>Gets every code with its meaning.</summary>
    public static IReadOnlyList<(string Code, string Meaning)> All { get; } =
    [
        (Syntax, "The document cannot be parsed."),
        (
            Invalid,
            "The document does not fit the schema; rule names the rule of the specification."
        ),
        (Variables, "The variables do not fit the document."),
        (
            Operation,
            "operationName names no operation of the document, or is missing and the document has several."
        ),
        (
            TooDeep,
            $"Fields, fragments or input are nested deeper than {GraphOptions.MaxDepthSetting} allows."
        ),
        (
            TooCostly,
            $"The document costs more than {GraphOptions.MaxCostSetting} (cost, limit and mostExpensive say how much and what), or has too many parts of one kind; the message says which."
        ),
        (UnknownDocument, "documentId names no published document."),
        (
            PersistedQuery,
            "extensions.persistedQuery names no published document; send the query itself. Documents cannot be registered by requests."
        ),
        (NotTrusted, "This service executes published documents only."),
        (IntrospectionOff, "This service does not show its schema; api-specs/schema.graphql does."),
        (Batch, "A request holds one operation."),
        .. ProblemKind.All.Select(kind => (kind.Code, kind.Description)),
    ];

    /// <summary>Returns the code of an error, of the engine or our own.</summary>
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
