using GraphQL;
using MpnstApi.Filtering;
using MpnstApi.Http;

namespace MpnstApi.Graph;

/// <summary>An error that the client can correct; its code is one of <see cref="GraphCodes"/> or of REST's problems.</summary>
internal sealed class GraphError : ExecutionError
{
    public GraphError(string code, string message, params (string Name, object? Value)[] more)
        : base(message)
    {
        Code = code;
        Extensions = more.ToDictionary(pair => pair.Name, pair => pair.Value);
    }

    /// <summary>Returns the error for filter parameters, with the codes and details of REST.</summary>
    public static GraphError Of(IReadOnlyList<ParameterError> errors) =>
        new(
            errors[0].Code,
            string.Join(' ', errors.Select(error => error.Detail)),
            ("parameter", errors[0].Parameter),
            ("value", errors[0].Value),
            ("suggestions", errors.SelectMany(error => error.Suggestions).Distinct().ToList())
        )
        {
            WrongValues = errors.Count,
        };

    /// <summary>Gets the number of values that the error is about.</summary>
    public int WrongValues { get; private init; } = 1;

    /// <summary>Returns a copy for another field: the engine writes the path of one field into an error.</summary>
    public GraphError ForAnotherField() =>
        new(Code!, Message, [.. Extensions!.Select(member => (member.Key, member.Value))]);

    public static GraphError Invalid(string argument, object? value, string expected) =>
        new(
            ProblemKind.InvalidValue.Code,
            $"{argument} is {value}; use {expected}.",
            ("parameter", argument),
            ("value", value),
            ("suggestions", Array.Empty<string>())
        );

    public static GraphError IntrospectionOff() =>
        new(
            GraphCodes.IntrospectionOff,
            "This service does not show its schema; api-specs/schema.graphql does."
        );
}
