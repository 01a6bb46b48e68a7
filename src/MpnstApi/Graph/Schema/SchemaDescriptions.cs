using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MpnstApi.Graph.Schema;

/// <summary>
/// Descriptions of types and fields: the doc comments of the records that REST and GraphQL share. The OpenAPI document has
/// the same texts.
/// </summary>
internal static partial class SchemaDescriptions
{
    private static readonly Dictionary<string, XElement> Comments = Read();

    /// <summary>Returns the description of a type; null if it has no doc comment.</summary>
    public static string? Of(Type type) => Summary($"T:{type.FullName}");

    /// <summary>Returns the description of an enum's value; null if it has no doc comment.</summary>
    public static string? Of(FieldInfo value) =>
        Summary($"F:{value.DeclaringType!.FullName}.{value.Name}");

    /// <summary>Returns the description of a record's member; null if it has no doc comment.</summary>
    public static string? Of(PropertyInfo member)
    {
        var owner = member.DeclaringType!;
        return Summary($"P:{owner.FullName}.{member.Name}") ?? Parameter(owner, member.Name);
    }

    /// <summary>Returns the description of a record's member, for a field that is not made from it.</summary>
    public static string Of<TRecord>(string member) =>
        Of(typeof(TRecord).GetProperty(member)!)
        ?? throw new InvalidOperationException(
            $"{typeof(TRecord).Name}.{member} has no doc comment; GraphQL and OpenAPI describe it by one."
        );

    private static string? Parameter(Type owner, string name) =>
        Comments
            .GetValueOrDefault($"T:{owner.FullName}")
            ?.Elements("param")
            .FirstOrDefault(element => element.Attribute("name")?.Value == name)
            is { } element
            ? Flat(element)
            : null;

    private static string? Summary(string member) =>
        Comments.GetValueOrDefault(member)?.Element("summary") is { } summary
            ? Flat(summary)
            : null;

    private static string Flat(XElement element)
    {
        foreach (var reference in element.Descendants().Where(part => part.IsEmpty).ToList())
        {
            var name = reference.Attribute("cref")?.Value ?? reference.Attribute("name")?.Value;
            reference.ReplaceWith(name?.Split('.', ':')[^1] ?? "");
        }
        return Spaces().Replace(element.Value, " ").Trim();
    }

    private static Dictionary<string, XElement> Read()
    {
        var assembly = typeof(SchemaDescriptions).Assembly;
        var file = Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.xml");
        return XDocument
            .Load(file)
            .Descendants("member")
            .ToDictionary(member => member.Attribute("name")!.Value);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
