using System.Reflection;
using System.Text.Json;

namespace MpnstApi.Annotation.Vocabulary;

/// <summary>The label and definition of a vocabulary value, declared on the enum member.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class TermAttribute(string label, string definition) : Attribute
{
    /// <summary>Gets the short label for charts.</summary>
    public string Label => label;

    /// <summary>Gets the definition in one or two sentences: when a trial has this value.</summary>
    public string Definition => definition;

    /// <summary>Gets the values of the source vocabulary that map to this one.</summary>
    public string[] MapsFrom { get; init; } = [];
}

/// <summary>A value of a closed vocabulary.</summary>
/// <param name="Value">UPPER_SNAKE key.</param>
/// <param name="Label">Short label.</param>
/// <param name="Definition">When a trial has this value.</param>
/// <param name="MapsFrom">Registry values that map to it; empty if none does.</param>
public sealed record Term(
    string Value,
    string Label,
    string Definition,
    IReadOnlyList<string> MapsFrom
);

/// <summary>Provides the terms of an enum, read once from its <see cref="TermAttribute"/>s, in declaration order.</summary>
public static class Terms<TEnum>
    where TEnum : struct, Enum
{
    private static readonly Dictionary<TEnum, Term> Table = Enum.GetValues<TEnum>()
        .ToDictionary(value => value, Read);

    private static readonly Dictionary<string, TEnum> Keys = Table.ToDictionary(
        pair => pair.Value.Value,
        pair => pair.Key,
        StringComparer.OrdinalIgnoreCase
    );

    private static readonly Dictionary<string, TEnum> Sources = Table
        .SelectMany(pair => pair.Value.MapsFrom.Select(source => (source, pair.Key)))
        .ToDictionary(pair => pair.source, pair => pair.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets all terms, in the order of the vocabulary.</summary>
    public static IReadOnlyList<Term> All { get; } = [.. Table.Values];

    /// <summary>Returns the term of a value.</summary>
    public static Term Of(TEnum value) => Table[value];

    /// <summary>Returns the value of an UPPER_SNAKE key, ignoring case; null if there is none.</summary>
    public static TEnum? Parse(string? key) =>
        key is not null && Keys.TryGetValue(key, out var value) ? value : null;

    /// <summary>Returns the value that a value of the source vocabulary maps to, in any case; null if none does.</summary>
    public static TEnum? Map(string? source) =>
        source is not null && Sources.TryGetValue(source, out var value) ? value : null;

    private static Term Read(TEnum value)
    {
        var name = value.ToString();
        var term =
            typeof(TEnum).GetField(name)!.GetCustomAttribute<TermAttribute>()
            ?? throw new InvalidOperationException(
                $"{typeof(TEnum).Name}.{name} has no [Term]: give it a label and a definition."
            );
        return new Term(Key(name), term.Label, term.Definition, term.MapsFrom);
    }

    private static string Key(string name) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(name);
}

/// <summary>Returns keys and labels of enum values.</summary>
public static class TermExtensions
{
    /// <summary>Returns the UPPER_SNAKE key, which JSON, GraphQL, query strings and the database use.</summary>
    public static string Key<TEnum>(this TEnum value)
        where TEnum : struct, Enum => Terms<TEnum>.Of(value).Value;

    /// <summary>Returns the short label.</summary>
    public static string Label<TEnum>(this TEnum value)
        where TEnum : struct, Enum => Terms<TEnum>.Of(value).Label;
}
