using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Storage;

namespace MpnstApi.Indexing;

/// <summary>Represents a trial as one release has it: its content, and what follows from the release's day.</summary>
/// <param name="Position">Place in the release, in ordinal order of the ids.</param>
/// <param name="Content">What does not depend on the release; releases in memory share it.</param>
/// <param name="StatusFreshness">How old the status is.</param>
/// <param name="OpenNow">
/// True: open or planned by a current status, primary completion not past. False: the last known status is a closed one.
/// Null: nobody can tell, for example last seen open years ago.
/// </param>
public sealed record ReleasedTrial(
    int Position,
    TrialContent Content,
    StatusFreshness StatusFreshness,
    bool? OpenNow
)
{
    public string Id => Content.Id;

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
                .Distinct()
                .Select(name => Countries.Find(name) ?? new Country(null, name))
                .Distinct()
                .OrderBy(country => country.Name, StringComparer.Ordinal),
        ];
}
