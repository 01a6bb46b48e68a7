using GraphQL;
using MpnstApi.Http;
using MpnstApi.Releases;

namespace MpnstApi.Graph;

/// <summary>An error the caller can do something about: its code is one of <see cref="GraphCodes"/> or of REST's problems.</summary>
internal sealed class GraphFault : ExecutionError
{
    public GraphFault(string code, string message, params (string Name, object? Value)[] more)
        : base(message)
    {
        Code = code;
        Extensions = more.ToDictionary(pair => pair.Name, pair => pair.Value);
    }

    /// <summary>What REST says with the same codes about the same parameters.</summary>
    public static GraphFault Of(IReadOnlyList<ParameterFault> faults) =>
        new(
            faults[0].Code,
            string.Join(' ', faults.Select(fault => fault.Detail)),
            ("parameter", faults[0].Parameter),
            ("value", faults[0].Value),
            ("suggestions", faults.SelectMany(fault => fault.Suggestions).Distinct().ToList())
        );

    public static GraphFault Invalid(string argument, object? value, string expected) =>
        new(
            ProblemKind.InvalidValue.Code,
            $"{argument} is {value}; give {expected}.",
            ("parameter", argument),
            ("value", value),
            ("suggestions", Array.Empty<string>())
        );

    public static GraphFault IntrospectionOff() =>
        new(
            GraphCodes.IntrospectionOff,
            "This service does not show its schema; api-specs/schema.graphql does."
        );
}
