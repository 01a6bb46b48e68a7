using System.Collections.Immutable;
using MpnstApi.Annotation;
using MpnstApi.Indexing;
using MpnstApi.Releases;

namespace MpnstApi.Filtering;

/// <summary>
/// Creates parameters of the filter by kind: facet, words, date, flag. Also combines two conditions on one parameter.
/// </summary>
internal static class ParameterForms
{
    public const string SeeVocabularies = "GET /api/v1/vocabularies lists the values.";

    /// <summary>Returns the parameter of a facet whose values need no special reading.</summary>
    public static FilterParameter Of(Facet facet) =>
        facet.IsYear ? Year(facet)
        : facet.Vocabulary is not null ? Closed(facet)
        : Open(
            facet,
            (text, release) => KeyOf(facet, text, release),
            release => release.Index(facet).Keys
        );

    /// <summary>Returns the facet's key that this text spells, ignoring case and accents; null if there is none.</summary>
    public static string? KeyOf(Facet facet, string text, Release release)
    {
        var folded = Text.Fold(text);
        return release.Index(facet).Keys.FirstOrDefault(key => Text.Fold(key) == folded);
    }

    public static FilterParameter Year(Facet facet) =>
        new(
            facet.Name,
            ParameterKind.Year,
            $"{facet.Definition} YYYY; UNCLASSIFIED if none is stated."
        )
        {
            Facet = facet,
            Meet = Both,
            Parse = (text, _) =>
                IsUnclassified(text) ? ParsedValue.Of(Facets.Unclassified)
                : text.Length == 4 && text.All(char.IsAsciiDigit) ? ParsedValue.Of(text)
                : ParameterError.Invalid(facet.Name, text, "a year such as 2021"),
            Select = (release, _, value) => release.Index(facet).Of(value),
        };

    public static FilterParameter Closed(Facet facet, string? more = null) =>
        new(
            facet.Name,
            ParameterKind.Vocabulary,
            $"{facet.Definition} UNCLASSIFIED if absent or not stated.{(more is null ? "" : " " + more)}"
        )
        {
            Facet = facet,
            HasAll = !facet.OneValue,
            Meet = facet.OneValue ? Both : null,
            Parse = (text, release) =>
            {
                if (IsUnclassified(text))
                {
                    return ParsedValue.Of(Facets.Unclassified);
                }
                var keys = release.Index(facet).Keys;
                return
                    keys.FirstOrDefault(key => key.Equals(text, StringComparison.OrdinalIgnoreCase))
                        is { } key
                    ? ParsedValue.Of(key)
                    : ParameterError.Unknown(facet.Name, text, keys, SeeVocabularies);
            },
            Select = (release, _, value) => release.Index(facet).Of(value),
        };

    public static FilterParameter Open(
        Facet facet,
        Func<string, Release, string?> find,
        Func<Release, IEnumerable<string>> known,
        string? more = null,
        string hint = SeeVocabularies
    ) =>
        new(
            facet.Name,
            ParameterKind.Key,
            more is null ? facet.Definition : $"{facet.Definition} {more}"
        )
        {
            Facet = facet,
            HasAll = !facet.OneValue,
            Meet = facet.OneValue ? Both : null,
            Parse = (text, release) =>
                IsUnclassified(text) ? ParsedValue.Of(Facets.Unclassified)
                : find(text, release) is { } key ? ParsedValue.Of(key)
                : ParameterError.Unknown(facet.Name, text, known(release), hint),
            Select = (release, _, value) => release.Index(facet).Of(value),
        };

    public static FilterParameter Protein(Facet facet, string more) =>
        new(facet.Name, ParameterKind.Key, $"{facet.Definition} {more}")
        {
            Facet = facet,
            HasAll = true,
            NameOf = (values, release) =>
                release
                    .Dictionary.Families.FirstOrDefault(family =>
                        family.Members.Count == values.Length
                        && family.Members.All(member => values.Contains(member))
                    )
                    ?.Id,
            Parse = (text, release) =>
                IsUnclassified(text) ? ParsedValue.Of(Facets.Unclassified)
                : facet == Facets.ImmunotherapyTarget
                && text.Equals(Facets.PdAxis, StringComparison.OrdinalIgnoreCase)
                    ? ParsedValue.Of(Facets.PdAxis)
                : release.Dictionary.FindTargets(text) is { Count: > 0 } targets
                    ? ParsedValue.Of([.. targets.Select(target => target.Symbol)])
                : ParameterError.Unknown(
                    facet.Name,
                    text,
                    release.Dictionary.TargetNames,
                    "GET /api/v1/targets lists them."
                ),
            Select = (release, filter, value) => release.Index(facet, filter.Links).Of(value),
        };

