using System.Diagnostics;
using System.Text.RegularExpressions;
using GraphQL;
using GraphQL.Execution;
using GraphQL.SystemTextJson;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;
using Microsoft.Extensions.Caching.Memory;
using MpnstApi.Filtering;
using MpnstApi.Graph.Schema;

namespace MpnstApi.Graph.Execution;

/// <summary>A document to execute.</summary>
/// <param name="Text">The document.</param>
/// <param name="Operation">Which of its operations; null for the only one.</param>
/// <param name="Variables">Values of its variables.</param>
internal sealed record GraphCall(string Text, string? Operation, Inputs Variables);

/// <summary>The result of executing a document.</summary>
/// <param name="Result">Data and errors.</param>
/// <param name="CostEstimate">The estimated cost; null if it could not be estimated.</param>
internal sealed record GraphOutcome(ExecutionResult Result, CostEstimate? CostEstimate)
{
    public bool Executed => Result.Executed && Result.Document is not null;

    public static GraphOutcome Failed(IEnumerable<ExecutionError> errors) =>
        new(new ExecutionResult { Errors = [.. errors] }, null);
}

/// <summary>Parses documents, estimates their cost and executes them.</summary>
internal sealed partial class GraphExecution(
    GraphQL.Types.Schema schema,
    GraphOptions options,
    ILogger<GraphExecution> log
) : IDisposable
{
    // Loading one takes as long as many fields.
    private const long OlderReleaseCost = 20_000;

    // Characters of text; the tree of a document takes about ten times as much.
    private const long CachedCharacters = 4_000_000;

    private static readonly DocumentExecuter Executer = new();
    private static readonly IValidationRule[] Rules =
    [
        .. DocumentValidator.CoreRules,
        ListVariablesInAllowedPosition.Instance,
        ValidationLimit.Instance,
    ];
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
        CostEstimate estimate;
        string name;
        IReadOnlyList<ExecutionError>? known;
        try
        {
            document = Parse(call.Text);
            var operation = document.Operation(call.Operation);
            name = operation.Name?.StringValue ?? "";
            known = document.Validated.GetValueOrDefault(name);
            var versions = await RequestedReleases.OfAsync(
                document.Tree,
                operation,
                call.Variables
            );
            estimate = Admit(document, operation, call, request, versions);
            if (known is not { Count: > 0 })
            {
                if (request.Pay is { } pay)
                {
                    await pay(estimate.Cost);
                }
                await request.LoadAsync(versions, cancellation);
            }
        }
        catch (GraphError error)
        {
            return GraphOutcome.Failed([error]);
        }
        var result = known is { Count: > 0 }
            ? new ExecutionResult { Errors = [.. known] }
            : await Executer.ExecuteAsync(
                new ExecutionOptions
                {
                    Schema = schema,
                    Query = document.Text,
                    Document = document.Tree,
                    OperationName = call.Operation,
                    Variables = call.Variables,
                    UserContext = request,
                    CancellationToken = cancellation,
                    ValidationRules = known is null ? Rules : Checked,
                    ThrowOnUnhandledException = false,
                    UnhandledExceptionDelegate = error =>
                    {
                        Failed(
                            log,
                            error.OriginalException,
                            error.FieldContext?.FieldDefinition.Name
                        );
                        return Task.CompletedTask;
                    },
                }
            );
        if (result.Executed)
        {
            document.Validated.TryAdd(name, []);
        }
        else if (
            known is null
            && result.Errors is { Count: > 0 } errors
            && errors.All(error => GraphCodes.Of(error) == GraphCodes.Invalid)
        )
        {
            document.Validated.TryAdd(name, [.. errors]);
        }
        if (result.Errors is { Count: > ValidationLimit.MaxErrors } all)
        {
            result.Errors =
            [
                .. all.Take(ValidationLimit.MaxErrors),
                new GraphError(
                    GraphCodes.Of(all.First()),
                    $"{all.Count - ValidationLimit.MaxErrors} further errors are not shown."
                ),
            ];
        }
        result.Extensions = new Dictionary<string, object?>
        {
            ["cost"] = new Dictionary<string, object?>
            {
                ["requested"] = estimate.Cost,
                ["limit"] = options.MaxCost,
                ["depth"] = estimate.Depth,
                ["mostExpensive"] = estimate.MostExpensive,
            },
        };
        return new GraphOutcome(result, estimate);
    }

    /// <summary>Returns the kind of operation that a call executes; null if the document does not determine it.</summary>
    public OperationType? KindOf(GraphCall call)
    {
        try
        {
            return Parse(call.Text).Operation(call.Operation).Operation;
        }
        catch (GraphError)
        {
            return null;
        }
    }

    // The error of a document that cannot be parsed is kept too.
    private ParsedDocument Parse(string text)
    {
        var (document, parseError) = documents.GetOrCreate(
            text,
            entry =>
            {
                entry.Size = text.Length + 1;
                try
                {
                    return (ParsedDocument.Parse(text), (GraphError?)null);
                }
                catch (GraphError error)
                {
                    return ((ParsedDocument?)null, error);
                }
            }
        );
        return document ?? throw parseError!;
    }

    private CostEstimate Admit(
        ParsedDocument document,
        GraphQLOperationDefinition operation,
        GraphCall call,
        GraphRequest request,
        IReadOnlyCollection<string> versions
    )
    {
        if (
            options.TrustedDocumentsOnly
            && TrustedDocuments.Find(TrustedDocuments.IdOf(call.Text)) is null
        )
        {
            throw new GraphError(
                GraphCodes.NotTrusted,
                "This service executes published documents only; api-specs/documents holds them."
            );
        }
        VariableTypes.Check(document.Tree, schema);
        var estimate = new CostAnalyzer(
            schema,
            document.Tree,
            operation,
            call.Variables,
            request.Current
        ).Estimate();
        estimate = estimate with
        {
            Cost = estimate.Cost + OlderReleaseCost * request.CountOlder(versions),
        };
        if (estimate.Introspection && !options.Introspection)
        {
            throw GraphError.IntrospectionOff();
        }
        if (estimate.Depth > options.MaxDepth)
        {
            throw new GraphError(
                GraphCodes.TooDeep,
                $"The fields are {estimate.Depth} levels deep; {options.MaxDepth} is the limit.",
                ("depth", estimate.Depth),
                ("limit", options.MaxDepth)
            );
        }
        if (estimate.Cost > options.MaxCost)
        {
            throw new GraphError(
                GraphCodes.TooCostly,
                $"The operation would cost {estimate.Cost}; {options.MaxCost} is the limit. Most of it is {estimate.MostExpensive}: request fewer items or fewer fields of it.",
                ("cost", estimate.Cost),
                ("limit", options.MaxCost),
                ("mostExpensive", estimate.MostExpensive)
            );
        }
        return estimate;
    }

    [LoggerMessage(LogLevel.Error, "GraphQL field {Field} failed")]
    private static partial void Failed(ILogger log, Exception error, string? field);
}

