namespace MpnstApi.Releases;

/// <summary>The data that a response was made from; part of every response.</summary>
/// <param name="Version">The release, YYYY-MM-DD.N.</param>
/// <param name="Source">What its trials came from, oldest first; of many the last five, and how many came before.</param>
/// <param name="SourceTimestamp">The registry's own data timestamp, UTC; null if the source has none.</param>
/// <param name="StatusAsOf">How old the statuses are.</param>
/// <param name="DictionaryVersion">Version of the dictionary and rules behind the labels.</param>
/// <param name="ContentHash">SHA-256: the same hash means the same trials and labels.</param>
public sealed record DatasetInfo(
    string Version,
    string Source,
    DateTime? SourceTimestamp,
    StatusDates StatusAsOf,
    string DictionaryVersion,
    string ContentHash
)
{
    public static DatasetInfo Of(Release release) =>
        new(
            release.Header.Version,
            release.Sources,
            release.Header.SourceTimestamp,
            release.StatusDates,
            release.Header.DictionaryVersion,
            release.ContentHash
        );
}
