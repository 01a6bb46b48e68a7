using System.Collections;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using GraphQL.Types;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Filtering;
using MpnstApi.Http;

namespace MpnstApi.Graph.Schema;

/// <summary>
/// Makes graph types from the records of REST responses: a member is a field with its doc comment as description, an enum
/// a closed vocabulary with its definitions. A member added to a record becomes a field of the schema.
/// </summary>
internal sealed class RecordTypes
{
    private static readonly NullabilityInfoContext Nullability = new();
    private readonly Dictionary<Type, IGraphType> types = new()
    {
        [typeof(string)] = new StringGraphType(),
        [typeof(ResourceLink)] = new StringGraphType(),
        [typeof(int)] = new IntGraphType(),
        [typeof(long)] = new LongGraphType
        {
            Description = "A whole number of up to 64 bits.",
        }.Specified("https://www.rfc-editor.org/rfc/rfc8259#section-6"),
        [typeof(JsonElement)] = new JsonScalar().Specified(
            "https://www.rfc-editor.org/rfc/rfc8259"
        ),
        [typeof(bool)] = new BooleanGraphType(),
        [typeof(decimal)] = new FloatGraphType(),
        [typeof(DateTime)] = new DateTimeGraphType
        {
            Description = "A moment in UTC, ISO 8601.",
        }.Specified("https://www.rfc-editor.org/rfc/rfc3339"),
    };

    public IGraphType String => types[typeof(string)];
    public IGraphType Int => types[typeof(int)];
    public IGraphType Long => types[typeof(long)];
    public IGraphType Boolean => types[typeof(bool)];

    /// <summary>Sets the type of a record that is not made from its members alone.</summary>
    public void Use(Type record, IGraphType type) => types[record] = type;

    /// <summary>Returns the type of a record, made on first use.</summary>
    public IGraphType Of(Type clr)
    {
        if (types.TryGetValue(clr, out var known))
        {
            return known;
        }
        if (clr.IsEnum)
        {
            return types[clr] = EnumOf(clr);
        }
        var type = new ObjectGraphType
        {
            Name = Names.Of(clr),
            Description = SchemaDescriptions.Of(clr),
        };
        types[clr] = type;
        AddMembers(type, clr, source => source);
        return type;
    }

    public IGraphType Of<T>() => Of(typeof(T));

    /// <summary>Adds a record's members as fields of a type; <paramref name="row"/> finds the record of a source.</summary>
    public void AddMembers(
        IComplexGraphType type,
        Type record,
        Func<object, object> row,
        params string[] except
    )
    {
        foreach (var member in MembersOf(record))
        {
            var name = Names.Camel(member.Name);
            if (except.Contains(name) || type.HasField(name))
            {
                continue;
            }
            var read = Reader(member);
            type.Add(
                name,
                TypeOf(member),
                SchemaDescriptions.Of(member) ?? "",
                context => read(row(context.Source!))
            );
        }
    }

    // A derived record's members come after those of its base, as in JSON.
    private static IEnumerable<PropertyInfo> MembersOf(Type record) =>
        record
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(member => member.Name != "EqualityContract")
            .OrderBy(member => Ancestors(member.DeclaringType!));

    private static int Ancestors(Type type) =>
        type.BaseType is { } parent ? 1 + Ancestors(parent) : 0;

    private IGraphType TypeOf(PropertyInfo member)
    {
        var clr = member.PropertyType;
        var value = Nullable.GetUnderlyingType(clr);
        var nullable =
            value is not null || Nullability.Create(member).ReadState is NullabilityState.Nullable;
        var type =
            clr == typeof(IReadOnlyDictionary<string, int>) ? Of<KeyCount>().ListOf()
            : ItemOf(clr) is { } item ? Of(item).ListOf()
            : Of(value ?? clr);
        return nullable ? type : type.NonNull();
    }

    private static Type? ItemOf(Type clr) =>
        clr != typeof(string)
        && clr.IsGenericType
        && typeof(IEnumerable).IsAssignableFrom(clr)
        && clr.GetGenericArguments() is [var item]
            ? item
            : null;

    private static Func<object, object?> Reader(PropertyInfo member)
    {
        var source = Expression.Parameter(typeof(object));
        var read = Expression
            .Lambda<Func<object, object?>>(
                Expression.Convert(
                    Expression.Property(Expression.Convert(source, member.DeclaringType!), member),
                    typeof(object)
                ),
                source
            )
            .Compile();
        return member.PropertyType == typeof(ResourceLink)
                ? row => read(row) is ResourceLink link ? ResourceAddress.Of(link) : null
            : member.PropertyType == typeof(IReadOnlyDictionary<string, int>)
                ? row => KeyCount.Of((IReadOnlyDictionary<string, int>)read(row)!)
            : read;
    }

    private static EnumerationGraphType EnumOf(Type clr)
    {
        var type = new EnumerationGraphType
        {
            Name = clr.Name,
            Description = SchemaDescriptions.Of(clr),
        };
        foreach (var value in Enum.GetValues(clr))
        {
            var field = clr.GetField(value.ToString()!)!;
            var term = field.GetCustomAttribute<TermAttribute>();
            type.Add(
                Names.UpperSnake(field.Name),
                value,
                term is null ? SchemaDescriptions.Of(field) : $"{term.Label}. {term.Definition}"
            );
        }
        return type;
    }
}

/// <summary>The count of a key, where JSON has an object with the keys as members.</summary>
/// <param name="Key">What is counted.</param>
/// <param name="Count">How many.</param>
public sealed record KeyCount(string Key, int Count)
{
    internal static IReadOnlyList<KeyCount> Of(IReadOnlyDictionary<string, int> counts) =>
        [.. counts.Select(pair => new KeyCount(pair.Key, pair.Value))];
}
