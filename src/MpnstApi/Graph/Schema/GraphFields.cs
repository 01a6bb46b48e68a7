using System.Globalization;
using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;
using MpnstApi.Releases;

namespace MpnstApi.Graph.Schema;

/// <summary>Shorthand for fields, and what a field costs.</summary>
internal static class GraphFields
{
    private const string CostKey = "cost";
    private const string SizeKey = "size";
    private const string EachKey = "each";
    private const string ByKey = "by";

    /// <summary>Adds a field.</summary>
    public static FieldType Add(
        this IComplexGraphType type,
        string name,
        IGraphType resolved,
        string description,
        Func<IResolveFieldContext, object?> resolve,
        params QueryArgument[] arguments
    ) => type.Add(name, resolved, description, new FuncFieldResolver<object?>(resolve), arguments);

    /// <summary>Adds a field whose value is waited for.</summary>
    public static FieldType AddAsync(
        this IComplexGraphType type,
        string name,
        IGraphType resolved,
        string description,
        Func<IResolveFieldContext, Task<object?>> resolve,
        params QueryArgument[] arguments
    ) =>
        type.Add(
            name,
            resolved,
            description,
            new FuncFieldResolver<object?>(async context => await resolve(context)),
            arguments
        );

    private static FieldType Add(
        this IComplexGraphType type,
        string name,
        IGraphType resolved,
        string description,
        IFieldResolver resolver,
        QueryArgument[] arguments
    ) =>
        type.AddField(
            new FieldType
            {
                Name = name,
                ResolvedType = resolved,
                Description = description,
                Arguments = new QueryArguments(arguments),
                Resolver = resolver,
            }
        );

    /// <summary>What resolving the field once costs, its members aside; 1 if not said.</summary>
    public static FieldType Costs(this FieldType field, int cost) =>
        field.WithMetadata(CostKey, cost);

    /// <summary>How many items a list without a page size is taken to have; 5 if not said.</summary>
    public static FieldType Holds(this FieldType field, int items) =>
        field.WithMetadata(SizeKey, items);

    /// <summary>What each item of a page costs, whatever is asked of it; nothing if not said.</summary>
    public static FieldType CostsEach(this FieldType field, int cost) =>
        field.WithMetadata(EachKey, cost);

    /// <summary>What resolving the field costs besides, by the names of the enum values that its arguments have.</summary>
    public static FieldType CostsBy(
        this FieldType field,
        Func<Release, Func<string, string?>, long> cost
    ) => field.WithMetadata(ByKey, cost);

    public static long CostBy(
        this FieldType field,
        Release release,
        Func<string, string?> argument
    ) =>
        field.GetMetadata<Func<Release, Func<string, string?>, long>?>(ByKey, () => null)
            is { } cost
            ? cost(release, argument)
            : 0;

    public static int CostOfEach(this FieldType field) => field.GetMetadata(EachKey, 0);

    public static int CostOf(this FieldType field) => field.GetMetadata(CostKey, 1);

    public static int SizeOf(this FieldType field) => field.GetMetadata(SizeKey, 5);

    public static IGraphType NonNull(this IGraphType type) => new NonNullGraphType(type);

    public static IGraphType ListOf(this IGraphType type) =>
        new ListGraphType(new NonNullGraphType(type));

    public static QueryArgument Argument(
        string name,
        IGraphType type,
        string description,
        object? defaultValue = null
    ) =>
        new(type)
        {
            Name = name,
            Description = description,
            DefaultValue = defaultValue,
        };

    /// <summary>The argument as given; its default, or null without one, where it is left out or null.</summary>
    public static object? Given(this IResolveFieldContext context, string name) =>
        (
            context.Arguments is { } arguments && arguments.TryGetValue(name, out var argument)
                ? argument.Value
                : null
        ) ?? context.FieldDefinition.Arguments?.Find(name)?.DefaultValue;

    /// <summary>An argument of type ID, which clients send as a string or as a whole number.</summary>
    public static string GivenId(this IResolveFieldContext context, string name) =>
        Convert.ToString(context.Given(name), CultureInfo.InvariantCulture)!;
}
