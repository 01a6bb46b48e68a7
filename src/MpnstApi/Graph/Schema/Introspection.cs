using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;
using static MpnstApi.Graph.Schema.GraphFields;

namespace MpnstApi.Graph.Schema;

/// <summary>Adds what the September 2025 specification requires of introspection and the engine leaves out by default.</summary>
internal static class Introspection
{
    private const string SpecifiedBy = "specifiedBy";
    private const string Url = "url";

    /// <summary>Initializes the schema with all members of introspection.</summary>
    public static void Complete(GraphQL.Types.Schema schema)
    {
        schema.Features.RepeatableDirectives = true;
        schema.Features.DeprecationOfInputValues = true;
        schema.Directives.Register(
            new Directive(SpecifiedBy, DirectiveLocation.Scalar)
            {
                Description = "Where a scalar is specified.",
                Arguments =
                [
                    Argument(Url, new StringGraphType().NonNull(), "Address of the specification."),
                ],
            }
        );
        schema.Initialize();
        // None of them is deprecated.
        ((IObjectGraphType)schema.AllTypes["__Directive"]!)
            .Fields.Find("args")!
            .Arguments =
        [
            Argument(
                "includeDeprecated",
                schema.AllTypes["Boolean"]!,
                "Deprecated arguments too.",
                false
            ),
        ];
        var type = (IObjectGraphType)schema.AllTypes["__Type"]!;
        type.Add(
            "specifiedByURL",
            schema.AllTypes["String"]!,
            "Address of a scalar's specification; null for other types.",
            context =>
                (context.Source as ScalarGraphType)
                    ?.GetAppliedDirectives()
                    ?.Find(SpecifiedBy)
                    ?.FindArgument(Url)
                    ?.Value
        );
    }

    /// <summary>Adds the address of a scalar's specification.</summary>
    public static T Specified<T>(this T scalar, string url)
        where T : ScalarGraphType => scalar.ApplyDirective(SpecifiedBy, Url, url);
}
