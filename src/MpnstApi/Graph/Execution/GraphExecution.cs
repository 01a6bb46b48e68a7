using System.Diagnostics;
using GraphQL;
using GraphQL.Execution;
using GraphQL.SystemTextJson;
using GraphQL.Validation;
using GraphQLParser.AST;
using Microsoft.Extensions.Caching.Memory;

namespace MpnstApi.Graph.Execution;

/// <summary>What a caller wants to have run.</summary>
/// <param name="Text">The document.</param>
/// <param name="Operation">Which of its operations; null for the only one.</param>
/// <param name="Variables">Values of its variables.</param>
internal sealed record GraphCall(string Text, string? Operation, Inputs Variables);

/// <summary>What running it gave.</summary>
/// <param name="Result">Data and errors.</param>
/// <param name="Price">What it cost; null where that could not be reckoned.</param>
internal sealed record GraphOutcome(ExecutionResult Result, Price? Price)
{
    public bool Executed => Result.Executed && Result.Document is not null;

    public static GraphOutcome Refused(ExecutionError error, Price? price = null) =>
        new(new ExecutionResult { Errors = [error] }, price);
}

/// <summary>Parses, prices, refuses or runs documents.</summary>
internal sealed partial class GraphExecution(
    GraphQL.Types.Schema schema,
    GraphOptions options,
    ILogger<GraphExecution> log
) : IDisposable
{
    // In characters of text; a tree takes some ten times as much.
    private const long CachedCharacters = 4_000_000;

    private static readonly DocumentExecuter Executer = new();
    private static readonly IValidationRule[] Checked = [];

    // Keys come from strangers, so the cache has a bound.
    private readonly MemoryCache documents = new(
        new MemoryCacheOptions { SizeLimit = CachedCharacters }
    );

    public void Dispose() => documents.Dispose();

    public async Task<GraphOutcome> RunAsync(
        GraphCall call,
        GraphRequest request,
        CancellationToken cancellation
    )
    {
        ParsedDocument document;
        Price price;
        try
        {
            document = Parse(call.Text);
            price = Admit(document, call);
            await request.LoadAsync(
                await ReleasesAsked.OfAsync(
                    document.Tree,
                    document.Operation(call.Operation),
                    call.Variables
                ),
                cancellation
            );
        }
        catch (GraphFault fault)
        {
            return GraphOutcome.Refused(fault);
        }
        var result = await Executer.ExecuteAsync(
            new ExecutionOptions
            {
                Schema = schema,
                Query = document.Text,
                Document = document.Tree,
                OperationName = call.Operation,
                Variables = call.Variables,
                UserContext = request,
                CancellationToken = cancellation,
                ValidationRules = document.Valid ? Checked : null,
                ThrowOnUnhandledException = false,
                UnhandledExceptionDelegate = fault =>
                {
                    Failed(log, fault.OriginalException, fault.FieldContext?.FieldDefinition.Name);
                    return Task.CompletedTask;
                },
            }
        );
        if (result.Executed)
        {
            document.Valid = true;
        }
        result.Extensions = new Dictionary<string, object?>
        {
            ["cost"] = new Dictionary<string, object?>
            {
                ["requested"] = price.Cost,
                ["limit"] = options.MaxCost,
                ["depth"] = price.Depth,
                ["mostExpensive"] = price.MostExpensive,
            },
        };
        return new GraphOutcome(result, price);
    }

    /// <summary>The kind of operation a call asks for; null where the document does not tell.</summary>
    public OperationType? KindOf(GraphCall call)
    {
        try
        {
            return Parse(call.Text).Operation(call.Operation).Operation;
        }
        catch (GraphFault)
        {
            return null;
        }
    }

    private ParsedDocument Parse(string text) =>
        documents.GetOrCreate(
            text,
            entry =>
            {
                entry.Size = text.Length + 1;
                return ParsedDocument.Parse(text);
            }
        )!;

    private Price Admit(ParsedDocument document, GraphCall call)
    {
        if (
            options.TrustedDocumentsOnly
            && TrustedDocuments.Find(TrustedDocuments.IdOf(call.Text)) is null
        )
        {
            throw new GraphFault(
                GraphCodes.NotTrusted,
                "This service answers published documents alone; api-specs/documents holds them."
            );
        }
        var operation = document.Operation(call.Operation);
        var price = new Pricing(schema, document.Tree, operation, call.Variables).Reckon();
        if (price.Introspection && !options.Introspection)
        {
            throw new GraphFault(
                GraphCodes.IntrospectionOff,
                "This service does not show its schema; api-specs/schema.graphql does."
            );
        }
        if (price.Depth > options.MaxDepth)
        {
            throw new GraphFault(
                GraphCodes.TooDeep,
                $"The fields are {price.Depth} levels deep; {options.MaxDepth} is the most.",
                ("depth", price.Depth),
                ("limit", options.MaxDepth)
            );
        }
        if (price.Cost > options.MaxCost)
        {
            throw new GraphFault(
                GraphCodes.TooCostly,
                $"The operation would cost {price.Cost}; {options.MaxCost} is the most. Most of it is {price.MostExpensive}: ask for fewer items or fewer fields of it.",
                ("cost", price.Cost),
                ("limit", options.MaxCost),
                ("mostExpensive", price.MostExpensive)
            );
        }
        return price;
    }

    [LoggerMessage(LogLevel.Error, "GraphQL field {Field} failed")]
    private static partial void Failed(ILogger log, Exception error, string? field);
}

/// <summary>How errors look in an answer: a message, a code, never a stack trace.</summary>
internal sealed class ErrorWording : IErrorInfoProvider
{
    public ErrorInfo GetInfo(ExecutionError error)
    {
        var code = GraphCodes.Of(error);
        var more = new Dictionary<string, object?> { ["code"] = code };
        foreach (var (name, value) in (error as GraphFault)?.Extensions ?? [])
        {
            more[name] = value;
        }
        if (error is ValidationError { Number: { } rule })
        {
            more["rule"] = rule;
        }
        if (code == Http.ProblemKind.Internal.Code)
        {
            more["traceId"] = Activity.Current?.TraceId.ToString();
        }
        return new ErrorInfo { Message = error.Message, Extensions = more };
    }
}