/// <summary>Formats errors for a response: a message and a code, never a stack trace.</summary>
internal sealed partial class ErrorFormatter(GraphQL.Types.Schema schema) : IErrorInfoProvider
{
    // Long enough for any value of the schema: a longer one is not a misspelling.
    private const int MaxValueLength = 60;

    // Messages and values quote the request.
    private const int MaxQuoteLength = 500;

    public ErrorInfo GetInfo(ExecutionError error)
    {
        var code = GraphCodes.Of(error);
        var more = new Dictionary<string, object?> { ["code"] = code };
        foreach (var (name, value) in (error as GraphError)?.Extensions ?? [])
        {
            more[name] = value is string text ? Shorten(text) : value;
        }
        if (error is ValidationError { Number: { } rule })
        {
            more["rule"] = rule;
        }
        if (code == Http.ProblemKind.Internal.Code)
        {
            more["traceId"] = Activity.Current?.TraceId.ToString();
        }
        var message = error.Message;
        if (
            code is GraphCodes.Invalid or GraphCodes.Variables
            && OfWrongValue(message) is { } wrong
        )
        {
            more["suggestions"] = wrong.Nearest;
            message = $"{message.TrimEnd('.')}. {wrong.Hint}";
        }
        return new ErrorInfo { Message = Shorten(message), Extensions = more };
    }

    private static string Shorten(string text) =>
        text.Length <= MaxQuoteLength ? text : text[..MaxQuoteLength] + "…";

    /// <summary>Suggestions for a value that an enum does not have; null for other errors.</summary>
    private (string Hint, IReadOnlyList<string> Nearest)? OfWrongValue(string message)
    {
        var match = WrongValue().Match(message);
        var value = match.Groups["value"].Value;
        if (
            !match.Success
            || value.Length > MaxValueLength
            || schema.AllTypes[match.Groups["type"].Value] is not EnumerationGraphType type
        )
        {
            return null;
        }
        var elsewhere = schema
            .AllTypes.OfType<EnumerationGraphType>()
            .Where(other =>
                other.Name.EndsWith(FilterParameter.ChoiceSuffix, StringComparison.Ordinal)
                && other.Values.FindByName(value.ToUpperInvariant()) is not null
            )
            .Select(other => Names.Camel(other.Name[..^FilterParameter.ChoiceSuffix.Length]))
            .ToList();
        var nearest = Annotation.Text.Nearest(value, type.Values.Select(known => known.Name));
        string[] hints =
        [
            .. nearest.Count > 0
                ? [$"Did you mean {string.Join(", ", nearest)}?"]
                : Array.Empty<string>(),
            .. elsewhere.Count > 0
                ? [$"{value.ToUpperInvariant()} is a value of {string.Join(", ", elsewhere)}."]
                : Array.Empty<string>(),
        ];
        return hints.Length == 0
            ? ($"Values are {string.Join(", ", type.Values.Select(known => known.Name))}.", nearest)
            : (string.Join(' ', hints), nearest);
    }

    // The engine's messages for a literal and for a variable.
    [GeneratedRegex(
        """(?:Expected type '\[?(?<type>\w+)[\]!]*', found "?(?<value>\w+)|Unable to convert '(?<value>[^']+)' (?:value of type '\w+' )?to (?:the scalar type )?'(?<type>\w+)')"""
    )]
    private static partial Regex WrongValue();
}
