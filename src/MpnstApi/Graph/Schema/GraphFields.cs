using System.Globalization;
using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;
using MpnstApi.Releases;

namespace MpnstApi.Graph.Schema;

/// <summary>Adds fields and their costs to types.</summary>
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

    /// <summary>Adds a field with an asynchronous resolver.</summary>
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

    /// <summary>Sets the cost of resolving the field once, without its members; the default is 1.</summary>
    public static FieldType Costs(this FieldType field, int cost) =>
        field.WithMetadata(CostKey, cost);

    /// <summary>Sets the assumed number of items of a list without a page size; the default is 5.</summary>
    public static FieldType Holds(this FieldType field, int items) =>
        field.WithMetadata(SizeKey, items);

    /// <summary>Sets the cost of each item of a page, without its members; the default is 0.</summary>
    public static FieldType CostsEach(this FieldType field, int cost) =>
        field.WithMetadata(EachKey, cost);

    /// <summary>Sets a further cost that depends on the enum values of the arguments.</summary>
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

    /// <summary>Returns the value of an argument; its default, or null without one, if it is left out or null.</summary>
    public static object? Given(this IResolveFieldContext context, string name) =>
        (
            context.Arguments is { } arguments && arguments.TryGetValue(name, out var argument)
                ? argument.Value
                : null
        ) ?? context.FieldDefinition.Arguments?.Find(name)?.DefaultValue;

    /// <summary>Returns the value of an argument of type ID, which clients send as a string or as a whole number.</summary>
    public static string GivenId(this IResolveFieldContext context, string name) =>
        Convert.ToString(context.Given(name), CultureInfo.InvariantCulture)!;
}
