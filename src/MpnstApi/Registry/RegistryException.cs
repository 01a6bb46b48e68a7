using System.Net;

namespace MpnstApi.Registry;

/// <summary>The exception thrown when the registry could not be read. The message says what happened, and that nothing was imported.</summary>
public sealed class RegistryException(string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>Gets the status of the registry's response; null if there was no response.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>Gets what the registry said about that in plain text, shortened; empty if it said nothing.</summary>
    public string Explanation { get; init; } = "";

    /// <summary>Gets the cause as a part of a sentence, for the log.</summary>
    internal string? Reason { get; init; }

    /// <summary>Gets the wait that the registry demands; null if it demands none.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>Gets whether the same request may succeed later.</summary>
    internal bool IsTransient { get; init; }

    /// <summary>Gets whether the query has more terms over more pieces than the registry searches at once; a smaller one may succeed.</summary>
    public bool IsTooComplicated =>
        Status is HttpStatusCode.BadRequest
        && Explanation.Contains("too complicated", StringComparison.OrdinalIgnoreCase);
}
