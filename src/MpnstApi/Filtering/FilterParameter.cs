using System.Collections.Immutable;
using MpnstApi.Annotation;
using MpnstApi.Indexing;
using MpnstApi.Releases;

namespace MpnstApi.Filtering;

/// <summary>How a parameter's values are written.</summary>
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

/// <summary>What is wrong with one parameter of a request.</summary>
/// <param name="Code">Problem code: unknown-parameter, unknown-value or invalid-value.</param>
/// <param name="Parameter">The parameter as the caller wrote it.</param>
/// <param name="Value">The value it had; null where the parameter itself is wrong.</param>
/// <param name="Detail">What was wrong and what would be right.</param>
/// <param name="Suggestions">Nearest valid ones, nearest first.</param>
public sealed record ParameterError(
    string Code,
    string Parameter,
    string? Value,
    string Detail,
    IReadOnlyList<string> Suggestions
)
{
    /// <summary>How many errors one answer names; a request with more is no honest mistake.</summary>
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

/// <summary>The canonical values a text stands for, or what is wrong with it.</summary>
public readonly record struct ParsedValue(ImmutableArray<string> Values, ParameterError? Error)
{
    public static ParsedValue Of(params ImmutableArray<string> values) => new(values, null);

    public static implicit operator ParsedValue(ParameterError error) => new([], error);
}

/// <summary>
/// One parameter of the filter: how it is written, what it means and which trials it selects. REST, GraphQL, exports
/// and the OpenAPI document all read this.
/// </summary>
public sealed record FilterParameter(string Name, ParameterKind Kind, string Description)
{
    /// <summary>The facet whose values it takes; null where it is not one of a facet.</summary>
    public Facet? Facet { get; init; }

    /// <summary>Ends the names of the filter's vocabularies: phase takes a PhaseChoice.</summary>
    public const string ChoiceSuffix = "Choice";

    /// <summary>What GraphQL and the OpenAPI document call the vocabulary of its values.</summary>
    public string ChoiceName { get; } = char.ToUpperInvariant(Name[0]) + Name[1..] + ChoiceSuffix;

    /// <summary>Whether it takes several values, any of which will do, by repeating it.</summary>
    public bool IsList { get; init; } = true;

    /// <summary>Whether a comma separates the values of a list, as repeating it does.</summary>
    public bool SplitsAtCommas { get; init; } = true;

    /// <summary>
    /// Whether a trial may have several of its values, so that <see cref="NameOfAll"/> can ask for trials that have all
    /// of some.
    /// </summary>
    public bool HasAll { get; init; }

    /// <summary>Ends the name of the parameter that asks for all of its values: target.all.</summary>
    public const string AllSuffix = ".all";

    /// <summary>The parameter that asks for trials with all of some values.</summary>
    public string NameOfAll { get; } = Name + AllSuffix;

    /// <summary>
    /// The values that say of one trial what two conditions say together; null where no values do, empty where no trial
    /// can meet both. Null for parameters of which a trial has several values.
    /// </summary>
    public Func<
        ImmutableArray<string>,
        ImmutableArray<string>,
        ImmutableArray<string>?
    >? Meet { get; init; }

    /// <summary>Whether it says how the others count instead of selecting trials, so that two values cannot both hold.</summary>
    public bool IsQualifier { get; init; }

    /// <summary>Divides the text of one value into several; at commas where it is null.</summary>
    public Func<string, Release, IReadOnlyList<string>>? Split { get; init; }

    /// <summary>The word that stands for several values; null where there is none.</summary>
    public Func<ImmutableArray<string>, Release, string?>? NameOf { get; init; }

    /// <summary>The values it takes where they are few and no facet's; null elsewhere.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>Reads one value.</summary>
    public required Func<string, Release, ParsedValue> Parse { get; init; }

    /// <summary>The trials one canonical value selects.</summary>
    public required Func<Release, TrialFilter, string, TrialSet> Select { get; init; }
}

/// <summary>A condition as a caller wrote it.</summary>
/// <param name="Name">The parameter's name as the caller's language has it: target.all, targetAll.</param>
/// <param name="Parameter">The parameter.</param>
/// <param name="All">Whether a trial is to have all of the values instead of any.</param>
/// <param name="Values">The values, divided; one at least.</param>
public sealed record GivenCondition(
    string Name,
    FilterParameter Parameter,
    bool All,
    IReadOnlyList<string> Values
);
