namespace MpnstApi.Importing;

/// <summary>What a sync is going to do.</summary>
/// <param name="Timestamp">The registry's own timestamp of the data, UTC.</param>
/// <param name="Since">Only records updated on or after this day; null for everything.</param>
/// <param name="Basis">Hash of what is asked and of the dictionary that decides what to keep: another one makes a full pass.</param>
internal sealed record SyncPlan(DateTime Timestamp, DateOnly? Since, string Basis)
{
    /// <summary>As runs and releases show it.</summary>
    public const string SourceName = "ClinicalTrials.gov";

    public bool Full => Since is null;
}

/// <summary>A sync that would drop too many trials. The message says how many, and how to confirm it.</summary>
public sealed class SyncHeldBackException(string message) : Exception(message);
