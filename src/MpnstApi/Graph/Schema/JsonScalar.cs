using GraphQL.Types;
using GraphQLParser.AST;

namespace MpnstApi.Graph.Schema;

/// <summary>Represents any JSON value, unchanged. Responses have it, arguments never do.</summary>
internal sealed class JsonScalar : ScalarGraphType
{
    public JsonScalar()
    {
        Name = "JSON";
        Description = "Any JSON value: a text, a number, true, false, a list or an object.";
    }

    public override object? Serialize(object? value) => value;

    public override object? ParseLiteral(GraphQLValue value) => ThrowLiteralConversionError(value);

    public override object? ParseValue(object? value) => ThrowValueConversionError(value);
}
