using System.Net;

namespace MpnstApi.Registry;

/// <summary>The registry could not be read. The message is a whole sentence: what happened, and that nothing was taken in.</summary>
public sealed class RegistryException(string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>The status with which the registry refused a request; null where it did not come to that.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>What it said about that in plain text, shortened; else empty.</summary>
    public string Words { get; init; } = "";

    /// <summary>The query has more terms over more pieces than the registry searches at once; a smaller one may do.</summary>
    public bool IsTooComplicated =>
        Status is HttpStatusCode.BadRequest
        && Words.Contains("too complicated", StringComparison.OrdinalIgnoreCase);
}
