using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using MpnstApi.Annotation;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Indexing;
using MpnstApi.Releases;
using static MpnstApi.Filtering.ParameterForms;

namespace MpnstApi.Filtering;

/// <summary>Defines the parameters of the filter. To add one, add an entry here.</summary>
public static class FilterParameters
{
    /// <summary>The value of scope that selects every trial.</summary>
    public const string EveryScope = "ALL";

    // More parts than the name of any country has.
    private const int MostPartsOfAName = 4;

    // Parameters that need more than their facet, and the order of all.
    private static readonly FilterParameter[] Table =
    [
        Closed(Facets.Scope, "ALL lifts the default of NAMED,SARCOMA.") with
        {
            Meet = (left, right) =>
                left.Contains(EveryScope) ? right
                : right.Contains(EveryScope) ? left
                : Both(left, right),
            Parse = (text, release) =>
                text.Equals(EveryScope, StringComparison.OrdinalIgnoreCase)
                    ? ParsedValue.Of(EveryScope)
                    : Closed(Facets.Scope).Parse(text, release),
            Select = (release, _, value) =>
                value == EveryScope ? release.All : release.Index(Facets.Scope).Of(value),
        },
        Closed(Facets.StudyType),
        Closed(Facets.Purpose),
        Closed(Facets.Phase),
        Closed(Facets.Status),
        Closed(Facets.RegistryStatus),
        Closed(Facets.CtrpCategory),
        Closed(Facets.StatusFreshness),
        Closed(Facets.Indication),
        Closed(Facets.Nf1Association),
        Closed(Facets.BiomarkerSelection),
        Closed(Facets.Modality),
        Closed(Facets.SponsorClass),
        Closed(Facets.StdAge),
        Closed(Facets.Certainty),
        Open(
            Facets.Treatment,
            (text, _) => TreatmentKeys.Parse(text),
            release => release.Index(Facets.Treatment).Keys
        ),
        Open(
            Facets.DrugType,
            (text, release) => release.Dictionary.FindDrugType(text)?.Key,
            release => release.Dictionary.DrugTypes.Select(type => type.Key)
        ),
        Open(
            Facets.Drug,
            (text, release) => release.Dictionary.FindDrug(text)?.Id,
            release => release.Dictionary.DrugNames,
            "By id, name or any synonym.",
            "GET /api/v1/drugs lists them."
        ),
        Protein(Facets.Target, "By HGNC symbol, alias or family (PDGFR means its members)."),
        Protein(Facets.TargetedProtein, "Keys of panel F."),
        Protein(Facets.ImmunotherapyTarget, $"Keys of panel G; {Facets.PdAxis} is PD-1/PD-L1."),
        new(
            "targetRole",
            ParameterKind.Vocabulary,
            "The links that count for target, targetedProtein and immunotherapyTarget: primary, or all (if left out)."
        )
        {
            Values = ["primary", "all"],
            IsList = false,
            IsQualifier = true,
            Parse = (text, _) =>
                text.Equals("all", StringComparison.OrdinalIgnoreCase) ? ParsedValue.Of("ALL")
                : text.Equals("primary", StringComparison.OrdinalIgnoreCase)
                    ? ParsedValue.Of("PRIMARY")
                : ParameterError.Unknown(
                    "targetRole",
                    text,
                    ["primary", "all"],
                    "It is primary or all."
                ),
            Select = (release, _, _) => release.All,
        },
        Flag(
            "reviewed",
            "The links that count for target, targetedProtein and immunotherapyTarget: true for those checked against a source, false for unchecked ones; both if left out.",
            indexes => new Flag(indexes.All, indexes.All)
        ) with
        {
            IsQualifier = true,
            Select = (release, _, _) => release.All,
        },
        Of(Facets.Biomarker),
        new(
            "country",
            ParameterKind.Text,
            "Countries of the sites: ISO 3166-1 alpha-2 code or name; UNCLASSIFIED if none is stated."
        )
        {
            Facet = Facets.Country,
            HasAll = true,
            Split = SplitCountries,
            Parse = ParseCountry,
            Select = (release, _, value) => release.Index(Facets.Country).Of(value),
        },
        Words(
            "sponsor",
            "The lead sponsor's name contains these words, or in double quotes is exactly this name; UNCLASSIFIED if none is stated.",
            indexes => indexes.Sponsors
        ) with
        {
            Meet = BothNames,
        },
        Words(
            "collaborator",
            "A collaborator's name contains these words.",
            indexes => indexes.Collaborators
        ) with
        {
            HasAll = true,
        },
        Words("condition", "A condition contains these words.", indexes => indexes.Conditions) with
        {
            HasAll = true,
        },
        Words(
            "intervention",
            "An intervention's name contains these words.",
            indexes => indexes.InterventionNames
        ) with
        {
            HasAll = true,
        },
        Year(Facets.StartYear),
        Date(
            "startFrom",
            "Started (or to start) on or after this day.",
            indexes => indexes.Starts,
            (started, day) => started >= day
        ) with
        {
            Meet = Later,
        },
        Date(
            "startTo",
            "Started (or to start) on or before this day.",
            indexes => indexes.Starts,
            (started, day) => started <= day
        ) with
        {
            Meet = Earlier,
        },
        Date(
            "primaryCompletionFrom",
            "Primary completion on or after this day.",
            indexes => indexes.PrimaryCompletions,
            (completed, day) => completed >= day
        ) with
        {
            Meet = Later,
        },
        Date(
            "primaryCompletionTo",
            "Primary completion on or before this day.",
            indexes => indexes.PrimaryCompletions,
            (completed, day) => completed <= day
        ) with
        {
            Meet = Earlier,
        },
        Date(
            "changedSince",
            "The record or its labels changed in a release of this day or later.",
            indexes => indexes.Changes,
            (changed, day) => changed >= day
        ) with
        {
            Meet = Later,
        },
        new(
            "age",
            ParameterKind.Number,
            "Patients of this age (whole years) may enter; trials that state no ages are left out."
        )
        {
            IsList = false,
            Parse = (text, _) =>
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var age)
                && age <= 130
                    ? ParsedValue.Of(age.ToString(CultureInfo.InvariantCulture))
                    : ParameterError.Invalid("age", text, "a whole number of years from 0 to 130"),
            Select = (release, _, value) =>
            {
                var age = int.Parse(value, CultureInfo.InvariantCulture);
                return release.Indexes.Ages.Where(ages => ages.Admit(age));
            },
        },
        Flag(
            "mpnstDedicated",
            "About MPNST only, interventional, for treatment.",
            indexes => indexes.MpnstDedicated
        ),
        Flag(
            "nf1",
            "The record names neurofibromatosis type 1 as a disease of its patients.",
            indexes => indexes.Nf1
        ),
        Flag(
            "openNow",
            "true: open or planned by a current status; false: the last known status is a closed one. A trial for which this is unknown matches neither.",
            indexes => indexes.OpenNow
        ),
        Flag(
            "hasResults",
            "Whether results are posted; a record that does not say matches neither value.",
            indexes => indexes.HasResults
        ),
        Flag(
            "includeWithdrawn",
            "Whether trials withdrawn before the first participant count: true, everywhere; false, nowhere; if left out, in lists but not in counts of drugs and targets.",
            indexes => indexes.NeverEnrolled
        ) with
        {
            IsQualifier = true,
            Select = (release, _, value) =>
                value == "true" ? release.All : release.Indexes.NeverEnrolled.False,
        },
        new(
            "q",
            ParameterKind.Text,
            "Words, all of which must be found (as prefixes from three letters on; case and accents ignored) in title, conditions, interventions, drug names and synonyms, sponsor or ids."
        )
        {
            IsList = false,
            Meet = (left, right) =>
                [
                    string.Join(
                        ' ',
                        left.Concat(right).SelectMany(words => words.Split(' ')).Distinct()
                    ),
                ],
            Parse = (text, _) =>
                Text.Fold(text) is { Length: > 0 } words
                    ? ParsedValue.Of(words)
                    : ParameterError.Invalid("q", text, "a word to search for"),
            Select = (release, _, value) => release.Indexes.Words.Search(value),
        },
        new("id", ParameterKind.Key, "Trials by NCT id or any other id; lifts the default scope.")
        {
            Meet = Both,
            // A link could not express it: a comma would begin the next id.
            Parse = (text, release) =>
                text.Contains(',', StringComparison.Ordinal)
                    ? ParameterError.Invalid("id", text, "one id, such as NCT01234567")
                    : ParsedValue.Of(release.Find(text)?.Id ?? text),
            Select = (release, _, value) =>
                release.Find(value) is { } trial
                    ? TrialSet.Of(release.Trials.Length, [trial.Position])
                    : TrialSet.None(release.Trials.Length),
        },
    ];

    /// <summary>
    /// Gets every parameter, in the order of the documentation and of canonical query strings: those of the table, followed
    /// by one for each other facet.
    /// </summary>
    public static IReadOnlyList<FilterParameter> All { get; } =
    [
        .. Table,
        .. Facets
            .All.Where(facet => Table.All(parameter => parameter.Name != facet.Name))
            .Select(Of),
    ];

    private static readonly FrozenDictionary<string, (FilterParameter Parameter, bool All)> ByName =
        All.Select(parameter => (parameter.Name, (parameter, false)))
            .Concat(
                All.Where(parameter => parameter.HasAll)
                    .Select(parameter => (parameter.NameOfAll, (parameter, true)))
            )
            .ToFrozenDictionary(pair => pair.Item1, pair => pair.Item2);

    private static readonly FrozenDictionary<string, int> Places = All.Select(
            (parameter, place) => (parameter.Name, place)
        )
        .ToFrozenDictionary(pair => pair.Name, pair => pair.place);

    /// <summary>Gets the names that a query string may have: those of the parameters, and NAME.all where it exists.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. All.SelectMany<FilterParameter, string>(parameter =>
            parameter.HasAll ? [parameter.Name, parameter.NameOfAll] : [parameter.Name]
        ),
    ];

    /// <summary>Returns the parameter with this name; null if there is none.</summary>
    public static FilterParameter? Find(string name) =>
        ByName.TryGetValue(name, out var found) && !found.All ? found.Parameter : null;

    /// <summary>Returns whether a query string may have a parameter with this name.</summary>
    public static bool Has(string name) => ByName.ContainsKey(name);

    /// <summary>Returns the index of a parameter in <see cref="All"/>.</summary>
    public static int PlaceOf(string name) => Places[name];

    /// <summary>
    /// Reads a parameter of a query string. A repeated list is one condition, as if its values were separated by commas.
    /// Returns null if it cannot be read, and adds an error to <paramref name="errors"/>.
    /// </summary>
    public static GivenCondition? Given(
        string name,
        IReadOnlyList<string> texts,
        Release release,
        ICollection<ParameterError> errors
    )
    {
        var (parameter, all) = ByName[name];
        if (!parameter.IsList && texts.Count > 1)
        {
            errors.Add(GivenOnce(name, texts));
            return null;
        }
        return new(
            name,
            parameter,
            all,
            !parameter.IsList || !parameter.SplitsAtCommas ? texts
                : parameter.Split is { } split ? [.. texts.SelectMany(text => split(text, release))]
                : [.. texts.SelectMany(text => text.Split(','))]
        );
    }

    /// <summary>
    /// Returns the error for a parameter without NAME.all; null if the name is not NAME.all of a known parameter.
    /// </summary>
    public static ParameterError? ErrorOfAll(string name)
    {
        if (
            !name.EndsWith(FilterParameter.AllSuffix, StringComparison.Ordinal)
            || Find(name[..^FilterParameter.AllSuffix.Length]) is not { HasAll: false } parameter
        )
        {
            return null;
        }
        return new(
            "unknown-parameter",
            name,
            null,
            $"{name} is not a parameter: "
                + (
                    parameter.IsList
                        ? $"a trial has at most one value of {parameter.Name}, so no trial has all of several. Use {parameter.Name}, which matches any of its values."
                        : $"{parameter.Name} takes one value. Use {parameter.Name}."
                ),
            [parameter.Name]
        );
    }

    /// <summary>Creates a filter from conditions, all of which must hold. Adds errors to <paramref name="errors"/>.</summary>
    public static TrialFilter Parse(
        IEnumerable<GivenCondition> conditions,
        Release release,
        ICollection<ParameterError> errors
    )
    {
        var filter = TrialFilter.Empty;
        foreach (var condition in conditions)
        {
            if (errors.Count >= ParameterError.Most)
            {
                break;
            }
            filter = And(filter, condition, release, errors);
        }
        return filter;
    }

    private static TrialFilter And(
        TrialFilter filter,
        GivenCondition condition,
        Release release,
        ICollection<ParameterError> errors
    )
    {
        var parameter = condition.Parameter;
        var values = ImmutableArray.CreateBuilder<string>();
        foreach (
            var part in condition
                .Values.Select(part => part.Trim())
                .Distinct(StringComparer.OrdinalIgnoreCase)
        )
        {
            var parsed =
                part.Length == 0
                    ? new ParameterError(
                        "invalid-value",
                        condition.Name,
                        string.Join(',', condition.Values),
                        $"{condition.Name} has an empty value; leave it out or give one.",
                        []
                    )
                    : parameter.Parse(part, release);
            if (parsed.Error is { } error)
            {
                errors.Add(error with { Parameter = condition.Name });
                if (errors.Count >= ParameterError.Most)
                {
                    return filter;
                }
            }
            else if (condition.All)
            {
                filter = filter.And(Term(parameter, parsed.Values, release));
            }
            else
            {
                values.AddRange(parsed.Values.Where(value => !values.Contains(value)));
            }
        }
        if (values.Count == 0)
        {
            return filter;
        }
        if (
            parameter.IsQualifier
            && filter.Of(parameter.Name) is { } given
            && given.Values[0] != values[0]
        )
        {
            errors.Add(GivenOnce(condition.Name, condition.Values));
            return filter;
        }
        return filter.And(Term(parameter, values.ToImmutable(), release));
    }

    private static FilterTerm Term(
        FilterParameter parameter,
        ImmutableArray<string> values,
        Release release
    )
    {
        if (values.Length == 1)
        {
            return new(parameter.Name, values);
        }
        var sorted = values.Sort(StringComparer.Ordinal);
        return new(parameter.Name, sorted) { Name = parameter.NameOf?.Invoke(sorted, release) };
    }

    private static ParameterError GivenOnce(string name, IEnumerable<string> values) =>
        new("invalid-value", name, string.Join(',', values), $"{name} may be given once only.", []);

    /// <summary>Returns the trials of a release that a filter selects, in the default scope if it has no scope.</summary>
    public static TrialSet Select(Release release, TrialFilter filter)
    {
        var selected =
            filter.Of("scope") is null && filter.Of("id") is null
                ? release.DefaultScope
                : release.All;
        foreach (var term in filter.Terms)
        {
            selected = selected.And(Select(release, filter, term));
        }
        return selected;
    }

    /// <summary>Returns the trials that meet one condition, subject to the filter's modifiers.</summary>
    public static TrialSet Select(Release release, TrialFilter filter, FilterTerm term)
    {
        var parameter = ByName[term.Parameter].Parameter;
        return term.Values is [var only]
            ? parameter.Select(release, filter, only)
            : TrialSet.Union(
                release.Trials.Length,
                term.Values.Select(value => parameter.Select(release, filter, value))
            );
    }

    // Names of countries may contain commas ("Korea, Republic of"), so the longest run of parts that is a name is used.
    private static List<string> SplitCountries(string text, Release release)
    {
        var parts = text.Split(',');
        var names = new List<string>();
        for (var first = 0; first < parts.Length; )
        {
            var last = Math.Min(parts.Length, first + MostPartsOfAName);
            while (
                last > first + 1
                && FindCountry(string.Join(',', parts[first..last]), release) is null
            )
            {
                last--;
            }
            names.Add(string.Join(',', parts[first..last]));
            first = last;
        }
        return names;
    }

    private static ParsedValue ParseCountry(string text, Release release) =>
        FindCountry(text, release) is { } key
            ? ParsedValue.Of(key)
            : ParameterError.Unknown(
                "country",
                text,
                Countries.Names,
                "Use an ISO 3166-1 alpha-2 code or an English name."
            );

    private static string? FindCountry(string text, Release release) =>
        IsUnclassified(text) ? Facets.Unclassified
        : Countries.Find(text) is { Code: { } code } ? code
        : KeyOf(Facets.Country, text, release);
}