    public static FilterParameter Words(
        string name,
        string description,
        Func<TrialIndexes, TextIndex> texts
    ) =>
        new(name, ParameterKind.Text, description)
        {
            SplitsAtCommas = false,
            Parse = (text, _) =>
                IsUnclassified(text) ? ParsedValue.Of(Facets.Unclassified)
                : Text.Fold(text).Length == 0
                    ? ParameterError.Invalid(name, text, "a name or a part of one")
                : ParsedValue.Of(text),
            Select = (release, _, value) =>
            {
                var index = texts(release.Indexes);
                return value == Facets.Unclassified ? index.Without
                    : Exact(value) is { } exact ? index.Named(exact)
                    : index.Containing(Text.Fold(value));
            },
        };

    // A text means "contains"; in quotes it means exactly this name.
    private static string? Exact(string value) => value is ['"', .. var name, '"'] ? name : null;

    private static bool Contains(string name, string value) =>
        Exact(value) is { } exact
            ? exact.Equals(name, StringComparison.OrdinalIgnoreCase)
            : Text.Fold(name).Contains(Text.Fold(value), StringComparison.Ordinal);

    public static FilterParameter Date(
        string name,
        string description,
        Func<TrialIndexes, TrialColumn<DateOnly?>> dates,
        Func<DateOnly?, DateOnly, bool> holds
    ) =>
        new(
            name,
            ParameterKind.Date,
            $"{description} YYYY, YYYY-MM or YYYY-MM-DD; a partial date is its first day."
        )
        {
            IsList = false,
            Parse = (text, _) =>
                PartialDate.Parse(text) is not null
                    ? ParsedValue.Of(text)
                    : ParameterError.Invalid(
                        name,
                        text,
                        "a date such as 2021, 2021-03 or 2021-03-15"
                    ),
            Select = (release, _, value) =>
            {
                var day = PartialDate.Parse(value)!.Value;
                return dates(release.Indexes).Where(date => holds(date, day));
            },
        };

    public static FilterParameter Flag(
        string name,
        string description,
        Func<TrialIndexes, Flag> flag
    ) =>
        new(name, ParameterKind.Boolean, description)
        {
            Meet = Both,
            IsList = false,
            Parse = (text, _) =>
                text.ToLowerInvariant() is "true" or "false"
                    ? ParsedValue.Of(text.ToLowerInvariant())
                    : ParameterError.Invalid(name, text, "true or false"),
            Select = (release, _, wanted) =>
                wanted == "true" ? flag(release.Indexes).True : flag(release.Indexes).False,
        };

    public static ImmutableArray<string>? Both(
        ImmutableArray<string> left,
        ImmutableArray<string> right
    ) => [.. left.Where(value => right.Contains(value))];

    public static ImmutableArray<string>? Later(
        ImmutableArray<string> left,
        ImmutableArray<string> right
    ) => PartialDate.Parse(left[0]) >= PartialDate.Parse(right[0]) ? left : right;

    public static ImmutableArray<string>? Earlier(
        ImmutableArray<string> left,
        ImmutableArray<string> right
    ) => PartialDate.Parse(left[0]) <= PartialDate.Parse(right[0]) ? left : right;

    // A trial has one sponsor, so its whole name decides whether a part of a name matches.
    public static ImmutableArray<string>? BothNames(
        ImmutableArray<string> left,
        ImmutableArray<string> right
    ) =>
        right is [var name] && Exact(name) is { } exact ? Keep(right, exact, left)
        : left is [var other] && Exact(other) is { } exactly ? Keep(left, exactly, right)
        : null;

    private static ImmutableArray<string> Keep(
        ImmutableArray<string> values,
        string exact,
        ImmutableArray<string> others
    ) => others.Any(words => words != Facets.Unclassified && Contains(exact, words)) ? values : [];

    public static bool IsUnclassified(string text) =>
        text.Equals(Facets.Unclassified, StringComparison.OrdinalIgnoreCase)
        || text.Equals(Facets.NotStated, StringComparison.OrdinalIgnoreCase);
}
