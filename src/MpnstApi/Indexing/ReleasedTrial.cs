using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Storage;

namespace MpnstApi.Indexing;

/// <summary>Represents a trial in one release: its content, and values that depend on the release's day.</summary>
/// <param name="Position">Position in the release, in ordinal order of the ids.</param>
/// <param name="Content">The content, which does not depend on the release; releases in memory share it.</param>
/// <param name="StatusFreshness">How old the status is.</param>
/// <param name="OpenNow">
/// True if open or planned by a current status and primary completion is not past; false if the last known status is a closed one; null if unknown, for example last seen open years ago.
/// </param>
public sealed record ReleasedTrial(
    int Position,
    TrialContent Content,
    StatusFreshness StatusFreshness,
    bool? OpenNow
)
{
    public string Id => Content.Id;

    /// <summary>Returns how old the status is on a release's day.</summary>
    public static StatusFreshness Freshness(string? statusAsOf, DateOnly released) =>
        PartialDate.Parse(statusAsOf) is not { } date ? StatusFreshness.Undated
        : date >= released.AddMonths(-12) ? StatusFreshness.Current
        : StatusFreshness.Dated;

    /// <summary>Returns whether a trial is open on a release's day; see <see cref="OpenNow"/>.</summary>
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

    /// <summary>Returns the distinct countries of the sites.</summary>
    public static IReadOnlyList<Country> CountriesOf(TrialFacts facts) =>
        [
            .. facts
                .Sites.Select(site => site.Country)
                .OfType<string>()
                .Distinct()
                .Select(name => Countries.Find(name) ?? new Country(null, name))
                .Distinct()
                .OrderBy(country => country.Name, StringComparer.Ordinal),
        ];
}
