using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MpnstApi.Trials;

namespace MpnstApi.Graph.Schema;

/// <summary>
/// What the schema says of records and their members: the words that stand in the code already (columns of exports,
/// doc comments), so that REST, exports and GraphQL explain a thing alike.
/// </summary>
internal static partial class SchemaDescriptions
{
    private static readonly Dictionary<string, XElement> Comments = Read();

    private static readonly Dictionary<string, string> Columns = TrialQuery.Columns.ToDictionary(
        column => column.Name,
        column => column.Description
    );

    /// <summary>What a type is; null where nobody said.</summary>
    public static string? Of(Type type) => Summary($"T:{type.FullName}");

    /// <summary>What an enum's value means; null where nobody said.</summary>
    public static string? Of(FieldInfo value) =>
        Summary($"F:{value.DeclaringType!.FullName}.{value.Name}");

    /// <summary>What a record's member holds; null where nobody said.</summary>
    public static string? Of(PropertyInfo member)
    {
        var owner = member.DeclaringType!;
        var name = Names.Camel(member.Name);
        return Summary($"P:{owner.FullName}.{member.Name}")
            ?? Parameter(owner, member.Name)
            ?? (owner == typeof(TrialSummary) ? Columns.GetValueOrDefault(name) : null);
    }

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
