namespace MpnstApi.Importing;

/// <summary>The data that a sync downloaded, and how to import it.</summary>
/// <param name="Timestamp">The registry's own timestamp of the data, in UTC.</param>
/// <param name="Since">Only records updated on or after this day; null for everything.</param>
/// <param name="Basis">Hash of the queries and of the dictionary that decides what to keep: another one makes a full pass.</param>
/// <param name="Rules">Which trials are kept.</param>
/// <param name="AcceptShrink">Whether to publish even if more than a fifth of the trials would be removed.</param>
internal sealed record SyncPlan(
    DateTime Timestamp,
    DateOnly? Since,
    string Basis,
    StagingRules Rules,
    bool AcceptShrink
)
{
    /// <summary>Gets the source as runs and releases show it.</summary>
    public const string SourceName = "ClinicalTrials.gov";

    public bool Full => Since is null;

    /// <summary>Gets the ids of all records that were received, readable or not.</summary>
    public required IReadOnlySet<string> Received { get; init; }

    /// <summary>Gets the ids that the registry does not have, of those requested one by one.</summary>
    public required IReadOnlyList<string> Missing { get; init; }
}

/// <summary>One record of a source.</summary>
/// <param name="Part">The file or page that contains it.</param>
/// <param name="Record">The record as read.</param>
internal readonly record struct SourceRecord(string Part, Registry.StudyRecord Record);

/// <summary>The exception thrown when a sync would drop too many trials. The message says how many, and how to confirm it.</summary>
public sealed class SyncHeldBackException(string message) : Exception(message);
