using System.Collections.Immutable;
using MpnstApi.Annotation;
using MpnstApi.Indexing;
using MpnstApi.Releases;

namespace MpnstApi.Filtering;

/// <summary>Specifies how a parameter's values are written.</summary>
public enum ParameterKind
{
    /// <summary>Keys of a closed vocabulary.</summary>
    Vocabulary,

    /// <summary>Keys of an open vocabulary, or ids.</summary>
    Key,

    /// <summary>Free words.</summary>
    Text,
    Date,
    Year,
    Number,
    Boolean,
}

/// <summary>An error in one parameter of a request.</summary>
/// <param name="Code">Problem code: unknown-parameter, unknown-value or invalid-value.</param>
/// <param name="Parameter">The parameter as the caller wrote it.</param>
/// <param name="Value">Its value; null if the parameter itself is wrong.</param>
/// <param name="Detail">What is wrong and what would be right.</param>
/// <param name="Suggestions">The nearest valid ones, nearest first.</param>
public sealed record ParameterError(
    string Code,
    string Parameter,
    string? Value,
    string Detail,
    IReadOnlyList<string> Suggestions
)
{
    /// <summary>The most errors in one response.</summary>
    public const int Most = 20;

    public static ParameterError Unknown(
        string parameter,
        string value,
        IEnumerable<string> known,
        string where
    )
    {
        var nearest = Text.Nearest(value, known);
        var hint = nearest.Count > 0 ? $" Did you mean {string.Join(" or ", nearest)}?" : "";
        return new(
            "unknown-value",
            parameter,
            value,
            $"'{Shorten(value)}' is not a value of {parameter}.{hint} {where}",
            nearest
        );
    }

    public static ParameterError Invalid(string parameter, string value, string expected) =>
        new("invalid-value", parameter, value, $"'{Shorten(value)}' is not {expected}.", []);

    private static string Shorten(string value) => value.Length <= 80 ? value : value[..80] + "…";
}

/// <summary>The canonical values of a text, or its error.</summary>
public readonly record struct ParsedValue(ImmutableArray<string> Values, ParameterError? Error)
{
    public static ParsedValue Of(params ImmutableArray<string> values) => new(values, null);

    public static implicit operator ParsedValue(ParameterError error) => new([], error);
}

/// <summary>
/// A parameter of the filter: how it is written, what it means and which trials it selects. REST, GraphQL, exports and the
/// OpenAPI document use this definition.
/// </summary>
public sealed record FilterParameter(string Name, ParameterKind Kind, string Description)
{
    /// <summary>Gets the facet whose values it takes; null if there is none.</summary>
    public Facet? Facet { get; init; }

    /// <summary>The suffix of the filter's vocabularies: phase takes a PhaseChoice.</summary>
    public const string ChoiceSuffix = "Choice";

    /// <summary>Gets the name of the vocabulary of its values in GraphQL and the OpenAPI document.</summary>
    public string ChoiceName { get; } = char.ToUpperInvariant(Name[0]) + Name[1..] + ChoiceSuffix;

    /// <summary>Gets whether it may be repeated to give several values, any of which suffices.</summary>
    public bool IsList { get; init; } = true;

    /// <summary>Gets whether commas separate values.</summary>
    public bool SplitsAtCommas { get; init; } = true;

    /// <summary>
    /// Gets whether a trial may have several of its values, so that <see cref="NameOfAll"/> can select trials that have all
    /// of a list.
    /// </summary>
    public bool HasAll { get; init; }

    /// <summary>The suffix of the parameter that requires all of its values: target.all.</summary>
    public const string AllSuffix = ".all";

    /// <summary>Gets the name of the parameter that requires all of its values.</summary>
    public string NameOfAll { get; } = Name + AllSuffix;

    /// <summary>
    /// Gets the function that combines two conditions into the values of a single one. It returns null if no single
    /// condition is equivalent, and no values if no trial can meet both. Null for parameters of which a trial has several
    /// values.
    /// </summary>
    public Func<
        ImmutableArray<string>,
        ImmutableArray<string>,
        ImmutableArray<string>?
    >? Meet { get; init; }

    /// <summary>
    /// Gets whether it modifies how other parameters count instead of selecting trials, so that it has only one value.
    /// </summary>
    public bool IsQualifier { get; init; }

    /// <summary>Gets the function that splits a text into values; null to split at commas.</summary>
    public Func<string, Release, IReadOnlyList<string>>? Split { get; init; }

    /// <summary>Gets the function that returns the name of a set of values; null if sets have no names.</summary>
    public Func<ImmutableArray<string>, Release, string?>? NameOf { get; init; }

    /// <summary>Gets the values it takes if they are few and not those of a facet; otherwise null.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>Gets the function that reads one value.</summary>
    public required Func<string, Release, ParsedValue> Parse { get; init; }

    /// <summary>Gets the function that returns the trials that a canonical value selects.</summary>
    public required Func<Release, TrialFilter, string, TrialSet> Select { get; init; }
}

/// <summary>A condition as the caller wrote it.</summary>
/// <param name="Name">The parameter's name in the caller's syntax: target.all, targetAll.</param>
/// <param name="Parameter">The parameter.</param>
/// <param name="All">Whether a trial must have all of the values instead of any.</param>
/// <param name="Values">The values, at least one.</param>
public sealed record GivenCondition(
    string Name,
    FilterParameter Parameter,
    bool All,
    IReadOnlyList<string> Values
);
