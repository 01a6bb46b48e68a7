namespace MpnstApi.Releases;

/// <summary>The identity and the counts of a release.</summary>
/// <param name="Sequence">1, 2, 3, ... in order of publication.</param>
/// <param name="Version">YYYY-MM-DD.N, UTC.</param>
/// <param name="Source">What it was made from, as the import run named it.</param>
/// <param name="SourceTimestamp">The registry's own timestamp of the newest sync so far, UTC; null before the first.</param>
/// <param name="PublishedAt">When it was published, UTC.</param>
/// <param name="DictionaryVersion">Version of the dictionary and rules behind its labels.</param>
/// <param name="Trials">Trials in it.</param>
/// <param name="Added">Trials that the previous release did not have.</param>
/// <param name="Changed">Trials whose record or labels differ from the previous release.</param>
/// <param name="Removed">Trials that the previous release had and this one does not.</param>
/// <param name="LastChange">Sequence of its last change in the change feed; use it as after to read the changes that follow this release.</param>
/// <param name="ContentHash">SHA-256 of its trials and labels; null until the release has been loaded once.</param>
public sealed record ReleaseHeader(
    int Sequence,
    string Version,
    string Source,
    DateTime? SourceTimestamp,
    DateTime PublishedAt,
    string DictionaryVersion,
    int Trials,
    int Added,
    int Changed,
    int Removed,
    long LastChange,
    string? ContentHash
);
