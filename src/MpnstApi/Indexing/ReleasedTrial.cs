using MpnstApi.Annotation;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Storage;

namespace MpnstApi.Indexing;

/// <summary>A trial as one release has it: the registry's facts, our labels, and what follows from the release's date.</summary>
public sealed record ReleasedTrial
{
    /// <summary>Place in the release, in ordinal order of the ids.</summary>
    public required int Position { get; init; }
    public required TrialFacts Facts { get; init; }
    public required TrialLabels Labels { get; init; }

    public required Origin Origin { get; init; }
    public required DateTime RetrievedAt { get; init; }

    /// <summary>
    /// First half of the SHA-256 over the record and its long texts, which no release holds: equal ones mean equal
    /// records.
    /// </summary>
    public required UInt128 RecordHash { get; init; }

    /// <summary>The same over the labels, whichever version of the dictionary made them.</summary>
    public required UInt128 LabelsHash { get; init; }

    /// <summary>Sequence of the release in which the record or its labels last changed.</summary>
    public required int ChangedInSequence { get; init; }

    /// <summary>Version of that release.</summary>
    public required string ChangedIn { get; init; }
    public required StatusFreshness StatusFreshness { get; init; }

    /// <summary>
    /// True: open or planned by a current status, primary completion not past. False: the last known status is a closed one.
    /// Null: nobody can tell, for example last seen open years ago.
    /// </summary>
    public required bool? OpenNow { get; init; }

    /// <summary>Countries of the sites, distinct, by name.</summary>
    public required IReadOnlyList<Country> Countries { get; init; }

    public string Id => Facts.Id;
    public required DateOnly? StartDate { get; init; }
    public required DateOnly? PrimaryCompletionDate { get; init; }

    /// <summary>Panels count the trial: interventional, or of no stated type.</summary>
    public bool CountsInPanels =>
        Labels.StudyType is StudyType.Interventional or StudyType.NotStated;

    /// <summary>How old the status is on a release's day.</summary>
    public static StatusFreshness Freshness(string? statusAsOf, DateOnly released) =>
        PartialDate.Parse(statusAsOf) is not { } date ? StatusFreshness.Undated
        : date >= released.AddMonths(-12) ? StatusFreshness.Current
        : StatusFreshness.Dated;

    /// <summary>Whether a trial is open on a release's day; see <see cref="OpenNow"/>.</summary>
    public static bool? IsOpen(
        TrialStatus status,
        StatusFreshness freshness,
        DateOnly? primaryCompletion,
        DateOnly released
    ) =>
        status switch
        {
            TrialStatus.NotStated or TrialStatus.Unknown => null,
            TrialStatus.Open or TrialStatus.Planned => freshness is StatusFreshness.Current
            && !(primaryCompletion < released)
                ? true
                : null,
            _ => false,
        };

    /// <summary>Distinct countries of the sites.</summary>
    public static IReadOnlyList<Country> CountriesOf(TrialFacts facts) =>
        [
            .. facts
                .Sites.Select(site => site.Country)
                .OfType<string>()
                .Select(name => Indexing.Countries.Find(name) ?? new Country(null, name))
                .Distinct()
                .OrderBy(country => country.Name, StringComparer.Ordinal),
        ];
}
